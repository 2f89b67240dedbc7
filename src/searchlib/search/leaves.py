"""The terms that words and phrases of a query stand for in a field, as its analyzer decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from searchlib.analysis import Analyzer, split
from searchlib.analysis.splitting import LONGEST_FORM
from searchlib.query.tree import And, Filter, Or, Phrase, Query, Word
from searchlib.schema import Schema

__all__ = ["Analyzers", "Leaf", "alternatives", "leaves"]

_SHORT = LONGEST_FORM // 4
"""Characters that are one raw form whatever they are, if nothing among them is a break."""

Analyzers: TypeAlias = Mapping[str, Analyzer] | Callable[[str], Analyzer]
"""Text field → its analyzer."""


class Leaf(NamedTuple):
    """A term, or terms at fixed distances, that one field is searched for.

    Parameters
    ----------
    field : str
        The text field.
    terms : tuple[tuple[int, str], ...]
        Relative position, counted from the first term, and term. Two or more are a phrase.
    """

    field: str
    terms: tuple[tuple[int, str], ...]


def alternatives(node: Word | Phrase, analyzer: Analyzer) -> list[tuple[tuple[int, str], ...]]:
    """Return the terms, or terms at fixed distances, that a word or phrase stands for.

    A word's tokens in the role ``part`` make a term or a phrase; a token in the role ``whole`` is a further
    alternative. A phrase is its parts only, as they stand in the text. Nothing comes of text without words.
    """
    text = node.text
    if len(text) < _SHORT and text.isascii() and text.isalnum():
        raws = [text]  # what splitting would find
    else:
        raws = [text[start:end] for start, end in split(text)]
    forms = analyzer.analyze_forms(raws)
    if len(forms) == 1 and len(forms[0].tokens) == 1:
        # Nearly every word of nearly every query.
        token = forms[0].tokens[0]
        return [((0, token.term),)] if token.role != "extra" else []
    parts: list[tuple[int, str]] = []
    wholes: list[tuple[tuple[int, str], ...]] = []
    position = 0
    for form in forms:
        for token in form.tokens:
            if token.role == "part":
                parts.append((position + token.position, token.term))
            elif token.role == "whole" and isinstance(node, Word) and len(forms) == 1:
                wholes.append(((0, token.term),))
        position += form.width
    if not parts:
        return wholes
    parts.sort()
    first = parts[0][0]
    return [tuple((at - first, term) for at, term in parts), *wholes]


def fields_of(node: Word | Phrase, schema: Schema) -> tuple[str, ...]:
    """Return the text fields that a word or phrase is searched in."""
    return schema.default_fields if node.field is None else (schema.resolve(node.field),)


def leaves(query: Query, schema: Schema, analyzers: Analyzers) -> list[Leaf]:
    """Return what a query looks for in text: its words and phrases, but nothing that it excludes.

    Parameters
    ----------
    query : Query
        The tree.
    schema : Schema
        The schema of the index.
    analyzers : mapping or callable
        Text field → its analyzer.

    Returns
    -------
    list[Leaf]
        In the order of the query, none twice.
    """
    analyzer_of = analyzers if callable(analyzers) else analyzers.__getitem__
    found: dict[Leaf, None] = {}

    def visit(node: Query) -> None:
        if isinstance(node, Word | Phrase):
            for field in fields_of(node, schema):
                terms = alternatives(node, analyzer_of(field))
                found.update((Leaf(field, one), None) for one in terms)
        elif isinstance(node, And | Or):
            for child in node.children:
                visit(child)
        elif isinstance(node, Filter):
            visit(node.child)

    visit(query)
    return list(found)
