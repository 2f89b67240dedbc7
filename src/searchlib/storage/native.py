"""The one door from this package to the native core."""

from __future__ import annotations

from searchlib._native import (
    ContainerWriter,
    Deletes,
    Segment,
    StoredBuffer,
    StoredMerge,
    StoredRecords,
    crc32c,
    verify_container,
    write_deletes,
)

__all__ = [
    "ContainerWriter",
    "Deletes",
    "Segment",
    "StoredBuffer",
    "StoredMerge",
    "StoredRecords",
    "crc32c",
    "verify_container",
    "write_deletes",
]
