"""How an answer is ranked beyond BM25: by age, and by a function of one's own."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from searchlib.dates import parse_instant
from searchlib.errors import QueryError

__all__ = ["Ranking"]

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Ranking:
    """How the hits of an answer are ordered by relevance.

    Parameters
    ----------
    half_life : float, optional
        Days in which a score halves: an article that is so old scores half of what it would score today, one twice as
        old a quarter, one without a date nothing. Exact, and as fast to find as without.
    now : date, datetime or str, optional
        From when ages are counted; what is newer loses nothing. The present, if not given.
    rescore : Callable, optional
        Gives the best hits other scores, by which they are ordered anew; hits behind them keep their place.
    window : int
        How many hits are scored anew.
    """

    half_life: float | None = None
    now: date | datetime | str | None = None
    rescore: Callable[[Any], float] | None = None
    window: int = 100

    def __post_init__(self) -> None:
        half_life: object = self.half_life
        if half_life is not None and not (isinstance(half_life, int | float) and 0 < half_life < math.inf):
            raise QueryError(f"half_life is a number of days above 0, not {half_life!r}")
        window: object = self.window
        if not isinstance(window, int) or window < 1:
            raise QueryError(f"window is a number of hits from 1 on, not {window!r}")

    def seconds(self) -> float | None:
        """Return the half-life in seconds."""
        return None if self.half_life is None else self.half_life * _DAY

    def moment(self, zone: str) -> int:
        """Return the second from which ages are counted.

        Raises
        ------
        QueryError
            If `now` is no date.
        """
        if self.now is None:
            return int(time.time())
        try:
            return parse_instant(self.now, zone).seconds
        except ValueError as error:
            raise QueryError(str(error)) from error
