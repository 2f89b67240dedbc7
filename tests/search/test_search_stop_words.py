"""Stop words score nothing beside other words; they are found where nothing else was asked for, and in phrases."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import searchlib as sl
from searchlib.query import And, Filter, Not, Or

SCHEMA = sl.Schema(fields={"id": sl.Stored(), "body": sl.Text(), "words": sl.Text("simple")}, default_fields=("body",))
BODIES = ["de la munte", "de la mare", "munte", "la noi Kim Jong Un a plecat", "despre un munte"]


@pytest.fixture
def index(tmp_path: Path) -> sl.Index:
    with sl.create(tmp_path, SCHEMA) as writer:
        for number, body in enumerate(BODIES):
            writer.add(id=f"{number}", body=body, words=body)
    return sl.open(tmp_path)


def keys(index: sl.Index, query: str | sl.Query) -> str:
    return "".join(sorted(hit.key for hit in index.search(query)))


def scores(index: sl.Index, query: str | sl.Query) -> dict[str, float]:
    return {hit.key: hit.score for hit in index.search(query)}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("de munte", "024"),
        ("DE LA munte", "024"),
        ("într-un munte", "024"),
        ("de la", "013"),
        ("la", "013"),
        ('"de la"', "01"),
        ('"Kim Jong Un"', "3"),
        ("Kim Jong Un", "3"),
        ("+de munte", "0"),
        ("munte -la", "24"),
        ("NOT de", "234"),
        ("(de la) mare", "1"),
        ('de "la munte"', "0"),
    ],
)
def test_what_is_found(index: sl.Index, query: str, found: str) -> None:
    assert keys(index, query) == found
    assert index.count(query) == len(found)


def test_in_a_conjunction_they_must_match_and_score_nothing(index: sl.Index) -> None:
    both = index.parse("de munte", default_operator="and")
    assert scores(index, both) == scores(index, "munte +de") == {"0": scores(index, "munte")["0"]}


def test_beside_filters_they_are_all_there_is(index: sl.Index) -> None:
    assert scores(index, And((sl.word("de"), Filter(sl.word("munte"))))) == {"0": scores(index, "de")["0"]}
    assert scores(index, And((sl.word("de"), Not(sl.word("munte"))))) == {"1": scores(index, "de")["1"]}
    assert keys(index, Or((sl.word("de"), Not(sl.word("munte"))))) == "013"


def test_groups_of_them_are_like_one_of_them(index: sl.Index) -> None:
    group = Or((sl.word("de"), sl.word("un")))
    assert scores(index, Or((group, sl.word("munte")))) == scores(index, "munte")
    assert scores(index, And((group, sl.word("munte")))) == {key: scores(index, "munte")[key] for key in ("0", "4")}
    assert keys(index, group) == "0134"


def test_a_field_without_language_has_none(index: sl.Index) -> None:
    assert keys(index, "words:de words:munte") == "0124"


def test_a_schema_can_keep_them(tmp_path: Path) -> None:
    with sl.create(tmp_path, replace(SCHEMA, stop_words=False)) as writer:
        for number, body in enumerate(BODIES):
            writer.add(id=f"{number}", body=body)
    with sl.open(tmp_path) as index:
        assert keys(index, "de munte") == "0124"


def test_what_does_not_score_is_not_marked(index: sl.Index) -> None:
    def marked(query: sl.Query) -> str:
        hit = next(hit for hit in index.search(query) if hit.key == "0")
        return hit.snippet("body").marked("[", "]")

    assert marked(index.parse("de munte")) == "de la [munte]"
    assert marked(index.parse("de munte", default_operator="and")) == "de la [munte]"
    assert marked(index.parse("de la")) == "[de] [la] munte"
    assert marked(index.parse('"de la" munte')) == "[de la] [munte]"


@pytest.mark.parametrize("value", [None, 1, "yes"])
def test_the_option_is_true_or_false(value: object) -> None:
    with pytest.raises(sl.errors.SchemaError, match="stop_words is True or False"):
        replace(SCHEMA, stop_words=value)  # type: ignore[arg-type]
