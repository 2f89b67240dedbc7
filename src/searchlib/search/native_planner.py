"""What the native planner has to know of a schema: its fields by number, and how its analyzers are asked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from searchlib.analysis import fold_keyword
from searchlib.analysis.chain import ChainAnalyzer
from searchlib.analysis.languages import WhitespaceAnalyzer, chain_of
from searchlib.analysis.multilingual import further_term, languages_of
from searchlib.analysis.native_romanian import NativeRomanianAnalyzer, native_chain
from searchlib.analysis.snowball import snowball
from searchlib.analysis.stemming import snowball_stems
from searchlib.query.patterns import Fuzzy, Prefix, Regex, Wildcard
from searchlib.query.places import Sloppy
from searchlib.query.tree import All, And, DateRange, Filter, KeywordIs, Not, Nothing, Or, Phrase, Undated, Word
from searchlib.schema import Schema, exact_name
from searchlib.search.automata import regex_automaton
from searchlib.search.kinds import KindPlanner, word_of_pattern
from searchlib.search.native import Planner
from searchlib.search.quieting import known_stop_words
from searchlib.search.weighted import Weighted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from searchlib.analysis import Analyzer

__all__ = ["native_planner"]

_CLASSES = (
    *(Word, Phrase, And, Or, Not, Filter, Weighted, KeywordIs, DateRange, Undated, All, Nothing),
    *(Prefix, Wildcard, Fuzzy, Regex, Sloppy),
)
"""In the order of `QuestionReader::Class` in src/native/bindings/question_reader.hpp."""

_Asked: TypeAlias = "tuple[Any, ...]"
"""How an analyzer is asked: see `make_form_source` in src/native/bindings/query_forms.hpp."""


def native_planner(schema: Schema, analyzer: Callable[[str], Analyzer]) -> Planner:
    """Return the native planner of a schema.

    Parameters
    ----------
    schema : Schema
        The schema of the index.
    analyzer : Callable[[str], Analyzer]
        Text field → its analyzer.
    """
    numbers = {name: number for number, name in enumerate(schema.inverted_fields)}
    analyzers: dict[tuple[int, frozenset[str]], int] = {}
    described: list[_Asked] = []
    searched: dict[str, tuple[int, int | None, int]] = {}
    for name in schema.text_fields:
        own = analyzer(name)
        stops = known_stop_words(schema, name)
        key = id(own), stops
        if key not in analyzers:
            analyzers[key] = len(described)
            further = [(further_term(one.name, ""), _asked(one)) for one in languages_of(own)]
            dates = _date_terms if getattr(own, "finds_dates", False) else None
            described.append((_asked(own), further, dates, sorted(stops)))
        searched[name] = numbers[name], numbers.get(exact_name(name)), analyzers[key]
    names = [*((name,) for name in schema.text_fields), schema.default_fields]
    texts: dict[str | None, int] = {name: number for number, name in enumerate(schema.text_fields)}
    texts[None] = len(texts)
    kinds = KindPlanner(schema, analyzer)

    def pattern_fields(number: int) -> list[int]:
        return [kinds.words_field(name) for name in names[number]]

    return Planner(
        _CLASSES,
        _with_aliases(texts, schema),
        [[searched[name] for name in some] for some in names],
        _with_aliases({name: number for number, name in enumerate(schema.keyword_fields)}, schema),
        _with_aliases({schema.date_field: 0} if schema.date_field else {}, schema),
        described,
        partial(fold_keyword, transliterator=schema.transliterator),
        (pattern_fields, partial(word_of_pattern, transliterator=schema.transliterator), regex_automaton),
        float(schema.exact_boost),
        float(schema.letters_boost),
    )


def _with_aliases(numbers: dict[Any, int], schema: Schema) -> dict[Any, int]:
    """Return the numbers of fields under their aliases, too."""
    return numbers | {alias: numbers[field] for alias, field in schema.aliases.items() if field in numbers}


def _asked(analyzer: Analyzer) -> _Asked:
    """Return how an analyzer is asked natively, or, where no native code knows it, that Python is asked."""
    main = getattr(analyzer, "main", analyzer)
    if type(main) is NativeRomanianAnalyzer:
        return "romanian", main.analyze_forms, native_chain(main.transliterator), snowball_stems
    if type(main) is WhitespaceAnalyzer:
        return ("whole",)
    if type(main) is ChainAnalyzer and main.chain == chain_of("english"):
        return "english", main.analyze_forms, _english_stems
    return "python", main.analyze_forms


def _english_stems(words: Sequence[str]) -> list[str]:
    return snowball("english").stemWords(words)


def _date_terms(text: str) -> tuple[str, ...]:
    from searchlib.analysis.written_dates import date_terms

    return date_terms(text)
