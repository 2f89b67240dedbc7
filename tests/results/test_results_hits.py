"""Hits: a sequence of mappings that fetch nothing before they are looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from searchlib import analysis
from searchlib.errors import SchemaError
from searchlib.results import Hit, Hits, Snippet
from searchlib.results.reading import FieldReader, Sought
from searchlib.schema import NEWS, Schema, Stored
from searchlib.search import UNREAD
from searchlib.search.leaves import Leaf

DOCUMENTS: dict[int, dict[str, Any]] = {
    7: {
        "title": "Muzeul",
        "body": "Un muzeu la Iași.",
        "date": "2025-10-24T23:30:00+00:00",
        "entities": ["Iași", "Cuza"],
    },
    3: {"title": "Fără dată", "body": "Alt text.", "pages": 12, "category": None},
}


class Unread:
    """Leaves all to `stored`."""

    def __init__(self, docs: tuple[int, ...]) -> None:
        self._docs = docs

    def column(self, name: str) -> list[Any]:
        assert isinstance(name, str)
        return [UNREAD for _ in self._docs]


class Archive:
    """Gives `DOCUMENTS` and keeps account of what was asked of it."""

    def __init__(self, schema: Schema = NEWS) -> None:
        self.schema = schema
        self.fetched: list[int] = []
        self.counted = 0
        self.hits = Hits(np.array([7, 3], dtype=np.uint32), np.array([2.5, 1.0]), self)

    def stored(self, doc: int) -> dict[str, Any]:
        self.fetched.append(doc)
        return DOCUMENTS[doc]

    def rows(self, docs: tuple[int, ...]) -> Unread:
        return Unread(docs)

    def key(self, doc: int) -> str:
        return f"key-{doc}"

    def count(self) -> int:
        self.counted += 1
        return 40

    def snippet(self, field: str, text: str, day: Callable[[], date | None], length: int) -> Snippet:
        assert field in self.schema.text_fields
        leaves = [Leaf("body", ((0, "muzeu"),)), Leaf("title", ((0, "muzeul"),)), Leaf("title", ((0, "un"),))]
        sought = Sought([leaf for leaf in leaves if leaf.field == field])
        return FieldReader(analysis.get("simple")).snippet(text, sought, day, length)


def test_it_is_a_sequence() -> None:
    hits = Archive().hits
    assert len(hits) == 2
    assert [hit.key for hit in hits] == ["key-7", "key-3"]
    assert hits[-1].key == "key-3"
    assert hits[0] is hits[0]
    assert [hit.key for hit in hits[1:]] == ["key-3"]
    with pytest.raises(IndexError):
        hits[2]


def test_arrays() -> None:
    hits = Archive().hits
    assert (hits.ids.dtype, hits.ids.tolist()) == (np.uint32, [7, 3])
    assert (hits.scores.dtype, hits.scores.tolist()) == (np.float64, [2.5, 1.0])


def test_a_hit_is_a_mapping() -> None:
    hit = Archive().hits[0]
    assert dict(hit) == DOCUMENTS[7]
    assert hit["title"] == "Muzeul"
    assert "pages" not in hit
    assert hit.get("pages") is None
    assert len(hit) == 4
    assert isinstance(hit, Hit)
    assert isinstance(hit.score, float)
    assert repr(hit) == "Hit(key='key-7', score=2.5)"


def test_stored_fields_are_fetched_when_asked_for_and_once() -> None:
    archive = Archive()
    hit = archive.hits[0]
    assert (hit.score, hit.key) == (2.5, "key-7")
    assert archive.fetched == []
    assert (hit["title"], hit["body"], len(hit)) == ("Muzeul", "Un muzeu la Iași.", 4)
    assert archive.fetched == [7]


def test_the_total_is_counted_when_asked_for_and_once() -> None:
    archive = Archive()
    assert repr(archive.hits) == "<Hits: 2 shown>"
    assert archive.counted == 0
    assert (archive.hits.total, archive.hits.total) == (40, 40)
    assert archive.counted == 1
    assert repr(archive.hits) == "<Hits: 2 of 40>"


def test_the_date_is_the_day_in_the_zone_of_the_schema() -> None:
    first, second = Archive().hits
    assert first.date == date(2025, 10, 25)
    assert second.date is None
    assert Archive(Schema(fields={"date": Stored()})).hits[0].date is None


def test_a_snippet_marks_what_the_query_asks_of_its_field() -> None:
    hit = Archive().hits[0]
    assert hit.snippet().html() == "Un <mark>muzeu</mark> la Iași."
    assert hit.snippet("title").html() == "<mark>Muzeul</mark>"
    assert hit.snippet(length=8).text == "Un muzeu"


def test_a_snippet_of_a_field_that_is_no_text() -> None:
    first, second = Archive().hits
    assert str(first.snippet("entity")) == "Iași; Cuza"
    assert str(second.snippet("pages")) == "12"
    assert str(second.snippet("category")) == ""
    with pytest.raises(SchemaError, match="there is no field 'absent'"):
        second.snippet("absent")
