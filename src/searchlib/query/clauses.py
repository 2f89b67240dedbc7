"""Clauses of the query language: what a word, a quotation or a range means in its field."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from searchlib.errors import SchemaError
from searchlib.query.dates import DateReader
from searchlib.query.numbers import NumberReader
from searchlib.query.operators import Operators
from searchlib.query.patterns import KeywordLike, Pattern
from searchlib.query.places import Exact, Sloppy
from searchlib.query.problems import problem
from searchlib.query.shapes import Shape, shape_of
from searchlib.query.tokenizer import CLOSING_MARKS, OPERATORS, field_head, has_word, unquote
from searchlib.query.tree import All, KeywordIs, Phrase, Query, Word
from searchlib.query.values import Exists
from searchlib.schema import Date, Field, Keyword, Number, Schema, Stored

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
        ``>=`` and its like, or ``=``, where one stands between the colon and a quotation.
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
    today : date | None
        The day on which it is asked; None means the day that it is in the time zone of the schema.
    """

    query: str
    schema: Schema
    today: date | None = None

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
        if comparison == "=":
            self._check_exact(scope, position + len(name) + 1)
        elif comparison and not isinstance(scope.spec, Date | Number):
            what = f"{comparison} compares dates and numbers, and {name!r} is a field of neither"
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
        if text.isalnum():
            return Word(text)
        shape = shape_of(text)
        if shape.core in OPERATORS:
            hint = f'put it in quotation marks to search for the word, "{shape.core}"'
            raise problem(self.query, position, f"{shape.core} is an operator and has no weight", hint)
        node = All() if shape.core == "*" else self._shaped(shape, position, None)
        return self._operators.boosted(node, shape.boost, position + len(text))

    def quoted(self, token: str, position: int, scope: Scope | None) -> Query:
        """Return the clause that a quotation makes, with what is written right behind it.

        Raises
        ------
        QuerySyntaxError
            If there is nothing in it, or no value of its field.
        """
        text = unquote(token)
        spec = scope and scope.spec
        if not (has_word(text) or (isinstance(spec, Keyword) and text.strip())):
            raise problem(self.query, position, "there is no word between the quotation marks", "put one in")
        slop, boost, end = self._operators.behind(token, position)
        exact = token[0] == "=" or (scope is not None and scope.comparison == "=")
        node: Query
        if exact:
            self._check_exact(scope, position)
            node = Exact(text, scope and scope.name)
        elif scope is None or not isinstance(spec, Date | Number | Keyword):
            node = Phrase(text, scope and scope.name)
        elif isinstance(spec, Keyword):
            node = KeywordIs(scope.name, text)
        else:
            node = self._compared(scope, text, position + 1)
        if slop is not None:
            if not isinstance(node, Phrase):
                what = f"~{slop} stands behind a phrase only"
                raise problem(self.query, end, what, 'write "two words"~3')
            distance = self._operators.distance(slop, end)
            node = Sloppy(text, distance, node.field) if distance else node
        return self._operators.boosted(node, boost, position + len(token))

    def _compared(self, scope: Scope, text: str, position: int) -> Query:
        if isinstance(scope.spec, Date):
            dates = self._dates
            if scope.comparison:
                return dates.compare(scope.name, scope.comparison, text, position)
            return dates.clause(scope.name, text, position)
        numbers = NumberReader(self.query)
        if scope.comparison:
            return numbers.compare(scope.name, scope.comparison, text, position)
        return numbers.clause(scope.name, text, position)

    def range(self, token: str, position: int) -> Query:
        """Return the clause of a RANGE token, ``date:[a TO b]``.

        Raises
        ------
        QuerySyntaxError
            If the field is neither date nor number, or the range none.
        """
        name, _, text = token.partition(":")
        scope = self.scope(name, position)
        start = position + len(name) + 1
        inner = text[: max(text.rfind("]"), text.rfind("}")) + 1]
        if isinstance(scope.spec, Date):
            node: Query = self._dates.range(scope.name, inner, start)
        elif isinstance(scope.spec, Number):
            node = NumberReader(self.query).range(scope.name, inner, start)
        else:
            what = f"ranges are for dates and numbers, and {name!r} is a field of neither"
            raise problem(self.query, start, what, f"write {name}:(a b) for either of two words")
        return self._operators.boosted(node, self._operators.boost_at_end(token), position + len(token))

    def regex(self, token: str, position: int, scope: Scope | None) -> Query:
        """Return the clause of a REGEX token, ``/minist(ru|rul)/``, with or without its own field.

        Raises
        ------
        QuerySyntaxError
            If the expression is none, or its field holds dates or numbers.
        """
        name, colon, _ = token.partition(":/")
        start = position
        if colon and name.isidentifier():
            scope = self.scope(name, position)
            start += len(name) + 1
        slash = token.index("/")
        pattern = token[slash + 1 : token.rindex("/")]
        node = self._like(self._operators.regex(pattern, start + 1, None), start, scope)
        return self._operators.boosted(node, self._operators.boost_at_end(token), position + len(token))

    @property
    def _dates(self) -> DateReader:
        return DateReader(self.query, self.schema.timezone, self.today)

    @property
    def _operators(self) -> Operators:
        return Operators(self.query)

    def _value(self, text: str, position: int, scope: Scope, name: str) -> Query:
        if not text:
            raise problem(self.query, position, f"nothing follows {name}:", "write the value right after the colon")
        if text[0] in "+-" and not isinstance(scope.spec, Number):
            what = f"{text[0]} cannot stand after {name}:"
            raise problem(self.query, position, what, f"put it before the field: {text[0]}{name}:{text[1:]}")
        if isinstance(scope.spec, Date | Number):
            value, boost = self._operators.split_boost(text)
            if not value:
                raise problem(self.query, position, f"nothing follows {name}:", "write the value before the boost")
            reader = self._dates if isinstance(scope.spec, Date) else NumberReader(self.query)
            node: Query = reader.clause(scope.name, value, position)
            return self._operators.boosted(node, boost, position + len(text))
        if text[0] in "[{":
            what = f"ranges are for dates and numbers, and {name!r} is a field of neither"
            raise problem(self.query, position, what, f"if {text[0]} is part of the text, put it in quotation marks")
        if text.isalnum():
            return KeywordIs(scope.name, text) if isinstance(scope.spec, Keyword) else Word(text, scope.name)
        shape = shape_of(text)
        node = Exists(scope.name) if shape.core == "*" else self._shaped(shape, position, scope)
        return self._operators.boosted(node, shape.boost, position + len(text))

    def _shaped(self, shape: Shape, position: int, scope: Scope | None) -> Query:
        """Return what a word is after it has been taken apart."""
        field = scope and scope.name
        if shape.kind == "exact":
            self._check_exact(scope, position)
            self._operators.check_exact(shape.core, position + 1)
            return Exact(shape.core, field)
        if shape.kind == "fuzzy":
            return self._like(self._operators.fuzzy(shape, position, None), position, scope)
        if shape.kind == "pattern":
            return self._like(self._operators.wildcard(shape.core, position, None), position, scope)
        self._check(shape.core, position)
        return (
            KeywordIs(scope.name, shape.core) if scope and isinstance(scope.spec, Keyword) else Word(shape.core, field)
        )

    def _like(self, pattern: Pattern, position: int, scope: Scope | None) -> Query:
        """Return a pattern in its field."""
        if scope is None:
            return pattern
        if isinstance(scope.spec, Keyword):
            return KeywordLike(scope.name, pattern)
        if isinstance(scope.spec, Date | Number):
            what = f"patterns are for words, and {scope.name!r} holds none"
            raise problem(self.query, position, what, f"write {scope.name}:[a TO b] for a range")
        return self._operators.in_field(pattern, scope.name)

    def _check_exact(self, scope: Scope | None, position: int) -> None:
        if scope is not None and isinstance(scope.spec, Keyword | Date | Number):
            what = f"= demands the letters of words in a text, and {scope.name!r} is no text field"
            raise problem(self.query, position, what, "leave the = out")

    def _check(self, text: str, position: int) -> None:
        """Raise if `text` is no word of this language."""
        if not has_word(text):
            hint = "leave it out, or put it right before a word" if text in "+-" else "leave it out"
            raise problem(self.query, position, f"{text!r} is no word, only punctuation", hint)
        follows_quotation = text[0] in "~^*" and position > 0 and self.query[position - 1] in CLOSING_MARKS + ")"
        self._operators.check_plain(text, position, whole=follows_quotation)
