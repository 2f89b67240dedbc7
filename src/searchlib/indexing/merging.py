"""A merge: one segment made of several, at once or in a thread while commits come and go."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

from searchlib.indexing.native import ContainerWriter, Merge, StoredMerge
from searchlib.indexing.segments import WritableSegment, opened_anew
from searchlib.storage import Directory, FileRecord, StoredWriter
from searchlib.storage.native import verify_container
from searchlib.storage.stored import BLOCK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchlib.schema import Schema

__all__ = ["Merging", "documents_in"]

_HELD = 32 << 20
"""Bytes that a merge holds whatever it merges: postings that wait for their section, a block of each source, pages."""

_DOCUMENT = 100
"""Bytes that it holds of a document: where it comes from and goes to, its key, its places in blocks of texts; and its
share of the dictionary."""


def documents_in(memory: float) -> int:
    """Return how many documents can be merged with so many bytes of memory; of few, the rest takes less, too."""
    return int(max(memory - _HELD, memory / 4)) // _DOCUMENT


class Merging:
    """The live documents of several segments on their way into one; `run` or `start`, then `finish`.

    The sources are checked against their checksums first: a merge must not give damage a good checksum.

    Parameters
    ----------
    directory : Directory
        The index.
    schema : Schema
        Its schema.
    name : str
        The file of the new segment.
    sources : sequence of WritableSegment
        What is merged, as it is now; deletes that come later are carried over in the end.
    """

    def __init__(self, directory: Directory, schema: Schema, name: str, sources: Sequence[WritableSegment]) -> None:
        self.name = name
        self.files = [source.part.record.file.name for source in sources]
        self._directory = directory
        self._schema = schema
        self._parts = [source.part for source in sources]
        self._deleted = [frozenset(source.deleted) for source in sources]
        self._merge: Merge | None = None
        self._file: FileRecord | None = None
        self._error: BaseException | None = None
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin in a thread, and return at once."""
        self._thread = Thread(target=self._run_beside, name="searchlib-merge", daemon=True)
        self._thread.start()

    def run(self) -> None:
        """Write all before returning; the file is forced to disk with the generation that names it."""
        self._run()

    @property
    def memory(self) -> int:
        """Bytes that it holds at most."""
        return _HELD + _DOCUMENT * sum(part.record.documents for part in self._parts)

    @property
    def running(self) -> bool:
        """Whether it still goes on."""
        return self._thread is not None and self._thread.is_alive()

    def finish(self, segments: Sequence[WritableSegment]) -> WritableSegment | None:
        """Wait for the end and return the new segment; None if no document was live.

        Parameters
        ----------
        segments : sequence of WritableSegment
            Those of the writer, the sources among them: what was deleted in them meanwhile is deleted in the new one.

        Raises
        ------
        CorruptIndexError
            If a source is damaged.
        OSError
            If the file cannot be written.
        """
        if self._thread is not None:
            self._thread.join()
        if self._error is not None:
            raise self._error
        if self._file is None or self._merge is None:
            return None
        merged = opened_anew(self._directory, self._schema, self._file, self._merge.size)
        by_file = {segment.part.record.file.name: segment for segment in segments}
        for source, (name, known) in enumerate(zip(self.files, self._deleted, strict=True)):
            for doc in by_file[name].deleted - known:
                merged.delete(self._merge.number(source, doc))
        return merged

    def _run_beside(self) -> None:
        self._run()
        if self._file is not None:
            try:  # here, so that the commit that publishes it need not wait
                self._directory.force([self._file.name])
            except OSError as error:
                self._error = error

    def _run(self) -> None:
        try:
            self._write()
        except BaseException as error:  # noqa: BLE001  raised again by `finish`
            self._error = error

    def _write(self) -> None:
        for part in self._parts:  # deletes were checked when they were opened, and a commit may have replaced them
            file = part.record.file
            verify_container(self._directory.file(file.name), file.length, file.checksum)
        sources = zip(self._parts, self._deleted, strict=True)
        merge = self._merge = Merge([(part.segment, sorted(deleted)) for part, deleted in sources])
        if merge.size == 0:
            return
        out = ContainerWriter(self._directory.file(self.name))
        stored = StoredWriter(out)
        stored.finish_merge(StoredMerge(merge, BLOCK // 2), [part.stored for part in self._parts])
        merge.write(out)
        self._file = FileRecord(self.name, *out.finish())
