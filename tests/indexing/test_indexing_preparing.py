"""What the writer makes of a document: key, date, keywords, what is refused."""

from __future__ import annotations

import hashlib
import math
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib as sl
from searchlib.errors import DocumentError
from searchlib.indexing.preparing import MAX_KEY, MAX_TEXT, Preparer, hash_key
from searchlib.schema import Number, Schema, Stored, number_term

NEWS = Preparer(sl.NEWS)
EMPTY_TEXT = st.text(st.characters(codec="utf-8"), max_size=20)


def test_the_key_is_the_first_field_of_the_schema_that_is_there() -> None:
    assert NEWS.prepare({"url": "https://zf.ro/1", "id": "a"}).key == "a"
    assert NEWS.prepare({"url": "https://zf.ro/1"}).key == "https://zf.ro/1"
    assert NEWS.prepare({"id": "", "url": "u"}).key == "u"
    assert NEWS.prepare({"id": None, "url": "u"}).key == "u"
    assert NEWS.prepare({"id": 12}).key == NEWS.prepare({"id": "12"}).key == "12"
    assert NEWS.prepare({"id": 0, "url": "u"}).key == "0"


def test_without_a_key_the_content_is_the_key() -> None:
    one = NEWS.prepare({"title": "a", "body": "b"})
    assert one.key.startswith("content:")
    assert NEWS.prepare({"body": "b", "title": "a", "id": None}).key == one.key
    assert NEWS.prepare({"title": "a", "body": "c"}).key != one.key


@pytest.mark.parametrize("key", [1.5, True, ["a"], {"a": 1}, b"a"])
def test_keys_of_other_types_are_refused(key: object) -> None:
    with pytest.raises(DocumentError, match="key field 'id' must be text or a whole number"):
        NEWS.prepare({"id": key})


