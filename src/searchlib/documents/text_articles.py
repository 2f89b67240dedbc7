"""Text files: one article each, with optional head lines before its text.

::

     date 2025-10-24 Coreea de Nord a început construirea unui memorial …
    entities: Kim Jong Un; Rusia
    source: agenție
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from searchlib.documents.lines import utf8_complaint
from searchlib.documents.source import Record, Source
from searchlib.errors import DocumentError

__all__ = ["head_names", "read_text_article"]

_HEADS: Final = ("title", "date", "source", "category", "entities", "url", "id")
# `date` and a day, and perhaps a time, without a colon: what follows is already the text.
_DATE_LINE: Final = re.compile(
    r"date[ \t]+(?P<date>"
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
    r"|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}(?:,? [0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?"
    r")(?!\S)\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_HEAD_LINE: Final = re.compile(r"(?P<name>[^\s:][^:]{0,60}?)\s*:\s*(?P<value>.*)")


def head_names(mapped: Iterable[str]) -> Mapping[str, str]:
    """Return the names that head lines may have, folded in case → as a field; `mapped` holds a caller's own."""
    return {name.lower(): name for name in (*_HEADS, *mapped)}


def _decode(source: Source) -> str | None:
    raw = b"".join(source.chunks)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start)
        source.refuse(line + 1, utf8_complaint(raw.split(b"\n")[line]))
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


class _RepeatedHeadError(DocumentError):
    def __init__(self, name: str, line: int) -> None:
        super().__init__(f"the head line {name!r} stands twice")
        self.line = line


class _Head:
    """What the lines before the text say."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.fields: dict[str, Any] = {}
        self.dated_at = 1
        self.text = ""  # the text that the date line began
        self._names = names

    def take(self, line: str, number: int) -> bool:
        """Take a line that is not blank; return whether it belongs to the head."""
        if not self.text and (match := _DATE_LINE.fullmatch(line)):
            self._add("date", match["date"], number)
            self.text = match["rest"]
            return True
        match = _HEAD_LINE.fullmatch(line)
        name = self._names.get(match["name"].lower()) if match else None
        if match is None or name is None:
            return False
        self._add(name, match["value"], number)
        return True

    def _add(self, name: str, value: str, number: int) -> None:
        if name == "entities" and name in self.fields:
            value = f"{self.fields[name]}; {value}"
        elif name in self.fields:
            raise _RepeatedHeadError(name, number)
        self.fields[name] = value
        if name == "date":
            self.dated_at = number


def _body_start(lines: list[str], head: _Head) -> int:
    """Feed the head with its lines; return the index of the first line after it."""
    for index, raw in enumerate(lines):
        line = raw.strip()
        # Blank lines may stand between head lines, but end what the date line began.
        if (not line and head.text) or (line and not head.take(line, index + 1)):
            return index
    return len(lines)


def read_text_article(source: Source, names: Mapping[str, str]) -> Iterator[Record]:
    """Yield the one article of a text file; a bad one is reported instead.

    Parameters
    ----------
    source : Source
        The file.
    names : Mapping[str, str]
        What `head_names` returns.
    """
    text = _decode(source)
    if text is None:
        return
    lines = text.split("\n")
    head = _Head(names)
    try:
        start = _body_start(lines, head)
    except _RepeatedHeadError as error:
        source.refuse(error.line, str(error))
        return
    rest = "\n".join(lines[start:]).rstrip()
    body = f"{head.text}\n{rest}" if head.text and rest else head.text or rest.lstrip("\n")
    # What can be wrong with an article is its date: that line is the place to name.
    yield Record(head.dated_at, 1, {"body": body, **head.fields})
