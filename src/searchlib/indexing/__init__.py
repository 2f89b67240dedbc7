"""Documents → segments: the writer, what it makes of a document, and when segments are merged."""

from __future__ import annotations

from searchlib.indexing.changes import Outcome
from searchlib.indexing.report import Progress, Report
from searchlib.indexing.writer import Writer

__all__ = ["Outcome", "Progress", "Report", "Writer"]
