"""When segments are merged: few are left, and no document is written often."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from searchlib.indexing.policy import AT_ONCE, FAN_IN, GROWTH, SMALLEST_TIER, choose_merge


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
    large = (SMALLEST_TIER * GROWTH, 0)
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
    for tier in range(12):
        first = SMALLEST_TIER * GROWTH**tier
        assert choose_merge([(first, 0)] * (GROWTH - 1) + [(first - 1, 0)]) is None
        assert choose_merge([(first, 0)] * (GROWTH - 1) + [(first * GROWTH - 1, 0)]) is not None
        assert choose_merge([(first, 0)] * (GROWTH - 1) + [(first * GROWTH, 0)]) is None


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


def test_many_small_commits_leave_few_segments() -> None:
    sizes: list[tuple[int, int]] = []
    for commit in range(1, 20_001):
        sizes, _ = settle([*sizes, (10, 0)])
        tiers = max(0, math.ceil(math.log(10 * commit / SMALLEST_TIER, GROWTH)))
        assert len(sizes) <= FAN_IN - 1 + (GROWTH - 1) * tiers


def test_above_the_smallest_tier_a_document_is_written_once_a_tier() -> None:
    sizes: list[tuple[int, int]] = []
    written = 0
    for _ in range(GROWTH**8):
        sizes, more = settle([*sizes, (SMALLEST_TIER, 0)])
        written += more
    assert sizes == [(SMALLEST_TIER * GROWTH**8, 0)]
    assert written == 8 * SMALLEST_TIER * GROWTH**8
