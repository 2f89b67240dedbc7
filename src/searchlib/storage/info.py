"""What an index holds, as its manifest says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchlib.storage.manifest import Manifest

__all__ = ["IndexInfo", "SegmentInfo", "describe"]


@dataclass(frozen=True, slots=True)
class SegmentInfo:
    """A segment: its file, documents (the deleted ones among them), deleted ones, and bytes on disk."""

    name: str
    documents: int
    deleted: int
    bytes: int


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """What an index holds.

    Parameters
    ----------
    documents : int
        Live documents.
    deleted : int
        Deleted ones that still take room.
    generation : int
        The number of the generation.
    bytes : int
        Size on disk, manifest aside.
    segments : tuple[SegmentInfo, ...]
        Its segments.
    """

    documents: int
    deleted: int
    generation: int
    bytes: int
    segments: tuple[SegmentInfo, ...]


def describe(manifest: Manifest) -> IndexInfo:
    """Return what the index of a manifest holds."""
    segments = tuple(
        SegmentInfo(
            record.file.name,
            record.documents,
            record.deleted,
            record.file.length + (record.deletes.length if record.deletes else 0),
        )
        for record in manifest.segments
    )
    documents = sum(segment.documents for segment in segments)
    deleted = sum(segment.deleted for segment in segments)
    size = sum(segment.bytes for segment in segments)
    return IndexInfo(documents - deleted, deleted, manifest.generation, size, segments)
