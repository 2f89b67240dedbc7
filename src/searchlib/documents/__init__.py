"""Documents: files become records with the fields that an archive of news has."""

from __future__ import annotations

from searchlib.documents.document import Document
from searchlib.documents.reading import read

__all__ = ["Document", "read"]
