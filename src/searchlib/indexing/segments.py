"""The segments that a writer works on: committed ones, new ones, and which of their documents it deleted."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from searchlib.indexing.native import Merge, Segment, StoredMerge, write_deletes
from searchlib.storage import Directory, FileRecord, SegmentRecord, StoredReader
from searchlib.storage.generation import Part, open_part
from searchlib.storage.native import verify_container
from searchlib.storage.stored import BLOCK

if TYPE_CHECKING:
    from searchlib.indexing.native import ContainerWriter
    from searchlib.schema import Schema
    from searchlib.storage import StoredWriter

__all__ = ["WritableSegment", "find", "merge_into", "opened_anew", "with_deletes"]


@dataclass(slots=True, eq=False)
class WritableSegment:
    """A segment with the deletes of the writer on top.

    Parameters
    ----------
    part : Part
        The segment, opened.
    deleted : set[int]
        All its deleted documents.
    changed : bool
        Whether some were deleted since the last commit.
    """

    part: Part
    deleted: set[int] = field(default_factory=set[int])
    changed: bool = False

    @classmethod
    def opened(cls, part: Part) -> WritableSegment:
        """Return a committed segment as the writer sees it."""
        return cls(part, set(part.deletes.documents()) if part.deletes else set())

    @property
    def live(self) -> int:
        """How many documents are left."""
        return self.part.record.documents - len(self.deleted)

    def delete(self, doc: int) -> None:
        """Delete a document, by its number in the segment."""
        self.deleted.add(doc)
        self.changed = True


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
    return WritableSegment(Part(record, segment, None, StoredReader(path, segment)))


def with_deletes(directory: Directory, schema: Schema, segment: WritableSegment, generation: int) -> WritableSegment:
    """Write the deletes of a segment as of a generation, and return the segment with them."""
    part = segment.part
    deleted = sorted(segment.deleted)
    name = Directory.deletes_name(part.record.file.name, generation)
    path = directory.file(name)
    Path(path).unlink(missing_ok=True)  # a commit that failed may have left it; nobody else knows it
    length, checksum = write_deletes(path, part.segment, deleted)
    record = SegmentRecord(
        part.record.file,
        part.record.documents,
        FileRecord(name, length, checksum),
        len(deleted),
        tuple(part.segment.totals(deleted)),
    )
    return WritableSegment(open_part(directory, schema, record), segment.deleted)


def merge_into(
    out: ContainerWriter, stored: StoredWriter, directory: Directory, segments: list[WritableSegment]
) -> int:
    """Write the live documents of several segments as one and return how many they are.

    The sources are checked against their checksums first: a merge must not give damage a good checksum.

    Raises
    ------
    CorruptIndexError
        If a source is damaged.
    """
    for segment in segments:
        for file in (segment.part.record.file, segment.part.record.deletes):
            if file is not None:
                verify_container(directory.file(file.name), file.length, file.checksum)
    merge = Merge([(segment.part.segment, sorted(segment.deleted)) for segment in segments])
    stored.finish_merge(StoredMerge(merge, BLOCK // 2), [segment.part.stored for segment in segments])
    merge.write(out)
    return merge.size
