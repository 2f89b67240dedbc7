"""Orders by a field, and cursors from page to page: against the reference engine, on several segments."""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
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
from reference.lives import live_and_check
from reference.paging import ordered
from searchlib.errors import QueryError, QueryTimeoutError
from searchlib.query import tree
from searchlib.results import Hits

FIELDS = ("source", "entity", "pages", "date")
SORTS = ("relevance", "newest", "oldest", *FIELDS, *(f"-{name}" for name in FIELDS))


def ranked(hits: Hits) -> list[Ranked]:
    return [Ranked(hit.key, hit.score) for hit in hits]


def check(path: Path, index: Any, reference: ReferenceIndex, query: tree.Query, rng: random.Random) -> int:
    """Insist that going page by page gives just what the reference orders; return how many documents match."""
    sort = rng.choice(SORTS)
    expected = ordered(reference, query, sort.replace("entity", "entities"))
    limit = rng.choice((1, 3, 7, len(reference) + 1))
    asked = f"{query!r} by {sort}, {limit} a page"
    hits = index.search(query, sort=sort, limit=limit)
    pages = [ranked(hits)]
    place = rng.randrange(len(hits)) if len(hits) else 0
    behind = ranked(index.search(query, sort=sort, limit=limit, after=hits.cursor(place))) if len(hits) else []
    assert behind == (expected[place + 1 : place + 1 + limit] if expected else []), asked
    while hits.after is not None:
        # Pages of another length, and pages that were not found ahead, are the same.
        fresh = sl.open(path) if rng.randrange(4) == 0 else index
        size = limit if rng.randrange(3) else limit + rng.randrange(3)
        hits = fresh.search(query, sort=sort, limit=size, after=hits.after)
        assert hits.before == sum(map(len, pages)), asked
        pages.append(ranked(hits))
    assert [one for page in pages for one in page] == expected, asked
    return len(expected)


@pytest.mark.parametrize("seed", range(3))
def test_pages_are_those_of_the_reference(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "index"
    assert live_and_check(seed, path, partial(check, path)) > 1_000


@given(
    sizes=st.lists(st.sampled_from((1, 2, 127, 128, 129, 255, 256, 257)), min_size=1, max_size=3),
    limit=st.sampled_from((1, 7, 127, 128, 129, 257)),
    sort=st.sampled_from((*SORTS[:3], "n", "-n", "date", "-date", "source", "-source")),
    question=st.sampled_from((tree.All(), tree.Word("x", "body"), tree.Or((tree.Word("x"), tree.Word("y"))))),
)
def test_edges_of_blocks(sizes: list[int], limit: int, sort: str, question: tree.Query) -> None:
    schema = sl.Schema(fields={"body": sl.Text("simple"), "source": sl.Keyword(), "date": sl.Date(), "n": sl.Number()})
    reference = reference_for(schema)
    number = 0
    with TemporaryDirectory() as folder:
        for size in sizes:
            with sl.open_or_create(folder, schema, policy="none") as writer:
                for _ in range(size):
                    document: dict[str, Any] = {"id": f"d{number}", "body": "x " * (number % 3) + "y" * (number % 2)}
                    document |= {"n": [number % 7, -number % 5]} if number % 6 else {}
                    document |= {"source": f"S{number * 7 % 17}"} if number % 5 else {}
                    document |= {"date": date(2025, 1, 1) + timedelta(number % 40)} if number % 4 else {}
                    for target in (writer, reference):
                        add_to(target, Change(document))
                    number += 1
        with sl.open(folder) as index:
            expected = ordered(reference, question, sort)
            found: list[Ranked] = []
            hits = index.search(question, sort=sort, limit=limit)
            found += ranked(hits)
            while hits.after is not None:
                hits = index.search(question, sort=sort, limit=limit, after=hits.after)
                found += ranked(hits)
            assert found == expected


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., sl.Index]:
    """What makes an index of documents with a title, a source, a date and a price."""

    def made(*documents: dict[str, Any]) -> sl.Index:
        fields = {"title": sl.Text("simple"), "date": sl.Date(), "source": sl.Keyword(), "price": sl.Number()}
        with sl.create(tmp_path / "index", sl.Schema(fields=fields), overwrite=True) as writer:
            for number, document in enumerate(documents):
                writer.add({"id": number, "title": "x", **document})
        return sl.open(tmp_path / "index")

    return made


@pytest.fixture
def index(make: Callable[..., sl.Index]) -> sl.Index:
    """Five documents, in whose middle a page ends."""
    return make(*({"price": price} for price in (3, -1.5, 20, 3)), {})


def keys(hits: Hits) -> str:
    return "".join(hit.key for hit in hits)


def test_a_field_then_the_score_then_the_order_of_documents(make: Callable[..., sl.Index]) -> None:
    index = make(
        {"title": "x y", "price": 1},
        {"title": "x x", "price": 1},
        {"title": "x x", "price": 1, "date": "2025-01-01"},
        {"price": [7, 0.5]},
        {},
    )
    assert keys(index.search("x", sort="price")) == "32104"
    assert keys(index.search("x", sort="-price")) == "32104"
    assert index.search("x", sort="price")[1].score > 0


