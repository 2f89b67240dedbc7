"""The library against Whoosh, an engine by others, over the same analysed terms.

Whoosh finds the documents by machinery of its own: the same sets are asked of it for every kind of query. The
scores come from a weighting model of ours with the library's formula, from Whoosh's own frequencies.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from whoosh import fields, query, scoring
from whoosh.analysis import Token, Tokenizer
from whoosh.filedb.filestore import RamStorage
from whoosh.matching import WrappingMatcher
from whoosh.query import WrappingQuery
from whoosh.searching import SearchContext

import searchlib as sl
from reference.comparison import analyzers_of, stop_words_of
from reference.engine import GRID, fold_name, quantised, utc_seconds
from reference.generators import SCHEMA, Generator
from reference.rewriting import ALONE, Vocabulary
from reference.seeds import chance
from searchlib.analysis.splitting import split
from searchlib.query import tree

TEXTS = SCHEMA.text_fields
PRINTED = "_as_printed"
"""Ends the names of Whoosh's fields of exact forms."""
BETWEEN_TERMS, IN_TERM = "\x1e", "\x1f"


class Ready(Tokenizer):
    """Text that is analysed already: ``position IN_TERM term`` again and again."""

    def __call__(self, value: str, mode: str = "", **_: Any) -> Iterator[Token]:
        token = Token(positions=True, mode=mode)
        for item in value.split(BETWEEN_TERMS) if value else ():
            position, token.text = item.split(IN_TERM)
            token.pos = int(position)
            yield token


class Names(Tokenizer):
    """Folded keywords, each one term."""

    def __call__(self, value: str, mode: str = "", **_: Any) -> Iterator[Token]:
        token = Token(positions=True, mode=mode)
        for token.pos, token.text in enumerate(value.split(BETWEEN_TERMS)):
            yield token


class Formula(scoring.WeightingModel):
    """BM25 as the library defines it, over lengths that Whoosh does not know: field → length of each document."""

    def __init__(self, lengths: Mapping[str, Sequence[int]]) -> None:
        self.lengths = {name: list(map(quantised, values)) for name, values in lengths.items()}
        self.documents = {name: sum(length > 0 for length in values) for name, values in lengths.items()}
        self.totals = {name: sum(values) for name, values in self.lengths.items()}

    def idf_of(self, searcher: Any, name: str, term: str, beyond: str | None = None) -> float:
        frequency = searcher.doc_frequency(name, term)
        if beyond is not None:
            return math.log(searcher.doc_frequency(name, beyond) / frequency)
        return math.log(1 + (self.documents[name] - frequency + 0.5) / (frequency + 0.5))

    def grid_score(self, name: str, idf: float, frequency: float, document: int) -> float:
        average = self.totals[name] / self.documents[name]
        saturation = SCHEMA.k1 * (1 - SCHEMA.b + SCHEMA.b * self.lengths[name][document] / average)
        return math.floor((idf * frequency) / (frequency + saturation) * GRID + 0.5) / GRID

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> FormulaScorer:
        idf = self.idf_of(searcher, fieldname, text.decode()) if fieldname in self.lengths else None
        return FormulaScorer(self, fieldname, idf)


class FormulaScorer(scoring.BaseScorer):
    """The score of one term; keywords score nothing."""

    def __init__(self, model: Formula, name: str, idf: float | None) -> None:
        self.model = model
        self.name = name
        self.idf = idf

    def supports_block_quality(self) -> bool:
        return False

    def score(self, matcher: Any) -> float:
        if self.idf is None:
            return 0.0
        return self.model.grid_score(self.name, self.idf, matcher.weight(), matcher.id())


class ScoredPhrase(query.Phrase):
    """Whoosh's phrase: its documents and its count of places, scored as the library scores a phrase."""

    factor = 1.0
    beyond: list[str] | None = None

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        found = super().matcher(searcher, context)
        idf = 0.0
        for number, word in enumerate(self.words if found.is_active() else ()):
            fellow = self.beyond[number] if self.beyond else None
            idf += searcher.weighting.idf_of(searcher, self.fieldname, word, fellow)
        return CountingMatcher(found, searcher.weighting, self.fieldname, idf * self.factor, _places)


class ScoredTerm(query.Term):
    """Whoosh's term, weighted."""

    factor = 1.0
    beyond: list[str] | None = None

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        found = super().matcher(searcher, context)
        fellow = self.beyond[0] if self.beyond else None
        idf = searcher.weighting.idf_of(searcher, self.fieldname, self.text, fellow) if found.is_active() else 0.0
        return CountingMatcher(found, searcher.weighting, self.fieldname, idf * self.factor, _occurrences)


