"""Copies that are left out: against comparing every hit with every other, on several segments, page by page."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib as sl
from reference.comparison import reference_for
from reference.copies import runs_of, without_copies
from reference.engine import ReferenceIndex
from reference.generators import Change, add_to
from reference.paging import ordered
from reference.seeds import chance
from searchlib.errors import QueryError, QueryTimeoutError, SchemaError
from searchlib.query import tree
from searchlib.results import Hits
from searchlib.results.collapsing import shingles

WORDS = ("guvern", "Știre", "fața", "ministru", "leu", "n-a", "Москва", "24.10", "a", "b")
SCHEMA = sl.Schema(fields={"title": sl.Text("simple"), "body": sl.Text("simple"), "date": sl.Date()})


def edited(rng: random.Random, text: str) -> str:
    """Return a text with some of its words changed, left out or doubled, as who prints an agency does."""
    words = text.split()
    for _ in range(rng.choice((0, 1, 1, 2, 5))):
        if words:
            at = rng.randrange(len(words))
            words[at : at + rng.randrange(2)] = [rng.choice(WORDS) for _ in range(rng.randrange(3))]
    return " ".join(words)


def archive(rng: random.Random, count: int) -> list[dict[str, Any]]:
    """Return documents, many of which are copies of others."""
    documents: list[dict[str, Any]] = []
    for number in range(count):
        if documents and rng.randrange(2):
            body = edited(rng, rng.choice(documents).get("body", ""))
        else:
            body = " ".join(rng.choice(WORDS) for _ in range(rng.choice((0, 1, 3, 4, 5, 12, 40))))
        documents.append({"id": f"d{number}", "title": f"x {body[:9]}", **({"body": body} if body else {})})
    return documents


def told(hits: Hits) -> list[tuple[str, list[str]]]:
    assert hits.copies is not None
    assert [len(copies) for copies in hits.copies] == [copies.total for copies in hits.copies]
    return [(hit.key, [one.key for one in copies]) for hit, copies in zip(hits, hits.copies, strict=True)]


def expected(reference: ReferenceIndex, query: tree.Query, sort: str, how: sl.Collapse, count: int) -> Any:
    documents = {key: entry.source for key, entry in reference.entries.items()}
    ranking = [one.key for one in ordered(reference, query, sort)]
    return without_copies(ranking, documents, how.field or "body", how.similarity, count)


@pytest.mark.parametrize("seed", range(4))
def test_copies_are_those_of_the_reference(seed: int, tmp_path: Path) -> None:
    rng = chance(seed)
    reference = reference_for(SCHEMA)
    left_out = 0
    documents = archive(rng, 150)
    for first in range(0, len(documents), 50):
        with sl.open_or_create(tmp_path / "index", SCHEMA) as writer:
            for document in documents[first : first + 50]:
                for target in (writer, reference):
                    add_to(target, Change(document))
            for key in (f"d{rng.randrange(first + 50)}" for _ in range(3)):
                assert writer.delete(key) == reference.delete(key)
    with sl.open(tmp_path / "index") as index:
        assert len(index.info().segments) > 1
        for _ in range(40):
            query = rng.choice((tree.All(), tree.Word("x"), tree.Word(rng.choice(WORDS))))
            how = sl.Collapse(rng.choice((None, "body", "title")), rng.choice((0.05, 0.3, 0.5, 0.8, 1.0, 1)))
            limit, offset, sort = (
                rng.choice((1, 5, 40, 200)),
                rng.choice((0, 0, 3)),
                rng.choice(("relevance", "newest")),
            )
            hits = index.search(query, limit=limit, offset=offset, sort=sort, collapse=how)
            wanted = expected(reference, query, sort, how, offset + limit)[offset:]
            assert told(hits) == wanted, (query, how, limit, offset)
            assert hits.total == reference.count(query)
            left_out += sum(len(copies) for _, copies in wanted)
    assert left_out > 100


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from((*WORDS, "_", "-", "Ǆ", "ß", "ﬀ", "٣", "²")), max_size=9).map(" ".join)
)
def test_runs_of_words(text: str) -> None:
    assert {" ".join(run) for run in shingles(text)} == runs_of(text)


@given(
    common=st.integers(0, 40),
    one=st.integers(0, 6),
    other=st.integers(0, 6),
    similarity=st.sampled_from((0.25, 0.5, 1.0)),
)
def test_edges_of_the_similarity(common: int, one: int, other: int, similarity: float) -> None:
    shared = [f"w{n}" for n in range(common)]
    bodies = [" ".join(shared + [f"{name}{n}" for n in range(size)]) for name, size in (("a", one), ("b", other))]
    a, b = map(runs_of, bodies)
    with TemporaryDirectory() as folder:
        with sl.create(folder, SCHEMA) as writer:
            for body in bodies:
                writer.add(title="x", body=body)
        copied = bool(a & b) and len(a & b) >= similarity * len(a | b)
        if bodies[0] != bodies[1]:
            hits = sl.open(folder).search("x", collapse=sl.Collapse(similarity=similarity))
            assert len(hits) == (1 if copied else 2)


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., sl.Index]:
    """What makes an index of documents with these bodies."""

    def made(*bodies: str | None) -> sl.Index:
        fields = {"title": sl.Text("simple"), "body": sl.Text("simple"), "hidden": sl.Text(stored=False)}
        with sl.create(tmp_path / "index", sl.Schema(fields={**fields, "source": sl.Keyword()})) as writer:
            for number, body in enumerate(bodies):
                writer.add({"id": number, "title": "x"} | ({} if body is None else {"body": body}))
        return sl.open(tmp_path / "index")

    return made


AGENCY = "guvernul a decis marți în ședința de la București că prețul gazelor rămâne plafonat până în primăvară"


def test_copies_of_an_agency_are_shown_once(make: Callable[..., sl.Index]) -> None:
    index = make(AGENCY, "altceva", AGENCY.upper().replace("Ș", "Ş"), f"BUCUREȘTI, 3 oct. {AGENCY}.", None, None)
    hits = index.search("x", collapse=True)
    assert told(hits) == [("0", ["2", "3"]), ("1", []), ("4", []), ("5", [])]
    assert hits.copies is not None
    assert hits.copies[0][1]["body"].endswith(f"{AGENCY}.")
    assert index.search("x").copies is None
    assert index.search("x", collapse=False).copies is None


def test_pages_without_copies(make: Callable[..., sl.Index]) -> None:
    index = make(*(f"{AGENCY} {'y' * (n % 3)}" if n % 2 else f"{n} " * 9 for n in range(60)))
    asked: dict[str, Any] = {"limit": 3, "collapse": True}
    first = index.search("title:x", **asked)
    assert [hit.key for hit in first] == ["0", "1", "2"]
    second = index.search("title:x", after=first.after, **asked)
    assert (second[0].key, second.before) == ("3", 3)  # a page does not know what another one showed
    assert told(index.search("title:x", offset=2, **asked)) == [("2", []), ("4", []), ("6", [])]
    with pytest.raises(QueryError, match="of another question"):
        index.search("title:x", limit=3, after=first.after)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"collapse": "body"}, "collapse is True, or Collapse(field, similarity), not 'body'"),
        ({"collapse": sl.Collapse("hidden")}, "copies are told by a text field that is stored, which 'hidden' is not"),
        ({"collapse": sl.Collapse("source")}, "which 'source' is not"),
        ({"collapse": True, "group_by": "source"}, "group_by, collapse and rescore go one at a time"),
        ({"collapse": True, "ranking": sl.Ranking(rescore=lambda _: 1.0)}, "go one at a time"),
    ],
)
def test_wrong_ways_to_collapse_are_refused(make: Callable[..., sl.Index], asked: dict[str, Any], message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        make("a").search("x", **asked)


@pytest.mark.parametrize("similarity", [0, -1, 1.1, "0.5", True, float("nan")])
def test_impossible_similarities_are_refused(similarity: Any) -> None:
    with pytest.raises(QueryError, match="the similarity of copies is a number above 0 and at most 1"):
        sl.Collapse(similarity=similarity)


def test_schemas_without_text_and_unknown_fields(make: Callable[..., sl.Index], tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="there is no field 'autor'"):
        make("a").search("x", collapse=sl.Collapse("autor"))
    with sl.create(tmp_path / "other", sl.Schema(fields={"n": sl.Number()})):
        pass
    with pytest.raises(QueryError, match="the schema has none"):
        sl.open(tmp_path / "other").search(tree.All(), collapse=True)


def test_collapsing_keeps_to_the_time(make: Callable[..., sl.Index]) -> None:
    index = make(*("a b c d e" for _ in range(300)))
    with pytest.raises(QueryTimeoutError):
        index.search("x", collapse=True, limits=sl.Limits(seconds=1e-9))
    assert not index.search("x", collapse=True, limits=sl.Limits(seconds=1e-9, partial=True)).complete
