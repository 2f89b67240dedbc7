"""A buffer on its way into a segment: at once, or in a thread of its own beside those of other buffers."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

from searchlib.errors import SearchlibError
from searchlib.indexing.segments import WritableSegment, opened_anew
from searchlib.storage import Directory, FileRecord

if TYPE_CHECKING:
    from collections.abc import Mapping

    from searchlib.analysis.defining import FieldForms
    from searchlib.indexing.buffer import Buffer
    from searchlib.schema import Schema

__all__ = ["Flushing"]


class Flushing:
    """The documents of a buffer while they are written; `run` or `start`, then `finish`.

    Meanwhile no forms of the buffer may be defined, nor met in other texts.

    Parameters
    ----------
    directory : Directory
        The index.
    schema : Schema
        Its schema.
    buffer : Buffer
        What is written.
    forms : Mapping[str, FieldForms]
        Text field → its forms, which are analysed first if they were not before.
    like : WritableSegment | None
        The segment whose common terms the new one is to have.
    """

    def __init__(
        self,
        directory: Directory,
        schema: Schema,
        buffer: Buffer,
        forms: Mapping[str, FieldForms],
        like: WritableSegment | None,
    ) -> None:
        self._buffer = buffer
        self._directory = directory
        self._schema = schema
        self._forms = forms
        self._like = like
        self._order = buffer.builder.order()
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

    def wait(self) -> None:
        """Wait for the end, whatever came of it."""
        if self._thread is not None:
            self._thread.join()

    def finish(self) -> WritableSegment | None:
        """Wait for the end and return the new segment; None if all documents had been taken out again.

        Raises
        ------
        AnalyzerError
            If an analyzer returned what is no form.
        OSError
            If the file cannot be written. Either is raised again whenever it is called.
        """
        self.wait()
        if self._error is not None:
            raise self._error
        if not self._order:
            return None
        if self._file is None:
            raise SearchlibError("a segment was asked for before anything was written")
        return opened_anew(self._directory, self._schema, self._file, len(self._order))

    def _run(self) -> None:
        try:
            if self._order:
                self._file = self._write()
        except BaseException as error:  # noqa: BLE001  raised again by `finish`
            self._error = error

    def _write(self) -> FileRecord:
        for kind in self._forms.values():
            kind.define()
        buffer = self._buffer
        buffer.stored.finish(self._order)
        buffer.builder.write(buffer.out, None if self._like is None else self._like.part.segment)
        return FileRecord(buffer.name, *buffer.out.finish())