class CountingMatcher(WrappingMatcher):
    """Scores by what is counted in a document."""

    def __init__(self, child: Any, model: Formula, name: str, idf: float, count: Callable[[Any], float]) -> None:
        super().__init__(child)
        self.model, self.name, self.idf, self.count = model, name, idf, count

    def replace(self, minquality: float = 0) -> CountingMatcher:
        return self

    def score(self) -> float:
        return self.model.grid_score(self.name, self.idf, self.count(self.child), self.id())


def _places(matcher: Any) -> float:
    return len(matcher.spans())


def _occurrences(matcher: Any) -> float:
    return float(matcher.weight())


class Engine:
    """A Whoosh index over the terms that our analyzers give."""

    def __init__(self, documents: list[dict[str, Any]]) -> None:
        self.analyzers = analyzers_of(SCHEMA)
        self.lengths: dict[str, list[int]] = {name: [] for one in TEXTS for name in (one, one + PRINTED)}
        self.keys = [str(d.get("id") or d.get("url")) for d in documents]
        texts = {name: fields.TEXT(analyzer=Ready(), phrase=True) for name in self.lengths}
        names = {name: fields.TEXT(analyzer=Names()) for name in SCHEMA.keyword_fields}
        schema = fields.Schema(**texts, **names, date=fields.NUMERIC(int, bits=64, signed=True))
        self.index = RamStorage().create_index(schema)
        writer = self.index.writer()
        for document in documents:
            writer.add_document(**self._prepared(document))
        writer.commit()
        self.letters_boost = SCHEMA.letters_boost
        self.vocabulary = Vocabulary(SCHEMA, self._parts, stop_words_of(SCHEMA))
        self.model = Formula(self.lengths)
        self.searcher = self.index.searcher(weighting=self.model)

    def _prepared(self, document: Mapping[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name in TEXTS:
            tokens, length = self.tokens(name, document.get(name) or "")
            stems = {(position, token.term) for position, token in tokens}
            printed = {(position, text) for position, token in tokens for text in token.exact}
            for field, pairs in ((name, stems), (name + PRINTED, printed)):
                self.lengths[field].append(length)
                if pairs:
                    made[field] = BETWEEN_TERMS.join(f"{position}{IN_TERM}{term}" for position, term in sorted(pairs))
        for name in SCHEMA.keyword_fields:
            values = document.get(name) or []
            names = list(filter(None, map(fold_name, [values] if isinstance(values, str) else values)))
            if names:
                made[name] = BETWEEN_TERMS.join(names)
        seconds = utc_seconds(document.get("date"), SCHEMA.timezone)
        return made if seconds is None else {**made, "date": seconds}

    def tokens(self, name: str, text: str) -> tuple[list[tuple[int, Any]], int]:
        """Return the position and each token, and the length."""
        made: list[tuple[int, Any]] = []
        base = 0
        for form in self.analyzers[name].analyze_forms([text[start:end] for start, end in split(text)]):
            made += [(base + token.position, token) for token in form.tokens]
            base += form.width
        return made, base

    def _parts(self, name: str, text: str) -> list[Any]:
        return [token for _, token in self.tokens(name, text)[0] if token.role == "part"]

    def answer(self, question: tree.Query) -> dict[str, float]:
        """Return key → score of all that match."""
        context = SearchContext(needs_current=True, weighting=self.model)
        quietened = self.vocabulary.quietened(question)
        self.letters_boost = SCHEMA.letters_boost * (ALONE if self.vocabulary.leaves(quietened) == 1 else 1)
        matcher = self.translate(quietened).matcher(self.searcher, context)
        found: dict[str, float] = {}
        while matcher.is_active():
            found[self.keys[matcher.id()]] = matcher.score()
            matcher.next()
        return found

    def translate(self, question: tree.Query) -> Any:
        """Return the query of Whoosh that means `question`."""
        match question:
            case tree.Word() | tree.Phrase():
                names = SCHEMA.default_fields if question.field is None else (SCHEMA.resolve(question.field),)
                found = _any_of([q for name in names for q in self._leaves(name, question)])
                return query.AndMaybe(found, _any_of([q for name in names for q in self._boosts(name, question)]))
            case tree.And(children=()):
                return Silent(query.Every())
            case tree.And():
                return query.And([self.translate(child) for child in question.children])
            case tree.Or():
                return _any_of([self.translate(child) for child in question.children])
            case tree.Not():
                return Silent(query.Not(self.translate(question.child)))
            case tree.Filter():
                return Silent(self.translate(question.child))
            case tree.KeywordIs():
                return Silent(query.Term(SCHEMA.resolve(question.field), fold_name(question.value)))
            case tree.DateRange():
                return Silent(_between(question.start, question.end))
            case tree.Undated():
                return Silent(query.Not(query.Every("date")))
            case tree.All():
                return Silent(query.Every())
            case _:
                return query.NullQuery

    def _leaves(self, name: str, question: tree.Word | tree.Phrase) -> list[Any]:
        tokens, _ = self.tokens(name, question.text)
        parts = [position for position, token in tokens if token.role == "part"]
        if parts and parts != list(range(parts[0], parts[0] + len(parts))):
            pytest.fail(f"the parts of {question!r} do not stand one after the other: Whoosh cannot be asked")
        return [_terms(name, [token.term for token in one]) for one in self._sequences(name, question)]

    def _boosts(self, name: str, question: tree.Word | tree.Phrase) -> list[Any]:
        """Return what the forms add that were typed: without diacritics, and letter by letter where there are any."""
        made: list[Any] = []
        for one in self._sequences(name, question):
            folded, printed = [token.exact[:1] for token in one], [token.exact[-1:] for token in one]
            if all(folded):
                plain = [text for (text,) in folded]
                made.append(_terms(name + PRINTED, plain, SCHEMA.exact_boost))
                if printed != folded:
                    letters = [text for (text,) in printed]
                    made.append(_terms(name + PRINTED, letters, self.letters_boost, plain))
        return made

    def _sequences(self, name: str, question: tree.Word | tree.Phrase) -> list[list[Any]]:
        """Return the alternatives that a word or phrase stands for, each as tokens that follow each other."""
        tokens = [token for _, token in self.tokens(name, question.text)[0]]
        parts = [token for token in tokens if token.role == "part"]
        wholes = isinstance(question, tree.Word) and len(split(question.text)) == 1
        return ([parts] if parts else []) + [[token] for token in tokens if wholes and token.role == "whole"]


class SilentMatcher(WrappingMatcher):
    """Matches like its child and scores nothing."""

    def score(self) -> float:
        return 0.0


class Silent(WrappingQuery):
    """A filter."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        found = self.child.matcher(searcher, context)
        return SilentMatcher(found) if found.is_active() else found


def _terms(name: str, words: list[str], factor: float = 1.0, beyond: list[str] | None = None) -> Any:
    made = ScoredTerm(name, words[0]) if len(words) == 1 else ScoredPhrase(name, words)
    made.factor, made.beyond = factor, beyond
    return made


def _any_of(parts: list[Any]) -> Any:
    """Whoosh's Or by a tree of unions: its arrays lose documents that score 0."""
    made = query.Or(parts)
    made.matcher_type = query.Or.DEFAULT_MATCHER
    return made


def _between(start: int | None, end: int | None) -> Any:
    if start is not None and end is not None and start >= end:
        return query.NullQuery
    return query.NumericRange("date", start, None if end is None else end - 1)


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Generator, Any, Engine]]:
    generator = Generator(chance(31), longest=600)
    documents = [generator.document(number) for number in range(400)]
    path = tmp_path_factory.mktemp("whoosh") / "index"
    for part in (documents[:150], documents[150:]):
        with sl.create(path, SCHEMA) if part[0] is documents[0] else sl.open(path).writer() as writer:
            for document in part:
                writer.add(document)
    with sl.open(path) as index:
        yield generator, index, Engine(documents)


