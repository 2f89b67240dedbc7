"""Statistics from outside: several indexes score as one."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

import searchlib as sl
from searchlib.errors import QueryError
from searchlib.search.statistics import FieldTotals, Statistics

SCHEMA = sl.Schema(
    fields={"id": sl.Stored(), "title": sl.Text("whitespace"), "body": sl.Text("whitespace"), "date": sl.Date()}
)


def make(folder: Path, *keys: str) -> Path:
    with sl.create(folder, SCHEMA) as writer:
        for key in keys:
            writer.add(id=key, body=f"de la {key}")
    return folder


QUERIES = ["de", "body:la", "de la mereu", '"de la"', "de -w3", "+la w1 w2 w9 nimic", "title:de OR w4", "w5 w5"]
PATTERNS = [
    "w*", "me* w3", "dee~1 OR la~2", "w12~2/1", "/w[0-4]|la/", "?a -w*", "w* NEAR/2 de", "la~1 ADJ/3 (w* OR /m.*/)",
    '"de w1"~2', "title:w*^2.5 de", "+w? la", "(de w*)^0.3", "w*^=4", "*", "title:*", "zz*",
]  # fmt: skip


def random_document(rng: random.Random, number: int) -> dict[str, Any]:
    words = ["de"] * 8 + ["la"] * 5 + ["mereu", *(f"w{n}" for n in range(10))]
    made: dict[str, Any] = {"id": f"{number}", "body": " ".join(rng.choices(words, k=rng.choice((1, 10, 100))))}
    if rng.random() < 0.5:
        made["title"] = " ".join(rng.choices(words, k=3))
    return made


def divided(folder: Path, shares: list[int]) -> tuple[sl.Index, list[sl.Index]]:
    """Make an index of random documents, and several that share them."""
    rng = random.Random(f"{shares}")
    documents = [random_document(rng, number) for number in range(sum(shares))]
    with sl.create(folder / "whole", SCHEMA) as writer:
        writer.add_many(documents)
    parts: list[sl.Index] = []
    rest = iter(documents)
    for number, share in enumerate(shares):
        with sl.create(folder / f"{number}", SCHEMA) as writer:
            for _ in range(share):
                writer.add(next(rest))
            if share > 20:  # what is deleted counts nowhere
                for extra in range(5):
                    writer.add({**random_document(rng, 0), "id": f"extra{extra}"})
                writer.commit()
                for extra in range(5):
                    assert writer.delete(f"extra{extra}")
        parts.append(sl.open(folder / f"{number}"))
    return sl.open(folder / "whole"), parts


def summed(query: str, parts: list[sl.Index]) -> Statistics:
    return sum((part.statistics(query) for part in parts), Statistics({}, {}))


@pytest.mark.parametrize("shares", [[150, 150], [1, 299], [100, 0, 120, 80]])
def test_parts_score_as_the_whole_with_summed_statistics(tmp_path: Path, shares: list[int]) -> None:
    whole, parts = divided(tmp_path, shares)
    with whole:
        for query in QUERIES + PATTERNS:
            statistics = summed(query, parts)
            assert {key: n for key, n in statistics.document_frequencies.items() if n} == {
                key: n for key, n in whole.statistics(query).document_frequencies.items() if n
            }
            assert statistics.fields == whole.statistics(query).fields
            right = {hit.key: hit.score for hit in whole.search(query, limit=1_000)}
            found = [hit for part in parts for hit in part.search(query, limit=1_000, statistics=statistics)]
            assert {hit.key: hit.score for hit in found} == right, "to the bit"
            if query in QUERIES and len(right) > 10 and shares[0] > 10:
                own = {hit.key: hit.score for hit in parts[0].search(query, limit=1_000)}
                assert own != {key: right[key] for key in own}, "with its own counts a part scores otherwise"
    for part in parts:
        part.close()


@pytest.mark.parametrize("terms", [1, 2, 5, 9])
@pytest.mark.parametrize("ranking", [None, sl.Ranking(half_life=7, now="2025-01-01")], ids=["plain", "recent"])
def test_patterns_of_parts_are_cut_as_those_of_the_whole(
    tmp_path: Path, terms: int, ranking: sl.Ranking | None
) -> None:
    """Which words are the commonest is told by all parts together."""
    whole, parts = divided(tmp_path, [120, 30, 90])
    limits = sl.Limits(terms=terms)
    differs = False
    with whole:
        for query in PATTERNS:
            statistics = summed(query, parts)
            expected = whole.search(query, limit=1_000, limits=limits, ranking=ranking)
            found = [
                part.search(query, limit=1_000, limits=limits, ranking=ranking, statistics=statistics) for part in parts
            ]
            assert {hit.key: hit.score for hits in found for hit in hits} == {hit.key: hit.score for hit in expected}
            assert {hits.complete for hits in found} == {expected.complete}
            own = [part.search(query, limit=1_000, limits=limits, ranking=ranking) for part in parts]
            differs |= {hit.key for hits in own for hit in hits} != {hit.key for hit in expected}
    assert differs or terms > 5, "without the statistics the parts would be cut otherwise"
    for part in parts:
        part.close()


def test_statistics_that_lack_what_a_pattern_stands_for(tmp_path: Path) -> None:
    with sl.open(make(tmp_path / "a", "one", "two")) as index, sl.open(make(tmp_path / "b", "one")) as other:
        with pytest.raises(QueryError, match="lack the term two"):
            index.search("t*", statistics=other.statistics("t*"))
        assert len(index.search("o*", statistics=other.statistics("o*"))) == 1


@pytest.mark.parametrize(
    "statistics",
    [
        Statistics({}, {}),
        Statistics({"body": FieldTotals(3, 9), "title": FieldTotals(3, 9)}, {}),
        Statistics({"body": FieldTotals(3, 9), "title": FieldTotals(0, 0)}, {("body", "de"): 4, ("title", "de"): 0}),
    ],
    ids=["nothing", "no terms", "a term in more documents than there are"],
)
def test_statistics_that_make_no_sense(tmp_path: Path, statistics: Statistics) -> None:
    with sl.open(make(tmp_path, "x", "y", "z")) as index, pytest.raises(QueryError):
        index.search("de", statistics=statistics)
