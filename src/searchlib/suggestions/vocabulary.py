"""The words of an index as they are printed: which there are, how frequent, and which stand side by side."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING, NamedTuple, cast

from searchlib.analysis import split
from searchlib.analysis.terms import fold_term
from searchlib.errors import SchemaError
from searchlib.schema import exact_name
from searchlib.suggestions.native import Vocabulary, count_side_by_side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from searchlib.analysis import Analyzer
    from searchlib.schema import Schema
    from searchlib.suggestions.native import Snapshot

__all__ = ["KnownWords", "TypedWord"]

_DOCUMENTS = 1024
"""Documents of rarest words that are looked at, shared among the rows that words may stand in: each has at least"""
_LEAST = 32
"""so many, and no more than"""
_MOST = 256
"""so many."""
_COMMON = 24
"""Documents of each row whose positions are read."""


class TypedWord(NamedTuple):
    """A word of a text as somebody typed it.

    Parameters
    ----------
    start, end : int
        Character offsets of the word, half open.
    key : str
        The word without case and diacritics.
    letters : str
        The word in lower case, with the diacritics that it was typed with.
    alone : bool
        Whether it is all of what was typed between two breaks, and not a part of ``prim-ministru`` or ``42,2``.
    """

    start: int
    end: int
    key: str
    letters: str
    alone: bool


class KnownWords:
    """The words of some text fields of one generation. Read when made: about 1 µs for each distinct word.

    Parameters
    ----------
    snapshot : Snapshot
        The generation.
    schema : Schema
        Its schema.
    analyzers : Mapping[str, Analyzer]
        Text field → its analyzer.
    fields : Sequence[str]
        The text fields; their words are counted together.

    Raises
    ------
    SchemaError
        If the index has none of the fields' words, only their stems.
    """

    def __init__(
        self, snapshot: Snapshot, schema: Schema, analyzers: Mapping[str, Analyzer], fields: Sequence[str]
    ) -> None:
        numbers = {name: number for number, name in enumerate(schema.inverted_fields)}
        self._snapshot = snapshot
        self._analyzer = analyzers[fields[0]]
        known = [_words_field(field, analyzers[field], schema) for field in fields]
        self._numbers = [numbers[name] for name in known if name is not None]
        if not self._numbers:
            raise SchemaError(
                f"of the words of {', '.join(fields)} only stems are in the index: make it with Text(exact=True)"
            )
        self.native = Vocabulary(
            snapshot, self._numbers, lambda words: [fold_term(word, schema.transliterator) for word in words]
        )

    def read(self, text: str) -> list[TypedWord]:
        """Return the words of a text in its order, as the index would have them."""
        places = split(text)
        found: list[TypedWord] = []
        forms = self._analyzer.analyze_forms([text[start:end] for start, end in places])
        for (start, _), form in zip(places, forms, strict=True):
            parts = [token for token in form.tokens if token.role == "part"]
            for token in parts:
                forms_of = token.exact or (token.term,)
                alone = len(parts) == 1
                found.append(TypedWord(start + token.start, start + token.end, forms_of[0], forms_of[-1], alone))
        return found

    def side_by_side(self, *places: Sequence[tuple[str, str]]) -> dict[tuple[int, ...], float]:
        """Return about how often words stand side by side.

        Parameters
        ----------
        places : Sequence[tuple[str, str]]
            For each place in a row the words that may stand there, each as its key and its letters.

        Returns
        -------
        dict[tuple[int, ...], float]
            For each choice of words, told by their numbers in their places, how often they do; nothing for never.
        """
        grouped = [_Grouped(words) for words in places]
        each = min(_MOST, max(_LEAST, _DOCUMENTS // prod(len(one.spellings) for one in grouped)))
        spellings = [one.spellings for one in grouped]
        counts = count_side_by_side(self._snapshot, self._numbers, spellings, each, _COMMON)
        found: dict[tuple[int, ...], float] = {}
        for chosen, count in zip(product(*(one.numbers for one in grouped)), counts, strict=True):
            if count and None not in chosen:
                found[cast("tuple[int, ...]", chosen)] = count
        return found


class _Grouped:
    """Words by their keys, and of each of their spellings its number among the words; None of one that is not there."""

    def __init__(self, words: Sequence[tuple[str, str]]) -> None:
        by_key: dict[str, list[str]] = {}
        for key, letters in words:
            spellings = by_key.setdefault(key, [key])
            if letters != key:
                spellings.append(letters)
        self.spellings = list(by_key.values())
        known = {word: number for number, word in enumerate(words)}
        self.numbers = [known.get((key, text)) for key, spellings in by_key.items() for text in spellings]


def _words_field(field: str, analyzer: Analyzer, schema: Schema) -> str | None:
    """Return the name of the field that has the words of a text field as printed; None if only stems are there."""
    told = any(token.exact for token in analyzer.analyze_forms(["cuvant"])[0].tokens)
    if not told:
        return field
    return exact_name(field) if field in schema.exact_fields else None
