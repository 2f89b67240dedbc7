"""How index files hold stored records, some documents at a time; from docs/format.md alone."""

from __future__ import annotations

from typing import Any

import msgspec

from storage.format_numbers import Cursor, crc32c

__all__ = ["RECORDS_A_GROUP", "read_names", "read_record"]

RECORDS_A_GROUP = 32

Record = tuple[str, dict[str, Any], dict[str, list[int]]]


def read_names(section: bytes) -> list[str]:
    """Return the names of fields."""
    cursor = Cursor(checked(section))
    names: list[str] = []
    while cursor.at < len(cursor.data):
        names.append(msgspec.msgpack.decode(cursor.packed_value(), type=str))
    assert len(names) == len(set(names))
    return names


def read_record(group: bytes, count: int, place: int, names: list[str]) -> Record:
    """Return key, short values and places of long ones of a record of a group of so many."""
    cursor = Cursor(group)
    head = Cursor(checked(cursor.take(cursor.varint() + 4)))
    shapes = head.varint()
    assert 1 <= shapes <= count
    of_records = list(head.take(count)) if shapes > 1 else [0] * count
    firsts = [of_records.index(shape) for shape in range(shapes)]
    assert firsts == sorted(firsts), "shapes are numbered as they come"
    ends = [0, *head.numbers(count)]
    assert ends == sorted(ends)
    assert cursor.at + ends[-1] == len(group)
    parts = [head.take(head.varint()) for _ in range(shapes)]
    assert len(parts) == len(set(parts)), "shapes differ"
    assert head.at == len(head.data)
    rest = group[cursor.at + ends[place] : cursor.at + ends[place + 1]]
    alike = [other for other in range(count) if of_records[other] == of_records[place]]
    shaped = Cursor(parts[of_records[place]])
    return _record(shaped, len(alike), alike.index(place), checked(rest) if rest else b"", names)


def _record(shaped: Cursor, count: int, place: int, rest: bytes, names: list[str]) -> Record:
    values = Cursor(rest)
    short: dict[str, Any] = {}
    telling = shaped.varint()
    for _ in range(shaped.varint()):
        name, is_number = divmod(shaped.varint(), 2)
        if is_number:
            short[names[name]] = shaped.numbers(count)[place]
        else:
            short[names[name]] = value = msgspec.msgpack.decode(values.packed_value())
            assert isinstance(value, bool) or not isinstance(value, int) or value < 0, "numbers stand in the head"
    long = {names[shaped.varint()]: [shaped.numbers(count)[place] for _ in range(3)] for _ in range(shaped.varint())}
    told = [told_by(value) for value in short.values()]
    key = told[telling - 1] if telling else msgspec.msgpack.decode(values.packed_value(), type=str)
    assert key is not None
    assert (told.index(key) + 1 if key in told else 0) == telling, "the first that can tell the key does"
    assert shaped.at == len(shaped.data)
    assert values.at == len(rest)
    return key, short, long


def checked(section: bytes) -> bytes:
    """Return what stands before a checksum."""
    assert int.from_bytes(section[-4:], "little") == crc32c(section[:-4])
    return section[:-4]


def told_by(value: object) -> str | None:
    """Return the key that a value tells."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
