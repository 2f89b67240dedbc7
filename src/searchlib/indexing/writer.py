"""The writer: takes documents, and publishes them as generations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from threading import RLock
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from searchlib.dates import parse_instant
from searchlib.errors import DocumentError, SearchlibError
from searchlib.indexing.changes import Changes, Outcome
from searchlib.indexing.native import DictionaryPreparer
from searchlib.indexing.native_preparing import native_preparer
from searchlib.indexing.preparing import Preparer
from searchlib.indexing.report import OnProgress, Report, Tally, text_bytes
from searchlib.indexing.settings import WriterSettings

if TYPE_CHECKING:
    import os
    from types import TracebackType

    from searchlib.documents import Document
    from searchlib.documents.reading import Reading
    from searchlib.schema import Schema
    from searchlib.storage import Directory, Generation, Manifest, WriterLock
    from searchlib.storage.manifest import Unreadable

__all__ = ["Writer"]

OnError: TypeAlias = Callable[[DocumentError], None]
Matching: TypeAlias = "Callable[[Any, Generation, Directory], list[tuple[int, int]]]"

_TELL_EVERY = 256
"""Documents between two calls of a progress callback."""


class Writer:
    """Adds, replaces and deletes documents; nothing is seen by others before `commit`.

    As a context manager it commits on success and rolls back on an error. Made by `searchlib.create` and
    `Index.writer`. Threads may share it: their calls take turns. It has threads of its own where it is given `threads`.

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
    manifest : Manifest | Unreadable | None
        Where `generation` is None, what the new generation follows, if there is anything.
    settings : WriterSettings
        How it works.
    matching : callable, optional
        What finds the documents that match a query: the query, a generation and its directory → segment and number of
        each.
    """

    def __init__(
        self,
        directory: Directory,
        lock: WriterLock,
        schema: Schema,
        generation: Generation | None,
        *,
        manifest: Manifest | Unreadable | None = None,
        settings: WriterSettings | None = None,
        matching: Matching | None = None,
    ) -> None:
        self.schema = schema
        self._lock: WriterLock | None = lock
        self._turn = RLock()
        self._preparer = Preparer(schema)
        self._dictionaries = DictionaryPreparer(
            native_preparer(schema, self._preparer), (date, datetime), schema.date_field or ""
        )
        self._changes = Changes(directory, schema, generation, manifest, settings or WriterSettings())
        self._matching = matching
        self._directory = directory
        self._counts: Counter[str] = Counter()
        self._committed: Counter[str] = Counter()

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
        origin = str(getattr(document, "origin", ""))
        if document is None:
            document = fields
        elif not isinstance(document, Mapping):
            raise DocumentError(f"a document is a mapping of fields, not {type(document).__name__}", origin)
        elif fields:
            document = {**document, **fields}
        with self._turn:
            self._check_open()
            prepared = self._dictionaries.prepare(document) or self._preparer.prepare(document, origin)
            outcome = self._changes.add(prepared)
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
        self._check_open()
        tally, skip = Tally(progress), self._skipping(on_error)
        for count, document in enumerate(documents, 1):
            if self._add_or_skip(document, skip) and progress is not None:
                tally.count(1, text_bytes(document, self.schema.text_fields))
            if count % _TELL_EVERY == 0:
                tally.tell()
        tally.tell()
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

        skip = self._skipping(on_error)
        return self._add_reading(Reading(path, mapping=mapping, on_error=skip), skip, progress, lines_only=True)

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

        skip = self._skipping(on_error)
        return self._add_reading(Reading(paths, mapping=mapping, on_error=skip), skip, progress, lines_only=False)

    def _add_reading(
        self, reading: Reading, skip: OnError | None, progress: OnProgress | None, *, lines_only: bool
    ) -> Report:
        from searchlib.documents.json_lines import read_json_lines
        from searchlib.indexing.lines import JsonLines

        tally = Tally(progress, reading)

        def take(document: Document, sequence: int | None) -> None:
            if self._add_or_skip(document, skip, sequence) and progress is not None:
                tally.count(1, text_bytes(document, self.schema.text_fields))

        with self._turn:
            self._check_open()
            lines = JsonLines(self.schema, self._preparer, reading, self._changes, self._counts, tally)
            for source, reader in reading.sources():
                if lines_only or reader is read_json_lines:
                    lines.add(source, take)
                    continue
                for document in reading.documents_of(source, reader):
                    take(document, None)
                    tally.tell()
            tally.tell()
            reading.finish()
            return self.report

    def _add_or_skip(self, document: Mapping[str, Any], skip: OnError | None, sequence: int | None = None) -> bool:
        """Add a document, or report its error; whether it was added."""
        try:
            if sequence is None:
                self.add(document)
            else:
                prepared = self._preparer.prepare(document, str(getattr(document, "origin", "")))
                self._counts[self._changes.add_in_turn(prepared, sequence)] += 1
        except DocumentError as error:
            if skip is None:
                raise
            skip(error)
            return False
        return True

    def _skipping(self, on_error: OnError | None) -> OnError | None:
        """Return what hears of bad records, and counts them."""
        if on_error is None:
            return None

        def skip(error: DocumentError) -> None:
            with self._turn:
                self._counts["skipped"] += 1
            on_error(error)

        return skip

    def delete(self, key: str) -> bool:
        """Delete the document with this key; False if there is none."""
        if not isinstance(key, str):
            raise DocumentError(f"a key is text, not {type(key).__name__}: give the id as it was indexed, as text")
        return bool(self._delete(lambda: self._changes.delete(key)))

    def delete_by_query(self, query: Any) -> int:
        """Delete all documents that match a query, those added since the last commit too; return how many.

        Parameters
        ----------
        query : str or Query
            In the query language, or a tree.

        Raises
        ------
        QueryError
            If the query makes no sense, or none for this schema.
        """
        if self._matching is None:
            raise SearchlibError("this writer cannot search: open it with Index.writer()")
        matching = self._matching
        directory = self._directory
        return self._delete(lambda: self._changes.delete_matching(lambda now: matching(query, now, directory)))

    def expire(self, before: date | str) -> int:
        """Delete all documents dated before a day, a month or a year; return how many. Undated ones stay.

        Segments of nothing else are dropped as they are, so that this costs little where documents came in the order
        of their dates.

        Parameters
        ----------
        before : date or str
            The first day that stays, in the time zone of the schema; as text also ``"2025-10"`` or ``"2025"``.

        Raises
        ------
        DocumentError
            If it is no date.
        """
        try:
            limit = parse_instant(before, self.schema.timezone).seconds
        except ValueError as error:
            raise DocumentError(str(error)) from error
        return self._delete(lambda: self._changes.expire(limit))

    def _delete(self, delete: Callable[[], int]) -> int:
        """Have documents deleted, and count how many were."""
        with self._turn:
            self._check_open()
            deleted = delete()
            self._counts["deleted"] += deleted
        return deleted

    # ------------------------------------------------------------ generations

    def commit(self) -> int:
        """Publish what was done as a new generation, durably, and return its number.

        If nothing changed, the generation stays. Where the policy says so, segments are merged: a few small ones here,
        others beside what else is done; the next commit publishes what came of it, and `close` waits for it.

        Raises
        ------
        OSError
            If it cannot be written; nothing is published. It may be tried again, unless a segment could not be forced
            to disk: then each commit raises until `rollback`.
        """
        return self._publish(self._changes.commit)

    def compact(self) -> int:
        """Merge everything in one segment without deleted documents, commit, and return the generation.

        Costs writing the whole index once; does nothing if it is so already.
        """
        return self._publish(self._changes.compact)

    def _publish(self, publish: Callable[[], int]) -> int:
        with self._turn:
            self._check_open()
            generation = publish()
            self._committed = Counter(self._counts)
        return generation

    def rollback(self) -> None:
        """Forget everything since the last commit."""
        with self._turn:
            self._check_open()
            self._changes.rollback()
            self._counts.clear()
            self._counts.update(self._committed)

    def close(self) -> None:
        """Let the next writer in; what was not committed is lost. Closing twice does nothing.

        Waits for the merge that goes on, and publishes what came of it.

        Raises
        ------
        CorruptIndexError
            If a segment that was to be merged is damaged. The writer is closed all the same.
        """
        with self._turn:
            if self._lock is None:
                return
            try:
                self._changes.close()
            finally:
                if self._changes.manifest is None:
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
