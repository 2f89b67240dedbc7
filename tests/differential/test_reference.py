"""The library against the reference engine: random documents, random lives of an index, random queries."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given

import searchlib as sl
from reference.comparison import check, check_queries, reference_for
from reference.engine import ReferenceIndex
from reference.generators import SCHEMA, SYNONYMS, WORDS, Change, Generator, Story, add_to, random_schema, stories
from reference.seeds import chance
from searchlib.query import tree

COMMITS = 8


def apply_all(writer: Any, reference: ReferenceIndex, changes: list[Change]) -> None:
    """Make the same changes on both sides; both must say the same of each."""
    for change in changes:
        said, expected = add_to(writer, change), add_to(reference, change)
        assert said == expected, f"{change}: the library says {said!r}, the reference {expected!r}"


@pytest.mark.parametrize("seed", range(6))
def test_a_life_of_an_index(seed: int, tmp_path: Path, long_run: bool) -> None:
    rng = chance(seed)
    schema = random_schema(rng)
    generator = Generator(rng, longest=rng.choice((132, 132, 1_200)))
    reference = reference_for(schema)
    questions = 600 if long_run else 150
    matched = 0
    segments: list[int] = []
    with sl.create(tmp_path / "index", schema):
        pass
    for _ in range(COMMITS):
        with sl.open(tmp_path / "index") as before, before.writer() as writer:
            apply_all(writer, reference, [generator.change() for _ in range(rng.choice((1, 10, 40)))])
        with sl.open(tmp_path / "index") as index:
            matched += check_queries(index, reference, [generator.query() for _ in range(questions)], rng)
            segments.append(len(index.info().segments))
    with sl.open(tmp_path / "index") as index:
        with index.writer() as writer:
            writer.compact()
        compacted = index.refresh()
        assert len(compacted.info().segments) == 1
        matched += check_queries(compacted, reference, [generator.query() for _ in range(4 * questions)], rng)
    assert max(segments) > 2, "no test of several segments"
    assert matched > 4 * questions, "most queries found nothing: the test proves little"


def test_more_documents_than_a_window(tmp_path: Path, long_run: bool) -> None:
    rng = chance(99)
    generator = Generator(rng, longest=8)
    questions = 1_000 if long_run else 100
    reference = reference_for(SCHEMA)
    with sl.create(tmp_path / "index", SCHEMA):
        pass
    for documents in (4_300, 700):
        with sl.open(tmp_path / "index") as index, index.writer() as writer:
            changes = [Change(generator.document(generator.known + n)) for n in range(documents)]
            generator.known += documents
            changes += [Change(delete=f"d{rng.randrange(generator.known)}") for _ in range(documents // 5)]
            apply_all(writer, reference, changes)
        with sl.open(tmp_path / "index") as index:
            queries = [generator.query(rng.randrange(3)) for _ in range(questions)]
            assert check_queries(index, reference, queries, rng) > questions // 2
    with sl.open(tmp_path / "index") as index, index.writer() as writer:
        writer.compact()
    with sl.open(tmp_path / "index") as index:
        check_queries(index, reference, [generator.query(2) for _ in range(questions)], rng)
        for query in (several(generator, joined, count) for joined in (tree.And, tree.Or) for count in (2, 3, 5, 10)):
            for limit in (1, 3, 10, 100):
                check(index, reference, query, limit=limit)


def several(generator: Generator, joined: type[tree.And | tree.Or], count: int) -> tree.Query:
    """Return plain words, as people type them: what the engine may cut short where it cannot reach the top."""
    return joined(tuple(tree.Word(generator.rng.choice(WORDS), "body") for _ in range(count)))


@pytest.mark.parametrize("limit", [0, 1, 3, 10, 1_000])
def test_every_kind_of_query_at_every_limit(limit: int, tmp_path: Path) -> None:
    rng = chance(limit)
    generator = Generator(rng)
    reference = reference_for(SCHEMA)
    with sl.create(tmp_path / "index", SCHEMA) as writer:
        apply_all(writer, reference, [generator.change() for _ in range(150)])
    word, phrase = tree.Word("de"), tree.Phrase("de la")
    name, between = tree.KeywordIs("entity", "kim jong un"), tree.DateRange("date", 0, 1_761_325_058)
    kinds: list[tree.Query] = [
        *(word, phrase, name, between),
        *(tree.Undated("date"), tree.All(), tree.Nothing(), tree.Not(word), tree.Filter(word)),
        tree.Word("nord-coreenii"),
        tree.Word("mereu", "body"),
        tree.Or((word, phrase, word)),
        tree.And((word, phrase)),
        tree.And((word, tree.Not(phrase))),
        tree.And((word, name)),
        tree.And((word, between)),
        tree.And((word, between, name)),
        tree.And((tree.Or((word, phrase)), tree.Filter(tree.Word("bursa")))),
        tree.Or((name, word)),
        tree.Not(tree.Not(word)),
        tree.And((tree.All(), tree.Not(name))),
    ]
    with sl.open(tmp_path / "index") as index:
        for query in kinds:
            for sort in ("relevance", "newest", "oldest"):
                check(index, reference, query, limit=limit, sort=sort)


def test_an_index_without_documents(tmp_path: Path) -> None:
    generator = Generator(chance(5))
    reference = reference_for(SCHEMA)
    with sl.create(tmp_path / "index", SCHEMA):
        pass
    queries = [generator.query() for _ in range(50)]
    with sl.open(tmp_path / "index") as index:
        assert check_queries(index, reference, queries, chance(5)) == 0
        with index.writer() as writer:
            writer.add(id="d0", body="mereu de")
        with index.refresh().writer() as writer:
            writer.delete("d0")
        assert check_queries(index.refresh(), reference, queries, chance(5)) == 0


def rules_of(weight: float) -> sl.Synonyms:
    lines = [f"{words} => {', '.join(others)}" for words, others in SYNONYMS]
    return sl.Synonyms.parse("\n".join(lines), weight=weight)


@pytest.mark.parametrize("weight", [0.3, 1.0])
def test_synonyms(weight: float, tmp_path: Path, long_run: bool) -> None:
    rng = chance(round(weight * 100))
    generator = Generator(rng, longest=30)
    schema = random_schema(rng)
    reference = reference_for(schema, SYNONYMS, weight)
    unexpanded = reference_for(replace(schema, stop_words=False))
    with sl.create(tmp_path / "index", schema) as writer:
        changes = [generator.change() for _ in range(150)]
        apply_all(writer, reference, changes)
        for change in changes:
            add_to(unexpanded, change)
    more = 0
    with sl.open(tmp_path / "index", synonyms=rules_of(weight)) as index:
        for _ in range(600 if long_run else 150):
            query = rng.choice((generator.query, lambda: several(generator, rng.choice((tree.And, tree.Or)), 4)))()
            check(index, reference, query, limit=rng.choice((1, 10, 200)))
            if not schema.stop_words:
                before = set(unexpanded.matches(query))
                found = {hit.key for hit in index.search(query, limit=1_000)}
                assert found >= before
                more += found > before
    assert more or schema.stop_words, "no question found more by synonyms"


@given(stories())
def test_short_stories_with_synonyms(story: Story) -> None:
    reference = reference_for(SCHEMA, SYNONYMS, 0.8)
    with TemporaryDirectory() as folder:
        with sl.create(Path(folder) / "index", SCHEMA) as writer:
            for batch in story.batches:
                apply_all(writer, reference, batch)
        with sl.open(Path(folder) / "index", synonyms=rules_of(0.8)) as index:
            for query in story.queries:
                check(index, reference, query, limit=story.limit, offset=story.offset)


@given(stories())
def test_short_stories(story: Story) -> None:
    reference = reference_for(SCHEMA)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        with sl.create(path, SCHEMA):
            pass
        for batch in [*story.batches, None]:
            with sl.open(path) as index, index.writer() as writer:
                if batch is None:
                    writer.compact()
                else:
                    apply_all(writer, reference, batch)
            with sl.open(path) as index:
                for query in story.queries:
                    check(index, reference, query, limit=story.limit, offset=story.offset)
