"""The spelling before 1993: î inside a word is â now, whether the word was printed with its diacritics or not.

Decided is by folded words, as text without diacritics does not say which i was an î: `respell` writes ``pîine`` as
``pâine`` and ``piine`` as ``paine``. What it does not know keeps its letters, as most names do: ``Cîțu`` stays, and
without diacritics is ``Citu``. The native core applies the same table.

The table is ASCII text with LF lines::

    searchlib-spellings 1 <number of rules> <CRC-32 of all that follows, in 8 hexadecimal digits>
    <pattern> <letters of today>

The rules stand in the order of their bytes, no pattern twice. A pattern of letters is how a word begins; with ``^``
before it, it is a whole word; with ``?``, a whole word that is another one without diacritics (``mina``), respelled
only where î is printed. The letters of today are as many.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final
from zlib import crc32

from searchlib.analysis.folding import fold_text
from searchlib.errors import AnalyzerError

__all__ = ["SPELLINGS", "Spellings", "fingerprint", "load_spellings", "native_spellings", "respell"]

SPELLINGS: Final = Path(__file__).parent / "data" / "romanian.spellings"
"""The table of the Romanian chain."""

_HEAD: Final = re.compile(rb"searchlib-spellings 1 ([0-9]+) ([0-9a-f]{8})\n")
_LINES: Final = re.compile(rb"(?:[?^]?[a-z]+ [a-z]+\n)*+")
_INNER_I: Final = re.compile("(?<=.)[iîIÎ](?=.)").search
_WITH_LETTERS: Final = {"î": "â", "Î": "Â"}


class Spellings:
    """Rules for folded words.

    Parameters
    ----------
    rules : dict of str to str
        Pattern → letters of today.
    checksum : str
        CRC-32 of the rules.
    """

    def __init__(self, rules: dict[str, str], checksum: str) -> None:
        self.rules = rules
        self.checksum = checksum
        self._longest = max((len(pattern) for pattern in rules if pattern[0].isalpha()), default=0)

    def find(self, folded: str) -> str | None:
        """Return the pattern of the rule for a folded word: the word itself, or its longest beginning; None if none."""
        for whole in (f"^{folded}", f"?{folded}"):
            if whole in self.rules:
                return whole
        sizes = range(min(self._longest, len(folded)), 0, -1)
        return next((folded[:size] for size in sizes if folded[:size] in self.rules), None)

    def respell(self, word: str) -> str:
        """Write a composed word as since 1993; about 2 µs."""
        folded = fold_text(word)
        is_simple = len(folded) == len(word) and folded.isascii() and folded.isalpha()
        pattern = self.find(folded) if is_simple else None
        if pattern is None:
            return word
        today = self.rules[pattern]
        changed = [at for at, letter in enumerate(today) if letter != folded[at]]
        if pattern[0] == "?" and any(word[at] not in _WITH_LETTERS for at in changed):
            return word
        letters = list(word)
        for at in changed:
            printed = _WITH_LETTERS.get(word[at], "") if today[at] == "a" else ""
            letters[at] = printed or (today[at].upper() if word[at].isupper() else today[at])
        return "".join(letters)


@cache
def _spellings() -> Spellings:
    return load_spellings()


def respell(word: str) -> str:
    """Write a composed word as since 1993: ``pîine`` → ``pâine``, ``sînt`` → ``sunt``; ``neîncredere`` stays."""
    return word if _INNER_I(word) is None else _spellings().respell(word)


def native_spellings() -> list[tuple[str, str]]:
    """Return the rules for the native core: pattern, letters of today."""
    return list(_spellings().rules.items())


def fingerprint() -> str:
    """Return what changes with the rules."""
    return _spellings().checksum


def load_spellings(path: Path = SPELLINGS) -> Spellings:
    """Read a table and check all of it.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    Spellings
        The rules; a millisecond for a thousand.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If the file is not there or not what training wrote; it names the file.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = f"the table of spellings cannot be read ({error.strerror})"
        raise AnalyzerError(f"{path}: {reason}: install searchlib again") from error
    head = _HEAD.match(data)
    body = data[head.end() :] if head is not None else b""
    if head is None or _LINES.fullmatch(body) is None or f"{crc32(body):08x}".encode() != head[2]:
        raise AnalyzerError(f"{path}: this is no whole table of spellings of version 1: install searchlib again")
    fields = body.decode("ascii").split()
    patterns, letters = fields[::2], fields[1::2]
    fits = all(len(today) == len(old.lstrip("^?")) for old, today in zip(patterns, letters, strict=True))
    if not fits or len(patterns) != int(head[1]) or patterns != sorted(set(patterns)):
        raise AnalyzerError(f"{path}: the rules of the table are not as announced: install searchlib again")
    return Spellings(dict(zip(patterns, letters, strict=True)), head[2].decode("ascii"))
