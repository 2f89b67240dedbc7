"""Words that must meet, and words that must not: `pairs.tsv`, one pair a line with the reason.

The pairs are of our own finding: inflections that news is full of and that stemmers part, and words that look alike
and mean something else.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from searchlib.analysis import get, split

PAIRS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "pairs.tsv").read_text(encoding="utf-8").splitlines()
]
ROMANIAN = get("romanian")


def readings(text: str) -> set[tuple[str, ...]]:
    """Return what a word of a question stands for: the terms of its parts, and the term of the whole."""
    raws = [text[start:end] for start, end in split(text)]
    tokens = [token for form in ROMANIAN.analyze_forms(raws) for token in form.tokens]
    parts = tuple(token.term for token in tokens if token.role == "part")
    return {parts, *((token.term,) for token in tokens if token.role == "whole")}


@pytest.mark.parametrize(("kind", "one", "other", "reason"), PAIRS)
def test_words_meet_or_stay_apart(kind: str, one: str, other: str, reason: str) -> None:
    meet = bool(readings(one) & readings(other))
    assert meet == (kind == "EQ"), f"{one} {other}: {reason}"


def test_there_are_enough_pairs_of_both_kinds_and_none_twice() -> None:
    kinds = Counter(kind for kind, *_ in PAIRS)
    assert kinds["EQ"] >= 150
    assert kinds["NE"] >= 50
    assert len({frozenset(pair[1:3]) for pair in PAIRS}) == len(PAIRS)
