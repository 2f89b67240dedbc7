"""The same articles in other spellings and encodings: the same terms must stand at the same places.

Articles drawn with a seed are written with commas and composed, without soft hyphens, and then once more

* with cedillas,
* stripped of all diacritics of Latin letters,
* decomposed (NFD),
* with soft hyphens inside words, drawn with the seed after one letter in five,
* wrongly decoded: bytes of code page 1250 read as 1252.

A token is equal if the version has the same terms, as many positions after the token before it, over the same letters.
"""

from __future__ import annotations

import random
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from corpora import strip

from searchlib.analysis import Analyzer, analyze_text

__all__ = ["ARTICLES", "VERSIONS", "compared", "kind", "rewritten"]

ARTICLES = 1000
SHOWN = 25
"""First differences of each version that are kept."""

_COMMA = str.maketrans("şţŞŢ", "șțȘȚ")
_CEDILLA = str.maketrans("șțȘȚ", "şţŞŢ")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_ROMANIAN = frozenset("ăâîșțĂÂÎȘȚ")


class _Token(NamedTuple):
    start: int
    end: int
    step: int
    terms: tuple[str, ...]


def compared(articles: Mapping[str, str], analyzer: Analyzer, seed: int) -> dict[str, Any]:
    """Analyse articles in all versions; return what differs, by version and by kind of word.

    Parameters
    ----------
    articles : mapping of str to str
        Id → text, as they are; `ARTICLES` of them are drawn.
    analyzer : Analyzer
        Under test.
    seed : int
        For drawing, and for the places of the soft hyphens.
    """
    generator = random.Random(seed)
    drawn = generator.sample(sorted(articles), min(ARTICLES, len(articles)))
    record: dict[str, Any] = {
        name: {"articles": 0, "tokens": 0, "kinds": Counter[str](), "first": []} for name in VERSIONS
    }
    tokens = 0
    for key in drawn:
        text = _INVISIBLE.sub("", unicodedata.normalize("NFC", articles[key])).translate(_COMMA)
        expected = _tokens(text, analyzer, list(range(len(text) + 1)))
        tokens += len(expected)
        for name, write in VERSIONS.items():
            other, starts = rewritten(text, write, generator)
            got = _tokens(other, analyzer, starts)
            missing = list((Counter(expected) - Counter(got)).elements())
            extra = list((Counter(got) - Counter(expected)).elements())
            version = record[name]
            version["articles"] += bool(missing or extra)
            version["tokens"] += max(len(missing), len(extra))
            version["kinds"].update(kind(text[token.start : token.end]) for token in missing or extra)
            if missing or extra:
                version["first"].append(_shown(key, text, missing, extra))
    for version in record.values():
        version["first"] = version["first"][:SHOWN]
    return {"articles": len(drawn), "tokens": tokens, "versions": record}


def rewritten(
    text: str, write: Callable[[str, str, random.Random], str], generator: random.Random
) -> tuple[str, list[int]]:
    """Write a text anew letter by letter; return it with the place where each letter begins, and its length."""
    starts = [0]
    pieces: list[str] = []
    for letter, following in zip(text, [*text[1:], ""], strict=True):
        pieces.append(write(letter, following, generator))
        starts.append(starts[-1] + len(pieces[-1]))
    return "".join(pieces), starts


def kind(text: str) -> str:
    """Return what sort of word differs."""
    if re.search("[/@#_]", text):
        return "tag or address"
    if any(letter.isdigit() for letter in text):
        return "with digits"
    if re.search(r"\Bî\B", text.lower()) or text.lower().startswith("sînt"):
        return "î inside a word"
    if any(letter.isalpha() and not letter.isascii() and letter not in _ROMANIAN for letter in text):
        return "foreign letters"
    return "hyphen, dot or apostrophe" if re.search(r"[^\w]", text) else "word"


def _tokens(text: str, analyzer: Analyzer, starts: Sequence[int]) -> list[_Token]:
    """Analyse a version; return its tokens with their offsets in the first text (-1 if there is no such place)."""
    tokens: list[_Token] = []
    before = -1
    for token in analyze_text(text, analyzer):
        start = bisect_right(starts, token.start) - 1
        end = bisect_left(starts, token.end)
        exact = starts[start] == token.start
        tokens.append(_Token(start if exact else -1, end, token.position - before, token.terms))
        before = token.position
    return tokens


def _shown(key: str, text: str, missing: list[_Token], extra: list[_Token]) -> dict[str, Any]:
    def written(tokens: list[_Token]) -> list[str]:
        return [f"{text[max(t.start, 0) : t.end]!r} +{t.step} {'/'.join(t.terms)}" for t in tokens[:3]]

    return {"article": key, "expected": written(missing), "got": written(extra)}


def _without_marks(letter: str, _: str, __: random.Random) -> str:
    bare = strip(letter)
    return bare if bare.isascii() else letter


def _with_soft_hyphens(letter: str, following: str, generator: random.Random) -> str:
    return f"{letter}\u00ad" if letter.isalpha() and following.isalpha() and generator.random() < 0.2 else letter


def _misread(letter: str, _: str, __: random.Random) -> str:
    try:
        return letter.translate(_CEDILLA).encode("cp1250").decode("cp1252")
    except UnicodeError:  # neither page has it: it was not written so
        return letter


VERSIONS: dict[str, Callable[[str, str, random.Random], str]] = {
    "cedilla": lambda letter, _, __: letter.translate(_CEDILLA),
    "stripped": _without_marks,
    "NFD": lambda letter, _, __: unicodedata.normalize("NFD", letter),
    "soft hyphens": _with_soft_hyphens,
    "wrongly decoded": _misread,
}
