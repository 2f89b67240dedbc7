"""Functions that make query nodes: the query language for those who write Python."""

from __future__ import annotations

from datetime import date

from searchlib.dates import span
from searchlib.errors import QueryError
from searchlib.query.tokenizer import has_word
from searchlib.query.tree import All, DateRange, KeywordIs, Phrase, Undated, Word

__all__ = ["between", "everything", "keyword", "phrase", "undated", "word"]


def checked(text: object) -> str:
    """Return `text` if it is that."""
    if not isinstance(text, str):
        raise QueryError(f"a query takes text, not {type(text).__name__}")
    return text


def word(text: str, field: str | None = None) -> Word:
    """Return the query for one word.

    Parameters
    ----------
    text : str
        The word, in any form: the analyzer of the field finds its terms.
    field : str | None
        A text field; None means the default fields of the schema.

    Raises
    ------
    QueryError
        If `text` is not one word.
    """
    if len(checked(text).split()) != 1 or not has_word(text):
        raise QueryError(f"word() takes one word, not {text!r}; phrase() takes several")
    return Word(text.strip(), field)


def phrase(text: str, field: str | None = None) -> Phrase:
    """Return the query for words that stand side by side in this order.

    Parameters
    ----------
    text : str
        The words.
    field : str | None
        A text field; None means the default fields of the schema.

    Raises
    ------
    QueryError
        If `text` holds no word.
    """
    if not has_word(checked(text)):
        raise QueryError(f"phrase() takes words, and there is none in {text!r}")
    return Phrase(text, field)


def keyword(field: str, value: str) -> KeywordIs:
    """Return the query for documents whose keyword field holds `value`, whatever its case and diacritics.

    Raises
    ------
    QueryError
        If `value` is blank.
    """
    if not checked(value).strip():
        raise QueryError(f"keyword({field!r}, …) takes a value, not a blank one")
    return KeywordIs(field, value)


def between(
    field: str, start: date | str | None, end: date | str | None, timezone: str = "Europe/Bucharest"
) -> DateRange:
    """Return the query for documents dated from `start` to `end`, both included.

    Parameters
    ----------
    field : str
        The date field.
    start, end : date | datetime | str | None
        The ends. Each covers what its precision says: ``"2025-10"`` the whole month, a `date` its whole day.
        None leaves that side open.
    timezone : str
        The zone of dates that bring none.

    Raises
    ------
    QueryError
        If an end is no date, or `start` is later than `end`.
    """
    try:
        first = None if start is None else span(start, timezone)[0]
        last = None if end is None else span(end, timezone)[1]
    except ValueError as error:
        raise QueryError(f"between({field!r}, …): {error}") from error
    if first is not None and last is not None and first >= last:
        raise QueryError(f"between({field!r}, …): {start} is later than {end}; swap them")
    return DateRange(field, first, last)


def undated(field: str) -> Undated:
    """Return the query for documents without a date."""
    return Undated(field)


def everything() -> All:
    """Return the query that every document matches."""
    return All()