def compare(engines: tuple[Generator, Any, Engine], question: tree.Query) -> int:
    _, index, engine = engines
    expected = engine.answer(question)
    hits = index.search(question, limit=1_000)
    assert {hit.key: hit.score for hit in hits} == expected, f"{question!r}"
    return len(expected)


LEAVES = ("Word", "Phrase", "KeywordIs", "DateRange", "Undated", "All", "Nothing")


@pytest.mark.parametrize("kind", LEAVES)
def test_one_kind(engines: tuple[Generator, Any, Engine], kind: str) -> None:
    questions = [q for q in (engines[0].leaf() for _ in range(600)) if type(q).__name__ == kind]
    matched = sum(compare(engines, question) > 0 for question in questions[:120])
    assert matched or kind == "Nothing"


@pytest.mark.parametrize("joined", [tree.And, tree.Or])
def test_several_words(engines: tuple[Generator, Any, Engine], joined: Any) -> None:
    generator = engines[0]
    for _ in range(100):
        words = [tree.Word(generator.word(), generator.field()) for _ in range(generator.rng.choice((2, 3, 5, 10)))]
        compare(engines, joined(tuple(words)))


def test_without(engines: tuple[Generator, Any, Engine]) -> None:
    for _ in range(100):
        one, other = engines[0].leaf(), engines[0].leaf()
        compare(engines, tree.And((one, tree.Not(other))))
        compare(engines, tree.Not(one))


def test_anything(engines: tuple[Generator, Any, Engine]) -> None:
    assert sum(compare(engines, engines[0].query()) > 0 for _ in range(300)) > 150
