"""Groups of documents that share a value: against the reference engine, on several segments, page by page."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib as sl
from reference.comparison import reference_for
from reference.engine import Ranked, ReferenceIndex
from reference.generators import Change, add_to
from reference.grouping import Grouped, groups
from reference.lives import live_and_check
from searchlib.errors import QueryError, QueryTimeoutError, SchemaError
from searchlib.query import tree
from searchlib.results import Hits

SORTS = ("relevance", "relevance", "newest", "oldest", "source", "-pages", "-date", "date")


def ranked(hits: Hits) -> list[Ranked]:
    return [Ranked(hit.key, hit.score) for hit in hits]


def told(hits: Hits) -> list[Grouped]:
    assert hits.groups is not None
    assert ranked(hits) == [ranked(group.hits)[0] for group in hits.groups]
    assert all(group.hits.total == group.documents and group.hits.after is None for group in hits.groups)
    return [(group.value, group.documents, ranked(group.hits)) for group in hits.groups]


def check(index: Any, reference: ReferenceIndex, query: tree.Query, rng: random.Random) -> int:
    """Insist on the groups of the reference; return how many there are."""
    field, size, sort = rng.choice(("source", "entities", "pages")), rng.choice((1, 1, 2, 50)), rng.choice(SORTS)
    expected = groups(reference, query, field, sort, size)
    limit, offset = rng.choice((1, 3, 100)), rng.choice((0, 0, 1, 4))
    by = field if size == 1 else sl.GroupBy(field, size)
    hits = index.search(query, group_by=by, sort=sort, limit=limit, offset=offset)
    asked = f"{query!r} by {sort} in groups of {field}"
    found = told(hits)
    assert found == expected[offset : offset + limit], asked
    assert (hits.groups.total, hits.total) == (len(expected), reference.count(query)), asked
    while hits.after is not None:
        hits = index.search(query, group_by=by, sort=sort, limit=limit, after=hits.after)
        assert hits.before == offset + len(found), asked
        found += told(hits)
    assert found == expected[offset:], asked
    return len(expected)


@pytest.mark.parametrize("seed", range(3))
def test_groups_are_those_of_the_reference(seed: int, tmp_path: Path) -> None:
    assert live_and_check(seed, tmp_path / "index", check) > 300


@given(
    sizes=st.lists(st.sampled_from((1, 127, 128, 129, 255, 256, 257)), min_size=1, max_size=3),
    values=st.sampled_from((1, 2, 16, 17, 128, 129)),
    size=st.sampled_from((1, 2, 127, 128, 129)),
    sort=st.sampled_from(("relevance", "newest", "-n", "date")),
)
def test_edges_of_blocks(sizes: list[int], values: int, size: int, sort: str) -> None:
    schema = sl.Schema(fields={"body": sl.Text("simple"), "source": sl.Keyword(), "date": sl.Date(), "n": sl.Number()})
    reference = reference_for(schema)
    number = 0
    with TemporaryDirectory() as folder:
        for many in sizes:
            with sl.open_or_create(folder, schema, policy="none") as writer:
                for _ in range(many):
                    document: dict[str, Any] = {"id": f"d{number}", "body": "x " * (number % 3) + "y" * (number % 2)}
                    document |= {"source": f"S{number * 7 % values}", "n": number % 9} if number % 5 else {}
                    document |= {"date": date(2025, 1, 1) + timedelta(number % 40)} if number % 4 else {}
                    for target in (writer, reference):
                        add_to(target, Change(document))
                    number += 1
        with sl.open(folder) as index:
            for query in (tree.All(), tree.Word("x", "body")):
                hits = index.search(query, group_by=sl.GroupBy("source", size), sort=sort, limit=1_000)
                assert told(hits) == groups(reference, query, "source", sort, size)


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., sl.Index]:
    """What makes an index of documents with a title and a source."""

    def made(*documents: dict[str, Any]) -> sl.Index:
        fields = {"title": sl.Text("simple"), "source": sl.Keyword(), "hidden": sl.Keyword(stored=False)}
        with sl.create(tmp_path / "index", sl.Schema(fields=fields)) as writer:
            for number, document in enumerate(documents):
                writer.add({"id": number, "title": "x", **document})
        return sl.open(tmp_path / "index")

    return made


def test_the_best_of_each_source(make: Callable[..., sl.Index]) -> None:
    index = make({"source": "Știri"}, {"source": "știri", "title": "x x"}, {"source": ["B", "A"]}, {}, {"source": "a"})
    hits = index.search("x", group_by=sl.GroupBy("source", 2))
    assert hits.groups is not None
    assert (len(hits.groups), hits.groups.total, hits.total) == (4, 4, 5)
    assert [group.value for group in hits.groups] == ["știri", "A", "B", None]
    assert [[hit.key for hit in group.hits] for group in hits.groups] == [["1", "0"], ["2", "4"], ["2"], ["3"]]
    assert [group.documents for group in hits.groups[:2]] == [2, 2]


def test_one_document_that_leads_several_groups_where_a_page_ends(make: Callable[..., sl.Index]) -> None:
    index = make({"source": ["C", "A", "B"], "title": "x x"}, {"source": "D"})
    values: list[Any] = []
    after = None
    for _ in range(4):
        hits = index.search("x", group_by="source", limit=1, after=after)
        assert hits.groups is not None
        values += [group.value for group in hits.groups]
        after = hits.after
    assert values == ["A", "B", "C", "D"]
    assert len(index.search("x", group_by="source", limit=1, after=after)) == 0


def test_what_is_not_stored_is_shown_as_it_is_indexed(make: Callable[..., sl.Index]) -> None:
    hits = make({"hidden": "Știri\0de seară"}).search("x", group_by="hidden")
    assert hits.groups is not None
    assert hits.groups[0].value == "stiri\0de seara"


def test_groups_with_counts_beside_them(make: Callable[..., sl.Index]) -> None:
    hits = make({"source": "A"}, {"source": "A"}).search("x", group_by="source", facets=["source"])
    assert list(hits.facets["source"]) == [("A", 2)]
    assert hits.groups is not None
    assert hits.groups[0].hits[0]["source"] == "A"


def test_hits_without_groups(make: Callable[..., sl.Index]) -> None:
    assert make({}).search("x").groups is None


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"group_by": "title"}, "a group needs a Keyword or Number field, which 'title' is not: use source or hidden"),
        ({"group_by": 3}, "group_by is the name of a field"),
        (
            {"group_by": "source", "ranking": sl.Ranking(rescore=lambda _: 1.0)},
            "group_by, collapse and rescore go one at a time",
        ),
    ],
)
def test_wrong_groups_are_refused(make: Callable[..., sl.Index], asked: dict[str, Any], message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        make({}).search("x", **asked)


def test_more_wrong_groups(make: Callable[..., sl.Index]) -> None:
    index = make({"source": "A"}, {"source": "B"})
    with pytest.raises(SchemaError, match="there is no field 'autor'"):
        index.search("x", group_by="autor")
    with pytest.raises(QueryError, match="the size of a group is a whole number from 1"):
        sl.GroupBy("source", 0)
    cursor = index.search("x", limit=1).after
    with pytest.raises(QueryError, match="of another question"):
        index.search("x", group_by="source", after=cursor)
    grouped = index.search("x", group_by="source").groups
    assert grouped is not None
    with pytest.raises(QueryError, match="there is no order behind these hits"):
        grouped[0].hits.cursor()


def test_grouping_keeps_to_the_time(make: Callable[..., sl.Index]) -> None:
    index = make(*({"source": f"s{number}"} for number in range(1_000)))
    with pytest.raises(QueryTimeoutError):
        index.search("x", group_by="source", limits=sl.Limits(seconds=1e-9))
    hits = index.search("x", group_by="source", limits=sl.Limits(seconds=1e-9, partial=True))
    assert not hits.complete
