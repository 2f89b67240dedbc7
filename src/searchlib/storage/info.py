"""What an index holds: its documents, its segments, and what each structure takes."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from searchlib.storage.generation import Generation, Part

__all__ = ["IndexInfo", "SegmentInfo", "commonest_terms", "describe"]

_STRUCTURES = {
    "texts": "stored texts",
    "text_offsets": "stored texts",
    "records": "stored records",
    "record_offsets": "stored records",
    "record_names": "stored records",
    "terms": "terms",
    "postings": "postings",
    "positions": "positions",
    "lengths": "lengths",
    "common": "bigrams",
}
"""The last part of the name of a section → what it belongs to; all others are columns of documents."""


@dataclass(frozen=True, slots=True)
class SegmentInfo:
    """A segment.

    Parameters
    ----------
    name : str
        Its file.
    documents, deleted : int
        Documents in it (the deleted ones among them), and how many are deleted.
    bytes : int
        Size on disk, with its deletes.
    newest, oldest : int or None
        UTC seconds of its newest and its oldest dated document; None if none is dated.
    """

    name: str
    documents: int
    deleted: int
    bytes: int
    newest: int | None
    oldest: int | None


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
    structures : Mapping[str, int]
        What takes how many bytes of the segments: terms, postings, positions, lengths, bigrams, stored texts, stored
        records, columns, deletes.
    """

    documents: int
    deleted: int
    generation: int
    bytes: int
    segments: tuple[SegmentInfo, ...]
    structures: Mapping[str, int]


def describe(generation: Generation) -> IndexInfo:
    """Return what the index holds; nothing of it is read through."""
    segments = tuple(_segment(part) for part in generation.parts)
    documents = sum(segment.documents for segment in segments)
    deleted = sum(segment.deleted for segment in segments)
    size = sum(segment.bytes for segment in segments)
    structures: Counter[str] = Counter()
    for part in generation.parts:
        for name, length in part.segment.section_sizes():
            structures[_structure(name)] += length
        structures["deletes"] += part.record.deletes.length if part.record.deletes else 0
    return IndexInfo(documents - deleted, deleted, generation.manifest.generation, size, segments, dict(structures))


def _structure(section: str) -> str:
    field, *part = section.split(".")
    if part[0] == "bigrams":
        return "bigrams"
    return "columns" if field == "document" else _STRUCTURES.get(part[-1], "columns")


def commonest_terms(generation: Generation, field: str, count: int) -> list[tuple[str, int]]:
    """Return the terms of a text or keyword field that stand in most documents, with their numbers of documents.

    Deleted documents count too. All terms of the field are gone through: some tenths of a second for a million.
    """
    found: Counter[str] = Counter()
    for part in generation.parts:
        for term, documents, _ in part.segment.terms(field):
            found[term] += documents
    return heapq.nsmallest(count, found.items(), key=lambda term: (-term[1], term[0]))


def _segment(part: Part) -> SegmentInfo:
    record = part.record
    dated = part.segment.dated
    return SegmentInfo(
        record.file.name,
        record.documents,
        record.deleted,
        record.file.length + (record.deletes.length if record.deletes else 0),
        part.segment.row(0)[0] if dated else None,
        part.segment.row(dated - 1)[0] if dated else None,
    )
