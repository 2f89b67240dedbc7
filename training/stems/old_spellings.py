"""How words were spelled before 1993, learned from words of today: î inside a word was what is â now.

Text without diacritics does not say which i was an î, so the rules are for folded words: ``piine`` is ``paine``. Of a
word with â, the shortest beginning of its old spelling that no word of today begins with is a rule for all words that
begin so. Where the old spelling is a word of today itself (``mina``, mine, was ``mînă``, hand), only letters can tell.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final
from zlib import crc32

from searchlib.analysis.folding import fold_text

__all__ = ["BY_HAND", "learn_spellings", "spelling_table"]

BY_HAND: Final = {
    "^sint": "sunt",
    "^sintem": "suntem",
    "^sinteti": "sunteti",
    "^linga": "langa",
    "^stinga": "stanga",
    "^stingii": "stangii",
    "^vint": "vant",
}
"""Words that were more than their î; and common ones whose old spelling is a word of today that hardly anybody uses."""

_SHORTEST: Final = 5
"""Letters of a beginning: shorter ones are those of abbreviations and names as well (mil, min)."""
_FEWEST: Final = 2
"""Tokens of a word, so that no slip of the pen becomes a rule."""
_COMMON: Final = 10
"""Tokens of a word that no beginning tells, to be respelled without the letter î: cât, râu."""

_INNER: Final = re.compile("(?<=.)â(?=.)")
_OLD: Final = re.compile("(?<=.)î(?=.)")


def learn_spellings(known: Iterable[str], used: Mapping[str, int]) -> dict[str, str]:
    """Return the rules: old beginning → new one; ``^`` is before whole words, ``?`` before those that letters tell.

    Parameters
    ----------
    known : iterable of str
        What no beginning may touch.
    used : mapping of str to int
        What rules are made for, with its tokens; both as `sources.spelled_words` gives them.
    """
    today = sorted({folded for word in known if not _OLD.search(word) and (folded := fold_text(word)).isascii()})
    spelled = {word for word, tokens in used.items() if word.isalpha() and tokens >= _FEWEST}
    tokens: Counter[str] = Counter()
    for word, count in used.items():
        tokens[fold_text(word)] += count
    rules: dict[str, str] = dict(BY_HAND)
    old_words: dict[str, set[str]] = {}
    for word in sorted(spelled):
        old, new = fold_text(_INNER.sub("i", word)), fold_text(word)
        if old != new and new.isascii() and len(new) == len(word):
            old_words.setdefault(old, set()).add(new)
    for old, news in sorted(old_words.items()):
        new = min(news)
        if old in rules or f"^{old}" in rules:
            continue
        begin = _beginning(old, new, today, old_words)
        if begin and len(news) == 1 and not _is_among(today, old):
            rules[begin] = new[: len(begin)]
        else:
            is_plain = len(news) == 1 and not _is_among(today, old) and tokens[new] >= _COMMON
            rules[f"{'^' if is_plain else '?'}{old}"] = new
    return _consistent(rules, old_words)


def _is_among(words: Sequence[str], word: str) -> bool:
    at = bisect_left(words, word)
    return at < len(words) and words[at] == word


def _beginning(old: str, new: str, today: Sequence[str], old_words: Collection[str]) -> str:
    """Return the shortest beginning that tells; empty if each is one of today's, too.

    What goes on where both spellings are words may be a form of either: ``pagini`` is pagans and pages, so ``paginii``.
    """
    last = max(at for at, letter in enumerate(old) if letter != new[at])
    for size in range(max(last + 1, _SHORTEST), len(old) + 1):
        at = bisect_left(today, old[:size])
        is_free = at == len(today) or not today[at].startswith(old[:size])
        shorter = (old[: size - less] for less in (1, 2))
        if is_free and not any(word in old_words and _is_among(today, word) for word in shorter):
            return old[:size]
    return ""


def _consistent(rules: dict[str, str], old_words: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Make whole words of those that the beginning of others would spell wrongly."""
    for old, news in sorted(old_words.items()):
        begin = next((old[:size] for size in range(len(old), 0, -1) if old[:size] in rules), "")
        if begin and f"^{old}" not in rules and f"?{old}" not in rules and rules[begin] + old[len(begin) :] not in news:
            rules[f"^{old}"] = min(news)
    return rules


def spelling_table(rules: Mapping[str, str]) -> bytes:
    """Return the bytes of the table that `searchlib.analysis.old_spelling` reads."""
    body = "".join(f"{pattern} {rules[pattern]}\n" for pattern in sorted(rules))
    return f"searchlib-spellings 1 {len(rules)} {crc32(body.encode()):08x}\n{body}".encode("ascii")
