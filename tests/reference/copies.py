"""Near-duplicates told by comparing every hit with every one before it: the twin of collapsing."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["runs_of", "without_copies"]


def runs_of(text: str) -> set[str]:
    """Return the runs of four words of a text, without case and diacritics; a shorter text is one run."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not 0x300 <= ord(c) < 0x370)
    spaced = "".join(c if c.isalnum() or c == "_" else " " for c in bare)
    words = spaced.split()
    if not words:
        return set()
    return {" ".join(words[start : start + 4]) for start in range(max(1, len(words) - 3))}


def without_copies(
    ranking: Sequence[str], documents: Mapping[str, Mapping[str, Any]], field: str, similarity: float, count: int
) -> list[tuple[str, list[str]]]:
    """Return the keys that are kept, as many as are wanted, each with those that were left out for it."""
    kept: list[tuple[str, list[str]]] = []
    for key in ranking:
        if len(kept) == count:
            break
        runs = runs_of(documents[key].get(field) or "")
        for other, copies in kept:
            others = runs_of(documents[other].get(field) or "")
            if runs & others and len(runs & others) >= similarity * len(runs | others):
                copies.append(key)
                break
        else:
            kept.append((key, []))
    return kept
