"""Age, boosts, functions of one's own, deadlines, and where a score comes from."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import searchlib as sl
from reference.comparison import reference_for
from reference.engine import GRID, ReferenceIndex
from reference.generators import add_to
from reference.kind_generators import KIND_SCHEMA, KindGenerator
from reference.seeds import chance
from searchlib.errors import QueryError, QuerySyntaxError, QueryTimeoutError
from searchlib.query import Boost, Constant, Prefix, Regex, Word
from searchlib.search.deadlines import within
from searchlib.search.explaining import Explanation

NOW = date(2025, 11, 1)
Both = tuple[sl.Index, ReferenceIndex, KindGenerator]


@pytest.fixture(scope="module", params=[1, 4])
def both(request: pytest.FixtureRequest) -> Iterator[Both]:
    rng = chance(request.param)
    generator = KindGenerator(rng, longest=30)
    schema = replace(KIND_SCHEMA, stop_words=False)
    reference = reference_for(schema)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        with sl.create(path, schema, policy="none") as writer:
            for number in range(240):
                change = generator.change()
                assert add_to(writer, change) == add_to(reference, change)
                if number % (240 // request.param) == 0:
                    writer.commit()
        with sl.open(path) as index:
            yield index, reference, generator


def by_age(reference: ReferenceIndex, query: sl.Query, half_life: float) -> list[tuple[str, float]]:
    """Return every match with the score that its age leaves, best first."""
    now = 1_761_948_000
    found: list[tuple[float, bool, int, int, str]] = []
    for key, score in reference.answer(query).items():
        entry = reference.entries[key]
        kept = 0
        if entry.seconds is not None:
            age = max(now - entry.seconds, 0)
            kept = math.floor(2.0 ** (16 - age / (half_life * 86_400)) + 0.5) if age else GRID
        seconds = entry.seconds or 0
        found.append((-((score * kept) >> 16), entry.seconds is None, -seconds, entry.sequence, key))
    return [(key, -score / GRID) for score, _, _, _, key in sorted(found)]


@pytest.mark.parametrize("half_life", [0.5, 7, 365, 100_000])
def test_age_takes_away_what_it_should(both: Both, half_life: float) -> None:
    index, reference, generator = both
    ranking = sl.Ranking(half_life=half_life, now=NOW)
    for query in [generator.query(2) for _ in range(60)]:
        expected = by_age(reference, query, half_life)
        for limit in (1, 10, 1_000):
            hits = index.search(query, limit=limit, ranking=ranking)
            assert [(hit.key, hit.score) for hit in hits] == expected[:limit]


def test_explanations_add_up_to_the_score(both: Both) -> None:
    index, _, generator = both
    parts = 0
    for query in [generator.query(3) for _ in range(120)]:
        for ranking in (None, sl.Ranking(half_life=30, now=NOW)):
            hits = index.search(query, limit=5, ranking=ranking)
            for doc, hit in zip(hits.ids.tolist(), hits, strict=True):
                explanation = index.explain(query, doc, ranking=ranking)
                assert explanation is not None
                assert explanation.score == hit.score
                parts += summed(explanation)
    assert parts > 100


def summed(explanation: Explanation) -> int:
    """Hold every sum in a tree against its parts; return how many there are."""
    inner = sum(map(summed, explanation.parts))
    if explanation.what.startswith(("any of", "all of", "with the very forms")):
        assert explanation.score == sum(part.score for part in explanation.parts)
        return inner + 1
    return inner


def test_what_does_not_match_has_no_explanation(both: Both) -> None:
    index, _, _ = both
    assert index.explain("zzzabsent", 0) is None
    assert index.explain("*", 10**6) is None


@pytest.mark.parametrize(
    ("question", "what"),
    [
        ("memor*", "body=: a word that starts with memor"),
        ("memorail~2", "body=: a word at most 2 edits from memorail, the nearest counts"),
        ("/mem.*/", "body=: a word of this shape"),
        ("me?or*l", "body=: a word of this shape"),
    ],
)
def test_what_a_pattern_looked_for_can_be_read(tmp_path: Path, question: str, what: str) -> None:
    with sl.create(tmp_path / "index") as writer:
        writer.add(id="a", body="muzeul memorial")
    with sl.open(tmp_path / "index") as index:
        explanation = index.explain(question, 0)
        assert explanation is not None
        found = explanation.parts or (explanation,)
        assert [part.what for part in found] == [what]


def test_a_score_can_be_read(tmp_path: Path) -> None:
    with sl.create(tmp_path / "index") as writer:
        writer.add(id="a", body="muzeul memorial din muzeu", date="2025-10-31")
        writer.add(id="b", body="un memorial")
    with sl.open(tmp_path / "index") as index:
        [hit] = index.search("body:muzeu^2 date:2025-10", limit=1)
        text = str(index.explain("body:muzeu^2 date:2025-10", 0))
        assert text.splitlines()[0].startswith(f"{hit.score:.6f}  with the very forms")
        assert "2 times in 4 words" in text
        assert re.search(
            r"[0-9.]+  body: muz\w* … memorial: weight [0-9.]+, 1 times in 4 words",
            str(index.explain('body:"muzeu memorial"~2', 0)),
        )


def test_a_function_of_ones_own_orders_the_window(both: Both) -> None:
    index, _, _ = both
    plain = list(index.search("de la", limit=30))
    ranking = sl.Ranking(rescore=lambda hit: -len(hit.key), window=10)
    hits = index.search("de la", limit=30, ranking=ranking)
    top = sorted(plain[:10], key=lambda hit: len(hit.key))
    assert [hit.key for hit in hits] == [hit.key for hit in [*top, *plain[10:]]]
    assert [hit.score for hit in hits[:10]] == [-len(hit.key) for hit in top]
    page = index.search("de la", limit=5, offset=5, ranking=ranking)
    assert [hit.key for hit in page] == [hit.key for hit in hits[5:10]]
    newest = index.search("de la", limit=30, sort="newest", ranking=ranking)
    assert [hit.key for hit in newest] == [hit.key for hit in index.search("de la", limit=30, sort="newest")]


@pytest.mark.parametrize("score", [None, "1", math.nan])
def test_a_function_has_to_give_numbers(both: Both, score: object) -> None:
    with pytest.raises(QueryError, match="rescore gives a number"):
        both[0].search("de", ranking=sl.Ranking(rescore=lambda _: score))  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize(
    "wrong", [{"half_life": 0}, {"half_life": -1}, {"half_life": math.inf}, {"half_life": "x"}, {"window": 0}]
)
def test_rankings_are_checked(wrong: dict[str, object]) -> None:
    with pytest.raises(QueryError):
        sl.Ranking(**wrong)  # type: ignore[arg-type]
    with pytest.raises(QueryError, match="no date"):
        sl.Ranking(now="candva").moment("UTC")


@pytest.mark.parametrize("weight", [0, -1, 1001, math.nan, True])
def test_weights_are_checked(both: Both, weight: float) -> None:
    for query in (Boost(Word("de"), weight), Constant(Word("de"), weight)):
        with pytest.raises(QueryError, match="above 0 and at most 1000"):
            both[0].count(query)


def test_patterns_keep_to_their_limit(tmp_path: Path) -> None:
    with sl.create(tmp_path / "index") as writer:
        for number in range(1_200):
            writer.add(id=f"{number}", body=f"a{number:04} b{number % 3}")
    with sl.open(tmp_path / "index") as index:
        whole = index.search("b*")
        assert (whole.total, whole.complete) == (1_200, True)
        cut = index.search(Prefix("a"), limit=2_000)
        assert (len(cut), cut.complete) == (1_024, False)
        few = index.search("a*", limit=2_000, limits=sl.Limits(terms=7))
        assert ({hit.key for hit in few}, few.complete) == ({f"{number}" for number in range(7)}, False)
        near = index.search("a* NEAR/3 b1", limit=2_000, limits=sl.Limits(terms=7))
        assert ({hit.key for hit in near}, near.complete) == ({"1", "4"}, False)
        assert {hit.key for hit in cut} == {f"{number}" for number in range(1_024)}


def test_a_deadline_raises_or_gives_what_there_is(tmp_path: Path) -> None:
    with sl.create(tmp_path / "index") as writer:
        for number in range(3_000):
            writer.add(id=f"{number}", body=" ".join(f"a{number * k % 977}" for k in range(1, 30)))
    with sl.open(tmp_path / "index") as index:
        for asked in (Regex("(a|1|2|3|4|5|6|7|8|9|0)*"), "a*", "a1* NEAR/3 a2*", "a~2"):
            with pytest.raises(QueryTimeoutError, match="longer than it may"):
                index.search(asked, limits=sl.Limits(seconds=1e-9))
            hits = index.search(asked, limits=sl.Limits(seconds=1e-9, partial=True))
            assert not hits.complete
            hits = index.search(asked, limits=sl.Limits(seconds=60, partial=True))
            assert hits.complete
            assert len(hits) == 10


def test_the_sooner_of_two_deadlines_holds(tmp_path: Path) -> None:
    with sl.create(tmp_path / "index") as writer:
        writer.add(id="1", body="a1 a2")
    with sl.open(tmp_path / "index") as index:
        for seconds, more in ((1e-9, 60.0), (60.0, 1e-9)):
            with within(seconds), within(more), pytest.raises(QueryTimeoutError):
                index.search("a*")
        with within(60), within(60):
            assert len(index.search("a*")) == 1


def test_the_nearest_words_are_kept_and_of_these_the_commonest(tmp_path: Path) -> None:
    words = {"abcd": 1, "abce": 3, "abcf": 2, "abxy": 9, "abcg": 2}
    with sl.create(tmp_path / "index") as writer:
        for word, count in words.items():
            for number in range(count):
                writer.add(id=f"{word}{number}", body=word)
            writer.commit()
    with sl.open(tmp_path / "index") as index:
        for terms, expected in ((1, ["abcd"]), (2, ["abcd", "abce"]), (3, ["abcd", "abce", "abcf"])):
            hits = index.search("abcd~2", limit=100, limits=sl.Limits(terms=terms))
            assert sorted({hit.key[:-1] for hit in hits}) == expected
            assert not hits.complete
        hits = index.search("abcd~2", limit=100, limits=sl.Limits(terms=5))
        assert (len(hits), hits.complete) == (17, True)


def test_limits_of_the_text_hold_in_a_search(both: Both) -> None:
    with pytest.raises(QuerySyntaxError, match="2 clauses"):
        both[0].search("a b c", limits=sl.Limits(clauses=2))
