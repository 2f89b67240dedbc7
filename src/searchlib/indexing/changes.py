"""What a writer will commit: the segments, the deletes on top of them, and the documents in the buffer."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from searchlib import analysis
from searchlib.errors import CorruptIndexError
from searchlib.indexing.budget import MANY, Budget
from searchlib.indexing.dealing import Dealing, Left, Took
from searchlib.indexing.lanes import Lanes, Outcome
from searchlib.indexing.merging import Merging
from searchlib.indexing.native import release_memory
from searchlib.indexing.policy import AT_ONCE, POLICIES, Size, overdue
from searchlib.indexing.preparing import Prepared, hash_key
from searchlib.indexing.segments import WritableSegment, find, with_deletes
from searchlib.indexing.sweeping import Sweeping
from searchlib.storage import Directory, Generation, Manifest
from searchlib.storage.manifest import FORMAT_VERSION, Unreadable, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from searchlib.documents.source import Source
    from searchlib.indexing.native import LineAdder, LineCursor, PlainDocument
    from searchlib.indexing.settings import WriterSettings
    from searchlib.schema import Schema

__all__ = ["Changes", "Outcome"]

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
    manifest : Manifest | Unreadable | None
        Where `generation` is None, what the new generation follows, if there is anything.
    settings : WriterSettings
        How the writer works.
    """

    def __init__(
        self,
        directory: Directory,
        schema: Schema,
        generation: Generation | None,
        manifest: Manifest | Unreadable | None,
        settings: WriterSettings,
    ) -> None:
        self._directory = directory
        self._choose_merge = POLICIES[settings.policy]
        self._schema = schema
        self._budget = Budget(settings.bytes, settings.threads)
        self._analyzers = {name: analysis.get(name, schema.transliterator) for name in schema.analyzer_names()}
        # Before any work: an analyzer that lacks a package says so here, and not at the commit.
        self._fingerprints = {name: analyzer.fingerprint() for name, analyzer in self._analyzers.items()}
        self._lanes = Lanes(directory, schema, self._analyzers, settings.threads, self._new_file)
        self.manifest: Manifest | Unreadable | None = generation.manifest if generation else manifest
        self._segments = [WritableSegment.opened(part) for part in generation.parts] if generation else []
        self._anew = generation is None
        self._merging: Merging | None = None
        self._sweeping = Sweeping(directory)
        self._next_segment = 1
        self._begin()
        self._sweep_all()

    def _begin(self) -> None:
        """Start from the last commit."""
        self._next_sequence = self.manifest.next_sequence if self.manifest else 0
        # Numbers of segments are never given twice, as a merge may be writing the file of one.
        self._next_segment = max(self._next_segment, self.manifest.next_segment if self.manifest else 1)
        self._committed = list(self._segments)
        self._dirty = self._anew
        self._lost: OSError | None = None

    def _sweep(self) -> None:
        """Begin to remove the files that do not belong to the last commit."""
        merging = [self._merging.name] if self._merging is not None else []
        self._sweeping.start([*(self.manifest.files() if self.manifest else []), *merging])

    def _sweep_all(self) -> None:
        """Remove them before anything else is done, as some may have names that the next commit gives."""
        self._sweeping.wait()
        self._sweep()
        self._sweeping.wait()

    # ------------------------------------------------------------ documents

    def add(self, prepared: Prepared | PlainDocument) -> Outcome:
        """Take in a document, in the place of the one with the same key."""
        outcome = self._make_room(prepared)
        if outcome != "unchanged":
            count = self._lanes.add(prepared, self._next_sequence)
            self._next_sequence += 1
            self._dirty = True
            if count % _CHECK_EVERY == 0:
                self.flush_if_full()
        return outcome

    def add_lines(self, adder: LineAdder, chunk: bytes, cursor: LineCursor) -> bool:
        """Take in the plain new documents of a chunk of whole lines; False if the line at hand is left.

        `cursor.added` and `cursor.text_bytes` say how many there were, also if it fails.
        """
        cursor.sequence, cursor.added, cursor.text_bytes = self._next_sequence, 0, 0
        try:
            return self._lanes.first.begun().add_lines(adder, chunk, cursor, self._segments)
        finally:
            self._next_sequence += cursor.added
            self._dirty = self._dirty or cursor.added > 0
            self.flush_if_full()

    @property
    def threads(self) -> int:
        """How many threads may add documents."""
        return len(self._lanes)

    def deal(self, dealing: Dealing, adders: Sequence[LineAdder], took: Took, tell: Callable[[], None]) -> list[Left]:
        """Have all threads take in plain new documents; return the lines that were left, in order.

        What is left is for `add_in_turn`, before anything else is done.
        """
        first = dealing.sequence
        try:
            return dealing.run(list(self._lanes), adders, self._segments, took, tell)
        finally:
            self._next_sequence = dealing.sequence
            self._dirty = self._dirty or dealing.sequence > first

    def dealing(self, source: Source, chunks: Iterator[bytes]) -> Dealing:
        """Return what deals out the lines of a source."""
        return Dealing(source, chunks, self._next_sequence, lambda: self._budget.spent(self._lanes.held + self._merged))

    def add_in_turn(self, prepared: Prepared, sequence: int) -> Outcome:
        """Take in a document among others that come after it, and which are there already."""
        self._lanes.set_aside(prepared.key, sequence)
        outcome = self._make_room(prepared)
        if outcome != "unchanged":
            self._lanes.add(prepared, sequence)
            self._dirty = True
        return outcome

    def catch_up(self, sequence: int | None = None) -> list[Outcome]:
        """Let those come after it that have their turn before this sequence number; return what became of each."""
        return self._lanes.catch_up() if sequence is None else self._lanes.catch_up(sequence)

    def take_back(self, sequence: int) -> int:
        """Take out what was taken in with greater sequence numbers since the last flush; return how many there were."""
        return self._lanes.take_back(sequence)

    def delete(self, key: str) -> bool:
        """Delete the document with this key; False if there is none."""
        if self._lanes.digest(key) is not None:
            self._lanes.remove(key)
            self._dirty = True
            return True
        found = find(self._segments, key, hash_key(key))
        if found is not None:
            found[0].delete(found[1])
            self._dirty = True
        return found is not None

    def delete_matching(self, matching: Callable[[Generation], Iterable[tuple[int, int]]]) -> int:
        """Delete the documents that `matching` names by segment and number; return how many."""
        self.flush()
        manifest = self._manifest_of(0, self._segments)
        generation = Generation(manifest, self._schema, tuple(segment.part for segment in self._segments))
        before = sum(segment.live for segment in self._segments)
        for segment, doc in matching(generation):
            self._segments[segment].delete(doc)
        deleted = before - sum(segment.live for segment in self._segments)
        self._dirty = self._dirty or deleted > 0
        return deleted

    def expire(self, limit: int) -> int:
        """Delete the documents that are dated before `limit`, in UTC seconds; return how many."""
        self.flush()
        deleted = sum(segment.expire(limit) for segment in self._segments)
        self._dirty = self._dirty or deleted > 0
        return deleted

    def _make_room(self, prepared: Prepared | PlainDocument) -> Outcome:
        """Take out the document with the same key, unless it is the same."""
        key = prepared.key
        digest = self._lanes.digest(key)
        if digest is not None:
            if digest == prepared.digest:
                return "unchanged"
            self._lanes.remove(key)
            return "changed"
        found = find(self._segments, key, prepared.key_hash)
        if found is None:
            return "new"
        segment, doc = found
        if prepared.digest.startswith(segment.part.segment.row(doc)[3]):
            return "unchanged"
        segment.delete(doc)
        return "changed"

    # ------------------------------------------------------------ segments

    def _new_file(self) -> str:
        name = Directory.segment_name(self._next_segment)
        self._next_segment += 1
        return name

    @property
    def _merged(self) -> int:
        """Bytes that a merge holds beside."""
        return self._merging.memory if self._merging is not None and self._merging.running else 0

    def flush_if_full(self) -> None:
        """Write the buffered documents if they take as much memory as they may."""
        held = self._lanes.memory + self._merged
        if self._budget.almost_spent(held):
            self._forget_pages()
        if self._budget.spent(held):
            forms = self._lanes.forms_memory
            self.flush()
            if self._budget.too_many_forms(forms):
                self._lanes.forget_forms()
                release_memory()

    def flush(self) -> None:
        """Write the buffered documents as segments. If that fails, so does this until `rollback`."""
        largest = max(self._segments, key=lambda segment: segment.live, default=None)
        segments = self._lanes.flush(largest)
        self._segments += segments
        if segments:
            self._forget_pages()
        if any(segment.part.record.documents >= MANY for segment in segments):
            release_memory()

    def _forget_pages(self) -> None:
        """Let go of what keys were looked up in: pages of megabytes, mapped whole, which count as memory in use."""
        for segment in self._segments:
            segment.part.segment.forget()

    def _begin_merge(self, places: list[int]) -> None:
        """Have those segments made one of their live documents, beside what else is done."""
        name = self._new_file()
        self._merging = Merging(self._directory, self._schema, name, [self._segments[place] for place in places])
        self._merging.start()

    def _take_merge(self, *, wait: bool) -> None:
        """Put what a merge made in the place of its sources, if there is one and it has finished."""
        merging = self._merging
        if merging is None or (merging.running and not wait):
            return
        self._merging = None
        self._take(merging)

    def _take(self, merging: Merging) -> None:
        merged = merging.finish(self._segments)
        self._segments = [segment for segment in self._segments if segment.part.record.file.name not in merging.files]
        if merged is not None:
            self._segments.append(merged)
        self._dirty = True

    def _merge_small(self) -> None:
        """Merge small segments here and now, where the policy wants it: that takes less than to publish them."""
        idle = [one for one in self._segments if one.part.record.documents <= AT_ONCE and not self._is_merging(one)]
        if places := self._choose_merge(_sizes(idle), AT_ONCE):
            merging = Merging(self._directory, self._schema, self._new_file(), [idle[place] for place in places])
            merging.run()
            with suppress(CorruptIndexError):  # the merge beside will meet it, and tell, when this is published
                self._take(merging)

    # ------------------------------------------------------------ generations

    def commit(self) -> int:
        """Publish what changed as a new generation, durably, and return its number.

        A merge that has finished meanwhile is published with it, and so is one of a few small segments; then the next
        begins, if the policy wants one. A commit waits for a large merge only where commits have come so fast that
        merges fell behind.
        """
        self.flush()
        self._take_merge(wait=overdue(_sizes(self._segments)))
        if self._dirty:
            self._segments = [s for s in self._segments if s.live or self._is_merging(s)]
            self._merge_small()
            self._publish()
        most = self._budget.most_merged
        if self._merging is None and (places := self._choose_merge(_sizes(self._segments), most)):
            self._begin_merge(places)
        return self.manifest.generation if self.manifest else 0

    def compact(self) -> int:
        """Merge everything in one segment without deleted documents, and commit."""
        self.flush()
        self._take_merge(wait=True)
        if len(self._segments) > 1 or any(segment.deleted for segment in self._segments):
            self._begin_merge(list(range(len(self._segments))))
            self._take_merge(wait=True)
        if self._dirty:
            self._publish()
        return self.manifest.generation if self.manifest else 0

    def _is_merging(self, segment: WritableSegment) -> bool:
        return self._merging is not None and segment.part.record.file.name in self._merging.files

    def _publish(self) -> None:
        if self._lost is not None:
            raise self._lost
        generation = self.manifest.generation + 1 if self.manifest else 1
        self._segments = [
            with_deletes(self._directory, self._schema, segment, generation, self._lanes.first.forms)
            if segment.since
            else segment
            for segment in self._segments
        ]
        manifest = self._manifest_of(generation, self._segments)
        known = set(self.manifest.files()) if self.manifest else set[str]()
        name = Directory.manifest_name(generation)
        new = [file for file in manifest.files() if file not in known and file != name]
        try:
            self._directory.publish(generation, encode(manifest), new)
        except OSError as error:
            if error.filename in map(self._directory.file, new):
                self._lost = error  # only `rollback` helps, as that file may not be what was written
            raise
        self.manifest = manifest
        self._anew = False
        self._begin()
        self._sweep()

    def _manifest_of(self, generation: int, segments: list[WritableSegment]) -> Manifest:
        return Manifest(
            format=FORMAT_VERSION,
            generation=generation,
            schema=self._schema.to_dict(),
            analyzers=self._fingerprints,
            next_sequence=self._next_sequence,
            next_segment=self._next_segment,
            segments=tuple(segment.part.record for segment in segments),
        )

    def close(self) -> None:
        """Forget what was not committed, and publish what was merged."""
        try:
            if self._merging is not None:
                self.rollback()
                self._take_merge(wait=True)
                self._publish()
        finally:
            self._lanes.drop()
            self._merging = None
            with suppress(OSError):
                self._sweep_all()

    def rollback(self) -> None:
        """Forget everything since the last commit."""
        self._lanes.drop()
        self._segments = [WritableSegment.opened(segment.part) for segment in self._committed]
        # A form that the analyzer refused must not come up again.
        self._lanes.forget_forms()
        self._begin()
        self._sweep_all()


def _sizes(segments: Iterable[WritableSegment]) -> list[Size]:
    return [Size(segment.part.record.documents, len(segment.deleted), segment.newest) for segment in segments]
