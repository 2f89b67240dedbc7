"""The one door from this package to the native core."""

from __future__ import annotations

from searchlib._native import (
    Builder,
    ContainerWriter,
    DocumentPreparer,
    Forms,
    KeyTable,
    LineAdder,
    LineCursor,
    Merge,
    RecordAdder,
    Segment,
    StoredMerge,
    count_lines,
    release_memory,
    write_deletes,
)

__all__ = [
    "Builder",
    "ContainerWriter",
    "DocumentPreparer",
    "Forms",
    "KeyTable",
    "LineAdder",
    "LineCursor",
    "Merge",
    "RecordAdder",
    "Segment",
    "StoredMerge",
    "count_lines",
    "release_memory",
    "write_deletes",
]
