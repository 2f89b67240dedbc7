"""Chains: analyzers put together from named parts, and how a raw form goes through them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from searchlib.analysis import parts
from searchlib.analysis.character_classes import UNICODE_VERSION
from searchlib.analysis.protocol import EMPTY, Form, Token, cut_term
from searchlib.analysis.spelling import run_char_filters
from searchlib.analysis.splitting import LONGEST_FORM
from searchlib.analysis.transliteration import check_transliterator
from searchlib.errors import AnalyzerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from searchlib.analysis.scanning import Piece
    from searchlib.analysis.token_filters import Table

__all__ = ["Chain", "ChainAnalyzer"]

_BAR: Final = "|"


@dataclass(frozen=True, slots=True)
class Chain:
    """Char filters, a tokenizer and token filters, by their names and in their order.

    ``str(chain)`` writes it as ``char filters | tokenizer | token filters``. Written so it is the name of an
    analyzer, wherever one is asked for: in a schema, in `get`, on the command line.

    Parameters
    ----------
    char_filters : tuple of str
        What changes the characters of a raw form: ``cedilla``, ``compose``, ``hyphens``, ``invisible``, ``misread``.
    tokenizer : str
        What takes it apart: ``words``, ``words:english``, ``words:romanian``, ``plain``, ``whitespace``.
    token_filters : tuple of str
        What makes terms of its words: ``lowercase``, ``fold``, ``respell``, ``transliterate``, ``exact``,
        ``stem:romanian``, ``stem:english`` and so on.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If the name of a part holds a blank or ``|``. Whether there are such parts is seen when the chain is used.
    """

    char_filters: tuple[str, ...] = ()
    tokenizer: str = "words"
    token_filters: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("char_filters", "token_filters"):
            given: object = getattr(self, name)
            if isinstance(given, str):  # a string is a sequence of letters, and no list of names
                raise AnalyzerError(f"{name} is a tuple of names, not {given!r}")
            object.__setattr__(self, name, tuple(getattr(self, name)))
        for part in (*self.char_filters, self.tokenizer, *self.token_filters):
            if _BAR in part or part.split() != [part]:
                raise AnalyzerError(f"{part!r} cannot name a part: a name has no blanks and no {_BAR}")

    @property
    def name(self) -> str:
        """The chain as it is written, under which it is an analyzer."""
        return str(self)

    def __str__(self) -> str:
        """Return the chain as it is written."""
        return f" {_BAR} ".join([" ".join(self.char_filters), self.tokenizer, " ".join(self.token_filters)]).strip()

    @classmethod
    def parse(cls, text: str) -> Chain:
        """Return the chain that ``str`` wrote.

        Raises
        ------
        searchlib.errors.AnalyzerError
            If `text` is not a chain as written.
        """
        sections = [section.split() for section in text.split(_BAR)]
        if len(sections) != 3 or len(sections[1]) != 1:
            raise AnalyzerError(f"{text!r} is no chain: write it as char filters | tokenizer | token filters")
        return cls(tuple(sections[0]), sections[1][0], tuple(sections[2]))


class ChainAnalyzer:
    """Analyses as a chain says.

    Parameters
    ----------
    chain : Chain
        The parts.
    transliterator : str
        ``"unidecode"``, ``"anyascii"`` or ``"none"``: for the parts that use one and do not name it.
    name : str, optional
        What it is called; if not given, the chain as it is written.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If the transliterator or one of the parts is unknown.
    """

    def __init__(self, chain: Chain, transliterator: str = "unidecode", name: str | None = None) -> None:
        check_transliterator(transliterator)
        self.name: str = name or str(chain)
        self.chain = chain
        self.char_filters = [parts.char_filter(part) for part in chain.char_filters]
        self.tokenizer = parts.tokenizer(chain.tokenizer)
        self.token_filters = [parts.token_filter(part, transliterator) for part in chain.token_filters]
        self._beside = [part.beside for part in self.token_filters if part.beside is not None]
        self._char_functions = [part.apply for part in self.char_filters]

    def analyze_forms(self, raws: Sequence[str]) -> list[Form]:
        """Analyse raw forms; see `searchlib.analysis.Analyzer`. Each part is asked once for each distinct word."""
        read = {raw: self.read(raw) for raw in raws}
        terms, exact = self._filtered({piece[0] for pieces in read.values() for piece in pieces})
        forms = {raw: _form(pieces, terms, exact) for raw, pieces in read.items()}
        return [forms[raw] for raw in raws]

    def read(self, raw: str) -> list[Piece]:
        """Return the words of one raw form, as the tokenizer gives them, with offsets inside `raw`."""
        text, starts = run_char_filters(raw[:LONGEST_FORM], self._char_functions)
        pieces: list[Piece] = self.tokenizer.apply(text)
        if starts is not None:
            pieces = [(letters, at, starts[start], starts[end], role) for letters, at, start, end, role in pieces]
        for beside in self._beside:
            pieces = [*_with_readings(pieces, beside, len(raw))]
        return pieces

    def _filtered(self, words: Iterable[str]) -> tuple[Table, Table]:
        """Return for each distinct word its terms, and the exact forms that stand beside the first of them."""
        terms: Table = {word: (word,) for word in words}
        exact: Table = {}
        for part in self.token_filters:
            if part.beside is not None:
                continue
            if part.keep is not None:
                exact = {word: part.keep(found[0]) for word, found in terms.items() if found}
                continue
            table = part.apply({term for found in terms.values() for term in found})
            terms = {word: _through(found, table) for word, found in terms.items()}
        return {word: tuple(map(cut_term, found)) for word, found in terms.items()}, exact

    def fingerprint(self) -> dict[str, str]:
        """Return the chain and the version of each of its parts."""
        versions = {part.name: part.version for part in self.char_filters}
        versions[self.tokenizer.name] = self.tokenizer.version
        versions |= {part.name: part.version() for part in self.token_filters}
        return {"analyzer": self.name, "chain": str(self.chain), "characters": UNICODE_VERSION, **versions}


def _with_readings(pieces: list[Piece], beside: Callable[[str], str], size: int) -> Iterator[Piece]:
    """Yield the pieces of a form, and beside each its other reading; that of the whole form answers for it."""
    for word, at, start, end, role in pieces:
        yield word, at, start, end, role
        reading = beside(word)
        if reading:
            yield reading, at, start, end, "whole" if role != "extra" and (start, end) == (0, size) else "extra"


def _through(terms: tuple[str, ...], table: Table) -> tuple[str, ...]:
    """Return what a filter makes of the terms of one word."""
    if len(terms) == 1:
        return table[terms[0]]
    return tuple(dict.fromkeys(made for term in terms for made in table[term]))


def _form(pieces: list[Piece], terms: Table, exact: Table) -> Form:
    """Make the tokens of pieces; one that the filters left out takes no position, nor does a form of such alone."""
    tokens: list[Token] = []
    width = 0
    skipped = 0
    for word, position, start, end, role in pieces:
        found = terms[word]
        if not found:
            skipped += role == "part"
            continue
        at = max(0, position - skipped)
        if role == "part":
            width = at + 1
        tokens.append(Token(found[0], at, start, end, role, () if role == "extra" else exact.get(word, ())))
        tokens += [Token(term, at, start, end, "extra") for term in found[1:]]
    return Form(tuple(tokens), width) if width else EMPTY
