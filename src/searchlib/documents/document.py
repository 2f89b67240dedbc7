"""What every reader yields: a mapping of fields that knows where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["Document"]


class Document(dict[str, Any]):
    """The fields of one article.

    Parameters
    ----------
    fields : Mapping[str, Any]
        Name → value.
    origin : str
        Where it was read, as ``file:line``, for messages; empty for a document made in memory.
    """

    __slots__ = ("origin",)

    def __init__(self, fields: Mapping[str, Any] | None = None, origin: str = "") -> None:
        super().__init__(fields or {})
        self.origin = origin

    def __repr__(self) -> str:
        return f"Document({super().__repr__()}, origin={self.origin!r})"
