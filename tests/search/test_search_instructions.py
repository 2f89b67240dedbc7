"""Every level of instructions gives the same results, whatever the parameters of scoring and the shape of the index."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchlib as sl
from reference.comparison import check, reference_for
from reference.generators import SCHEMA as STORIES
from reference.generators import Story, add_to, stories
from reference.seeds import chance
from search.test_search_plans import FIRST, SCHEMA, WEIGHTS, WORDS, filtered, printed, questions, words
from searchlib.query import And, Or, Query
from searchlib.search import Statistics
from searchlib.search.native import instruction_levels, use_instructions

LEVELS = instruction_levels()
PLANS = ("term", "conjunction", "groups", "disjunction", "phrase", "pruned")
LIMITS = (1, 3, 10, 100, 1_000)
PARAMETERS = [(1.2, 0.75), (0.0, 0.75), (1.2, 1.0), (1.2, 0.0), (3.0, 0.75), (0.4, 0.2), (3.0, 1.0)]

Answers = list[Any]


@pytest.fixture(autouse=True)
def best_again() -> Iterator[None]:
    """Go on with the level that was in use, whatever a test chose."""
    before = sl.instructions
    yield
    use_instructions(before)


def test_the_levels_are_those_of_the_processor() -> None:
    assert LEVELS[0] == "baseline"
    assert len(LEVELS) == len(set(LEVELS))
    assert sl.instructions in LEVELS
    for level in LEVELS:
        use_instructions(level)
        assert sl.instructions == level


def test_a_level_that_is_none_is_refused() -> None:
    before = sl.instructions
    with pytest.raises(sl.SearchlibError, match=r'cannot run instructions "mmx", only baseline'):
        use_instructions("mmx")
    assert sl.instructions == before


def said(program: str, *arguments: str, instructions: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a process of its own that has the variable set."""
    environment = os.environ | {"SEARCHLIB_INSTRUCTIONS": instructions}
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("level", ["", *LEVELS])
def test_the_variable_chooses_the_level(level: str) -> None:
    ran = said("import searchlib; print(searchlib.instructions)", instructions=level)
    assert ran.stdout.splitlines()[-1:] == [level or LEVELS[-1]]


def test_a_variable_that_names_no_level_is_an_error(tmp_path: Path) -> None:
    with sl.create(tmp_path) as writer:
        for n in range(5):
            writer.add(id=n, title="de la")
    program = "import sys, searchlib; list(searchlib.open(sys.argv[1]).search('de'))"
    for wanted in ("x86-64-v9", "v3", " baseline"):
        ran = said(program, str(tmp_path), instructions=wanted)
        assert ran.returncode == 1
        assert f'SearchlibError: SEARCHLIB_INSTRUCTIONS: this processor cannot run instructions "{wanted}"' in (
            ran.stderr
        )
    command = "import sys; from searchlib.__main__ import main; sys.exit(main())"
    ran = said(command, "search", "--index", str(tmp_path), "de", instructions="mmx")
    assert ran.returncode != 0
    assert 'SEARCHLIB_INSTRUCTIONS: this processor cannot run instructions "mmx"' in ran.stderr
    assert "Traceback" not in ran.stderr


# ------------------------------------------------------------ large indexes


@pytest.fixture(scope="module", params=PARAMETERS, ids=lambda pair: f"k1={pair[0]},b={pair[1]}")
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sl.Index]:
    """An index of segments that each have another average length, so that their bounds have to be widened."""
    k1, b = request.param
    path = tmp_path_factory.mktemp("levels") / "index"
    rng = random.Random(f"{k1} {b}")
    lengths = [(1, 2, 3), (1, 30, 200), (20, 40)]
    with sl.create(path, replace(SCHEMA, k1=k1, b=b), policy="none") as writer:
        for (begin, end), of_part in zip(pairwise([0, 2_500, 3_000, 4_200]), lengths, strict=True):
            for number in range(begin, end):
                chosen = rng.choices(WORDS, WEIGHTS, k=rng.choice(of_part))
                writer.add(
                    id=number,
                    body=" ".join(chosen),
                    printed=" ".join(word + rng.choice("aaăâ") for word in chosen[:20]),
                    date=FIRST + timedelta(days=rng.randrange(900)) if rng.random() < 0.97 else None,
                    tags=[tag for tag, share in (("half", 0.5), ("some", 0.05)) if rng.random() < share],
                )
            writer.commit()
        for number in rng.sample(range(4_200), 500):
            writer.delete(str(number))
    with sl.open(path) as opened:
        assert len(opened.info().segments) == 3
        yield opened


