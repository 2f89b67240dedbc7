"""Facets, histograms and ranges: against the reference engine, on several segments, with deletions, under deadlines."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib as sl
from reference.comparison import reference_for
from reference.counting import facet, histogram, ranges
from reference.engine import ReferenceIndex
from reference.generators import Change, add_to
from reference.lives import live_and_check
from searchlib.errors import CorruptIndexError, QueryError, QueryTimeoutError, SchemaError
from searchlib.query import tree
from searchlib.results.columns import UNITS
from searchlib.storage import Directory, open_generation

FIELDS = ("source", "entities", "pages")
EDGES = (None, -1e9, -3, 0, 0.5, 3, 1e9)


def check(index: Any, reference: ReferenceIndex, query: tree.Query, rng: random.Random) -> int:
    """Insist that everything that can be counted is what the reference counts; return how many documents match."""
    limit = rng.choice((0, 1, 3, 100))
    asked = [(rng.choice(EDGES), rng.choice(EDGES)) for _ in range(rng.randrange(4))]
    unit = rng.choice(UNITS)
    hits = index.search(
        query,
        limit=2,
        facets=[sl.Facet(name, limit) for name in FIELDS],
        histogram=unit,
        ranges={"pages": asked},
    )
    for name in FIELDS:
        told = hits.facets[name]
        assert (list(told), told.distinct, told.missing) == facet(reference, query, name, limit), (name, query)
    assert (list(hits.histogram), hits.histogram.undated) == histogram(reference, query, unit), (unit, query)
    assert [one.documents for one in hits.ranges["pages"]] == ranges(reference, query, "pages", asked), (asked, query)
    assert hits.total == reference.count(query)
    assert list(hits) == list(index.search(query, limit=2))
    return int(hits.total)


@pytest.mark.parametrize("seed", range(3))
def test_counts_are_those_of_the_reference(seed: int, tmp_path: Path) -> None:
    assert live_and_check(seed, tmp_path / "index", check) > 1_000


@given(
    sizes=st.lists(st.sampled_from((1, 63, 64, 65, 127, 128, 129, 255, 256, 257)), min_size=1, max_size=3),
    values=st.sampled_from((1, 2, 15, 16, 17, 33)),
    deleted=st.sets(st.integers(0, 256), max_size=20),
)
def test_edges_of_words_blocks_and_dictionaries(sizes: list[int], values: int, deleted: set[int]) -> None:
    schema = sl.Schema(fields={"body": sl.Text("simple"), "source": sl.Keyword(), "date": sl.Date(), "n": sl.Number()})
    reference = reference_for(schema)
    number = 0
    with TemporaryDirectory() as folder:
        for size in sizes:
            with sl.open_or_create(folder, schema, policy="none") as writer:
                for _ in range(size):
                    document = {"id": f"d{number}", "body": "x" if number % 3 else "y", "n": [number % 7, number]}
                    document |= {"source": f"S{number * 7 % values}"} if number % 5 else {}
                    document |= {"date": date(2025, 1, 1) + timedelta(number % 40)} if number % 4 else {}
                    for target in (writer, reference):
                        add_to(target, Change(document))
                    number += 1
                for gone in deleted:
                    assert writer.delete(f"d{gone}") == reference.delete(f"d{gone}")
        with sl.open(folder) as index:
            for query in (tree.All(), tree.Word("x", "body"), tree.Word("z", "body")):
                hits = index.search(query, facets=["source"], histogram="day", ranges={"n": [(0, 3), (64, None)]})
                told = hits.facets["source"]
                assert (list(told), told.distinct, told.missing) == facet(reference, query, "source", 10)
                assert hits.histogram is not None
                assert (list(hits.histogram), hits.histogram.undated) == histogram(reference, query, "day")
                expected = ranges(reference, query, "n", [(0, 3), (64, None)])
                assert [one.documents for one in hits.ranges["n"]] == expected


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., sl.Index]:
    """What makes an index of documents with a source, a date and a price."""

    def made(*documents: dict[str, Any], stored: bool = True) -> sl.Index:
        schema = sl.Schema(
            fields={
                "title": sl.Text("simple"),
                "date": sl.Date(),
                "source": sl.Keyword(stored=stored),
                "price": sl.Number(stored=stored),
            },
            aliases={"outlet": "source"},
        )
        with sl.create(tmp_path / "index", schema) as writer:
            for number, document in enumerate(documents):
                writer.add({"id": number, "title": "x", **document})
        return sl.open(tmp_path / "index")

    return made


def test_a_name_is_shown_as_the_newest_document_has_it(make: Callable[..., sl.Index]) -> None:
    index = make(
        {"source": "stirile", "date": "2025-01-01"},
        {"source": ["Altă sursă", "Știrile"], "date": "2025-03-01"},
        {"source": "ŞTIRILE", "date": "2025-02-01"},
    )
    assert list(index.search("x", facets=["outlet"]).facets["source"]) == [("Știrile", 3), ("Altă sursă", 1)]


def test_what_is_not_stored_is_shown_as_it_is_indexed(make: Callable[..., sl.Index]) -> None:
    index = make({"source": "Știrile", "price": -0.5}, {"price": [2, 1e300]}, stored=False)
    hits = index.search("x", facets=["source", "price"])
    assert list(hits.facets["source"]) == [("stirile", 1)]
    assert list(hits.facets["price"]) == [(-0.5, 1), (2.0, 1), (1e300, 1)]


def test_a_name_longer_than_what_is_indexed_of_it(make: Callable[..., sl.Index]) -> None:
    long = "Ș" + "a" * 600
    index = make({"source": long}, {"source": long + "b"})
    assert list(index.search("x", facets=["source"]).facets["source"]) == [(long, 2)]


def test_a_document_counts_once_in_a_range_and_once_for_a_value(make: Callable[..., sl.Index]) -> None:
    index = make({"price": [1, 2, 2, 30], "source": ["A", "a", "Á"]})
    hits = index.search("x", facets=["source"], ranges={"price": [(0, 10), (30, None), (2, 2), (5, 1)]})
    assert [one.documents for one in hits.ranges["price"]] == [1, 1, 0, 0]
    assert list(hits.facets["source"]) == [("A", 1)]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=70), st.integers(1, 12))
def test_documents_with_any_number_of_values(sizes: list[int], values: int) -> None:
    schema = sl.Schema(fields={"body": sl.Text("simple"), "n": sl.Number()})
    reference = reference_for(schema)
    with TemporaryDirectory() as folder:
        with sl.create(folder, schema) as writer:
            for number, size in enumerate(sizes):
                document = {"id": f"d{number}", "body": "x", "n": [(number + one) % values for one in range(size)]}
                for target in (writer, reference):
                    add_to(target, Change(document))
        told = sl.open(folder).search("x", facets=[sl.Facet("n", values)]).facets["n"]
        assert (list(told), told.distinct, told.missing) == facet(reference, tree.Word("x"), "n", values)


def test_days_are_those_of_the_zone(make: Callable[..., sl.Index]) -> None:
    index = make(
        {"date": datetime(2025, 3, 31, 20, 59, 59, tzinfo=UTC)},
        {"date": datetime(2025, 3, 31, 21, 0, tzinfo=UTC)},
        {"date": "2024"},
    )
    hits = index.search("x", histogram="day")
    assert hits.histogram is not None
    assert list(hits.histogram) == [(date(2024, 1, 1), 1), (date(2025, 3, 31), 1), (date(2025, 4, 1), 1)]
    assert (len(hits.histogram), hits.histogram.undated) == (3, 0)


def test_dates_at_both_ends_of_the_calendar(make: Callable[..., sl.Index]) -> None:
    index = make({"date": date.min}, {"date": date.max}, {})
    for unit, last in (("day", date.max), ("month", date(9999, 12, 1)), ("year", date(9999, 1, 1))):
        found = index.search("x", histogram=unit).histogram  # type: ignore[arg-type]
        assert found is not None
        assert (list(found), found.undated) == ([(date.min, 1), (last, 1)], 1)


def test_without_documents_there_is_nothing_to_count(make: Callable[..., sl.Index]) -> None:
    hits = make().search("x", limit=0, facets=["source"], histogram="year", ranges={"price": [(None, None)]})
    assert hits.facets["source"].values == ()
    assert hits.histogram is not None
    assert hits.histogram.dates == ()
    assert [one.documents for one in hits.ranges["price"]] == [0]


def test_what_was_not_asked_for_is_not_counted(make: Callable[..., sl.Index]) -> None:
    hits = make({"source": "A"}).search("x")
    assert (hits.facets, hits.histogram, hits.ranges) == ({}, None, {})


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"facets": ["title"]}, "a facet needs a Keyword or Number field, which 'title' is not: use source or price"),
        ({"facets": [3]}, "facets are names of fields"),
        ({"facets": 3}, "facets are names of fields"),
        ({"facets": [sl.Facet("source", 0), "date"]}, "'date' is not"),
        ({"histogram": "week"}, "a histogram is by day, month or year, not 'week'"),
        ({"ranges": [(1, 2)]}, "ranges are given by field"),
        ({"ranges": {"price": (1, 2)}}, "a range is two numbers"),
        ({"ranges": {"price": 3}}, "ranges of 'price' are a list"),
        ({"ranges": {"price": [(1, "2")]}}, "a range is two numbers"),
        ({"ranges": {"price": [(1, float("nan"))]}}, "a range is two numbers"),
        ({"ranges": {"price": [(1, 10**400)]}}, "a range is two numbers"),
        ({"ranges": {"source": [(1, 2)]}}, "a range needs a Number field, which 'source' is not: use price"),
    ],
)
def test_wrong_requests_are_refused(make: Callable[..., sl.Index], asked: dict[str, Any], message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        make({"source": "A"}).search("x", **asked)


def test_unknown_fields_and_arguments_are_refused(make: Callable[..., sl.Index]) -> None:
    index = make({"source": "A"})
    with pytest.raises(SchemaError, match="there is no field 'autor'"):
        index.search("x", facets=["autor"])
    with pytest.raises(TypeError, match="facet"):
        index.search("x", facet=["source"])  # type: ignore[call-arg]
    with pytest.raises(QueryError, match="the limit of a facet is a whole number"):
        sl.Facet("source", -1)


def test_a_schema_without_dates_has_no_histogram(tmp_path: Path) -> None:
    with sl.create(tmp_path / "index", sl.Schema(fields={"title": sl.Text()})):
        pass
    with pytest.raises(QueryError, match="needs a Date field"):
        sl.open(tmp_path / "index").search("x", histogram="day")


@pytest.mark.parametrize("section", ["source.terms", "source.postings", "price.terms", "document.seconds"])
def test_damage_is_told_or_harmless(make: Callable[..., sl.Index], tmp_path: Path, section: str) -> None:
    days = [date(2025, 1, 1) + timedelta(number % 9) for number in range(300)]
    make(*({"source": f"s{n % 3}", "price": n % 2, "date": day} for n, day in enumerate(days)))
    [part] = open_generation(Directory(tmp_path / "index")).parts
    offset, length = part.segment.section(section)
    [path] = (tmp_path / "index").glob("*.segment")
    whole = path.read_bytes()
    told = 0
    for place in range(offset, offset + length, 3):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            with sl.open(tmp_path / "index") as index:
                asked: dict[str, Any] = {"facets": ["source", "price"], "histogram": "day"}
                index.search("x", group_by="source", sort="price", **asked)
        except CorruptIndexError:
            told += 1
    assert told > 0


def test_counting_keeps_to_the_time(make: Callable[..., sl.Index]) -> None:
    index = make(*({"source": f"s{number}"} for number in range(300)))
    with pytest.raises(QueryTimeoutError):
        index.search("x", facets=["source"], limits=sl.Limits(seconds=1e-9))
    hits = index.search("x", facets=["source"], limits=sl.Limits(seconds=1e-9, partial=True))
    assert not hits.complete
    assert hits.total == 300
    assert index.search("x", facets=["source"]).facets["source"][0].documents == 1
