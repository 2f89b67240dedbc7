"""CSV: the first row names the fields, every other is a record."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Collection, Iterator
from typing import Final

from searchlib.documents.lines import numbered_lines, utf8_complaint
from searchlib.documents.source import BrokenFileError, Record, Source

__all__ = ["read_csv"]

_QUOTED: Final = re.compile(r'"[^"]*"')
_DELIMITERS: Final = (",", ";", "\t")
# The csv module refuses longer fields, by a limit that all its users in the process share.
_LONGEST_FIELD: Final = (1 << 31) - 1


class _Lines:
    """Decoded lines for the csv module; remembers which of them are damaged, as only their record is bad."""

    def __init__(self, source: Source) -> None:
        self._lines = numbered_lines(source.chunks)
        self._damaged: dict[int, str] = {}
        self.number = 0  # of the line handed out last

    def __iter__(self) -> Iterator[str]:
        for number, raw in self._lines:
            self.number = number
            line = raw.removesuffix(b"\r")
            if b"\0" in line:
                self._damaged[number] = "holds a NUL character: the file is damaged"
            try:
                yield line.decode() + "\n"
            except UnicodeDecodeError:
                self._damaged[number] = utf8_complaint(line)
                yield line.decode(errors="replace") + "\n"

    def damage(self) -> tuple[int, str] | None:
        """Return the first damaged line since the last call, and what is wrong with it."""
        found = next(iter(self._damaged.items()), None)
        self._damaged.clear()
        return found


def _delimiter(line: str) -> str:
    bare = _QUOTED.sub("", line)
    return max(_DELIMITERS, key=bare.count)  # the first of them if there is none


def _header(row: list[str], needed: Collection[str], place: str) -> list[str]:
    names = [name.strip() for name in row]
    repeated = next((name for name in names if name and names.count(name) > 1), None)
    if repeated is not None:
        raise BrokenFileError(f"the column {repeated!r} stands twice", place)
    if not set(names) & set(needed):
        wanted = " or ".join(repr(name) for name in sorted(needed))
        shown = ", ".join(repr(name[:30]) for name in names[:12])
        raise BrokenFileError(f"no column {wanted}: the first row must name the columns, but holds {shown}", place)
    return names


def read_csv(source: Source, needed: Collection[str]) -> Iterator[Record]:
    """Yield each row as a record; empty cells are missing fields; bad rows are reported and skipped.

    Parameters
    ----------
    source : Source
        The file. Its delimiter (comma, semicolon or tab) is the one its first row has most of.
    needed : Collection[str]
        Columns of which one at least must be there.

    Raises
    ------
    BrokenFileError
        If the first row names none of the columns needed, or one twice.
    """
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_FIELD))
    lines = _Lines(source)
    decoded = iter(lines)
    first = next((line for line in decoded if not line.isspace()), None)
    if first is None:
        raise BrokenFileError("is empty: the first row of a CSV file names its columns", source.name)
    reader = csv.reader(itertools.chain([first], decoded), delimiter=_delimiter(first), strict=True)
    place = f"{source.name}:{lines.number}"
    try:
        names = _header(next(reader), needed, place)
    except csv.Error as error:
        raise BrokenFileError(f"broken CSV: {error}", place) from error
    if damage := lines.damage():
        raise BrokenFileError(damage[1], f"{source.name}:{damage[0]}")
    yield from _rows(source, lines, reader, names)


def _rows(source: Source, lines: _Lines, reader: Iterator[list[str]], names: list[str]) -> Iterator[Record]:
    count = 0
    while True:
        begin = lines.number + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            count += 1
            lines.damage()
            what = "a quote opened here is never closed" if str(error) == "unexpected end of data" else str(error)
            source.refuse(begin, f"broken CSV: {what}")
            continue
        if not row:
            continue
        count += 1
        if damage := lines.damage():
            source.refuse(*damage)
        elif len(row) != len(names):
            source.refuse(begin, f"{_columns(len(row))}, but the first row names {len(names)}")
        else:
            yield Record(begin, count, {name: cell for name, cell in zip(names, row, strict=True) if name and cell})


def _columns(number: int) -> str:
    return f"the row has {number} column{'' if number == 1 else 's'}"
