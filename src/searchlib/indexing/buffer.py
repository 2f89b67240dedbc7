"""The documents of the segment that is being built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchlib.indexing.native import Builder, ContainerWriter, PlainDocument
from searchlib.schema import exact_name
from searchlib.storage import StoredWriter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from searchlib.indexing.native import Forms, KeyTable, LineAdder, LineCursor
    from searchlib.indexing.preparing import Prepared
    from searchlib.indexing.segments import WritableSegment
    from searchlib.schema import Schema

__all__ = ["Buffer", "field_builder"]


def field_builder(schema: Schema, forms: Mapping[str, Forms]) -> Builder:
    """Return an empty builder of segments of a schema; `forms` is text field → the forms that its analyzer has met."""
    exact = set(schema.exact_fields)
    texts = [(field, forms[field], exact_name(field) if field in exact else None) for field in schema.text_fields]
    return Builder(texts, list(schema.keyword_fields))


class Buffer:
    """Buffered documents: their texts and keywords in the native builder, what is stored in the file already.

    Parameters
    ----------
    path, name : str
        The file of the segment.
    schema : Schema
        The schema of the index.
    forms : Mapping[str, Forms]
        Text field → the forms that its analyzer has met.
    number : int
        Which of the buffers it is whose keys are in `keys`.
    keys : KeyTable
        The keys of their documents.
    """

    def __init__(
        self, path: str, name: str, schema: Schema, forms: Mapping[str, Forms], number: int, keys: KeyTable
    ) -> None:
        self.name = name
        self.out = ContainerWriter(path)
        self.stored = StoredWriter(self.out)
        self.builder = field_builder(schema, forms)
        self._number = number
        self._keys = keys

    def add(self, prepared: Prepared | PlainDocument, sequence: int) -> None:
        """Take a document in."""
        if isinstance(prepared, PlainDocument):
            number = prepared.add_to(self.builder, self.stored.buffer, sequence)
            self.stored.write_blocks()
        else:
            number = self.builder.add(
                prepared.seconds,
                prepared.precision,
                sequence,
                prepared.key_hash,
                prepared.digest,
                prepared.date,
                prepared.texts,
                prepared.keywords,
            )
            self.stored.add(prepared.key, prepared.stored)
        self._keys.put(prepared.key, (self._number, number))

    def add_lines(
        self,
        adder: LineAdder,
        chunk: bytes,
        cursor: LineCursor,
        segments: Sequence[WritableSegment],
    ) -> bool:
        """Take in the plain new documents of a chunk of whole lines; False if the line at hand is left.

        New is what is neither in the buffers nor in the segments.
        """
        try:
            opened = [segment.part.segment for segment in segments]
            stored = self.stored.buffer
            return adder.add(chunk, cursor, self.builder, stored, self._number, self._keys, opened)
        finally:
            self.stored.write_blocks()

    @property
    def documents(self) -> int:
        """How many were added."""
        return self.builder.size

    @property
    def memory(self) -> int:
        """Bytes held, and those that writing will need besides."""
        return self.builder.memory + self.stored.memory
