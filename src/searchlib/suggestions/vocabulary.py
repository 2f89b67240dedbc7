"""The words of an index as they are printed: which there are, and how frequent."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from searchlib.analysis import split
from searchlib.analysis.terms import fold_term
from searchlib.errors import SchemaError
from searchlib.schema import exact_name
from searchlib.suggestions.native import SideBySide, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from searchlib.analysis import Analyzer
    from searchlib.schema import Schema
    from searchlib.suggestions.native import Snapshot

__all__ = ["KnownWords", "TypedWord"]


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

    def side_by_side(self) -> SideBySide:
        """Return what counts how often the words of one question stand side by side, and chooses by it."""
        return SideBySide(self._snapshot, self._numbers)


def _words_field(field: str, analyzer: Analyzer, schema: Schema) -> str | None:
    """Return the name of the field that has the words of a text field as printed; None if only stems are there."""
    told = any(token.exact for token in analyzer.analyze_forms(["cuvant"])[0].tokens)
    if not told:
        return field
    return exact_name(field) if field in schema.exact_fields else None
