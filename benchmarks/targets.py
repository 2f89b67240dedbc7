"""Searchlib beside the fastest of the other engines: by how much it is faster, and what it is meant to reach."""

from __future__ import annotations

from typing import Any, NamedTuple

__all__ = ["CORPUS", "STATISTICS", "TARGETS", "Fastest", "Target", "fastest"]

CORPUS = "ro500k"
"""The corpus of the kit that the targets are set for."""

STATISTICS = {"median": "median", "mean": "mean", "p99": "99th percentile"}
"""Keys of the saved figures, and what they are called."""


class Target(NamedTuple):
    """A share of the fastest other engine's time; or a time that is short enough whatever others take."""

    share: float
    microseconds: float | None = None

    def reached(self, share: float, microseconds: float) -> bool:
        """Whether a time, and its share of the other engine's, are within the target."""
        return share <= self.share or (self.microseconds is not None and microseconds <= self.microseconds)

    def __str__(self) -> str:
        return f"≤ {self.share:g}" + ("" if self.microseconds is None else f" or {self.microseconds:g} µs")


def _targets(median: float, mean: float, p99: float) -> dict[str, Target]:
    return {"median": Target(median), "mean": Target(mean), "p99": Target(p99)}


_BEST = _targets(0.5, 0.5, 0.7)
_PHRASES = _targets(0.5, 0.4, 0.3)
_FILTERED = _targets(0.35, 0.35, 0.5)
TARGETS: dict[str, dict[str, Target]] = {
    **dict.fromkeys(("TERM", "AND2", "AND3", "OR2", "OR5", "OR10"), _BEST),
    **dict.fromkeys(("PHRASE2", "PHRASE3", "PHRASE_COMMON"), _PHRASES),
    **dict.fromkeys(("AND_DATE", "OR_ENT", "OR_DATE_ENT"), _FILTERED),
    "DATESORT": {"median": Target(0.1, 10), "mean": Target(0.1, 10), "p99": Target(0.2)},
    **dict.fromkeys(("COUNT", "OR5_1000"), _BEST),
    **dict.fromkeys(("PREFIX", "FUZZY", "FUZZY2", "WILDCARD", "REGEX", "SLOP"), _BEST),
}
"""By class and statistic."""


class Fastest(NamedTuple):
    """The fastest other engine of a class, by one statistic."""

    engine: str
    microseconds: float
    share: float
    """Our time divided by its time, on the same questions."""


def fastest(timed: dict[str, dict[str, Any]], statistic: str) -> Fastest | None:
    """Return the fastest of the other engines, by its time on the questions that both have been asked.

    `timed` is a class of a saved record: figures by engine. None if no other engine can be compared.
    """
    ratio = f"ratio_{statistic}"
    compared = [(one[ratio], engine) for engine, one in timed.items() if ratio in one]
    if not compared:
        return None
    least, engine = min(compared)
    return Fastest(engine, timed[engine][statistic], 1 / least)