def test_the_longest_key() -> None:
    assert NEWS.prepare({"id": "a" * MAX_KEY}).key == "a" * MAX_KEY
    assert NEWS.prepare({"id": "ă" * (MAX_KEY // 2)}).key == "ă" * (MAX_KEY // 2)
    for key in ("a" * (MAX_KEY + 1), "ă" * (MAX_KEY // 2 + 1)):
        with pytest.raises(DocumentError, match="key field 'id' has more than 4096 bytes"):
            NEWS.prepare({"id": key})


@given(EMPTY_TEXT)
def test_the_hash_of_a_key_is_that_of_the_format(key: str) -> None:
    digest = hashlib.blake2b(key.encode(), digest_size=8).digest()
    assert hash_key(key) == sum(byte << 8 * place for place, byte in enumerate(digest))


VALUES = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | EMPTY_TEXT | st.lists(EMPTY_TEXT, max_size=3)
FIELDS = st.dictionaries(st.sampled_from(["a", "b", "c"]), VALUES, max_size=3)


@given(FIELDS, FIELDS, st.randoms())
def test_digests_are_equal_where_the_content_is(one: dict[str, Any], other: dict[str, Any], rng: Any) -> None:
    def content(fields: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in fields.items() if value is not None}

    shuffled = list(one.items())
    rng.shuffle(shuffled)
    digest = NEWS.prepare({"id": "k", **one}).digest
    assert NEWS.prepare({**dict(shuffled), "id": "k"}).digest == digest
    same = repr(sorted(content(one).items())) == repr(sorted(content(other).items()))
    assert (NEWS.prepare({"id": "k", **other}).digest == digest) == same


@pytest.mark.parametrize(
    ("one", "other"), [(1, "1"), (1, 1.0), (0, False), ("", []), (b"abc", "YWJj"), (float("inf"), float("nan"))]
)
def test_values_that_are_stored_differently_differ(one: object, other: object) -> None:
    assert NEWS.prepare({"id": "a", "x": one}).digest != NEWS.prepare({"id": "a", "x": other}).digest


@pytest.mark.parametrize(
    ("given_date", "seconds", "precision"),
    [
        ("2025", 1_735_682_400, 0),
        ("2025-10", 1_759_266_000, 1),
        ("2025-10-24", 1_761_253_200, 2),
        (date(2025, 10, 24), 1_761_253_200, 2),
        ("2025-10-24T19:57:37+03:00", 1_761_325_057, 3),
        (datetime(2025, 10, 24, 16, 57, 37, tzinfo=UTC), 1_761_325_057, 3),
        (datetime(2025, 10, 24, 19, 57, 37), 1_761_325_057, 3),
        ("", None, 4),
        (None, None, 4),
    ],
)
def test_dates(given_date: object, seconds: int | None, precision: int) -> None:
    prepared = NEWS.prepare({"id": "a", "date": given_date})
    assert (prepared.seconds, prepared.precision) == (seconds, precision)


def test_a_date_is_stored_as_text() -> None:
    assert NEWS.prepare({"id": "a", "date": date(2025, 10, 24)}).stored["date"] == "2025-10-24"
    assert NEWS.prepare({"id": "a", "seen": datetime(2025, 1, 2, 3)}).stored["seen"] == "2025-01-02T03:00:00"


@pytest.mark.parametrize("value", [20251024, 1.5, True, "ieri", "2025-13", ["2025"], {}, " "])
def test_what_is_no_date(value: object) -> None:
    with pytest.raises(DocumentError, match="field 'date': "):
        NEWS.prepare({"id": "a", "date": value})


@pytest.mark.parametrize(
    ("value", "folded"),
    [
        ("Kim Jong Un", ["kim jong un"]),
        (["Iași", "IAŞI", "iasi"], ["iasi"]),
        (["b", "a", "b"], ["b", "a"]),
        (("a", "b"), ["a", "b"]),
        (iter(["a", "b"]), ["a", "b"]),
        ([], []),
        (["", " ", "a"], ["a"]),
        (None, []),
        ("Путин", ["putin"]),
        ("ă" * 300, ["a" * 255]),
        ("日" * 300, None),
    ],
)
def test_keywords(value: Any, folded: list[str] | None) -> None:
    keywords = dict(zip(sl.NEWS.keyword_fields, NEWS.prepare({"id": "a", "entities": value}).keywords, strict=True))
    if folded is not None:
        assert keywords["entities"] == folded
    assert all(0 < len(one.encode()) <= 255 for one in keywords["entities"])
    assert keywords["source"] == []


@pytest.mark.parametrize("value", [1, True, {"a": 1}, b"a", ["a", 1], [["a"]], [None]])
def test_what_is_no_keyword(value: object) -> None:
    with pytest.raises(DocumentError, match="field 'source' must be a name or a list of names"):
        NEWS.prepare({"id": "a", "source": value})


@pytest.mark.parametrize("value", [1, b"a", ["a"], {"a": "b"}, True])
def test_text_must_be_text(value: object) -> None:
    with pytest.raises(DocumentError, match="field 'body' must be text, not "):
        NEWS.prepare({"id": "a", "body": value})


def test_the_longest_text() -> None:
    assert len(NEWS.prepare({"id": "a", "body": "a" * MAX_TEXT}).texts[1]) == MAX_TEXT
    for text in ("a" * (MAX_TEXT + 1), "日" * (MAX_TEXT // 3 + 1)):
        with pytest.raises(DocumentError, match="field 'body' has more than 64 MiB"):
            NEWS.prepare({"id": "a", "body": text})


@pytest.mark.parametrize("document", [{}, {"id": None}, {"title": None, "body": None}])
def test_an_empty_document(document: dict[str, Any]) -> None:
    with pytest.raises(DocumentError, match="the document is empty"):
        NEWS.prepare(document)


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [object(), {1: 2}, {"a": {None: 1}}, ["\ud800"], 2**64, -(2**63) - 1, [2**70], 10**5_000, nested(100_000), 1j, len],
    ids=lambda value: type(value).__name__,
)
def test_what_cannot_be_stored(value: object) -> None:
    with pytest.raises(DocumentError, match="a field cannot be stored: "):
        NEWS.prepare({"id": "a", "x": value})


@pytest.mark.parametrize("name", [1, None, ("a",), "\ud800"])
def test_names_that_cannot_be_stored(name: Any) -> None:
    with pytest.raises(DocumentError, match="a field cannot be stored: "):
        NEWS.prepare({"id": "a", name: "x"})


def test_an_error_names_the_place_of_the_document() -> None:
    with pytest.raises(DocumentError, match=r"^news\.jsonl:7: field 'body' must be text") as caught:
        NEWS.prepare({"id": "a", "body": 1}, "news.jsonl:7")
    assert caught.value.origin == "news.jsonl:7"
    assert caught.value.reason.startswith("field 'body'")


def test_half_of_a_surrogate_pair_becomes_a_replacement() -> None:
    prepared = NEWS.prepare({"id": "a\udc00", "body": "de \ud83d la", "x": "\ud83d\ude00", "entities": ["\ud800b"]})
    assert prepared.key == "a\ufffd"
    assert prepared.texts[1] == "de \ufffd la"
    assert prepared.stored["x"] == "😀"
    assert prepared.stored["entities"] == ["\ufffdb"]


def test_texts_are_kept_as_they_are() -> None:
    text = "Soldaţii ş\u0327i mu\u00adzeul\r\n\x00"
    prepared = NEWS.prepare({"id": "a", "body": text})
    assert prepared.texts == ["", text]
    assert prepared.stored["body"] == text


NUMBERS = Schema(fields={"pages": Number(), "id": Stored()})


@pytest.mark.parametrize("value", [1, 2.5, -3, [1, 2], (4,), 0, [], sys.float_info.max])
def test_numbers_are_kept_in_their_order(value: object) -> None:
    prepared = Preparer(NUMBERS).prepare({"id": "a", "pages": value})
    values = list(value) if isinstance(value, list | tuple) else [value]
    assert prepared.keywords == [[number_term(one) for one in dict.fromkeys(values)]]


@pytest.mark.parametrize("value", ["1", True, math.nan, math.inf, [1, None], 10**400, {"a": 1}])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(DocumentError, match="must be a number or a list of them"):
        Preparer(NUMBERS).prepare({"id": "a", "pages": value})


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_terms_of_numbers_are_in_their_order(one: float, other: float) -> None:
    assert (number_term(one) < number_term(other)) == (one < other)
    assert (number_term(one) == number_term(other)) == (one == other)
