"""The documents of the segment that is being built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchlib.indexing.native import Builder, ContainerWriter, KeyTable
from searchlib.schema import exact_name
from searchlib.storage import StoredWriter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from searchlib.indexing.native import Forms, LineAdder, LineCursor
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
    beside : bool
        Whether stored texts are compressed in a thread of their own.
    """

    def __init__(
        self, path: str, name: str, schema: Schema, forms: Mapping[str, Forms], *, beside: bool = False
    ) -> None:
        self.name = name
        self.out = ContainerWriter(path)
        self.stored = StoredWriter(self.out, beside=beside)
        self.builder = field_builder(schema, forms)
        self.keys = KeyTable()
        self.documents = 0

    def add(self, prepared: Prepared, sequence: int) -> None:
        """Take a document in."""
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
        self.keys.put(prepared.key, number)
        self.documents += 1

    def add_lines(
        self,
        adder: LineAdder,
        chunk: bytes,
        cursor: LineCursor,
        segments: Sequence[WritableSegment],
        other: KeyTable | None,
    ) -> bool:
        """Take in the plain new documents of a chunk of whole lines; False if the line at hand is left.

        New is what is neither in this buffer nor in the segments, nor among the keys of another buffer.
        """
        try:
            opened = [segment.part.segment for segment in segments]
            return adder.add(chunk, cursor, self.builder, self.keys, self.stored.buffer, opened, other)
        finally:
            self.stored.write_blocks()

    def digest(self, key: str) -> bytes | None:
        """Return the digest of the document with this key; None if there is none."""
        number = self.keys.find(key)
        return None if number is None else self.builder.digest(number)

    def remove(self, key: str) -> None:
        """Take the document with this key out again."""
        number = self.keys.find(key)
        if number is not None:
            self.builder.remove(number)
            self.keys.remove(key)

    @property
    def memory(self) -> int:
        """Bytes held, and those that writing will need besides."""
        return self.builder.memory + self.keys.memory + self.stored.memory
