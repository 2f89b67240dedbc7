"""Bytes on disk: the directory of an index, its lock, its manifest, its segments, and their checking."""

from __future__ import annotations

from searchlib.storage.directory import Directory
from searchlib.storage.generation import Generation, Part, open_generation
from searchlib.storage.lock import WriterLock
from searchlib.storage.manifest import FileRecord, Manifest, SegmentRecord
from searchlib.storage.stored import StoredDocument, StoredReader, StoredWriter
from searchlib.storage.verify import Problem, verify

__all__ = [
    "Directory",
    "FileRecord",
    "Generation",
    "Manifest",
    "Part",
    "Problem",
    "SegmentRecord",
    "StoredDocument",
    "StoredReader",
    "StoredWriter",
    "WriterLock",
    "open_generation",
    "verify",
]
