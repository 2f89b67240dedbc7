"""Many questions at once: any of five words, by the number of threads. A round is a hundred questions."""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from archives import Archive
from searchlib.query import Or, Query, Word
from vocabulary import vocabulary

AT_ONCE = 100
ROUNDS = 10


@pytest.mark.parametrize("threads", [1, 2])
def test_many(benchmark: BenchmarkFixture, archive: Archive, threads: int) -> None:
    draw = vocabulary(archive).drawer("mixed", "many")
    rounds = [[Or(tuple(map(Word, draw(5)))) for _ in range(AT_ONCE)] for _ in range(ROUNDS)]
    turn = iter([*rounds, *rounds])
    benchmark.group = "MANY"
    benchmark.extra_info["documents"] = len(archive.index)
    benchmark.extra_info["questions"] = AT_ONCE

    def answer(queries: list[Query]) -> int:
        return sum(map(len, archive.index.search_many(queries, threads=threads)))

    def one_round() -> tuple[tuple[list[Query]], dict[str, object]]:
        return ([*next(turn)],), {}

    found = benchmark.pedantic(answer, setup=one_round, rounds=ROUNDS, warmup_rounds=ROUNDS)
    assert found > AT_ONCE
