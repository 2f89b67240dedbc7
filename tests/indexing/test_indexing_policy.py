"""When segments are merged: few are left, and no document is written often."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.indexing.policy import AT_ONCE, FAN_IN, GROWTH, LARGE, SMALLEST_TIER, WIDE, choose_merge

EDGES = [SMALLEST_TIER, SMALLEST_TIER * WIDE, *(LARGE * GROWTH**tier for tier in range(12))]
"""Where the tiers above the smallest begin."""


def settle(sizes: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], int]:
    """Merge until the policy is content, and return what is left and the documents written for it."""
    written = 0
    for _ in range(1_000):
        places = choose_merge(sizes)
        if places is None:
            return sizes, written
        live = sum(sizes[place][0] - sizes[place][1] for place in places)
        written += live
        sizes = [size for place, size in enumerate(sizes) if place not in places]
        if live:
            sizes.append((live, 0))
    raise AssertionError("the policy never comes to rest")


def test_nothing_to_do() -> None:
    assert choose_merge([]) is None
    assert choose_merge([(10, 0)]) is None
    assert choose_merge([(10, 5)]) is None
    assert choose_merge([(1, 0)] * (FAN_IN - 1)) is None


def test_so_many_of_one_tier_are_merged() -> None:
    assert choose_merge([(1, 0)] * FAN_IN) == list(range(FAN_IN))
    large = (SMALLEST_TIER * WIDE, 0)
    assert choose_merge([large, *[(7, 0)] * FAN_IN, large]) == list(range(1, FAN_IN + 1))
    assert choose_merge([large, *[(7, 0)] * (FAN_IN - 1), large]) == [0, FAN_IN]
    assert choose_merge([large] * GROWTH) == list(range(GROWTH))


def test_no_more_is_merged_than_is_allowed() -> None:
    small = (AT_ONCE // FAN_IN, 0)
    assert choose_merge([small] * FAN_IN, AT_ONCE) == list(range(FAN_IN))
    assert choose_merge([(AT_ONCE // FAN_IN + 1, 0)] * FAN_IN, AT_ONCE) is None
    assert choose_merge([(SMALLEST_TIER, 0)] * GROWTH, AT_ONCE) is None


def test_a_segment_with_more_deleted_than_live_documents_is_written_anew() -> None:
    assert choose_merge([(10, 0), (10, 6), (10, 9)]) == [1]
    assert choose_merge([(10, 10)]) == [0]
    assert choose_merge([(1, 1)]) == [0]


def test_tiers_begin_where_they_say() -> None:
    smallest = [(SMALLEST_TIER - 1, 0)] * (FAN_IN - 1)
    assert choose_merge([*smallest, (SMALLEST_TIER, 0)]) is None
    assert choose_merge([*smallest, (1, 0)]) is not None
    for first, end in pairwise(EDGES):
        assert choose_merge([(first, 0)] * (GROWTH - 1) + [(first - 1, 0)]) is None
        assert choose_merge([(first, 0)] * (GROWTH - 1) + [(end - 1, 0)]) is not None
        assert choose_merge([(first, 0)] * (GROWTH - 1) + [(end, 0)]) is None


SIZES = st.integers(1, 10**7).flatmap(lambda documents: st.tuples(st.just(documents), st.integers(0, documents)))


@given(st.lists(SIZES, max_size=60))
def test_the_choice_makes_sense(sizes: list[tuple[int, int]]) -> None:
    places = choose_merge(sizes)
    if places is None:
        assert all(2 * deleted <= documents for documents, deleted in sizes)
    else:
        assert places == sorted(set(places))
        assert set(places) <= set(range(len(sizes)))
        assert len(places) in (FAN_IN, GROWTH) or 2 * sizes[places[0]][1] > sizes[places[0]][0]


@given(st.lists(SIZES, max_size=60))
def test_the_policy_comes_to_rest(sizes: list[tuple[int, int]]) -> None:
    left, _ = settle(sizes)
    assert sum(documents - deleted for documents, deleted in left) == sum(n - deleted for n, deleted in sizes)


def most_segments(documents: int) -> int:
    """Return how many segments may be left of so many documents: one a tier, and some of the smallest."""
    return FAN_IN - 1 + sum(edge <= documents for edge in EDGES)


def test_many_small_commits_leave_few_segments() -> None:
    sizes: list[tuple[int, int]] = []
    for commit in range(1, 20_001):
        sizes, _ = settle([*sizes, (10, 0)])
        assert len(sizes) <= most_segments(10 * commit)


@pytest.mark.parametrize(("new", "mean", "times"), [(2, 5.5, 36), (30, 6.2, 15), (300, 7.0, 15)])
def test_a_month_of_commits_leaves_few_segments_and_writes_seldom(new: int, mean: float, times: float) -> None:
    rng = random.Random(new)
    sizes, written, added, segments = [(90_000, 0), (10_000, 0)], 0, 0, 0
    commits = 5_000
    for _ in range(commits):
        documents = rng.randint(1, 2 * new - 1)
        sizes, more = settle([*sizes, (documents, 0)])
        written += more
        added += documents
        segments += len(sizes)
    assert segments / commits < mean
    assert written / added < times


def test_above_the_wide_tiers_a_document_is_written_once_a_tier() -> None:
    sizes: list[tuple[int, int]] = []
    written = 0
    for _ in range(GROWTH**8):
        sizes, more = settle([*sizes, (LARGE, 0)])
        written += more
    assert sizes == [(LARGE * GROWTH**8, 0)]
    assert written == 8 * LARGE * GROWTH**8
