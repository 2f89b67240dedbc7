"""The terms that words and phrases of a query stand for in a field, as its analyzer decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from searchlib.analysis import Analyzer, Token, split
from searchlib.analysis.english import is_plain, plain_terms
from searchlib.analysis.multilingual import further_term, languages_of
from searchlib.analysis.splitting import LONGEST_FORM
from searchlib.query.tree import And, Boost, Constant, Filter, Or, Phrase, Query, Scoring, Word
from searchlib.schema import Schema
from searchlib.search.weighted import Weighted

__all__ = [
    "FURTHER_WEIGHT",
    "Alternative",
    "Analyzers",
    "Leaf",
    "Looks",
    "Mark",
    "Terms",
    "Together",
    "alternatives",
    "fields_of",
    "leaves",
    "letters_of",
    "parts_of",
]

FURTHER_WEIGHT = 0.4
"""What a term of a further language scores beside that of the main one, which stands in its sentences too. They are
few, so that their terms are rare whatever they mean, and by their rarity alone would outweigh the words asked for."""

_PLAIN = re.compile("[A-Za-z]+|[0-9]+")
_SHORT = LONGEST_FORM // 4
"""Characters that are one raw form whatever they are, if nothing among them is a break."""

Analyzers: TypeAlias = Mapping[str, Analyzer] | Callable[[str], Analyzer]
"""Text field → its analyzer."""

Terms: TypeAlias = tuple[tuple[int, str], ...]
"""Relative position, counted from the first term, and term. Two or more are a phrase."""


class Leaf(NamedTuple):
    """A term, or terms at fixed distances, that one field is searched for.

    Parameters
    ----------
    field : str
        The text field.
    terms : Terms
        What it is searched for.
    """

    field: str
    terms: Terms


class Looks(NamedTuple):
    """Words that look like something, of which one field is searched for any.

    Parameters
    ----------
    field : str
        The text field.
    accept : Callable[[Sequence[str]], Sequence[bool]]
        Which of some words look so.
    printed : bool
        Whether words are held against it as they are printed, `Token.exact`, and not as terms.
    last : bool
        Whether only the last of the exact forms counts, which has the very letters.
    """

    field: str
    accept: Callable[[Sequence[str]], Sequence[bool]]
    printed: bool
    last: bool = False


class Together(NamedTuple):
    """Parts near each other, that one field is searched for.

    Parameters
    ----------
    field : str
        The text field.
    parts : tuple[tuple[Leaf | Looks, ...], ...]
        For each part what may stand in its place.
    distance : int
        How many other words may stand among them.
    ordered : bool
        Whether they stand in this order.
    """

    field: str
    parts: tuple[tuple[Leaf | Looks, ...], ...]
    distance: int
    ordered: bool


Mark: TypeAlias = Leaf | Looks | Together
"""What is marked in a text that matches."""


class Alternative(NamedTuple):
    """What a word or phrase stands for.

    Parameters
    ----------
    terms : Terms
        A term, or terms at fixed distances.
    exact : tuple[Terms, ...]
        The same as it was typed and not stemmed: without diacritics, then, if it was typed with any, with them.
        Nothing where the analyzer does not tell. Wherever these stand, `terms` stand too.
    weight : float
        What the score of `terms` is multiplied by.
    """

    terms: Terms
    exact: tuple[Terms, ...]
    weight: float = 1.0


def alternatives(node: Word | Phrase, analyzer: Analyzer) -> list[Alternative]:
    """Return what a word or phrase stands for.

    A word's tokens in the role ``part`` make a term or a phrase; a token in the role ``whole`` is a further
    alternative. A phrase is its parts only, as they stand in the text; one that is a date is the term of that too.
    Each further language of the field has its own alternatives. Nothing comes of text without words.
    """
    raws = _raws(node.text)
    found = _alternatives(node, raws, analyzer)
    for language in languages_of(analyzer):
        if raws and is_plain(language) and all(len(raw) < _SHORT and _PLAIN.fullmatch(raw) for raw in raws):
            # What is found below, without the parts of a chain that plain words go through unchanged.
            terms = tuple(enumerate(plain_terms([raw.lower() for raw in raws])))
            found.append(Alternative(terms, (), FURTHER_WEIGHT))
            continue
        for one in _alternatives(node, raws, language):
            terms = tuple((at, further_term(language.name, term)) for at, term in one.terms)
            found.append(Alternative(terms, (), FURTHER_WEIGHT))
    if isinstance(node, Phrase) and getattr(analyzer, "finds_dates", False):
        from searchlib.analysis.written_dates import date_terms

        found += [Alternative(((0, term),), ()) for term in date_terms(node.text)]
    return found


def _raws(text: str) -> list[str]:
    """Return the raw forms of a text."""
    if len(text) < _SHORT and text.isascii() and text.isalnum():
        return [text]  # what splitting would find
    return [text[start:end] for start, end in split(text)]


def _alternatives(node: Word | Phrase, raws: list[str], analyzer: Analyzer) -> list[Alternative]:
    """Return what the raw forms of a word or phrase stand for in the language of an analyzer."""
    forms = analyzer.analyze_forms(raws)
    if len(forms) == 1 and len(forms[0].tokens) == 1:
        # Nearly every word of nearly every query.
        token = forms[0].tokens[0]
        return [_alone(token)] if token.role != "extra" else []
    parts: list[tuple[int, str, tuple[str, ...]]] = []
    wholes: list[Alternative] = []
    position = 0
    for form in forms:
        for token in form.tokens:
            if token.role == "part":
                parts.append((position + token.position, token.term, token.exact))
            elif token.role == "whole" and isinstance(node, Word) and len(forms) == 1:
                wholes.append(_alone(token))
        position += form.width
    if not parts:
        return wholes
    parts.sort()
    first = parts[0][0]
    exact: list[Terms] = []
    if all(forms_of for _, _, forms_of in parts):
        exact.append(tuple((at - first, forms_of[0]) for at, _, forms_of in parts))
        if any(len(forms_of) > 1 for _, _, forms_of in parts):
            exact.append(tuple((at - first, forms_of[-1]) for at, _, forms_of in parts))
    return [Alternative(tuple((at - first, term) for at, term, _ in parts), tuple(exact)), *wholes]


def _alone(token: Token) -> Alternative:
    """Return a token as an alternative of one term."""
    return Alternative(((0, token.term),), tuple(((0, text),) for text in token.exact))


def parts_of(text: str, analyzer: Analyzer) -> list[Token]:
    """Return the tokens in the role ``part`` of a text, in its order."""
    forms = analyzer.analyze_forms(_raws(text))
    return [token for form in forms for token in form.tokens if token.role == "part"]


def letters_of(text: str, analyzer: Analyzer) -> list[tuple[int, tuple[str, ...]]]:
    """Return where the words of a text stand, and `Token.exact` of each; nothing if one of them has no such letters."""
    found: list[tuple[int, tuple[str, ...]]] = []
    position = 0
    for form in analyzer.analyze_forms(_raws(text)):
        parts = [token for token in form.tokens if token.role == "part"]
        if not all(token.exact for token in parts):
            return []
        found += [(position + token.position, token.exact) for token in parts]
        position += form.width
    return sorted(found)


def fields_of(node: Word | Phrase, schema: Schema) -> tuple[str, ...]:
    """Return the text fields that a word or phrase is searched in."""
    return schema.default_fields if node.field is None else (schema.resolve(node.field),)


def leaves(query: Query, schema: Schema, analyzers: Analyzers) -> list[Mark]:
    """Return what a query looks for in text: its words and phrases, but nothing that it excludes.

    Parameters
    ----------
    query : Query
        The tree, as `Planner.rewritten` gives it.
    schema : Schema
        The schema of the index.
    analyzers : mapping or callable
        Text field → its analyzer.

    Returns
    -------
    list[Leaf | Looks | Together]
        In the order of the query, none twice.
    """
    analyzer_of = analyzers if callable(analyzers) else analyzers.__getitem__
    found: dict[Mark, None] = {}
    known: dict[tuple[Query, int], list[Alternative]] = {}

    def visit(node: Query) -> None:
        if isinstance(node, Word | Phrase):
            for field in fields_of(node, schema):
                analyzer = analyzer_of(field)
                terms = known.get((node, id(analyzer)))
                if terms is None:
                    terms = known[node, id(analyzer)] = alternatives(node, analyzer)
                found.update((Leaf(field, one.terms), None) for one in terms)
        elif isinstance(node, And | Or):
            for child in node.children:
                visit(child)
        elif isinstance(node, Filter | Boost | Constant) or (isinstance(node, Weighted) and node.weight > 0):
            visit(node.child)
        elif isinstance(node, Scoring):
            from searchlib.search.marking import marks

            found.update((mark, None) for mark in marks(node, schema, analyzer_of))

    visit(query)
    return list(found)
