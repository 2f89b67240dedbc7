"""The paired bootstrap."""

from __future__ import annotations

import numpy as np
import pytest
from bootstrap import paired


def test_differences_that_are_all_the_same_are_certain() -> None:
    assert paired([np.full(9, 0.25), np.full(5, 0.75)], seed=1, resamples=200) == pytest.approx((0.5, 0.5, 0.5))


def test_the_interval_of_a_mean_of_many() -> None:
    values = np.array([0.0, 1.0] * 200)
    got = paired([values], seed=4)
    error = values.std() / np.sqrt(len(values))
    assert got.mean == 0.5
    assert got.low == pytest.approx(0.5 - 1.96 * error, abs=0.005)
    assert got.high == pytest.approx(0.5 + 1.96 * error, abs=0.005)


def test_the_mean_of_two_sets_varies_less() -> None:
    values = np.array([0.0, 1.0] * 50)
    alone, both = paired([values], seed=5), paired([values, values], seed=5)
    assert (both.high - both.low) == pytest.approx((alone.high - alone.low) / np.sqrt(2), rel=0.06)


def test_a_seed_gives_the_same_again() -> None:
    values = np.array([0.1, 0.4, -0.3, 0.2])
    assert paired([values], seed=6, resamples=700) == paired([values], seed=6, resamples=700)
    assert paired([values], seed=6, resamples=700) != paired([values], seed=7, resamples=700)
