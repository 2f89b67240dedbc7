"""A search engine that can be seen to be right: plain Python over lists, nothing clever, no disk.

It says what the answers of the library are. It shares no code with it but the classes of the query tree (as
input), the analysis of texts, and the analyzers that are passed in. Every query looks at every
live document; every statistic is counted afresh from the live documents after each change.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from unidecode import unidecode

from reference.fielded import in_fields
from reference.kinds import answer as answer_kind
from reference.kinds import times
from reference.matches import frequency_of, intersection, union
from reference.rewriting import ALONE, FURTHER, Fainter, Rules, Vocabulary
from reference.texts import LENGTHS, FieldText, field_text, quantised, tokens_of
from searchlib.analysis.multilingual import languages_of
from searchlib.analysis.splitting import split
from searchlib.analysis.written_dates import date_terms
from searchlib.query import tree
from searchlib.schema import Date, Keyword, Number, Schema, Text

__all__ = ["GRID", "LENGTHS", "FormAnalyzer", "Ranked", "ReferenceIndex", "fold_name", "quantised", "utc_seconds"]

GRID = 65_536
"""Every contribution to a score is a whole number of 1/65536."""

Leaf = list[tuple[int, str]]
Matches = dict[str, int]
"""Key of a document → its score in units of the grid."""


class FormAnalyzer(Protocol):
    """What the engine needs of an analyzer."""

    def analyze_forms(self, raws: Sequence[str]) -> Sequence[Any]: ...


class Ranked(NamedTuple):
    """One answer: the key of the document and its score."""

    key: str
    score: float


@dataclass(frozen=True)
class Entry:
    """A live document."""

    key: str
    sequence: int
    source: Mapping[str, Any]
    seconds: int | None
    texts: Mapping[str, FieldText]
    names: Mapping[str, set[str]]
    numbers: Mapping[str, list[float]]


def fold_name(name: str) -> str:
    """Return `name` without case, diacritics, foreign letters and doubled blanks."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return " ".join(unidecode(bare).casefold().split())