def asked(rng: random.Random) -> list[Query]:
    """Return questions for every plan, with and without filters and boosts."""
    queries = [questions(rng, plan) for plan in PLANS for _ in range(6)]
    queries += [printed(rng, questions(rng, plan)) for plan in PLANS for _ in range(3)]
    phrases = [" ".join(word.text for word in words(rng, count)) for count in (2, 2, 2, 3)]
    queries += [filtered(rng, sl.phrase(text)) for text in ("w0 w1", "w1 w0 w2", "w3 w0", *phrases)]
    return queries + [filtered(rng, Or(tuple(words(rng, count)))) for count in (1, 2, 3, 8, 20) for _ in range(2)]


def answers(index: sl.Index, queries: list[Query], statistics: list[Statistics | None]) -> Answers:
    """Return what the plans find, at every limit, and hold it against scoring every match."""
    found: Answers = []
    for query, outside in zip(queries, statistics, strict=True):
        prepared = index.prepare(query, statistics=outside)
        documents, scores = prepared.top_exhaustively(10_000)
        found.append((prepared.count(), documents.tolist(), scores.tolist()))
        assert found[-1][0] == len(documents), str(query)
        for k in LIMITS:
            top = prepared.top(k)
            assert (top[0].tolist(), top[1].tolist()) == (documents[:k].tolist(), scores[:k].tolist()), (k, str(query))
    return found


def at_all_levels(index: sl.Index, queries: list[Query], statistics: list[Statistics | None]) -> Answers:
    found: list[Answers] = []
    for level in LEVELS:
        use_instructions(level)
        found.append(answers(index, queries, statistics))
        assert found[-1] == found[0], level
    return found[0]


def test_all_levels_agree_with_scoring_everything(index: sl.Index) -> None:
    queries = asked(random.Random(2))
    found = at_all_levels(index, queries, [None] * len(queries))
    assert sum(count > 100 for count, _, _ in found) > 20, "questions that find little prove little"
    assert {index.prepare(query).plan for query in queries} >= set(PLANS) - {"groups"}


