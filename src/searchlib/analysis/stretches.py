"""Stretches of another language: the English sentences of a Romanian article.

Sentences and lines are told apart by their function words, the fifty most common ones, which no other language of the
pair has. This is all that is needed: a sentence of news has several of them, and what has none, such as a row of
names, is analysed well enough in the language around it. The packages that detect languages know two hundred of
them and weigh more than the engine: lingua 96 MB, py3langid 5 MB; langdetect draws random numbers, and none says
where in a text a language begins.

Each distinct form has one number, its *evidence*; what stands between forms is a `Gap`. Nothing else is looked at, so
that native code can hold the evidence of each interned form and repeat `stretches` as it stands here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from searchlib.analysis.character_classes import IGNORABLES
from searchlib.analysis.folding import fold_text
from searchlib.analysis.gaps import Gap
from searchlib.analysis.spelling import UNIFIED
from searchlib.errors import AnalyzerError

__all__ = ["DETECTED", "EVIDENCE", "IN_NAMES", "check_detected", "evidence", "stretches"]

DETECTED: Final = ("romanian", "english")
"""The languages that are told apart."""

_ROMANIAN: Final = """
    de si la din cu pe pentru este sunt sa ca nu se care mai prin fost aceasta acest acesta aceste acestea dupa sau iar
    dar intre lui ale al cel cea cei cele au fi va vor ce ne le isi sub fara catre daca cand cum despre pana peste
    doar foarte astfel unui unei unor asupra spre insa decat ii il un unul una lor sale potrivit printre dintre era
    erau avea poate trebuie atunci acum fiind fata anul anului inca cat toate tot
    s-a s-au intr-o intr-un dintr-o dintr-un printr-o printr-un n-a n-au i-a i-au l-a l-au si-a si-au s-ar n-ar sa-si
"""
_ENGLISH: Final = """
    the of and to that for with is was it his her they this have from not but by which you were their been has had will
    would there what when we she he its our said about than into them could other some these those your because how
    where after before between through should also if my all out up just over does did any against while
    during without at be on more been being such then very under only i'm i've
