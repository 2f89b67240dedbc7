"""What a writer will commit: the segments, the deletes on top of them, and the documents in the buffer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from searchlib import analysis
from searchlib.indexing.buffer import Buffer
from searchlib.indexing.defining import field_forms
from searchlib.indexing.native import ContainerWriter
from searchlib.indexing.policy import choose_merge
from searchlib.indexing.preparing import Prepared, hash_key
from searchlib.indexing.segments import WritableSegment, find, merge_into, opened_anew, with_deletes
from searchlib.storage import Directory, FileRecord, Generation, Manifest, StoredWriter
from searchlib.storage.manifest import FORMAT_VERSION, encode

if TYPE_CHECKING:
    from searchlib.indexing.native import LineAdder, LineCursor
    from searchlib.schema import Schema

__all__ = ["Changes", "Outcome"]

Outcome: TypeAlias = Literal["new", "changed", "unchanged"]

_CHECK_EVERY = 256
"""Documents between two looks at the memory in use."""


class Changes:
    """The state between two commits. Its methods leave it whole, or `rollback` makes it so.

    Parameters
    ----------
    directory : Directory
        The index.
    schema : Schema
        Its schema.
    generation : Generation | None
        Its newest generation; None for a new index, and for one that is written anew from its first document.
    manifest : Manifest | None
        Where `generation` is None, the manifest that the new generation follows, if there is any.
    memory : int
        Bytes of buffered documents from which a segment is written.
    """

    def __init__(
        self, directory: Directory, schema: Schema, generation: Generation | None, manifest: Manifest | None, memory: int
    ) -> None:
        self._directory = directory
        self._schema = schema
        self._memory = memory
        self._analyzers = {name: analysis.get(name, schema.transliterator) for name in schema.analyzer_names()}
        # Before any work: an analyzer that lacks a package says so here, and not at the commit.
        self._fingerprints = {name: analyzer.fingerprint() for name, analyzer in self._analyzers.items()}
        self._forget_forms()
        self.manifest = generation.manifest if generation else manifest
        self._segments = [WritableSegment.opened(part) for part in generation.parts] if generation else []
        self._anew = generation is None
        self._begin()

    def _begin(self) -> None:
        """Start from the last commit."""
        self._next_sequence = self.manifest.next_sequence if self.manifest else 0
        self._next_segment = self.manifest.next_segment if self.manifest else 1
        self._committed = list(self._segments)
        self._buffer: Buffer | None = None
        self._dirty = self._anew
        self.sweep()

    def sweep(self) -> None:
        """Remove the files that do not belong to the last commit."""
        self._directory.keep_only(self.manifest.files() if self.manifest else [])

    # ------------------------------------------------------------ documents

    def add(self, prepared: Prepared) -> Outcome:
        """Take in a document, in the place of the one with the same key."""
        outcome = self._make_room(prepared)
        if outcome != "unchanged":
            buffer = self._filling()
            buffer.add(prepared, self._next_sequence)
            self._next_sequence += 1
            self._dirty = True
            if buffer.documents % _CHECK_EVERY == 0:
                self._flush_if_full()
        return outcome

    def add_lines(self, adder: LineAdder, chunk: bytes, cursor: LineCursor) -> bool:
        """Take in the plain new documents of a chunk of whole lines; False if the line at hand is left.

        `cursor.added` says how many there were, also if it fails.
        """
        buffer = self._filling()
        cursor.sequence, cursor.added = self._next_sequence, 0
        try:
            return buffer.add_lines(adder, chunk, cursor, self._segments)
        finally:
            self._next_sequence = cursor.sequence
            self._dirty = self._dirty or cursor.added > 0
            self._flush_if_full()

    def delete(self, key: str) -> bool:
        """Delete the document with this key; False if there is none."""
        if self._buffer is not None and self._buffer.digest(key) is not None:
            self._buffer.remove(key)
            self._dirty = True
            return True
        found = find(self._segments, key, hash_key(key))
        if found is not None:
            found[0].delete(found[1])
            self._dirty = True
        return found is not None

    def _make_room(self, prepared: Prepared) -> Outcome:
        """Take out the document with the same key, unless it is the same."""
        key = prepared.key
        digest = self._buffer.digest(key) if self._buffer is not None else None
        if self._buffer is not None and digest is not None:
            if digest == prepared.digest:
                return "unchanged"
            self._buffer.remove(key)
            return "changed"
        found = find(self._segments, key, prepared.key_hash)
        if found is None:
            return "new"
        segment, doc = found
        if segment.part.segment.row(doc)[4] == prepared.digest:
            return "unchanged"
        segment.delete(doc)
        return "changed"

    # ------------------------------------------------------------ segments

    def _new_file(self) -> str:
        name = Directory.segment_name(self._next_segment)
        self._next_segment += 1
        return name

    def _filling(self) -> Buffer:
        if self._buffer is None:
            name = self._new_file()
            forms = {field: kind.forms for field, kind in self._forms.items()}
            self._buffer = Buffer(self._directory.file(name), name, self._schema, forms)
        return self._buffer

    def _flush_if_full(self) -> None:
        if self._buffer is not None and self._buffer.memory > self._memory:
            self.flush()

    def flush(self) -> None:
        """Write the buffered documents as a segment."""
        buffer = self._buffer
        if buffer is None:
            return
        order = buffer.builder.order()
        if order:
            self._define_forms()
            buffer.stored.finish(order)
            buffer.builder.write(buffer.out)
            file = FileRecord(buffer.name, *buffer.out.finish())
            self._segments.append(opened_anew(self._directory, self._schema, file, len(order)))
        self._buffer = None

    def _forget_forms(self) -> None:
        self._forms = field_forms(self._schema, self._analyzers)

    def _define_forms(self) -> None:
        """Have the forms analysed that were not met before."""
        for forms in self._forms.values():
            forms.define()

    def _merge(self, places: list[int]) -> None:
        """Replace those segments by one of their live documents."""
        segments = [self._segments[place] for place in places]
        if any(segment.live for segment in segments):
            name = self._new_file()
            out = ContainerWriter(self._directory.file(name))
            live = merge_into(out, StoredWriter(out), self._directory, segments)
            file = FileRecord(name, *out.finish())
            self._segments.append(opened_anew(self._directory, self._schema, file, live))
        self._segments = [segment for segment in self._segments if segment not in segments]
        self._dirty = True

    # ------------------------------------------------------------ generations

    def commit(self) -> int:
        """Publish what changed as a new generation, durably, and return its number."""
        self.flush()
        if self._dirty:
            self._segments = [segment for segment in self._segments if segment.live]
            while places := choose_merge([(s.part.record.documents, len(s.deleted)) for s in self._segments]):
                self._merge(places)
            return self._publish()
        return self.manifest.generation if self.manifest else 0

    def compact(self) -> int:
        """Merge everything in one segment without deleted documents, and commit."""
        self.flush()
        if len(self._segments) > 1 or any(segment.deleted for segment in self._segments):
            self._merge(list(range(len(self._segments))))
        return self.commit()

    def _publish(self) -> int:
        generation = self.manifest.generation + 1 if self.manifest else 1
        self._segments = [
            with_deletes(self._directory, self._schema, segment, generation, self._forms) if segment.since else segment
            for segment in self._segments
        ]
        manifest = Manifest(
            format=FORMAT_VERSION,
            generation=generation,
            schema=self._schema.to_dict(),
            analyzers=self._fingerprints,
            next_sequence=self._next_sequence,
            next_segment=self._next_segment,
            segments=tuple(segment.part.record for segment in self._segments),
        )
        self._directory.publish(generation, encode(manifest))
        self.manifest = manifest
        self._anew = False
        self._begin()
        return generation

    def rollback(self) -> None:
        """Forget everything since the last commit."""
        self._buffer = None
        self._segments = [WritableSegment.opened(segment.part) for segment in self._committed]
        # A form that the analyzer refused must not come up again.
        self._forget_forms()
        self._begin()