def utc_seconds(value: object, zone: str) -> int | None:
    """Return the first second of the date `value`; None for no date."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = datetime.fromisoformat(value if len(value) > 7 else f"{value}-01-01"[:10])
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    assert isinstance(value, datetime)
    if value.tzinfo is None:
        value = value.replace(tzinfo=ZoneInfo(zone))
    return math.floor(value.timestamp())


class ReferenceIndex:
    """All live documents in a dict, answered by brute force.

    Parameters
    ----------
    schema : Schema
        The schema that the index under test has.
    analyzers : Mapping[str, FormAnalyzer]
        The analyzer of each text field of the schema.
    fold : Callable[[str], str]
        What makes two spellings of a keyword the same.
    stop_words : Mapping[str, Container[str]]
        Field → words without diacritics that score nothing beside others.
    synonyms : Rules
        Words of a question, and what else may stand for them.
    weight : float
        How much a synonym counts.
    """

    def __init__(
        self,
        schema: Schema,
        analyzers: Mapping[str, FormAnalyzer],
        fold: Callable[[str], str] = fold_name,
        *,
        stop_words: Mapping[str, Container[str]] | None = None,
        synonyms: Rules = (),
        weight: float = 1.0,
    ) -> None:
        self.schema = schema
        self.analyzers = analyzers
        self.fold = fold
        self.synonyms = synonyms
        self.weight = weight
        self._letters_boost = schema.letters_boost
        self._vocabulary = Vocabulary(schema, self._parts, stop_words or {})
        self.entries: dict[str, Entry] = {}
        self._next = 0
        self._counted: dict[tuple[str, ...], tuple[int, int]] = {}

    def __len__(self) -> int:
        return len(self.entries)

    # Changing

    def key_of(self, document: Mapping[str, Any]) -> str:
        """Return the first of the schema's key fields that `document` has."""
        return next(str(document[name]) for name in self.schema.key if document.get(name) not in (None, ""))

    def add(self, document: Mapping[str, Any]) -> Literal["new", "changed", "unchanged"]:
        """Add `document`, or put it in the place of the one with its key."""
        key = self.key_of(document)
        old = self.entries.get(key)
        if old is not None and old.source == document:
            return "unchanged"
        self.entries[key] = self._entry(key, dict(document))
        self._next += 1
        self._counted.clear()
        return "new" if old is None else "changed"

    def delete(self, key: str) -> bool:
        """Remove the document with this key; return whether there was one."""
        self._counted.clear()
        return self.entries.pop(key, None) is not None

    def _entry(self, key: str, document: Mapping[str, Any]) -> Entry:
        seconds = None
        texts: dict[str, FieldText] = {}
        names: dict[str, set[str]] = {}
        numbers: dict[str, list[float]] = {}
        for name, spec in self.schema.fields.items():
            value = document.get(name)
            if isinstance(spec, Date):
                seconds = utc_seconds(value, self.schema.timezone)
            elif isinstance(spec, Text):
                tokens = tokens_of(self.schema, self.analyzers[name], value or "", document)
                texts[name] = field_text(tokens, lambda token: token.terms)
                if spec.exact:
                    texts[exactly(name)] = field_text(tokens, lambda token: token.exact)
            elif isinstance(spec, Keyword):
                values = [value] if isinstance(value, str) else value or []
                names[name] = {folded for v in values if (folded := self.fold(v))}
            elif isinstance(spec, Number):
                numbers[name] = [value] if isinstance(value, int | float) else list(value or [])
        return Entry(key, self._next, document, seconds, texts, names, numbers)

    def forms(self, text: str, analyzer: Any) -> Sequence[Any]:
        return analyzer.analyze_forms([text[start:end] for start, end in split(text)])

    # Answering

    def search(
        self,
        query: tree.Query,
        *,
        limit: int = 10,
        offset: int = 0,
        sort: Literal["relevance", "newest", "oldest"] = "relevance",
    ) -> list[Ranked]:
        """Return the documents from rank `offset` on, at most `limit`, in the order that `sort` names."""
        matches = self.answer(query)
        if sort != "relevance":
            matches = dict.fromkeys(matches, 0)

        def rank(key: str) -> tuple[int, bool, int, int]:
            entry = self.entries[key]
            seconds = entry.seconds or 0
            older_first = seconds if sort == "oldest" else -seconds
            return (-matches[key], entry.seconds is None, older_first, entry.sequence)

        ordered = sorted(matches, key=rank)
        return [Ranked(key, matches[key] / GRID) for key in ordered[offset : offset + limit]]

    def count(self, query: tree.Query) -> int:
        """Return how many live documents match `query`."""
        return len(self.answer(query))

    def answer(self, query: tree.Query) -> Matches:
        """Return every document that answers a question, with its score in units of the grid."""
        expanded = self._vocabulary.with_synonyms(query, self.synonyms, self.weight)
        quietened = self._vocabulary.quietened(expanded)
        self._letters_boost = self.schema.letters_boost * (ALONE if self._vocabulary.leaves(quietened) == 1 else 1)
        return self.matches(quietened)

    def matches(self, query: tree.Query, weights: tuple[float, ...] = ()) -> Matches:
        """Return every document that matches `query` as it stands, with its score under the boosts around it."""
        everything = dict.fromkeys(self.entries, 0)
        match query:
            case tree.Word() | tree.Phrase():
                return self._text(query, weights)
            case Fainter(child, weight) | tree.Boost(child, weight):
                return self.matches(child, (weight, *weights))
            case tree.And():
                return intersection([self.matches(child, weights) for child in query.children], everything)
            case tree.Or():
                return union(self.matches(child, weights) for child in query.children)
            case tree.Not():
                without = self.matches(query.child)
                return {key: 0 for key in everything if key not in without}
            case tree.Filter():
                return dict.fromkeys(self.matches(query.child), 0)
            case tree.All():
                return everything
            case tree.Nothing():
                return {}
            case tree.KeywordIs():
                field, name = self.schema.resolve(query.field), self.fold(query.value)
                return {key: 0 for key, entry in self.entries.items() if name in entry.names[field]}
            case _:
                found = answer_kind(self, query, weights)
                if found is not None:
                    return found
                return {key: 0 for key, entry in self.entries.items() if _selects(query, entry)}

    # Text

    def _parts(self, field: str, text: str) -> Sequence[Any]:
        forms = self.forms(text, self.analyzers[field])
        return [token for form in forms for token in form.tokens if token.role == "part"]

    def fields(self, name: str | None) -> tuple[str, ...]:
        """Return the text fields that a question for `name` is about."""
        return self.schema.default_fields if name is None else (self.schema.resolve(name),)

    def leaves(self, field: str, query: tree.Word | tree.Phrase) -> list[Leaf]:
        """Return what may stand in a field, any one of them, for a word or phrase."""
        return [leaf for leaf, _ in self.weighed_leaves(field, query)]

    def weighed_leaves(self, field: str, query: tree.Word | tree.Phrase) -> list[tuple[Leaf, float]]:
        """Return the same, each with what its score is multiplied by."""
        analyzer = self.analyzers[field]
        leaves = [(leaf, 1.0) for leaf in self._alternatives(analyzer, query, lambda token: token.term)]
        for further in languages_of(analyzer):
            prefix = further.name[:2]
            others = self._alternatives(further, query, lambda token, prefix=prefix: f"{prefix}:{token.term}")
            leaves += [(leaf, FURTHER) for leaf in others]
        if isinstance(query, tree.Phrase) and getattr(analyzer, "finds_dates", False):
            leaves += [([(0, term)], 1.0) for term in date_terms(query.text)]
        return leaves

    def _text(self, query: tree.Word | tree.Phrase, weights: tuple[float, ...]) -> Matches:
        fields = self.fields(query.field)
        matches = union(in_fields(self, query, weights))
        boosts = [b for f in fields for b in self._boosts(f, query, (self.schema.weight(f), *weights))]
        return {key: score + sum(boost.get(key, 0) for boost in boosts) for key, score in matches.items()}

    def _boosts(self, field: str, query: tree.Word | tree.Phrase, weights: tuple[float, ...]) -> list[Matches]:
        """Return what the very form of the words adds, where they were indexed so: folded, and letter by letter."""
        spec = self.schema.fields[field]
        if not (isinstance(spec, Text) and spec.exact):
            return []
        analyzer = self.analyzers[field]
        tokens = [token for form in self.forms(query.text, analyzer) for token in form.tokens]
        if not all(token.exact for token in tokens if token.role != "extra"):
            return []
        folded = self._alternatives(analyzer, query, lambda token: token.exact[0])
        printed = self._alternatives(analyzer, query, lambda token: token.exact[-1])
        form, letters = times(self.schema.exact_boost, weights), times(self._letters_boost, weights)
        found = [self.leaf(exactly(field), leaf, form) for leaf in folded]
        pairs = [(leaf, plain) for leaf, plain in zip(printed, folded, strict=True) if leaf != plain]
        return found + [self.leaf(exactly(field), leaf, letters, plain) for leaf, plain in pairs]

    def _alternatives(self, analyzer: Any, query: tree.Word | tree.Phrase, term_of: Callable[[Any], str]) -> list[Leaf]:
        """Return what may stand in a field, any one of them, for the words of `query`."""
        forms = self.forms(query.text, analyzer)
        parts: Leaf = []
        wholes: list[Leaf] = []
        base = 0
        for form in forms:
            for token in form.tokens:
                if token.role == "part":
                    parts.append((base + token.position, term_of(token)))
                elif token.role == "whole":
                    wholes.append([(0, term_of(token))])
            base += form.width
        if not parts:
            return []
        first = parts[0][0]
        sequence = [(position - first, term) for position, term in parts]
        if isinstance(query, tree.Word) and len(forms) == 1:
            return [sequence, *wholes]
        return [sequence]

    def leaf(self, field: str, leaf: Leaf, boost: float = 1.0, beyond: Leaf | None = None) -> Matches:
        """Score one term, or several that stand one after the other, in one field; times `boost`.

        Where `beyond` is given, a term tells only what it does among the documents that have its fellow there.
        """
        idf = 0.0
        for number, (_, term) in enumerate(leaf):
            if self.document_frequency(field, term) == 0:
                return {}
            idf += self.idf(field, term, beyond[number][1] if beyond else None)
        idf *= boost
        found: Matches = {}
        for key, entry in self.entries.items():
            text = entry.texts[field]
            frequency = frequency_of(text.positions, leaf)
            if frequency:
                found[key] = self.contribution(field, idf, frequency, text.scored_length)
        return found

    # Statistics and scores

    def statistics(self, field: str) -> tuple[int, int]:
        """Return how many live documents have text in `field`, and the sum of their quantised lengths."""
        if (field,) not in self._counted:
            texts = [entry.texts[field] for entry in self.entries.values() if entry.texts[field].length]
            self._counted[(field,)] = (len(texts), sum(text.scored_length for text in texts))
        return self._counted[(field,)]

    def document_frequency(self, field: str, term: str) -> int:
        """Return how many live documents have `term` in `field`."""
        if (field, term) not in self._counted:
            holders = sum(term in entry.texts[field].positions for entry in self.entries.values())
            self._counted[(field, term)] = (holders, 0)
        return self._counted[(field, term)][0]

    def idf(self, field: str, term: str, beyond: str | None = None) -> float:
        """Return how much `term` tells, among all documents or among those that have the term `beyond`."""
        documents, _ = self.statistics(field)
        frequency = self.document_frequency(field, term)
        if beyond is not None:
            return math.log(self.document_frequency(field, beyond) / frequency)
        return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))

    def contribution(self, field: str, idf: float, frequency: int, length: int) -> int:
        """Return what a term or phrase adds to the score of a document with the (quantised) `length`."""
        documents, total = self.statistics(field)
        average = total / documents
        k1, b = self.schema.k1, self.schema.b
        saturation = k1 * (1 - b + b * length / average)
        return math.floor((idf * frequency) / (frequency + saturation) * GRID + 0.5)


def exactly(field: str) -> str:
    """Return the name under which the exact forms of a field are kept."""
    return f"{field}="


def _selects(query: tree.Query, entry: Entry) -> bool:
    """Whether a query for dates selects `entry`."""
    match query:
        case tree.Undated():
            return entry.seconds is None
        case tree.DateRange():
            if entry.seconds is None:
                return False
            after = query.start is None or query.start <= entry.seconds
            return after and (query.end is None or entry.seconds < query.end)
        case _:
            raise AssertionError(f"the reference does not know {query!r}")
