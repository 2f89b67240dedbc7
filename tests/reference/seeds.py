"""Where chance starts from: the same place in every run, or another in each round of ``make torture``."""

from __future__ import annotations

import os
import random

__all__ = ["chance"]


def chance(number: int) -> random.Random:
    """Return random numbers that depend on `number` and on ``SEARCHLIB_SEED``, where that is set."""
    seed = os.environ.get("SEARCHLIB_SEED")
    return random.Random(f"{seed} {number}" if seed else number)
