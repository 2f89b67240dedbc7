"""The query tree: what a question asks for, in immutable nodes that combine with ``&``, ``|`` and ``~``.

``str(node)`` is the node in the query language; it means the same under either default operator.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeVar

from searchlib.query import printing

__all__ = [
    "All",
    "And",
    "Boost",
    "Constant",
    "DateRange",
    "Filter",
    "KeywordIs",
    "Not",
    "Nothing",
    "Or",
    "Phrase",
    "Query",
    "Scoring",
    "Undated",
    "Word",
    "scores",
]


class Query:
    """Base of all nodes. Nodes are immutable, hashable and compare by content."""

    __slots__ = ()
    joins: ClassVar[bool] = False
    """Whether it is written with operators between its parts, so that it needs brackets inside another node."""

    def __and__(self, other: object) -> And:
        """Return the query for documents that match both."""
        if not isinstance(other, Query):
            return NotImplemented
        return And((*_children(And, self), *_children(And, other)))

    def __or__(self, other: object) -> Or:
        """Return the query for documents that match either; their scores add up."""
        if not isinstance(other, Query):
            return NotImplemented
        return Or((*_children(Or, self), *_children(Or, other)))

    def __invert__(self) -> Not:
        """Return the query for documents that do not match."""
        return Not(self)


class Scoring(Query):
    """Base of the nodes that score, besides `Word` and `Phrase`, whatever is in them."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Word(Query):
    """One word, as typed; the analyzer of the field decides which terms it stands for.

    Parameters
    ----------
    text : str
        The word.
    field : str | None
        The text field to search; None means the default fields of the schema.
    """

    text: str
    field: str | None = None

    def __str__(self) -> str:
        if self.field is None:
            return printing.word(self.text)
        return printing.clause(self.field, printing.value(self.text))


@dataclass(frozen=True, slots=True)
class Phrase(Query):
    """Words that stand side by side in this order.

    Parameters
    ----------
    text : str
        The words, as typed; punctuation between them means nothing.
    field : str | None
        The text field to search; None means the default fields of the schema.
    """

    text: str
    field: str | None = None

    def __str__(self) -> str:
        return printing.clause(self.field, printing.quoted(self.text))


@dataclass(frozen=True, slots=True)
class KeywordIs(Query):
    """A keyword field holds this value, whatever its case and diacritics. Filters, never scores."""

    field: str
    value: str

    def __str__(self) -> str:
        return printing.clause(self.field, printing.value(self.value))


@dataclass(frozen=True, slots=True)
class DateRange(Query):
    """The date lies in ``[start, end)``. Undated documents never match. Filters, never scores.

    Parameters
    ----------
    field : str
        The date field.
    start, end : int | None
        UTC seconds since 1970; None leaves that side open.
    """

    field: str
    start: int | None
    end: int | None

    def __str__(self) -> str:
        return printing.date_range(self.field, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Undated(Query):
    """The document has no date. Filters, never scores."""

    field: str

    def __str__(self) -> str:
        return f"{self.field}:none"


@dataclass(frozen=True, slots=True)
class And(Query):
    """All children match; the score is the sum of theirs."""

    children: tuple[Query, ...]
    joins: ClassVar[bool] = True

    def __str__(self) -> str:
        return " AND ".join(map(printing.bracketed, self.children)) or "*"


@dataclass(frozen=True, slots=True)
class Or(Query):
    """At least one child matches; the score is the sum of those that do."""

    children: tuple[Query, ...]
    joins: ClassVar[bool] = True

    def __str__(self) -> str:
        return " OR ".join(map(printing.bracketed, self.children)) or "NOT *"


@dataclass(frozen=True, slots=True)
class Not(Query):
    """The child does not match. Scores nothing."""

    child: Query

    def __str__(self) -> str:
        return f"NOT {printing.bracketed(self.child)}"


@dataclass(frozen=True, slots=True)
class Filter(Query):
    """Matches like its child, scores nothing."""

    child: Query

    def __str__(self) -> str:
        return f"+{printing.bracketed(self.child)}"


@dataclass(frozen=True, slots=True)
class Boost(Query):
    """Matches like its child and scores what that scores, times `factor`.

    Parameters
    ----------
    child : Query
        What is asked for.
    factor : float
        Above 0, at most 1000.
    """

    child: Query
    factor: float

    def __str__(self) -> str:
        if not scores(self.child):
            return str(self.child)
        return f"{printing.primary(self.child)}^{printing.number(self.factor)}"


@dataclass(frozen=True, slots=True)
class Constant(Scoring):
    """Matches like its child and scores `score`, whatever that scores.

    Parameters
    ----------
    child : Query
        What is asked for.
    score : float
        Above 0, at most 1000; rounded to 1/65536 as all scores are.
    """

    child: Query
    score: float

    def __str__(self) -> str:
        return f"{printing.primary(self.child)}^={printing.number(self.score)}"


@dataclass(frozen=True, slots=True)
class All(Query):
    """Matches every document, scores nothing."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class Nothing(Query):
    """Matches no document."""

    def __str__(self) -> str:
        return "NOT *"


_Group = TypeVar("_Group", And, Or)


def _children(kind: type[_Group], query: Query) -> tuple[Query, ...]:
    """Return the children of a node of this kind, or the node itself alone: groups of one kind stay flat."""
    return query.children if isinstance(query, kind) else (query,)


def scores(query: Query) -> bool:
    """Return whether `query` can add to the score of a document, or only filters."""
    if isinstance(query, (Word, Phrase, Scoring)):
        return True
    if isinstance(query, (And, Or)):
        return any(map(scores, query.children))
    return isinstance(query, Boost) and scores(query.child)