@pytest.mark.parametrize("length", [0.02, 0.5, 1.0, 3.0, 50.0])
def test_all_levels_agree_under_statistics_from_outside(index: sl.Index, length: float) -> None:
    """With averages far above and below those that the bounds were made with."""
    queries = asked(random.Random(3))[::2]
    statistics: list[Statistics | None] = []
    for query in queries:
        own = index.statistics(query)
        fields = {
            name: type(totals)(totals.documents * 2, round(totals.length * 2 * length) or 1)
            for name, totals in own.fields.items()
        }
        terms = {term: count + count // 2 for term, count in own.document_frequencies.items()}
        statistics.append(Statistics(fields, terms))
    at_all_levels(index, queries, statistics)


# ------------------------------------------------------------ small ones, against an engine that shares no code


@pytest.mark.parametrize(("k1", "b"), PARAMETERS)
@given(story=stories())
@settings(max_examples=15)
def test_all_levels_agree_with_the_reference(k1: float, b: float, story: Story) -> None:
    schema = replace(STORIES, k1=k1, b=b)
    reference = reference_for(schema)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        with sl.create(path, schema, policy="none") as writer:
            for batch in story.batches:
                for change in batch:
                    assert add_to(writer, change) == add_to(reference, change)
                writer.commit()
        with sl.open(path) as index:
            for level in LEVELS:
                use_instructions(level)
                for query in story.queries:
                    for limit in (1, 3, 10):
                        check(index, reference, query, limit=limit, offset=story.offset)


@pytest.mark.parametrize("documents", [1, 127, 128, 129, 255, 256, 257, 1_000])
def test_all_levels_agree_with_the_reference_at_the_ends_of_blocks(tmp_path: Path, documents: int) -> None:
    """Terms in all documents, in all but one, in every second to twentieth, at the ends; frequencies beyond rows."""
    rng = chance(documents)
    schema = sl.Schema(fields={"id": sl.Stored(), "body": sl.Text("whitespace", exact=False)}, key=("id",))
    reference = reference_for(schema)
    with sl.create(tmp_path, schema) as writer:
        for n in range(documents):
            body = ["all"] * rng.choice((1, 1, 2, 7, 8, 9, 30))
            body += ["most"] * (n != documents // 2) + ["ends"] * (n in (0, documents - 1))
            body += [f"each{step}" for step in (2, 7, 8, 9, 20) if n % step == step - 1]
            body += ["rest"] * rng.choice((0, 0, 3, 60))
            document = {"id": f"{n}", "body": " ".join(body)}
            assert writer.add(document) == reference.add(document)
    terms = ["all", "most", "ends", "each2", "each7", "each8", "each9", "each20", "rest", "none"]
    queries = [sl.word(term, "body") for term in terms]
    for _ in range(30):
        several = [sl.word(rng.choice(terms), "body") for _ in range(rng.choice((2, 3, 5)))]
        queries += [rng.choice((And, Or))(tuple(several))]
    with sl.open(tmp_path) as index:
        for level in LEVELS:
            use_instructions(level)
            for query in queries:
                check(index, reference, query, limit=rng.choice(LIMITS))


@given(st.data())
@settings(max_examples=12)
def test_all_levels_agree_on_any_corpus(data: st.DataObject) -> None:
    """Segments at the ends of blocks, terms from rare to everywhere, deletions, any parameters, any limit."""
    rng = random.Random(data.draw(st.integers(0, 2**32)))
    k1, b = data.draw(st.sampled_from(PARAMETERS))
    shares = data.draw(st.lists(st.sampled_from((0.01, 0.1, 0.125, 0.13, 0.2, 0.5, 1.0)), min_size=2, max_size=5))
    sizes = data.draw(st.lists(st.sampled_from((1, 127, 128, 129, 255, 256, 257)), min_size=1, max_size=3))
    deleted = data.draw(st.sampled_from((0, 1, 20)))
    limits = data.draw(st.lists(st.sampled_from(LIMITS), min_size=1, max_size=3))
    schema = sl.Schema(fields={"id": sl.Stored(), "body": sl.Text("whitespace", exact=False)}, key=("id",), k1=k1, b=b)
    terms = [f"t{number}" for number in range(len(shares))]
    pairs = list(zip(terms, shares, strict=True))
    reference = reference_for(schema)
    with TemporaryDirectory() as folder:
        with sl.create(folder, schema, policy="none") as writer:
            for segment, size in enumerate(sizes):
                for n in range(size):
                    body = [term for term, share in pairs if rng.random() < share for _ in range(rng.choice((1, 1, 9)))]
                    document = {"id": f"{segment}-{n}", "body": " ".join(body + ["x"] * rng.choice((0, segment * 9)))}
                    assert writer.add(document) == reference.add(document)
                writer.commit()
            for key in {f"0-{rng.randrange(sizes[0])}" for _ in range(deleted)}:
                assert writer.delete(key) == reference.delete(key)
        queries: list[Query] = [sl.word(term, "body") for term in terms]
        queries += [joined(tuple(queries[:count])) for joined in (And, Or) for count in (2, len(terms))]
        with sl.open(folder) as index:
            for level in LEVELS:
                use_instructions(level)
                for query in queries:
                    for limit in limits:
                        check(index, reference, query, limit=limit)


@pytest.mark.parametrize("k1", [0.0, 1.2])
def test_exact_forms_that_add_nothing(tmp_path: Path, k1: float) -> None:
    """Each document with a stem has the very form, which so weighs nothing: zero times the slack of k1 = 0."""
    schema = sl.Schema(fields={"id": sl.Stored(), "body": sl.Text("romanian")}, key=("id",), k1=k1)
    rng = chance(1)
    forms = ["casă", "masă", "fată", "unu", "doi"]
    with sl.create(tmp_path, schema) as writer:
        for n in range(3_000):
            writer.add(id=f"{n}", body=" ".join(rng.choices(forms, [1, 1, 1, 9, 9], k=rng.choice((1, 3, 9)))))
    texts = ["casă", "casă masă", "+casă +masă", "casă fată doi", "unu casă", "+unu casă", '"casă masă" unu']
    with sl.open(tmp_path) as index:
        queries = [index.parse(text) for text in texts]
        found = at_all_levels(index, queries, [None] * len(queries))
        assert all(count > 100 for count, _, _ in found)
