"""A simulated month: thousands of small commits, each of a few new articles, corrections and deletions."""

from __future__ import annotations

import random
import statistics
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import searchlib as sl

__all__ = ["Month", "live", "simulate"]


@dataclass(frozen=True, slots=True)
class Month:
    """What a month came to.

    Parameters
    ----------
    commits : int
        How many there were.
    documents : dict
        Key → document, of all that are live in the end.
    commit_ms : list of float
        What each took, from adding the documents to the end of the commit.
    most_segments : int
        The most that a generation had.
    most_bytes : int
        The most that the files of the index took after a commit.
    """

    commits: int
    documents: dict[str, dict[str, Any]]
    commit_ms: list[float]
    most_segments: int
    most_bytes: int

    def quantile(self, share: float) -> float:
        """Return the milliseconds within which this share of the commits was done."""
        return statistics.quantiles(self.commit_ms, n=1000, method="inclusive")[round(share * 1000) - 1]


def live(path: Path) -> int:
    """Return the bytes of the files of an index, from which a writer may be removing some."""
    size = 0
    for file in path.iterdir():
        if file.suffix in (".segment", ".deletes"):
            with suppress(FileNotFoundError):
                size += file.stat().st_size
    return size


def simulate(
    path: Path,
    archive: list[dict[str, Any]],
    news: list[dict[str, Any]],
    commits: int,
    *,
    seed: int = 1,
    reopen: int = 50,
) -> Month:
    """Index an archive, then bring news in small commits, with corrections and deletions between them.

    Parameters
    ----------
    path : Path
        Where the index is made.
    archive, news : list of dict
        Documents with an ``id``; the news come again with new ids when they have run out.
    commits : int
        How many.
    seed : int
        Of the generator that draws what happens.
    reopen : int
        Commits after which the writer is closed and another one opened.
    """
    rng = random.Random(seed)
    held = {article["id"]: article for article in archive}
    with sl.create(path, sl.NEWS) as writer:
        writer.add_many(held.values())
    taken: list[float] = []
    most_segments = most_bytes = added = 0
    writer = sl.open(path).writer()
    for number in range(commits):
        started = time.perf_counter()
        for _ in range(rng.randrange(1, 4)):
            article = {**news[added % len(news)], "id": f"{number}-{added}"}
            added += 1
            writer.add(article)
            held[article["id"]] = article
        if rng.random() < 0.5:
            key = rng.choice(list(held))
            held[key] = {**held[key], "body": held[key]["body"] + f" Corectat {number}."}
            writer.add(held[key])
        if rng.random() < 0.2:
            key = rng.choice(list(held))
            assert writer.delete(key)
            del held[key]
        writer.commit()
        taken.append(1000 * (time.perf_counter() - started))
        most_bytes = max(most_bytes, live(path))
        if number % reopen == reopen - 1:
            writer.close()
            with sl.open(path) as index:
                most_segments = max(most_segments, len(index.info().segments))
                writer = index.writer()
    writer.close()
    return Month(commits, held, taken, most_segments, most_bytes)
