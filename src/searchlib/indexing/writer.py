"""The writer: takes documents, makes segments of them, and publishes generations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal, Self, TypeAlias

from searchlib import analysis
from searchlib.errors import DocumentError, SearchlibError
from searchlib.indexing.buffer import Buffer
from searchlib.indexing.defining import field_forms
from searchlib.indexing.native import ContainerWriter
from searchlib.indexing.policy import choose_merge
from searchlib.indexing.preparing import Prepared, Preparer, hash_key
from searchlib.indexing.report import Progress, Report
from searchlib.indexing.segments import WritableSegment, find, merge_into, opened_anew, with_deletes
from searchlib.storage import Directory, FileRecord, Generation, Manifest, StoredWriter, WriterLock
from searchlib.storage.manifest import FORMAT_VERSION, encode

if TYPE_CHECKING:
    import os
    from types import TracebackType

    from searchlib.documents.reading import Reading
    from searchlib.indexing.native import LineAdder, LineCursor
    from searchlib.schema import Schema

__all__ = ["Outcome", "Writer"]

Outcome: TypeAlias = Literal["new", "changed", "unchanged"]
OnError: TypeAlias = Callable[[DocumentError], None]
OnProgress: TypeAlias = Callable[[Progress], None]

DEFAULT_MEMORY = 256 << 20
"""Bytes of buffered documents from which a segment is written."""

_CHECK_EVERY = 256
"""Documents between two looks at the memory in use."""


class Writer:
    """Adds, replaces and deletes documents; nothing is seen by others before `commit`.

    As a context manager it commits on success and rolls back on an error. Made by `searchlib.create` and
    `Index.writer`.

    Parameters
    ----------
    directory : Directory
        The index.
    lock : WriterLock
        Its lock, which the writer releases when it is closed.
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
        self,
        directory: Directory,
        lock: WriterLock,
        schema: Schema,
        generation: Generation | None,
        *,
        manifest: Manifest | None = None,
        memory: int = DEFAULT_MEMORY,
    ) -> None:
        self.schema = schema
        self._directory = directory
        self._lock: WriterLock | None = lock
        self._memory = memory
        self._preparer = Preparer(schema)
        self._analyzers = {name: analysis.get(name, schema.transliterator) for name in schema.analyzer_names()}
        # Before any work: an analyzer that lacks a package says so here, and not at the commit.
        self._fingerprints = {name: analyzer.fingerprint() for name, analyzer in self._analyzers.items()}
        self._forget_forms()
        self._manifest = generation.manifest if generation else manifest
        self._segments = [WritableSegment.opened(part) for part in generation.parts] if generation else []
        self._counts: Counter[str] = Counter()
        self._anew = generation is None
        self._begin()

    def _begin(self) -> None:
        """Start from the last commit."""
        self._next_sequence = self._manifest.next_sequence if self._manifest else 0
        self._next_segment = self._manifest.next_segment if self._manifest else 1
        self._committed = list(self._segments)
        self._counts_committed = Counter(self._counts)
        self._buffer: Buffer | None = None
        self._dirty = self._anew
        self._directory.keep_only(self._manifest.files() if self._manifest else [])

    # ------------------------------------------------------------ documents

    @property
    def report(self) -> Report:
        """What was done since the writer was opened."""
        return Report(**self._counts)

    def add(self, document: Mapping[str, Any] | None = None, /, **fields: Any) -> Outcome:
        """Add a document, or replace the one with the same key.

        Parameters
        ----------
        document : Mapping[str, Any], optional
            Name → value.
        **fields
            The same as keywords; they win over `document`.

        Returns
        -------
        {"new", "changed", "unchanged"}
            Whether the key was new, its document was replaced, or was the same already.

        Raises
        ------
        DocumentError
            If it cannot be indexed; the writer goes on as if it had not been given.
        """
        self._check_open()
        origin = str(getattr(document, "origin", ""))
        if document is None:
            document = fields
        elif not isinstance(document, Mapping):
            raise DocumentError(f"a document is a mapping of fields, not {type(document).__name__}", origin)
        elif fields:
            document = {**document, **fields}
        prepared = self._preparer.prepare(document, origin)
        outcome = self._make_room(prepared)
        if outcome != "unchanged":
            if self._buffer is None:
                self._buffer = self._new_buffer()
            self._buffer.add(prepared, self._next_sequence)
            self._next_sequence += 1
            self._dirty = True
            if self._buffer.documents % _CHECK_EVERY == 0 and self._buffer.memory > self._memory:
                self._flush()
        self._counts[outcome] += 1
        return outcome

    def add_many(
        self,
        documents: Iterable[Mapping[str, Any]],
        *,
        on_error: OnError | None = None,
        progress: OnProgress | None = None,
    ) -> Report:
        """Add documents and return the report.

        Parameters
        ----------
        documents : iterable of mappings
            Read one by one, never all at once.
        on_error : callable, optional
            Called with the error of each document that cannot be indexed, which is then passed over; without
            it, the first such error is raised.
        progress : callable, optional
            Called with a `Progress` after every 256 documents, and in the end.
        """
        count = 0
        for count, document in enumerate(documents, 1):
            self._add_or_skip(document, on_error)
            if progress is not None and count % _CHECK_EVERY == 0:
                progress(Progress(count))
        if progress is not None:
            progress(Progress(count))
        return self.report

    def add_jsonl(
        self,
        path: str | os.PathLike[str],
        *,
        mapping: Mapping[str, str] | None = None,
        on_error: OnError | None = None,
        progress: OnProgress | None = None,
    ) -> Report:
        """Add the articles of a file of JSON Lines and return the report.

        The index becomes what ``add_many(searchlib.documents.read(path))`` makes it, several times as fast: the lines
        are read natively.

        Parameters
        ----------
        path : str or PathLike
            The file, whatever its name; with the suffix ``.gz`` or ``.zst`` it is unpacked. ``-`` is standard input.
        mapping : Mapping[str, str], optional
            Our field ← theirs, as in ``{"body": "content"}``.
        on_error : callable, optional
            Called with the error of each bad line, which is then skipped; without it, the first such error is raised.
        progress : callable, optional
            Called with a `Progress` after each quarter of a megabyte.

        Raises
        ------
        DocumentError
            If there is no such file, or a line is bad.
        """
        from searchlib.documents.reading import Reading

        reading = Reading(path, mapping=mapping, on_error=self._skipping(on_error))
        return self._add_reading(reading, on_error, progress, lines_only=True)

    def add_files(
        self,
        paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
        *,
        mapping: Mapping[str, str] | None = None,
        on_error: OnError | None = None,
        progress: OnProgress | None = None,
    ) -> Report:
        """Add the articles of files and folders, of all formats that `searchlib.documents.read` knows.

        Parameters
        ----------
        paths : str, PathLike or an iterable of them
            What to read, in order. JSON Lines are read natively, as by `add_jsonl`.
        mapping, on_error, progress
            As for `add_jsonl`.

        Raises
        ------
        DocumentError
            If a path does not exist, or a record is bad.
        """
        from searchlib.documents.reading import Reading

        reading = Reading(paths, mapping=mapping, on_error=self._skipping(on_error))
        return self._add_reading(reading, on_error, progress, lines_only=False)

    def _add_reading(
        self, reading: Reading, on_error: OnError | None, progress: OnProgress | None, *, lines_only: bool
    ) -> Report:
        from searchlib.documents.json_lines import read_json_lines
        from searchlib.indexing.lines import JsonLines

        self._check_open()
        total = reading.bytes_total
        before = sum(self._counts.values())
        lines = JsonLines(self.schema, self._preparer, reading)
        for source, reader in reading.sources():
            natively = lines_only or reader is read_json_lines
            documents = lines.add(source, self._add_lines) if natively else reading.documents_of(source, reader)
            for document in documents:
                if document is not None:
                    self._add_or_skip(document, on_error)
                if progress is not None:
                    progress(Progress(sum(self._counts.values()) - before, reading.bytes_read, total))
        reading.finish()
        return self.report

    def _add_or_skip(self, document: Mapping[str, Any], on_error: OnError | None) -> None:
        try:
            self.add(document)
        except DocumentError as error:
            if on_error is None:
                raise
            self._counts["skipped"] += 1
            on_error(error)

    def _skipping(self, on_error: OnError | None) -> OnError | None:
        """Return what hears of bad records while they are read."""
        if on_error is None:
            return None

        def skip(error: DocumentError) -> None:
            self._counts["skipped"] += 1
            on_error(error)

        return skip

    def _add_lines(self, adder: LineAdder, chunk: bytes, cursor: LineCursor) -> bool:
        """Add the plain new documents of a chunk; see `JsonLines.add`."""
        if self._buffer is None:
            self._buffer = self._new_buffer()
        cursor.sequence, cursor.added = self._next_sequence, 0
        try:
            return self._buffer.add_lines(adder, chunk, cursor, self._segments)
        finally:
            self._next_sequence = cursor.sequence
            self._counts["new"] += cursor.added
            self._buffer.documents += cursor.added
            self._dirty = self._dirty or cursor.added > 0
            if self._buffer.memory > self._memory:
                self._flush()

    def delete(self, key: str) -> bool:
        """Delete the document with this key; False if there is none."""
        self._check_open()
        if not isinstance(key, str):
            raise DocumentError(f"a key is text, not {type(key).__name__}: give the id as it was indexed, as text")
        found = self._remove(key, hash_key(key))
        if found:
            self._dirty = True
            self._counts["deleted"] += 1
        return found

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

    def _remove(self, key: str, key_hash: int) -> bool:
        if self._buffer is not None and self._buffer.digest(key) is not None:
            self._buffer.remove(key)
            return True
        found = find(self._segments, key, key_hash)
        if found is not None:
            found[0].delete(found[1])
        return found is not None

    # ------------------------------------------------------------ segments

    def _new_file(self) -> str:
        name = Directory.segment_name(self._next_segment)
        self._next_segment += 1
        return name

    def _new_buffer(self) -> Buffer:
        name = self._new_file()
        forms = {field: kind.forms for field, kind in self._forms.items()}
        return Buffer(self._directory.file(name), name, self.schema, forms)

    def _flush(self) -> None:
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
            self._segments.append(opened_anew(self._directory, self.schema, file, len(order)))
        self._buffer = None

    def _forget_forms(self) -> None:
        self._forms = field_forms(self.schema, self._analyzers)

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
            self._segments.append(opened_anew(self._directory, self.schema, file, live))
        self._segments = [segment for segment in self._segments if segment not in segments]
        self._dirty = True

    # ------------------------------------------------------------ generations

    def commit(self) -> int:
        """Publish what was done as a new generation, durably, and return its number.

        If nothing changed, the generation stays. Small segments are merged first where the policy says so.
        """
        self._check_open()
        self._flush()
        if self._dirty:
            self._segments = [segment for segment in self._segments if segment.live]
            while places := choose_merge([(s.part.record.documents, len(s.deleted)) for s in self._segments]):
                self._merge(places)
            return self._publish()
        return self._manifest.generation if self._manifest else 0

    def compact(self) -> int:
        """Merge everything in one segment without deleted documents, commit, and return the generation.

        Costs writing the whole index once; does nothing if it is so already.
        """
        self._check_open()
        self._flush()
        if len(self._segments) > 1 or any(segment.deleted for segment in self._segments):
            self._merge(list(range(len(self._segments))))
        return self.commit()

    def _publish(self) -> int:
        generation = self._manifest.generation + 1 if self._manifest else 1
        self._segments = [
            with_deletes(self._directory, self.schema, segment, generation) if segment.changed else segment
            for segment in self._segments
        ]
        manifest = Manifest(
            format=FORMAT_VERSION,
            generation=generation,
            schema=self.schema.to_dict(),
            analyzers=self._fingerprints,
            next_sequence=self._next_sequence,
            next_segment=self._next_segment,
            segments=tuple(segment.part.record for segment in self._segments),
        )
        self._directory.publish(generation, encode(manifest))
        self._manifest = manifest
        self._anew = False
        self._begin()
        return generation

    def rollback(self) -> None:
        """Forget everything since the last commit."""
        self._check_open()
        self._buffer = None
        self._segments = [WritableSegment.opened(segment.part) for segment in self._committed]
        self._counts = Counter(self._counts_committed)
        # A form that the analyzer refused must not come up again.
        self._forget_forms()
        self._begin()

    def close(self) -> None:
        """Let the next writer in; what was not committed is lost. Closing twice does nothing."""
        if self._lock is not None:
            self._buffer = None
            with suppress(OSError):
                self._directory.keep_only(self._manifest.files() if self._manifest else [])
            if self._manifest is None:
                self._lock.discard()
            self._lock.release()
            self._lock = None

    def _check_open(self) -> None:
        if self._lock is None:
            raise SearchlibError("the writer is closed: open another with Index.writer()")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None and self._lock is not None:
                self.commit()
        finally:
            self.close()
