"""The segments that a writer works on: committed ones, new ones, and which of their documents it deleted."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from searchlib.dates import Instant, Precision
from searchlib.indexing.buffer import field_builder
from searchlib.indexing.native import Segment, write_deletes
from searchlib.indexing.preparing import about
from searchlib.storage import Directory, FileRecord, SegmentRecord, StoredReader
from searchlib.storage.generation import Part, open_part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from searchlib.analysis.defining import FieldForms
    from searchlib.schema import Schema

_UNDATED = -(1 << 63)

_FEW = 50
"""A segment of this many documents for each deleted one is not searched for them: reading 50 articles again takes
about as long as going through the postings of 2,500."""

__all__ = ["WritableSegment", "find", "opened_anew", "with_deletes"]


@dataclass(slots=True, eq=False)
class WritableSegment:
    """A segment with the deletes of the writer on top.

    Parameters
    ----------
    part : Part
        The segment, opened.
    deleted : set[int]
        All its deleted documents.
    since : set[int]
        Those that were deleted since the last commit.
    """

    part: Part
    deleted: set[int] = field(default_factory=set[int])
    since: set[int] = field(default_factory=set[int])

    @classmethod
    def opened(cls, part: Part) -> WritableSegment:
        """Return a committed segment as the writer sees it.

        It looks up keys here and there, of which large pages would take the more memory.
        """
        part.segment.use_small_pages()
        return cls(part, set(part.deletes.documents()) if part.deletes else set())

    @property
    def newest(self) -> int:
        """UTC seconds of its newest document, which is the first; before all dates if none is dated."""
        return self._seconds(0)

    @property
    def live(self) -> int:
        """How many documents are left."""
        return self.part.record.documents - len(self.deleted)

    def delete(self, doc: int) -> None:
        """Delete a document, by its number in the segment."""
        if doc not in self.deleted:
            self.deleted.add(doc)
            self.since.add(doc)

    def expire(self, limit: int) -> int:
        """Delete the documents that are dated before `limit`, in UTC seconds; return how many.

        Documents stand newest first and undated ones last, so that they are a range of numbers.
        """
        dated = range(self.part.segment.dated)
        before = self.live
        for doc in dated[bisect_left(dated, 1, key=lambda doc: self._seconds(doc) < limit) :]:
            self.delete(doc)
        return before - self.live

    def _seconds(self, doc: int) -> int:
        seconds = self.part.segment.row(doc)[0]
        return _UNDATED if seconds is None else seconds


def find(segments: list[WritableSegment], key: str, key_hash: int) -> tuple[WritableSegment, int] | None:
    """Return the segment and number of the live document with this key; None if there is none."""
    for segment in reversed(segments):
        for doc in segment.part.segment.find_key(key_hash):
            if doc not in segment.deleted and segment.part.stored.document(doc).key == key:
                return segment, doc
    return None


def opened_anew(directory: Directory, schema: Schema, file: FileRecord, documents: int) -> WritableSegment:
    """Open a segment that was just written, and see what its record must say."""
    path = directory.file(file.name)
    segment = Segment(path, file.length, file.checksum, schema.inverted_fields, schema.keyword_fields)
    record = SegmentRecord(file, documents, None, 0, tuple(segment.totals([])))
    return WritableSegment.opened(Part(record, segment, None, StoredReader(path, segment)))


def with_deletes(
    directory: Directory, schema: Schema, segment: WritableSegment, generation: int, forms: Mapping[str, FieldForms]
) -> WritableSegment:
    """Write the deletes of a segment as of a generation, and return the segment with them."""
    part = segment.part
    deleted = sorted(segment.deleted)
    name = Directory.deletes_name(part.record.file.name, generation)
    path = directory.file(name)
    Path(path).unlink(missing_ok=True)  # a commit that failed may have left it; nobody else knows it
    length, checksum = _write_deletes(path, schema, segment, deleted, forms)
    record = SegmentRecord(
        part.record.file,
        part.record.documents,
        FileRecord(name, length, checksum),
        len(deleted),
        tuple(part.segment.totals(deleted)),
    )
    return WritableSegment(open_part(directory, schema, record), segment.deleted)


def _write_deletes(
    path: str, schema: Schema, segment: WritableSegment, deleted: list[int], forms: Mapping[str, FieldForms]
) -> tuple[int, int]:
    """Write deletes: what the terms lose is told by the documents that go, where those are few and can be had again.

    Otherwise all posting lists are searched for them.
    """
    part = segment.part
    stored = all(getattr(schema.fields[name], "stored", True) for name in schema.text_fields)
    if stored and len(segment.since) * _FEW < part.record.documents + _FEW:
        since = sorted(segment.since)
        builder = field_builder(schema, {name: kind.forms for name, kind in forms.items()})
        for sequence, doc in enumerate(since):
            seconds, precision, *_ = part.segment.row(doc)
            fields = part.stored.document(doc)
            texts = [str(fields.get(name, "")) for name in schema.text_fields]
            day = None if seconds is None else about(Instant(seconds, list(Precision)[precision]), schema.timezone)
            builder.add(None, precision, sequence, 0, bytes(16), day, texts, [[] for _ in schema.keyword_fields])
        for kind in forms.values():
            kind.define()
        written = builder.write_deletes(path, part.segment, deleted, part.deletes, since)
        if written is not None:
            return written
    return write_deletes(path, part.segment, deleted)
