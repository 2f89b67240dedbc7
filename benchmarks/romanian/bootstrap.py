"""The paired bootstrap: how sure a difference between two means over the same questions is.

Efron and Tibshirani, An Introduction to the Bootstrap (1993), percentile intervals; for retrieval Sakai, Evaluating
Evaluation Metrics Based on the Bootstrap (SIGIR 2006).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["RESAMPLES", "Difference", "paired"]

RESAMPLES = 10_000
_AT_ONCE = 500


class Difference(NamedTuple):
    """A difference of means and the interval that holds 95 % of the resampled ones."""

    mean: float
    low: float
    high: float


def paired(differences: Sequence[NDArray[np.float64]], seed: int, resamples: int = RESAMPLES) -> Difference:
    """Resample the differences of each set of questions, and average the means of the sets.

    Parameters
    ----------
    differences : sequence of arrays
        For each set, the difference of the two systems on each of its questions.
    seed : int
        Seed of the generator; the same seed gives the same questions to every pair of systems.
    resamples : int
        How often each set is drawn anew, with replacement.
    """
    generator = np.random.default_rng(seed)
    means = np.zeros(resamples)
    for values in differences:
        for start in range(0, resamples, _AT_ONCE):
            rows = min(_AT_ONCE, resamples - start)
            drawn = generator.integers(len(values), size=(rows, len(values)))
            means[start : start + rows] += values[drawn].mean(axis=1) / len(differences)
    low, high = np.percentile(means, [2.5, 97.5])
    mean = float(np.mean([values.mean() for values in differences]))
    return Difference(mean, float(low), float(high))
