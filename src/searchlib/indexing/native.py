"""The one door from this package to the native core."""

from __future__ import annotations

from searchlib._native import (
    Builder,
    ContainerWriter,
    DictionaryPreparer,
    DocumentPreparer,
    Forms,
    KeyTable,
    LineAdder,
    LineCursor,
    Merge,
    PlainDocument,
    Segment,
    StoredMerge,
    count_lines,
    release_memory,
    write_deletes,
)

__all__ = [
    "Builder",
    "ContainerWriter",
    "DictionaryPreparer",
    "DocumentPreparer",
    "Forms",
    "KeyTable",
    "LineAdder",
    "LineCursor",
    "Merge",
    "PlainDocument",
    "Segment",
    "StoredMerge",
    "count_lines",
    "release_memory",
    "write_deletes",
]
