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


def random_document(rng: random.Random, number: int) -> dict[str, Any]:
    words = ["de"] * 8 + ["la"] * 5 + ["mereu", *(f"w{n}" for n in range(10))]
    made: dict[str, Any] = {"id": f"{number}", "body": " ".join(rng.choices(words, k=rng.choice((1, 10, 100))))}
    if rng.random() < 0.5:
        made["title"] = " ".join(rng.choices(words, k=3))
    return made


@pytest.mark.parametrize("shares", [[150, 150], [1, 299], [100, 0, 120, 80]])
def test_parts_score_as_the_whole_with_summed_statistics(tmp_path: Path, shares: list[int]) -> None:
    rng = random.Random(f"{shares}")
    documents = [random_document(rng, number) for number in range(sum(shares))]
    whole_folder = tmp_path / "whole"
    with sl.create(whole_folder, SCHEMA) as writer:
        writer.add_many(documents)
    parts: list[sl.Index] = []
    rest = iter(documents)
    for number, share in enumerate(shares):
        with sl.create(tmp_path / f"{number}", SCHEMA) as writer:
            for _ in range(share):
                writer.add(next(rest))
            if share > 20:  # what is deleted counts nowhere
                for extra in range(5):
                    writer.add({**random_document(rng, 0), "id": f"extra{extra}"})
                writer.commit()
                for extra in range(5):
                    assert writer.delete(f"extra{extra}")
        parts.append(sl.open(tmp_path / f"{number}"))
    with sl.open(whole_folder) as whole:
        for query in QUERIES:
            statistics = sum((part.statistics(query) for part in parts), Statistics({}, {}))
            assert statistics == whole.statistics(query)
            right = {hit.key: hit.score for hit in whole.search(query, limit=1_000)}
            found = [hit for part in parts for hit in part.search(query, limit=1_000, statistics=statistics)]
            assert {hit.key: hit.score for hit in found} == right, "to the bit"
            if len(right) > 10 and shares[0] > 10:
                own = {hit.key: hit.score for hit in parts[0].search(query, limit=1_000)}
                assert own != {key: right[key] for key in own}, "with its own counts a part scores otherwise"
    for part in parts:
        part.close()


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
