"""Pairs of words: EQ must meet, NE must not.

A file has a line for each pair: EQ or NE, the two words, a remark, with tabs between. In a chain two words meet if the
terms of all their plain words are the same; in searchlib if each finds an article that holds only the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import ours
from chains import Chain
from corpora import words_of

import searchlib as sl

__all__ = ["Pair", "in_chain", "in_searchlib", "measured", "read_pairs"]


class Pair(NamedTuple):
    """Two words, and whether they must meet."""

    meet: bool
    one: str
    other: str


def read_pairs(path: Path) -> list[Pair]:
    """Read a file of pairs; empty lines and those that begin with # are passed over."""
    pairs: list[Pair] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            sort, one, other = line.split("\t")[:3]
            if sort not in ("EQ", "NE"):
                raise ValueError(f"{path}: a pair is EQ or NE, not {sort!r}")
            pairs.append(Pair(sort == "EQ", one, other))
    return pairs


def measured(pairs: Iterable[Pair], meet: Callable[[str, str], bool]) -> dict[str, Any]:
    """Return how many pairs are right, and the others."""
    right = {True: 0, False: 0}
    wrong: list[str] = []
    for pair in pairs:
        if meet(pair.one, pair.other) == pair.meet:
            right[pair.meet] += 1
        else:
            wrong.append(f"{pair.one} {'=' if pair.meet else '≠'} {pair.other}")
    equal = sum(" = " in one for one in wrong)
    return {
        "eq_right": right[True],
        "eq": right[True] + equal,
        "ne_right": right[False],
        "ne": right[False] + len(wrong) - equal,
        "wrong": wrong,
    }


def in_chain(chain: Chain) -> Callable[[str, str], bool]:
    """Return whether two words meet in a chain."""

    def terms(word: str) -> list[str]:
        return [term for term in chain.indexed(words_of(word)) if term]

    return lambda one, other: terms(one) == terms(other) != []


def in_searchlib(pairs: Sequence[Pair], folder: Path, schema: sl.Schema = sl.NEWS) -> Callable[[str, str], bool]:
    """Index each word as an article; return whether two find each other."""
    index = ours.build(folder, {word: word for pair in pairs for word in (pair.one, pair.other)}, schema)

    def finds(one: str, other: str) -> bool:
        return any(hit["id"] == other for hit in index.search(sl.word(one), limit=len(index)))

    return lambda one, other: finds(one, other) and finds(other, one)
