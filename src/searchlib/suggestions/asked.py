"""The words of a question that may be others than they were meant to be, and where they stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchlib.errors import SchemaError
from searchlib.query.shapes import shape_of
from searchlib.query.tokenizer import CLOSING_MARKS, FIELD, PLAIN, QUOTED, TOKENS, WORD, field_head, unquote
from searchlib.query.tree import And, Boost, Constant, Filter, Not, Or, Phrase, Query, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchlib.schema import Schema
    from searchlib.suggestions.vocabulary import KnownWords, TypedWord

__all__ = ["asked_words"]


def asked_words(words: KnownWords, query: str, tree: Query, schema: Schema) -> list[list[TypedWord]]:
    """Return the plain words and the words of phrases that text fields are asked for, where they stand in a question.

    Those of a list stand side by side, or in one phrase. Operators, patterns, keywords, dates and what is to be found
    letter by letter are no such words.

    Parameters
    ----------
    words : KnownWords
        What reads words as the index has them.
    query : str
        The question.
    tree : Query
        Its tree: what the text means.
    schema : Schema
        The schema of the index.
    """
    leaves = set(_leaves(tree))
    runs: list[list[TypedWord]] = []
    loose: list[TypedWord] = []
    scope = ""
    for token in TOKENS.finditer(query):
        text, start, kind = token[0], token.start(), token.lastindex
        if kind in (PLAIN, WORD):
            found = _plain(text, schema)
            if found is not None and (Word, text[found : found + len(shape_of(text[found:]).core)]) in leaves:
                core = shape_of(text[found:]).core
                loose += _at(words.read(core), start + found)
                continue
        elif kind == QUOTED and (not scope or _is_text(scope, schema)) and (Phrase, unquote(text)) in leaves:
            end = max(map(text.rfind, CLOSING_MARKS))
            runs.append(_at(words.read(text[1:end]), start + 1))
        scope = text.partition(":")[0] if kind == FIELD else ""
        # Words between which something else stands are not side by side.
        runs.append(loose)
        loose = []
    return [run for run in (*runs, loose) if run]


def _at(found: list[TypedWord], start: int) -> list[TypedWord]:
    return [word._replace(start=word.start + start, end=word.end + start) for word in found]


def _plain(text: str, schema: Schema) -> int | None:
    """Return where the word of a token begins, behind the name of a text field; None behind that of another one."""
    head = field_head(text)
    if head is None or not _is_field(head[0], schema):
        return 0
    return len(head[0]) + 1 if _is_text(head[0], schema) else None


def _is_field(name: str, schema: Schema) -> bool:
    try:
        schema.resolve(name)
    except SchemaError:
        return False
    return True


def _is_text(name: str, schema: Schema) -> bool:
    return _is_field(name, schema) and schema.resolve(name) in schema.text_fields


def _leaves(tree: Query) -> Iterator[tuple[type[Query], str]]:
    if isinstance(tree, Word | Phrase):
        yield type(tree), tree.text
    elif isinstance(tree, And | Or):
        for child in tree.children:
            yield from _leaves(child)
    elif isinstance(tree, Not | Filter | Boost | Constant):
        yield from _leaves(tree.child)
