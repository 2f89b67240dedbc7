"""One input while it is read: its bytes, its name in messages, and who hears of its bad records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from searchlib.errors import DocumentError

__all__ = ["BrokenFileError", "Record", "RecordReader", "Source"]


class BrokenFileError(DocumentError):
    """A file cannot be read, or not further: no line of it is to blame."""


class Record(NamedTuple):
    """A record as its file holds it, before its fields are named and checked.

    Parameters
    ----------
    line : int
        Where it begins, from 1.
    number : int
        Which record of its file it is, from 1; bad ones count too.
    fields : dict[str, Any]
        What it holds.
    """

    line: int
    number: int
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or standard input.

    Parameters
    ----------
    name : str
        The path as people gave it.
    identity : str
        What the ids of its records begin with; empty if nothing lasting names it.
    chunks : Iterator[bytes]
        Its content, decompressed, without a byte order mark.
    report : Callable[[DocumentError], None]
        Hears of each bad record; either raises or returns, and then the record is skipped.
    """

    name: str
    identity: str
    chunks: Iterator[bytes]
    report: Callable[[DocumentError], None]

    def refuse(self, line: int, reason: str) -> None:
        """Report that the record of line `line` is bad."""
        self.report(DocumentError(reason, f"{self.name}:{line}"))


RecordReader: TypeAlias = Callable[[Source], Iterator[Record]]
