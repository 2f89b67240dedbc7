"""The table of stem rules: what becomes of a folded word, by its longest ending that the table holds.

The native core applies the same table; `SuffixRules.apply` says what it must give.

The file is ASCII text with LF lines::

    searchlib-stems 1 <number of rules> <CRC-32 of all that follows, in 8 hexadecimal digits>
    <pattern> <strip> <append>

The rules stand in the order of their bytes, no pattern twice. A pattern of letters is an ending; with ``^`` before it,
it is a whole word. The rule takes the `strip` last letters away, at most those of its pattern, and puts `append`
there; ``-`` is nothing.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from zlib import crc32

from searchlib.analysis.levelling import level
from searchlib.errors import AnalyzerError

__all__ = ["STEMS", "SuffixRules", "load", "rule_lines"]

STEMS: Final = Path(__file__).parent / "data" / "romanian.stems"
"""The table of the Romanian chain."""

_SHORTEST: Final = 3  # letters of a word that an ending's rule may be applied to, and of the stem that it must make
_KEPT: Final = 2  # letters of the word that it must leave
_HEAD: Final = re.compile(rb"searchlib-stems 1 ([0-9]+) ([0-9a-f]{8})\n")
_LINE: Final = rb"\^?[a-z]+ [0-9]{1,2} (?:-|[a-z]+)\n"
_LINES: Final = re.compile(rb"(?:%b)*+" % _LINE)


class SuffixRules:
    """Rules that stem folded words.

    Parameters
    ----------
    endings : dict of str to (int, str)
        Ending → how many letters are taken away, and what is put there.
    words : dict of str to str
        Whole word → its stem.
    checksum : str
        CRC-32 of the rules.
    """

    def __init__(self, endings: dict[str, tuple[int, str]], words: dict[str, str], checksum: str) -> None:
        self.endings = endings
        self.words = words
        self.checksum = checksum
        self._longest = max(map(len, endings), default=0)

    def __len__(self) -> int:
        """Return the number of rules."""
        return len(self.endings) + len(self.words)

    def apply(self, word: str) -> str | None:
        """Stem one folded word.

        The rule of the whole word wins, then that of its longest ending. An ending may be the whole word. A rule of an
        ending that would leave fewer than two letters of the word, or make a stem of fewer than three, is passed over
        for that of the next shorter ending; to words of one or two letters none of them is applied. What it makes is
        levelled (`searchlib.analysis.levelling`); the stem of a whole word stands as the table has it.

        Parameters
        ----------
        word : str
            A word of the letters a to z.

        Returns
        -------
        str or None
            Its stem; None if no rule holds. About 1 µs.
        """
        whole = self.words.get(word)
        if whole is not None:
            return whole
        ending = self._ending(word)
        if ending is None:
            return None
        strip, append = self.endings[ending]
        return level(word[: len(word) - strip] + append)

    def pattern(self, word: str) -> str | None:
        """Return the pattern of the rule that stems a word: the word itself, or its ending; None if no rule holds."""
        return word if word in self.words else self._ending(word)

    def _ending(self, word: str) -> str | None:
        size = len(word)
        for start in range(max(0, size - self._longest), size if size >= _SHORTEST else 0):
            rule = self.endings.get(word[start:])
            if rule is not None:
                kept = size - rule[0]
                if kept >= _KEPT and kept + len(rule[1]) >= _SHORTEST:
                    return word[start:]
        return None


def load(path: Path = STEMS) -> SuffixRules:
    """Read a table and check all of it.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    SuffixRules
        The rules; some milliseconds for ten thousand.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If the file is not there or not what training wrote; it names the file and the line.
    """
    head, body = _head_and_body(path)
    if (match := _LINES.match(body)) is None or match.end() != len(body):
        good = 0 if match is None else body.count(b"\n", 0, match.end())
        raise _broken(path, good + 2, "a line is an ending or ^word, a number and letters or -")
    _check(path, head, body)
    return _read_rules(path, body.decode("ascii").split(), head[2].decode("ascii"))


def rule_lines(path: Path = STEMS) -> tuple[bytes, str]:
    """Read a table for the native core, which checks each line when it takes it.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    bytes
        Its lines.
    str
        Their checksum.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If the file is not there, or not whole.
    """
    head, body = _head_and_body(path)
    _check(path, head, body)
    return body, head[2].decode("ascii")


def _head_and_body(path: Path) -> tuple[re.Match[bytes], bytes]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise AnalyzerError(
            f"{path}: the stem table cannot be read ({error.strerror}): install searchlib again"
        ) from error
    head = _HEAD.match(data)
    if head is None:
        raise _broken(path, 1, "no table of stems of version 1")
    return head, data[head.end() :]


def _check(path: Path, head: re.Match[bytes], body: bytes) -> None:
    """Check that all rules are there as they were written."""
    count = body.count(b"\n")
    if count != int(head[1]):
        raise _broken(path, 1, f"{int(head[1])} rules are announced, {count} follow")
    if f"{crc32(body):08x}".encode() != head[2]:
        raise _broken(path, 1, "the checksum is not that of the rules")


def _read_rules(path: Path, fields: list[str], checksum: str) -> SuffixRules:
    endings: dict[str, tuple[int, str]] = {}
    words: dict[str, str] = {}
    before = ""
    for line, (pattern, digits, letters) in enumerate(zip(fields[::3], fields[1::3], fields[2::3], strict=True), 2):
        strip = int(digits)
        append = "" if letters == "-" else letters
        if pattern <= before:
            raise _broken(path, line, "the rules are not in order")
        before = pattern
        if pattern[0] == "^":
            kept = len(pattern) - 1 - strip
            if kept < 0 or not kept + len(append):
                raise _broken(path, line, "the rule takes away more than there is")
            words[pattern[1:]] = pattern[1 : 1 + kept] + append
        elif strip > len(pattern):
            raise _broken(path, line, "the rule takes away more than its ending")
        else:
            endings[pattern] = strip, append
    return SuffixRules(endings, words, checksum)


def _broken(path: Path, line: int, detail: str) -> AnalyzerError:
    return AnalyzerError(f"{path}:{line}: {detail}: install searchlib again")
