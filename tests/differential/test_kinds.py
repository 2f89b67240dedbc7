"""The rarer kinds of queries against the reference engine: documents, order, scores."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import searchlib as sl
from reference.comparison import check, check_queries, reference_for
from reference.generators import add_to
from reference.kind_generators import KIND_SCHEMA, KindGenerator
from reference.seeds import chance

COMMITS = 5


@pytest.mark.parametrize("seed", range(4))
def test_a_life_of_an_index(seed: int, tmp_path: Path, long_run: bool) -> None:
    rng = chance(1_000 + seed)
    schema = replace(KIND_SCHEMA, stop_words=rng.random() < 0.5, exact_boost=rng.choice((0.0, 0.2)))
    generator = KindGenerator(rng, longest=rng.choice((30, 132)))
    reference = reference_for(schema)
    questions = 400 if long_run else 80
    matched = 0
    with sl.create(tmp_path / "index", schema):
        pass
    for _ in range(COMMITS):
        with sl.open(tmp_path / "index") as before, before.writer() as writer:
            for change in [generator.change() for _ in range(rng.choice((1, 10, 40)))]:
                assert add_to(writer, change) == add_to(reference, change)
        with sl.open(tmp_path / "index") as index:
            matched += check_queries(index, reference, [generator.query(2) for _ in range(questions)], rng)
            matched += check_queries(index, reference, [generator.kind() for _ in range(questions)], rng)
    with sl.open(tmp_path / "index") as index:
        with index.writer() as writer:
            writer.compact()
        compacted = index.refresh()
        assert len(compacted.info().segments) == 1
        matched += check_queries(compacted, reference, [generator.query(2) for _ in range(4 * questions)], rng)
    assert matched > 4 * questions, "most queries found nothing: the test proves little"


@pytest.mark.parametrize("joined", [False, True])
@pytest.mark.parametrize("seed", range(2))
def test_fields_of_different_weights(joined: bool, seed: int, tmp_path: Path) -> None:
    rng = chance(2_000 + seed)
    k1, b = rng.choice([(1.2, 0.75), (0.0, 0.75), (2.0, 0.3)])
    fields = {
        **KIND_SCHEMA.fields,
        "title": sl.Text(weight=rng.choice((2.5, 0.3, 1.0))),
        "body": sl.Text(weight=rng.choice((1.0, 1.7))),
    }
    schema = replace(KIND_SCHEMA, fields=fields, joined=joined, k1=k1, b=b)
    generator = KindGenerator(rng, longest=30)
    reference = reference_for(schema)
    with sl.create(tmp_path / "index", schema, policy="none") as writer:
        for number in range(250):
            change = generator.change()
            assert add_to(writer, change) == add_to(reference, change)
            if number % 90 == 89:
                writer.commit()
    with sl.open(tmp_path / "index") as index:
        assert index.schema == schema
        queries = [generator.query(2) for _ in range(250)]
        assert check_queries(index, reference, queries, rng) > 100
        for query in queries[:40]:
            hits = index.search(query, limit=3)
            for doc, hit in zip(hits.ids.tolist(), hits, strict=True):
                explanation = index.explain(query, doc)
                assert explanation is not None
                assert explanation.score == hit.score


def test_each_kind_at_each_limit(tmp_path: Path) -> None:
    rng = chance(77)
    generator = KindGenerator(rng, longest=20)
    reference = reference_for(KIND_SCHEMA)
    with sl.create(tmp_path / "index", KIND_SCHEMA) as writer:
        for change in [generator.change() for _ in range(300)]:
            assert add_to(writer, change) == add_to(reference, change)
    with sl.open(tmp_path / "index") as index:
        for query in [generator.kind() for _ in range(150)]:
            for limit in (1, 3, 1_000):
                check(index, reference, query, limit=limit)
            check(index, reference, query, limit=5, sort="newest")
            check(index, reference, query, limit=5, sort="oldest")
