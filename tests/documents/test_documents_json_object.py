"""The native reader of plain JSON objects against the decoders of Python: what it takes is what they take."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchlib._native import read_plain_object

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
PLAIN = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXT | st.lists(TEXT, max_size=4)
RECORDS = st.dictionaries(TEXT, PLAIN, max_size=9)


def taken(line: bytes) -> dict[str, Any] | None:
    fields = read_plain_object(line)
    return None if fields is None else dict(fields)


@given(record=RECORDS, ascii_only=st.booleans(), indent=st.sampled_from([None, 0, 3]))
def test_plain_records_are_taken(record: dict[str, Any], *, ascii_only: bool, indent: int | None) -> None:
    line = json.dumps(record, ensure_ascii=ascii_only, indent=indent).encode()
    fields = read_plain_object(line)
    assert fields is not None
    assert list(fields) == list(record.items())
    assert [type(value) for _, value in fields] == [type(value) for value in record.values()]


@given(line=st.binary(max_size=60))
@example(line=b'{"a": 01}')
@example(line=b'{"a": "\xed\xa0\x80"}')
@example(line=b'{"a": "\\ud800"}')
def test_no_bytes_are_taken_for_what_they_are_not(line: bytes) -> None:
    fields = taken(line)
    if fields is not None:
        assert fields == msgspec.json.decode(line, type=dict[str, Any])


@given(record=RECORDS, data=st.data())
def test_a_changed_byte_gives_what_the_decoder_says_or_nothing(record: dict[str, Any], data: st.DataObject) -> None:
    line = bytearray(json.dumps(record, ensure_ascii=False).encode())
    at = data.draw(st.integers(0, len(line) - 1))
    line[at : at + data.draw(st.integers(0, 3))] = data.draw(
        st.binary(max_size=3) | st.sampled_from([b'"', b"\\", b","])
    )
    fields = taken(bytes(line))
    if fields is not None:
        assert fields == msgspec.json.decode(bytes(line), type=dict[str, Any])


@pytest.mark.parametrize("length", [0, 1, 7, 8, 9, 15, 16, 17, 127, 128, 129])
@pytest.mark.parametrize("piece", ["x", "ă", "ţ", "\U0001f600", '"', "\\", "\n", "é\t"])
def test_texts_of_all_lengths(length: int, piece: str) -> None:
    for text in ("x" * length + piece, piece + "x" * length, piece * length):
        for ascii_only in (True, False):
            assert taken(json.dumps({"t": text}, ensure_ascii=ascii_only).encode()) == {"t": text}


@pytest.mark.parametrize(
    "line",
    [
        "", "[]", "1", "null", '"a"', "{", "}", '{"a"}', '{"a":}', '{"a": 1,}', "{,}", '{"a": 1} x', '{"a": 1}{}',
        '{"a": 1.0}', '{"a": 1e3}', '{"a": -0}', '{"a": 00}', '{"a": +1}', '{"a": 9223372036854775808}', '{"a": .5}',
        '{"a": tru}', '{"a": nul}', '{"a": NaN}', '{"a": {}}', '{"a": [1]}', '{"a": [["b"]]}', '{"a": ["b",]}',
        '{"a": 1, "a": 2}', '{"a": "\\u0000"}', '{"a": "\\ud800"}', '{"a": "\\udc00\\ud800"}', '{"a": "\\ud800x"}',
        '{"a": "\\u12"}', '{"a": "\\u+123"}', '{"a": "\\u-123"}', '{"a": "\\x"}', '{"a": "\t"}', '{"a": "b',
        '{"a": "\\',        '{"a": "\\"}', "{a: 1}", "{'a': 1}", '{"a": "b"', '{"a": ["b"', "{" * 5000, '{"a":' * 5000,
    ],
)  # fmt: skip
def test_what_is_left(line: str) -> None:
    assert taken(line.encode()) is None


@pytest.mark.parametrize(
    "raw",
    [b"\xff", b"\xc3", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\x80", b"\xf0\x80\x80\x80"],
)
@pytest.mark.parametrize("before", [0, 1, 6, 7, 8])
def test_what_is_no_utf8_is_left(raw: bytes, before: int) -> None:
    assert taken(b'{"a": "' + b"x" * before + raw + b'"}') is None
    assert taken(b'{"a": "' + b"\\n" * before + raw + b'"}') is None


def test_many_fields_are_left() -> None:
    assert taken(json.dumps({str(number): number for number in range(64)}).encode()) is not None
    assert taken(json.dumps({str(number): number for number in range(65)}).encode()) is None
