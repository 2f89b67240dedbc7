"""The documents of the segment that is being built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchlib.indexing.native import Builder, ContainerWriter
from searchlib.schema import exact_name
from searchlib.storage import StoredWriter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from searchlib.indexing.native import Forms
    from searchlib.indexing.preparing import Prepared
    from searchlib.schema import Schema

__all__ = ["Buffer"]


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
    """

    def __init__(self, path: str, name: str, schema: Schema, forms: Mapping[str, Forms]) -> None:
        self.name = name
        self.out = ContainerWriter(path)
        self.stored = StoredWriter(self.out)
        exact = set(schema.exact_fields)
        texts = [(field, forms[field], exact_name(field) if field in exact else None) for field in schema.text_fields]
        self.builder = Builder(texts, list(schema.keyword_fields))
        self.by_key: dict[str, tuple[int, bytes]] = {}
        self.documents = 0

    def add(self, prepared: Prepared, sequence: int) -> None:
        """Take a document in."""
        number = self.builder.add(
            prepared.seconds,
            prepared.precision,
            sequence,
            prepared.key_hash,
            prepared.digest,
            prepared.texts,
            prepared.keywords,
        )
        self.stored.add(prepared.key, prepared.stored)
        self.by_key[prepared.key] = (number, prepared.digest)
        self.documents += 1

    def remove(self, key: str) -> None:
        """Take the document with this key out again."""
        self.builder.remove(self.by_key.pop(key)[0])

    @property
    def memory(self) -> int:
        """Bytes held, and those that writing will need besides."""
        return self.builder.memory + self.stored.memory
