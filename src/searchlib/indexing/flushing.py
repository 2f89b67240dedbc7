"""A buffer on its way into a segment: at once, or in a thread of its own while the next buffer fills."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

from searchlib.errors import SearchlibError
from searchlib.indexing.segments import WritableSegment, opened_anew
from searchlib.storage import Directory, FileRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchlib.indexing.buffer import Buffer
    from searchlib.schema import Schema

__all__ = ["Flushing"]


class Flushing:
    """The documents of a buffer while they are written; `run` or `start`, then `finish`.

    Meanwhile the forms of the buffer may be met in other texts, but no others may be defined: the terms of those that
    are there are being read.

    Parameters
    ----------
    directory : Directory
        The index.
    schema : Schema
        Its schema.
    buffer : Buffer
        What is written. All its forms are defined.
    order : sequence of int
        The numbers of its documents in the order they will have.
    like : WritableSegment | None
        The segment whose common terms the new one is to have.
    """

    def __init__(
        self, directory: Directory, schema: Schema, buffer: Buffer, order: Sequence[int], like: WritableSegment | None
    ) -> None:
        self.buffer = buffer
        self._directory = directory
        self._schema = schema
        self._order = order
        self._like = like
        self._file: FileRecord | None = None
        self._error: BaseException | None = None
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin in a thread, and return at once."""
        self._thread = Thread(target=self._run, name="searchlib-flush", daemon=True)
        self._thread.start()

    def run(self) -> None:
        """Write all before returning."""
        self._run()

    @property
    def running(self) -> bool:
        """Whether it still goes on."""
        return self._thread is not None and self._thread.is_alive()

    def wait(self) -> None:
        """Wait for the end, whatever came of it."""
        if self._thread is not None:
            self._thread.join()

    def finish(self) -> WritableSegment:
        """Wait for the end and return the new segment.

        Raises
        ------
        OSError
            If the file cannot be written; again whenever it is called.
        """
        self.wait()
        if self._error is not None:
            raise self._error
        if self._file is None:
            raise SearchlibError("a segment was asked for before anything was written")
        return opened_anew(self._directory, self._schema, self._file, len(self._order))

    def _run(self) -> None:
        try:
            self._file = self._write()
        except BaseException as error:  # noqa: BLE001  raised again by `finish`
            self._error = error

    def _write(self) -> FileRecord:
        buffer = self.buffer
        buffer.stored.finish(self._order)
        buffer.builder.write(buffer.out, None if self._like is None else self._like.part.segment)
        return FileRecord(buffer.name, *buffer.out.finish())
