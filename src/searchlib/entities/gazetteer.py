"""A gazetteer: a list of names, found in texts whatever their case and diacritics."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, Protocol, cast

from searchlib.analysis import fold_text
from searchlib.errors import DocumentError

__all__ = ["Gazetteer"]

_SEPARATOR: Final = re.compile(r"[\t|]")
# Print differs on hyphens and apostrophes, which folding leaves to the analysis of words.
_HYPHENS: Final = "‐‑‒–"
_APOSTROPHES: Final = "’‘ʼ′´`"


class _Automaton(Protocol):
    """What we use of pyahocorasick; a value holds the length of its form and the numbers of its names."""

    def add_word(self, word: str, value: tuple[int, tuple[int, ...]], /) -> bool: ...
    def make_automaton(self) -> None: ...
    def iter(self, text: str, /) -> Iterator[tuple[int, tuple[int, tuple[int, ...]]]]: ...


def _folded(text: str) -> str:
    """Fold a text or a name so that they meet: also runs of blanks, hyphens and apostrophes."""
    for hyphen in _HYPHENS:
        text = text.replace(hyphen, "-")
    for apostrophe in _APOSTROPHES:
        text = text.replace(apostrophe, "'")
    return " ".join(fold_text(text).split())


def _in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


def _parse(raw: bytes) -> list[str]:
    """Return the name and the aliases that a line gives; nothing for a comment or a blank line."""
    try:
        line = raw.decode().strip()
    except UnicodeDecodeError as error:
        raise DocumentError(f"byte {error.start + 1} of the line is not UTF-8") from error
    if not line or line.startswith("#"):
        return []
    if "\0" in line:
        raise DocumentError("holds a NUL character: the file is damaged")
    names = [name.strip() for name in _SEPARATOR.split(line)]
    if not names[0]:
        raise DocumentError("no name stands before the first alias")
    for name in filter(None, names):
        if not any(map(_in_word, _folded(name))):
            raise DocumentError(f"{name!r} holds no letter and no digit, so no text can mention it")
    return [name for name in names if name]


class Gazetteer:
    """Names and their aliases, looked for all at once (Aho–Corasick).

    Parameters
    ----------
    names : Mapping[str, Iterable[str]]
        Canonical name → further forms of it, such as inflected ones. Names that differ only in case,
        diacritics or blanks are one name, in its first spelling. A form of several names stands for
        them all.

    Examples
    --------
    >>> Gazetteer({"Rusia": ["Rusiei"], "Kim Jong Un": []}).find("Liderul KIM JONG UN și ambasadorul Rusiei")
    ['Kim Jong Un', 'Rusia']
    """

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._names: list[str] = []
        numbers: dict[str, int] = {}
        forms: dict[str, list[int]] = {}
        for name, aliases in names.items():
            number = numbers.setdefault(_folded(name), len(self._names))
            if number == len(self._names):
                self._names.append(name)
            for form in (name, *aliases):
                known = forms.setdefault(_folded(form), [])
                if number not in known:
                    known.append(number)
        forms.pop("", None)
        self._automaton = _automaton(forms) if forms else None

    @classmethod
    def from_file(cls, path: str | os.PathLike[str]) -> Gazetteer:
        """Read a gazetteer.

        Parameters
        ----------
        path : str or PathLike
            UTF-8 text; a line holds a name, then its aliases, with tabs or ``|`` between them. Blank
            lines and those that begin with ``#`` are passed over. A name may stand on several lines.

        Raises
        ------
        DocumentError
            If the file cannot be read, or for its first bad line, as ``file:line``.
        """
        shown = os.fspath(path)
        try:
            raw = Path(path).read_bytes()
        except (OSError, ValueError) as error:
            raise DocumentError(f"cannot be read: {getattr(error, 'strerror', None) or error}", shown) from error
        names: dict[str, list[str]] = {}
        for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
            try:
                forms = _parse(line)
            except DocumentError as error:
                raise DocumentError(error.reason, f"{shown}:{number}") from error
            if forms:
                names.setdefault(forms[0], []).extend(forms[1:])
        return cls(names)

    def __len__(self) -> int:
        return len(self._names)

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical names, in the order given."""
        return tuple(self._names)

    def find(self, text: str) -> list[str]:
        """Find the names that a text mentions.

        A name counts where no letter or digit stands right before or after it. Of matches that
        overlap, the one that begins first counts; of those that begin together, the longest.

        Parameters
        ----------
        text : str
            Any text.

        Returns
        -------
        list[str]
            Canonical names, each once, in the order of their first mention. One pass over the
            text, whatever the number of names; most of it is folding.
        """
        if self._automaton is None:
            return []
        folded = _folded(text)
        matches = [
            (end + 1 - length, -length, numbers)
            for end, (length, numbers) in self._automaton.iter(folded)
            if _is_whole(folded, end + 1 - length, end + 1)
        ]
        matches.sort()
        found: dict[int, None] = {}
        free = 0  # where the last match that counts ends
        for start, minus_length, numbers in matches:
            if start >= free:
                found.update(dict.fromkeys(numbers))
                free = start - minus_length
        return [self._names[number] for number in found]


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether neither neighbour of the match belongs to a word."""
    return (start == 0 or not _in_word(text[start - 1])) and (end == len(text) or not _in_word(text[end]))


def _automaton(forms: Mapping[str, list[int]]) -> _Automaton:
    import ahocorasick

    automaton = cast("_Automaton", ahocorasick.Automaton())  # pyright: ignore[reportUnknownMemberType]  has no type information
    for form, numbers in forms.items():
        automaton.add_word(form, (len(form), tuple(numbers)))
    automaton.make_automaton()
    return automaton
