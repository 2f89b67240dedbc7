"""What is no text of an article: lines of advertising, broken characters; and its first sentence."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Any, Final, cast

__all__ = ["first_sentence", "without_ads", "without_surrogates"]

_BLANK: Final = r"[^\S\r\n]"
# Two cheap questions first: nearly no article has such a line, and this is asked of each.
_ADS_FIRST: Final = re.compile(rf"\s*[aA][dD][sS]{_BLANK}*(?:[\r\n]|\Z)")
_ADS_LATER: Final = re.compile(rf"\n{_BLANK}*[aA][dD][sS]{_BLANK}*(?:[\r\n]|\Z)")
_ADS_LINES: Final = re.compile(rf"^{_BLANK}*[aA][dD][sS]{_BLANK}*(?:\r?\n(?:{_BLANK}*\r?\n)*|\Z)", re.MULTILINE)

_SENTENCE_END: Final = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)")
_OPENING: Final = '(„“”"«-'
_ABBREVIATIONS: Final = frozenset((
    "al", "alin", "art", "av", "bd", "cap", "cca", "conf", "dl", "dna", "dr", "ed", "etc", "ex", "fig", "gen",
    "ing", "jr", "jud", "lt", "lit", "loc", "mr", "mrs", "nr", "op", "pag", "pct", "prof", "sf", "sos", "sr",
    "st", "str", "tel", "vol",
))  # fmt: skip
_LONGEST_TITLE: Final = 250


def without_ads(text: str) -> str:
    """Remove the lines that hold only ``Ads``, whatever its case, with the blank lines that follow them.

    Parameters
    ----------
    text : str
        An article; it comes back as it is if it has no such line.

    Returns
    -------
    str
        The rest, otherwise untouched. Texts without such lines, nearly all, are only looked through.
    """
    if _ADS_FIRST.match(text) is None and _ADS_LATER.search(text) is None:
        return text
    return _ADS_LINES.sub("", text)


def _first_paragraph(text: str) -> str:
    """Return the first line of a text, with the lines it was only wrapped into: those that go on in small letters."""
    lines = text.splitlines() or [""]
    wrapped = (line.strip() for line in lines[1:])
    return " ".join([lines[0], *takewhile(lambda line: line[:1].islower(), wrapped)])


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    if text[match.end() : match.end() + 8].lstrip()[:1].islower():
        return False
    if match[0] != ".":
        return True
    start = match.start()
    word = text[text.rfind(" ", 0, start) + 1 : start].lstrip(_OPENING)
    # Initials (I. Popescu), dotted abbreviations (S.U.A.) and the usual short ones go on.
    return len(word) != 1 and "." not in word and word.lower() not in _ABBREVIATIONS


def first_sentence(text: str) -> str:
    """Return the first sentence of a text, to stand in for a title.

    Parameters
    ----------
    text : str
        An article.

    Returns
    -------
    str
        Its first sentence or, where that ends earlier, its first paragraph; runs of blanks as one
        space; cut at a word with ``…`` after 250 characters. Empty if the text is blank.
    """
    start = _first_paragraph(text.lstrip()[: 4 * _LONGEST_TITLE])
    end = next((m.end() for m in _SENTENCE_END.finditer(start) if _ends_sentence(start, m)), len(start))
    sentence = " ".join(start[:end].split())
    if len(sentence) <= _LONGEST_TITLE:
        return sentence
    cut = sentence[:_LONGEST_TITLE]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"


def without_surrogates(value: Any) -> Any:
    """Replace lone halves of surrogate pairs by U+FFFD in all text of a decoded JSON value."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [without_surrogates(item) for item in cast("list[object]", value)]
    if isinstance(value, dict):
        items = cast("dict[object, object]", value).items()
        return {without_surrogates(key): without_surrogates(item) for key, item in items}
    return value
