"""Clauses of the query language: what a word, a quotation or a range means in its field."""

from __future__ import annotations

from typing import NamedTuple

from searchlib.errors import SchemaError
from searchlib.query.dates import DateReader
from searchlib.query.problems import problem
from searchlib.query.tokenizer import CLOSING_MARKS, field_head, foreign_suffix, has_word, unquote
from searchlib.query.tree import All, KeywordIs, Phrase, Query, Word
from searchlib.schema import Date, Field, Keyword, Schema, Stored

__all__ = ["Clauses", "Scope"]


class Scope(NamedTuple):
    """The field that a clause, or a bracket full of them, is restricted to.

    Parameters
    ----------
    name : str
        The field, aliases resolved.
    spec : Field
        What it is.
    comparison : str
        ``>=`` and its like, where one stands between the colon and a quotation.
    """

    name: str
    spec: Field
    comparison: str = ""


class Clauses(NamedTuple):
    """Makes the leaves of one query's tree.

    Parameters
    ----------
    query : str
        The whole query string, for errors.
    schema : Schema
        The fields there are.
    """

    query: str
    schema: Schema

    def scope(self, name: str, position: int) -> Scope:
        """Return the field that `name`, found at `position`, stands for.

        Raises
        ------
        QuerySyntaxError
            If there is no such field, or it is only stored.
        """
        try:
            field = self.schema.resolve(name)
        except SchemaError as error:
            hint = f'if {name}: is no field but text, put it in quotation marks, "{name}: …"'
            raise problem(self.query, position, str(error), hint) from error
        spec = self.schema.fields[field]
        if isinstance(spec, Stored):
            known = ", ".join(n for n, f in self.schema.fields.items() if not isinstance(f, Stored))
            what = f"the field {name!r} is only stored, it cannot be searched"
            raise problem(self.query, position, what, f"the fields to search are {known}")
        return Scope(field, spec)

    def opening(self, token: str, position: int) -> Scope:
        """Return the scope of a FIELD token, such as ``title:`` before a bracket."""
        name, _, comparison = token.partition(":")
        scope = self.scope(name, position)
        if comparison and not isinstance(scope.spec, Date):
            what = f"{comparison} compares dates, and {name!r} is no date field"
            raise problem(self.query, position + len(name) + 1, what, f"leave the {comparison} out")
        return scope._replace(comparison=comparison)

    def word(self, text: str, position: int, scope: Scope | None) -> Query:
        """Return the clause that a word makes, with or without its own ``field:``.

        Raises
        ------
        QuerySyntaxError
            If it is no word, no value of its field, or names a field that is not there.
        """
        if ":" in text:
            head = field_head(text)
            if head is not None and (head[1] or head[0] in self.schema.fields or head[0] in self.schema.aliases):
                name = head[0]
                own = self.scope(name, position)
                return self._value(text[len(name) + 1 :], position + len(name) + 1, own, name)
        if scope is not None:
            return self._value(text, position, scope, scope.name)
        if text == "*":
            return All()
        self._check(text, position)
        return Word(text)

    def quoted(self, token: str, position: int, scope: Scope | None) -> Query:
        """Return the clause that a quotation makes.

        Raises
        ------
        QuerySyntaxError
            If there is nothing in it, or no value of its field.
        """
        text = unquote(token)
        spec = scope and scope.spec
        if not (has_word(text) or (isinstance(spec, Keyword) and text.strip())):
            raise problem(self.query, position, "there is no word between the quotation marks", "put one in")
        if scope is None:
            return Phrase(text)
        if isinstance(spec, Date):
            dates = DateReader(self.query, self.schema.timezone)
            if scope.comparison:
                return dates.compare(scope.name, scope.comparison, text, position + 1)
            return dates.clause(scope.name, text, position + 1)
        return KeywordIs(scope.name, text) if isinstance(spec, Keyword) else Phrase(text, scope.name)

    def range(self, token: str, position: int) -> Query:
        """Return the clause of a RANGE token, ``date:[a TO b]``.

        Raises
        ------
        QuerySyntaxError
            If the field is no date, or the range none.
        """
        name, _, text = token.partition(":")
        scope = self.scope(name, position)
        start = position + len(name) + 1
        if not isinstance(scope.spec, Date):
            what = f"ranges are for dates, and {name!r} is no date field"
            raise problem(self.query, start, what, f"write {name}:(a b) for either of two words")
        return DateReader(self.query, self.schema.timezone).range(scope.name, text, start)

    def _value(self, text: str, position: int, scope: Scope, name: str) -> Query:
        if not text:
            raise problem(self.query, position, f"nothing follows {name}:", "write the value right after the colon")
        if text[0] in "+-":
            what = f"{text[0]} cannot stand after {name}:"
            raise problem(self.query, position, what, f"put it before the field: {text[0]}{name}:{text[1:]}")
        if isinstance(scope.spec, Date):
            return DateReader(self.query, self.schema.timezone).clause(scope.name, text, position)
        if text[0] in "[{":
            what = f"ranges are for dates, and {name!r} is no date field"
            raise problem(self.query, position, what, f"if {text[0]} is part of the text, put it in quotation marks")
        self._check(text, position)
        return KeywordIs(scope.name, text) if isinstance(scope.spec, Keyword) else Word(text, scope.name)

    def _check(self, text: str, position: int) -> None:
        """Raise if `text` is no word of this language."""
        if text.isalnum():
            return
        if not has_word(text):
            hint = "leave it out, or put it right before a word" if text in "+-" else "leave it out"
            raise problem(self.query, position, f"{text!r} is no word, only punctuation", hint)
        follows_quotation = text[0] in "~^*" and position > 0 and self.query[position - 1] in CLOSING_MARKS
        suffix = text if follows_quotation else foreign_suffix(text)
        if suffix is not None:
            at = position + len(text) - len(suffix)
            raise problem(self.query, at, f"this language has no operator {suffix}", "write the word without it")