def test_the_next_page_begins_behind_the_last_hit(index: sl.Index) -> None:
    first = index.search("x", sort="-price", limit=2)
    second = index.search("x", sort="-price", limit=2, after=first.after)
    third = index.search("x", sort="-price", limit=2, after=second.after)
    assert [keys(first), keys(second), keys(third)] == ["20", "31", "4"]
    assert third.after is None
    assert keys(index.search("x", sort="-price", after=first.cursor(0))) == "0314"
    assert keys(index.search("x", sort="-price", limit=0, after=first.after)) == ""


def test_a_page_behind_an_offset_and_of_a_page_that_is_full_but_last(index: sl.Index) -> None:
    hits = index.search("x", sort="price", limit=2, offset=3)
    assert keys(hits) == "24"
    assert hits.after is not None
    behind = index.search("x", sort="price", limit=2, after=hits.after)
    assert (keys(behind), behind.after, behind.total) == ("", None, 5)


def test_trees_made_of_lists_have_pages_too(index: sl.Index) -> None:
    query = tree.Or([tree.Word("x"), tree.Word("y")])  # type: ignore[arg-type]
    first = index.search(query, limit=2)
    assert keys(index.search(query, limit=2, after=first.after)) == "23"


def test_search_many_gives_cursors_too(index: sl.Index) -> None:
    [hits] = index.search_many(["x"], limit=2)
    assert keys(index.search("x", after=hits.after)) == "234"


def test_cursors_hold_in_one_question_and_generation_only(index: sl.Index, tmp_path: Path) -> None:
    cursor = index.search("x", limit=2).after
    assert cursor is not None
    with sl.create(tmp_path / "other", index.schema) as writer:
        writer.add_many({"id": number, "title": "x"} for number in range(5))
    other = sl.open(tmp_path / "other")
    older = sl.Ranking(half_life=3)
    for where, asked in ((index, {"sort": "newest"}), (index, {"ranking": older}), (other, {})):
        with pytest.raises(QueryError, match="of another question, another order or another index"):
            where.search("x", after=cursor, **asked)  # type: ignore[arg-type]
    with pytest.raises(QueryError, match="of another question, another order or another index"):
        index.search("x x", after=cursor)
    with sl.open_or_create(tmp_path / "index") as writer:
        writer.add(title="x")
    with pytest.raises(QueryError, match="of generation 1 of the index, and this is generation 2: ask for"):
        index.refresh().search("x", after=cursor)


@pytest.mark.parametrize("spoil", ["", "x", "ţ", "a" * 44, 3, b"abc"])
def test_what_is_no_cursor_is_refused(index: sl.Index, spoil: Any) -> None:
    with pytest.raises(QueryError, match=re.escape(f"{spoil!r} is no cursor")):
        index.search("x", after=spoil)


def test_no_byte_of_a_cursor_can_be_changed(index: sl.Index) -> None:
    raw = base64.urlsafe_b64decode(index.search("x", limit=2).after or "")
    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 1
        with pytest.raises(QueryError, match=r"cursor"):
            index.search("x", after=base64.urlsafe_b64encode(changed).decode())


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"sort": "title"}, "an order needs a Keyword, Number or Date field, which 'title' is not: use date, source"),
        ({"sort": "autor"}, "there is no order 'autor': use relevance, newest, oldest, or a field"),
        ({"sort": ""}, "there is no order ''"),
        ({"sort": 3}, "there is no order 3"),
        ({"offset": 1}, "offset counts from the first hit"),
        ({"ranking": sl.Ranking(rescore=lambda _: 1.0)}, "hits that are rescored have no order behind them"),
    ],
)
def test_wrong_orders_and_pages_are_refused(index: sl.Index, asked: dict[str, Any], message: str) -> None:
    cursor = index.search("x", limit=2).after
    with pytest.raises(QueryError, match=re.escape(message)):
        index.search("x", after=cursor, **asked)


def test_hits_that_were_rescored_give_no_cursor(index: sl.Index) -> None:
    hits = index.search("x", limit=2, ranking=sl.Ranking(rescore=lambda hit: -float(hit.key)))
    assert keys(hits) == "01"
    with pytest.raises(QueryError, match="there is no order behind these hits"):
        hits.cursor()
    with pytest.raises(IndexError):
        hits.cursor(2)


def test_pages_under_other_statistics_and_a_half_life(index: sl.Index) -> None:
    asked: dict[str, Any] = {"limit": 2, "statistics": index.statistics("x")}
    first = index.search("x", **asked)
    assert keys(index.search("x", after=first.after, **asked)) == "23"
    asked = {"limit": 2, "ranking": sl.Ranking(half_life=1, now="2025-01-01")}
    first = index.search("x", **asked)
    assert keys(index.search("x", after=first.after, **asked)) == "23"


def test_orders_keep_to_the_time(make: Callable[..., sl.Index]) -> None:
    index = make(*({"price": number} for number in range(1_000)))
    with pytest.raises(QueryTimeoutError):
        index.search("x", sort="price", limits=sl.Limits(seconds=1e-9))
    hits = index.search("x", sort="price", limits=sl.Limits(seconds=1e-9, partial=True))
    assert not hits.complete
    asked: dict[str, Any] = {"limit": 2, "sort": "oldest"}
    cursor = index.search("x", **asked).after
    partial = index.search("x", after=cursor, limits=sl.Limits(seconds=1e-9, partial=True), **asked)
    assert not partial.complete
    assert keys(index.search("x", after=cursor, **asked)) == "23"
