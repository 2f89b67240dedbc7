"""The query language: `parse` turns a question as people type it into a query tree."""

from __future__ import annotations

from searchlib.errors import QueryError
from searchlib.query.parser import MAX_CLAUSES, DefaultOperator, Parser
from searchlib.query.problems import problem
from searchlib.query.tokenizer import OPERATORS
from searchlib.query.tree import And, Or, Query, Word
from searchlib.schema import Schema

__all__ = ["MAX_BYTES", "parse"]

MAX_BYTES = 8192
"""How long a query may be, in UTF-8."""


def parse(text: str, schema: Schema, *, default_operator: DefaultOperator = "or") -> Query:
    """Return the query tree that `text` stands for; docs/query-language.md describes the language.

    Parameters
    ----------
    text : str
        The question, at most 8 KiB in UTF-8.
    schema : Schema
        The fields that it may name, and the time zone of its dates.
    default_operator : {"or", "and"}
        What stands between words where nothing does.

    Returns
    -------
    Query
        At most 100 levels deep, with at most 1024 leaves. The cost grows with the length of the question alone.

    Raises
    ------
    QuerySyntaxError
        If `text` is not in the language; `position` says where, the message what to write instead.
    QueryError
        If there is no such default operator.
    """
    if default_operator not in ("or", "and"):
        raise QueryError(f"the default operator is 'or' or 'and', not {default_operator!r}")
    _check_text(text)
    if text.replace(" ", "").isalnum():  # only words: most questions; the parser says the same, more slowly
        words = text.split()
        if 1 < len(words) <= MAX_CLAUSES and OPERATORS.keys().isdisjoint(words):
            children = tuple(map(Word, words))
            return Or(children) if default_operator == "or" else And(children)
    return Parser(text, schema, default_operator).parse()


def _check_text(text: str) -> None:
    """Raise if `text` is longer than allowed, or holds what cannot stand in UTF-8."""
    if len(text) > MAX_BYTES:
        encoded_length = len(text)
    elif text.isascii():
        return
    else:
        try:
            encoded_length = len(text.encode())
        except UnicodeEncodeError as error:
            what = f"{text[error.start]!r} is half of a character"
            raise problem(text, error.start, what, "type the query again, in UTF-8") from error
    if encoded_length > MAX_BYTES:
        fits = len(text[:MAX_BYTES].encode(errors="replace")[:MAX_BYTES].decode(errors="ignore"))
        raise problem(text, fits, f"the query is longer than {MAX_BYTES} bytes", "ask with fewer words")
