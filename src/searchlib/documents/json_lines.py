"""JSON Lines: an object a line; and files that hold one JSON value over many lines."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final, cast

from searchlib.documents.cleaning import without_surrogates
from searchlib.documents.lines import numbered_lines, utf8_complaint
from searchlib.documents.source import Record, Source
from searchlib.errors import DocumentError

__all__ = ["read_json", "read_json_lines", "read_line"]

_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")
_BLANKS: Final = re.compile(r"[ \t\r\n]*")
_COMMA: Final = re.compile(r"[ \t\r\n]*,?")
_KIND: Final = re.compile(r"Expected `object`, got `(\w+)`")


@cache
def _object_decoder() -> Callable[[bytes], dict[str, Any]]:
    import msgspec

    return msgspec.json.Decoder(dict[str, Any]).decode


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _decode_leniently(raw: bytes) -> Any:
    """Decode JSON whose escapes hold halves of surrogate pairs, which the fast decoder refuses."""
    return without_surrogates(json.loads(raw, parse_constant=_refuse_constant))


def _complaint(raw: bytes, error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return utf8_complaint(raw)
    if isinstance(error, RecursionError):
        return "broken JSON: nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return f"broken JSON: {error.msg} (column {error.colno})"
    text = str(error)
    if match := _KIND.match(text):
        return f"a record must be a JSON object in {{…}}, not {match[1]}"
    return "broken JSON: " + text.removeprefix("JSON is malformed: ")


def _decode_object(raw: bytes, decode: Callable[[bytes], dict[str, Any]]) -> dict[str, Any]:
    try:
        return decode(raw)
    except (ValueError, RecursionError) as error:
        problem: Exception = error
        if not isinstance(error, UnicodeError) and _SURROGATE.search(raw):
            try:
                value = _decode_leniently(raw)
            except (ValueError, RecursionError) as second:
                problem = second
            else:
                if isinstance(value, dict):
                    return cast("dict[str, Any]", value)
        raise DocumentError(_complaint(raw, problem)) from error


def _records(source: Source, lines: Iterator[tuple[int, bytes]], count: int = 0) -> Iterator[Record]:
    """Yield the objects of lines that are not blank; `count` records stood before them."""
    decode = _object_decoder()
    for number, line in lines:
        if not line or line.isspace():
            continue
        count += 1
        try:
            fields = _decode_object(line, decode)
        except DocumentError as error:
            source.refuse(number, error.reason)
            continue
        yield Record(number, count, fields)


def read_line(source: Source, line: int, number: int, raw: bytes) -> Record | None:
    """Return the record of one line that is not blank; None if it is bad, which is reported."""
    return next(_records(source, iter([(line, raw)]), number - 1), None)


def read_json_lines(source: Source) -> Iterator[Record]:
    """Yield the object of each line that is not blank; bad lines are reported and skipped."""
    return _records(source, numbered_lines(source.chunks))


def read_json(source: Source) -> Iterator[Record]:
    """Yield the records of JSON in any layout: JSON Lines, an array of objects, or objects over many lines each.

    If the first line holds a whole object, so does every other, and each is read on its own. Otherwise
    the whole content is held in memory, and nothing after broken JSON can be read.
    """
    lines = numbered_lines(source.chunks)
    first = next(((number, line) for number, line in lines if line and not line.isspace()), None)
    if first is None:
        return
    text = first[1].strip()
    rest = itertools.chain([first], lines)
    whole = text.startswith(b"{") and text.endswith(b"}")
    yield from _records(source, rest) if whole else _values(source, list(rest))


def _values(source: Source, lines: list[tuple[int, bytes]]) -> Iterator[Record]:
    """Yield the objects that follow each other, or stand in one array, wherever lines end."""
    line = lines[0][0]
    try:
        text = b"\n".join(raw for _, raw in lines).decode()
    except UnicodeDecodeError:
        number, reason = next((n, complaint) for n, raw in lines if (complaint := utf8_complaint(raw)))
        source.refuse(number, reason)
        return
    decoder = json.JSONDecoder(parse_constant=_refuse_constant)
    inside = text.lstrip().startswith("[")
    position = text.index("[") + 1 if inside else 0
    counted = 0
    for count in itertools.count(1):
        position = _end_of(_BLANKS, text, position)
        line, counted = line + text.count("\n", counted, position), position
        if position == len(text) or (inside and text[position] == "]"):
            break
        try:
            decoded: tuple[Any, int] = decoder.raw_decode(text, position)
            value, position = without_surrogates(decoded[0]), decoded[1]
        except (ValueError, RecursionError) as error:
            where = lines[0][0] + error.lineno - 1 if isinstance(error, json.JSONDecodeError) else line
            source.refuse(where, _complaint(b"", error))
            return
        if isinstance(value, dict):
            yield Record(line, count, cast("dict[str, Any]", value))
        else:
            source.refuse(line, f"a record must be a JSON object in {{…}}, not {type(value).__name__}")
        position = _end_of(_COMMA if inside else _BLANKS, text, position)
    if inside and text[position:].strip() != "]":
        source.refuse(line, "broken JSON: the array is not closed, or something follows it")


def _end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position
