"""The query language: `parse` and `understand` turn a question as people type it into a query tree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from searchlib.errors import QueryError, QuerySyntaxError
from searchlib.query.clauses import Clauses
from searchlib.query.limits import DEFAULT_LIMITS, Limits
from searchlib.query.parser import DefaultOperator, Parser
from searchlib.query.problems import problem
from searchlib.query.tokenizer import AND, OPERATORS, OR
from searchlib.query.tree import All, And, Or, Phrase, Query, Word
from searchlib.schema import Schema

__all__ = ["Understood", "parse", "understand"]

_MOST_NOTES = 10
_MOST_PROBLEMS = 100
_WORD = re.compile(r"[^\W_]+")


class _HopelessError(Exception):
    """There is no sense in reading on."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question was taken to mean.

    Parameters
    ----------
    query : Query
        The tree; its string says what was understood.
    notes : tuple[QuerySyntaxError, ...]
        What was wrong with the question, if anything, in the order of the text; the first ten.
    """

    query: Query
    notes: tuple[QuerySyntaxError, ...] = ()

    def __str__(self) -> str:
        """Return the query in the query language."""
        return str(self.query)


def parse(
    text: str,
    schema: Schema,
    *,
    default_operator: DefaultOperator = "or",
    romanian: bool = False,
    today: date | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Query:
    """Return the query tree that `text` stands for; docs/query-language.md describes the language.

    Parameters
    ----------
    text : str
        The question.
    schema : Schema
        The fields that it may name, and the time zone of its dates.
    default_operator : {"or", "and"}
        What stands between words where nothing does.
    romanian : bool
        Whether ŞI, SAU and NU, in capitals and with any diacritics or none, mean AND, OR and NOT.
    today : date, optional
        What ``date:azi`` means; the day that it is in the schema's time zone, if not given.
    limits : Limits
        How much it may ask for.

    Returns
    -------
    Query
        Within the limits. The cost grows with the length of the question alone.

    Raises
    ------
    QuerySyntaxError
        If `text` is not in the language; `position` says where, the message what to write instead.
    QueryError
        If there is no such default operator.
    """
    _check_operator(default_operator)
    _check_text(text, limits)
    plain = None if romanian else _plain(text, default_operator, limits)
    if plain is not None:
        return plain
    clauses = Clauses(text, schema, today)
    tree = Parser(clauses, default_operator, limits, romanian=romanian, complain=_refuse).parse()
    return All() if tree is None else tree


def _plain(text: str, default_operator: DefaultOperator, limits: Limits) -> Query | None:
    """Return the tree of words, of words that AND or OR joins, or of one phrase: most questions.

    The parser says the same, more slowly.
    """
    quoted = text[:1] == '"' == text[-1:]
    if not (text[1:-1] if quoted else text).replace(" ", "").isalnum():
        return None
    if quoted:
        return Phrase(text[1:-1])
    words = text.split()
    group = Or if default_operator == "or" else And
    if not OPERATORS.keys().isdisjoint(words):
        joined = set(words[1::2])
        if len(words) % 2 == 0 or joined not in ({AND}, {OR}) or not OPERATORS.keys().isdisjoint(words[::2]):
            return None
        group = And if joined == {AND} else Or
        words = words[::2]
    if len(words) > limits.clauses:
        return None
    return group(tuple(map(Word, words))) if len(words) > 1 else Word(words[0])


def understand(
    text: str,
    schema: Schema,
    *,
    default_operator: DefaultOperator = "or",
    romanian: bool = False,
    today: date | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Understood:
    """Return what `text` most likely means, whatever it is; of a question in the language, what `parse` says.

    What is not in the language is left out, or taken as words; a range that runs backwards is turned round; brackets
    are closed; a question without anything in it asks for all. Of a text with a hundred problems, only the words are
    taken.

    Parameters
    ----------
    text, schema, default_operator, romanian, today, limits
        As for `parse`.

    Raises
    ------
    QueryError
        If there is no such default operator.
    """
    _check_operator(default_operator)
    notes: list[QuerySyntaxError] = []

    def note(error: QuerySyntaxError) -> None:
        notes.append(error)
        if len(notes) > _MOST_PROBLEMS:
            raise _HopelessError

    try:
        _check_text(text, limits)
    except QuerySyntaxError as error:
        notes.append(error)
        text = _shortened(text, limits)
    tree: Query | None
    try:
        parser = Parser(Clauses(text, schema, today), default_operator, limits, romanian=romanian, complain=note)
        tree = parser.parse()
    except _HopelessError:
        words = _WORD.findall(text)[: limits.clauses]
        tree = Or(tuple(map(Word, words))) if words else None
    return Understood(All() if tree is None else tree, tuple(notes[:_MOST_NOTES]))


def _refuse(error: QuerySyntaxError) -> NoReturn:
    raise error


def _check_operator(default_operator: str) -> None:
    if default_operator not in ("or", "and"):
        raise QueryError(f"the default operator is 'or' or 'and', not {default_operator!r}")


def _check_text(text: str, limits: Limits) -> None:
    """Raise if `text` is longer than allowed, or holds what cannot stand in UTF-8."""
    if len(text) > limits.size:
        encoded_length = len(text)
    elif text.isascii():
        return
    else:
        try:
            encoded_length = len(text.encode())
        except UnicodeEncodeError as error:
            what = f"{text[error.start]!r} is half of a character"
            raise problem(text, error.start, what, "type the query again, in UTF-8") from error
    if encoded_length > limits.size:
        fits = len(_cut(text, limits))
        raise problem(text, fits, f"the query is longer than {limits.size} bytes", "ask with fewer words")


def _cut(text: str, limits: Limits) -> str:
    return text[: limits.size].encode(errors="replace")[: limits.size].decode(errors="ignore")


def _shortened(text: str, limits: Limits) -> str:
    """Return the words of `text` that are within the limit, halves of characters replaced."""
    if len(text.encode(errors="replace")) <= limits.size:
        return text.encode(errors="replace").decode()
    cut = _cut(text, limits)
    return cut.rsplit(maxsplit=1)[0] if " " in cut.strip() else cut