"""
IN_NAMES: Final = frozenset("al de la un".split())  # Al Gore, De La Hoya, Kim Jong Un: no evidence with a capital
_SEVERAL: Final = 127  # the number of what is no word of the list, but Romanian
_FIRST_ENGLISH: Final = 128


def _word_evidence() -> dict[str, int]:
    romanian = {word: number for number, word in enumerate(dict.fromkeys(_ROMANIAN.split()), 1)}
    english = {word: number for number, word in enumerate(dict.fromkeys(_ENGLISH.split()), _FIRST_ENGLISH)}
    return romanian | english


EVIDENCE: Final = _word_evidence()
"""Folded function word → its number."""

_LONGEST: Final = 64  # characters of a form that is looked at
_CONTRACTION: Final = re.compile("[a-z]+(?:n't|'re|'ve|'ll)|(?:it|that|there|what|he|she|let)'s").fullmatch
_CONTRACTED: Final = 255
# What words of the lists are printed with: Latin letters, digits, marks and joiners; þ and ª are misread letters.
_LATIN: Final = re.compile(
    f"[-'’‘ʼ′´`\u2010\u2011.,0-9A-Za-z{IGNORABLES}\u00c0-\u00dd\u00df-\u00fd\u00ff-\u024f\u0300-\u036f\u1e00-\u1eff]*"
).fullmatch
_ROMANIAN_LETTER: Final = re.compile("[ăâîșțşţ]|a[\u0302\u0306]|i\u0302|[st][\u0326\u0327]").search
_LOWER: Final = re.compile("[a-zăâîșțşţ]").match


def evidence(raw: str) -> int:
    """Return what a raw form says about the language of its sentence.

    Parameters
    ----------
    raw : str
        As `searchlib.analysis.split` cuts it.

    Returns
    -------
    int
        0 if nothing, 1 to 127 for a Romanian word, 128 to 255 for an English one; a number for each word.
    """
    if len(raw) > _LONGEST or (len(raw) == 2 and raw.isupper()):  # IT, UN and US are no function words
        return 0
    if _LATIN(raw) is not None:
        folded = fold_text(raw.translate(UNIFIED))
        found = EVIDENCE.get(folded, 0)
        if found:
            return 0 if folded in IN_NAMES and raw[0].isupper() else found
        if "'" in folded and _CONTRACTION(folded) is not None:
            return _CONTRACTED
    # A name with such letters may stand in an English sentence.
    return _SEVERAL if _LOWER(raw) is not None and _ROMANIAN_LETTER(raw) is not None else 0


def check_detected(main: str, further: Sequence[str]) -> None:
    """Raise `AnalyzerError` if one of the further languages of a text cannot be told from its main one."""
    for name in further:
        if (main, name) != DETECTED:
            raise AnalyzerError(
                f"sentences in {name!r} cannot be told from {main!r}: the one further language is "
                f"{DETECTED[1]!r}, in {DETECTED[0]!r} text"
            )


class _Count:
    """What the forms of one sentence say."""

    def __init__(self) -> None:
        self.words = [0, 0]
        self.first = [0, 0]
        self.several = [False, False]  # distinct words

    def add(self, found: int) -> None:
        language = int(found >= _FIRST_ENGLISH)
        self.words[language] += 1
        if self.words[language] == 1:
            self.first[language] = found
        elif found != self.first[language]:
            self.several[language] = True

    def verdict(self, numbers: Sequence[int]) -> int:
        """Return the number of the language, -1 if it is open: further languages need two distinct words."""
        if self.words[0] == self.words[1]:
            return -1
        language = int(self.words[1] > self.words[0])
        return numbers[language] if numbers[language] == 0 or self.several[language] else -1


def stretches(found: Sequence[int], gaps_before: Sequence[Gap], further: Sequence[str] = ("english",)) -> list[int]:
    """Find the language of each raw form of a text.

    Parameters
    ----------
    found : sequence of int
        The `evidence` of each raw form.
    gaps_before : sequence of Gap
        What stands before each of them, as `searchlib.analysis.gaps.gaps` gives it.
    further : sequence of str
        The languages that the text may hold besides its main one, of `DETECTED`.

    Returns
    -------
    list of int
        0 for the main language, else one more than the place in `further`. A sentence ends at a stop or a line. It
        is in the language that has more of its words, in a further language only if two of them are distinct.
        A sentence that says nothing is in a further language if it stands between two that are, with nothing between
        but others that say nothing, in one line. O(n).
    """
    numbers = [further.index(name) + 1 if name in further else 0 for name in DETECTED]
    languages: list[int] = []
    ends: list[int] = []  # of the sentences of the line being read
    verdicts: list[int] = []
    count = _Count()
    for at, (number, between) in enumerate(zip(found, gaps_before, strict=True)):
        if between >= Gap.STOP and at:
            ends.append(at)
            verdicts.append(count.verdict(numbers))
            count = _Count()
            if between == Gap.LINE:
                _close_line(languages, ends, verdicts)
        if number:
            count.add(number)
    if found:
        ends.append(len(found))
        verdicts.append(count.verdict(numbers))
        _close_line(languages, ends, verdicts)
    return languages


def _close_line(languages: list[int], ends: list[int], verdicts: list[int]) -> None:
    """Give each form of a line its language; clears what is known of its sentences."""
    behind = 0  # the next verdict that is not open; the line is surrounded by the main language
    following: list[int] = []
    for verdict in reversed(verdicts):
        following.append(behind)
        behind = verdict if verdict >= 0 else behind
    before = 0
    for end, verdict, after in zip(ends, verdicts, reversed(following), strict=True):
        if verdict >= 0:
            language = before = verdict
        else:
            language = before if before == after else 0
        languages.extend([language] * (end - len(languages)))
    ends.clear()
    verdicts.clear()
