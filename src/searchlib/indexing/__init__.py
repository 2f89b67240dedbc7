"""Documents → segments: the writer, what it makes of a document, and when segments are merged."""

from __future__ import annotations

from searchlib.indexing.writer import Outcome, Report, Writer

__all__ = ["Outcome", "Report", "Writer"]
