"""A simulated month of small commits: what commits take, and questions and files beside those of a fresh index."""

from __future__ import annotations

import itertools
import os
import random
import statistics
import time
from pathlib import Path
from typing import Any

from month import live, simulate
from pytest_benchmark.fixture import BenchmarkFixture

import searchlib as sl

COMMITS = int(os.environ.get("SEARCHLIB_MONTH", "5000"))
ARCHIVE = int(os.environ.get("SEARCHLIB_MONTH_ARCHIVE", "100000"))
"""Articles that are there when the month begins: those of the source again and again, each time under new ids."""
ARTICLES = 8000
"""Of the source, at most."""
QUESTIONS = 100
ROUNDS = 6


def times(indexes: list[sl.Index], questions: list[str]) -> list[float]:
    """Return the median time of the questions on each index, of each the best of several turns.

    The indexes take turns in being asked first: who is asked second finds in the caches what both need.
    """
    best = [[float("inf")] * len(questions) for _ in indexes]
    order = list(enumerate(indexes))
    for turn, (place, question) in itertools.product(range(ROUNDS), list(enumerate(questions))):
        for number, index in order if turn % 2 == 0 else reversed(order):
            started = time.perf_counter()
            index.search(question)
            best[number][place] = min(best[number][place], time.perf_counter() - started)
    return [statistics.median(one) for one in best]


def test_month(benchmark: BenchmarkFixture, source: Path, tmp_path: Path) -> None:
    articles: list[dict[str, Any]] = [
        {**article, "id": f"a{number}"}
        for number, article in enumerate(itertools.islice(sl.documents.read(source), ARTICLES))
    ]
    benchmark.group = "MONTH"
    archive = [{**article, "id": f"b{number}"} for number, article in zip(range(ARCHIVE), itertools.cycle(articles))]
    month = benchmark.pedantic(simulate, args=(tmp_path / "month", archive, articles, COMMITS), rounds=1)
    with sl.create(tmp_path / "fresh", sl.NEWS) as writer:
        writer.add_many(month.documents.values())
    lived, fresh = sl.open(tmp_path / "month"), sl.open(tmp_path / "fresh")
    assert len(lived) == len(fresh) == len(month.documents)
    rng = random.Random(2)
    words = sorted({word for article in articles[:500] for word in article["body"].split() if word.isalpha()})
    questions = [" ".join(rng.sample(words, 2)) for _ in range(QUESTIONS)]
    for question in questions:
        assert lived.count(question) == fresh.count(question)
    one, other = times([lived, fresh], questions)
    benchmark.extra_info.update(
        commits=month.commits,
        documents=len(month.documents),
        commit_median_ms=round(month.quantile(0.5), 2),
        commit_p99_ms=round(month.quantile(0.99), 2),
        most_segments=month.most_segments,
        segments=len(lived.info().segments),
        query_ratio=round(one / other, 3),
        bytes_ratio=round(live(tmp_path / "month") / live(tmp_path / "fresh"), 3),
        most_bytes_ratio=round(month.most_bytes / live(tmp_path / "fresh"), 3),
    )
