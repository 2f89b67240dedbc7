"""Asks the library and the reference the same questions and insists on the same answers."""

from __future__ import annotations

import random
from collections.abc import Container, Iterable, Mapping
from typing import Any, Final, Literal

from reference.engine import Ranked, ReferenceIndex
from reference.rewriting import Rules
from searchlib import analysis
from searchlib.analysis.multilingual import MultilingualAnalyzer
from searchlib.analysis.stop_words import stop_words
from searchlib.query import tree
from searchlib.schema import Schema, Text

__all__ = ["SORTS", "analyzers_of", "check", "check_queries", "reference_for", "stop_words_of"]

SORTS: Final[tuple[Literal["relevance", "newest", "oldest"], ...]] = (
    "relevance",
    "relevance",
    "relevance",
    "newest",
    "oldest",
)


def analyzers_of(schema: Schema) -> Mapping[str, Any]:
    """Return the library's analyzer of each text field of `schema`."""
    found: dict[str, Any] = {}
    for name in schema.text_fields:
        main = analysis.get(schema.analyzer_name(name), schema.transliterator)
        further = [analysis.get(language, schema.transliterator) for language in schema.languages(name)]
        found[name] = MultilingualAnalyzer(main, further) if further else main
    return found


def stop_words_of(schema: Schema) -> Mapping[str, Container[str]]:
    """Return the stop words of each text field in Romanian, if the schema says that they are left out."""
    if not schema.stop_words:
        return {}
    texts = {name: spec for name, spec in schema.fields.items() if isinstance(spec, Text)}
    romanian = {name: spec for name, spec in texts.items() if spec.analyzer == "romanian"}
    return {name: stop_words("romanian", *spec.languages) for name, spec in romanian.items()}


def reference_for(schema: Schema, synonyms: Rules = (), weight: float = 1.0) -> ReferenceIndex:
    """Return an empty reference index that analyses text as the library does."""
    return ReferenceIndex(
        schema, analyzers_of(schema), stop_words=stop_words_of(schema), synonyms=synonyms, weight=weight
    )


def check(
    index: Any,
    reference: ReferenceIndex,
    query: tree.Query,
    *,
    limit: int,
    offset: int = 0,
    sort: Literal["relevance", "newest", "oldest"] = "relevance",
) -> int:
    """Compare one answer of `index` with that of `reference`: documents, order, scores, total; return the total."""
    ranked = reference.search(query, limit=len(reference), sort=sort)
    expected = ranked[offset : offset + limit]
    hits = index.search(query, limit=limit, offset=offset, sort=sort)
    answer = [Ranked(hit.key, hit.score) for hit in hits]
    asked = f"{query!r}, limit {limit}, offset {offset}, sort {sort}"
    assert answer == expected, f"{asked}: the library says {answer}, the reference {expected}"
    assert hits.total == len(ranked), f"{asked}: {hits.total} in all by the library, {len(ranked)} by the reference"
    return len(ranked)


def check_queries(index: Any, reference: ReferenceIndex, queries: Iterable[tree.Query], rng: random.Random) -> int:
    """Compare the answers to `queries` under random limits and orders; return how many matched anything."""
    assert len(index) == len(reference)
    matched = 0
    for query in queries:
        limit = rng.choice((0, 1, 3, 10, 10, len(reference) + 5))
        offset = rng.choice((0, 0, 0, 0, 1, 5, len(reference) + 3))
        sort = rng.choice(SORTS)
        total = check(index, reference, query, limit=limit, offset=offset, sort=sort)
        assert index.count(query) == total
        matched += total > 0
    return matched
