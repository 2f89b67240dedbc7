"""Which words a pattern stands for, seen plainly: Python's own regular expressions, and a table of edits."""

from __future__ import annotations

import re

from searchlib.query import Fuzzy, Prefix, Regex, Wildcard

__all__ = ["distance", "stands_for"]


def distance(one: str, other: str) -> int:
    """Return the edits from one word to another: in, out, exchanged, neighbours swapped; no letter is edited twice."""
    table = [[i + j if 0 in (i, j) else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            least = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (one[i - 1] != other[j - 1]))
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                least = min(least, table[i - 2][j - 2] + 1)
            table[i][j] = least
    return table[-1][-1]


def stands_for(pattern: Prefix | Wildcard | Fuzzy | Regex, text: str, word: str) -> int | None:
    """Return how many edits away a word is that a pattern stands for, 0 but for fuzzy ones; None for other words.

    `text` is that of the pattern, folded as words are.
    """
    match pattern:
        case Prefix():
            return 0 if word.startswith(text) else None
        case Wildcard():
            shape = "".join({"*": ".*", "?": "."}.get(c, re.escape(c)) for c in text)
            return 0 if re.fullmatch(shape, word, re.DOTALL) else None
        case Fuzzy():
            fixed = text[: pattern.prefix]
            if not word.startswith(fixed):
                return None
            # The letters that stand fast are no part of any edit.
            edits = distance(text[len(fixed) :], word[len(fixed) :])
            return edits if edits <= pattern.distance else None
        case _:
            plain = re.sub(r"\\x\{([0-9a-f]+)\}", lambda match: re.escape(chr(int(match[1], 16))), text)
            return 0 if re.fullmatch(plain, word, re.DOTALL) else None
