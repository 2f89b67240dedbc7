"""What is marked is what matches, for patterns, nearness and exact letters: against the reference engine."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference.comparison import analyzers_of, reference_for
from reference.kind_generators import KIND_SCHEMA, KindGenerator
from reference.places import count_near
from searchlib.analysis import analyze_text
from searchlib.analysis.multilingual import languages_of
from searchlib.query import Boost, Constant, Exact, Fuzzy, Near, Phrase, Prefix, Query, Regex, Sloppy, Word
from searchlib.results.matches import find_matches
from searchlib.results.nearby import Place, stand_together
from searchlib.search.leaves import leaves

ANALYZERS = analyzers_of(KIND_SCHEMA)


def marked(query: Query, text: str, field: str = "body") -> list[str]:
    tokens = analyze_text(text, ANALYZERS[field], languages=languages_of(ANALYZERS[field]))
    found = [leaf for leaf in leaves(query, KIND_SCHEMA, ANALYZERS) if leaf.field == field]
    spans = sorted({(match.start, match.end) for match in find_matches(tokens, found)})
    return [text[start:end] for start, end in spans]


TEXT = "Ministrul și miniștrii au văzut fața fetei; fata a văzut muzeul din Galați, un muzeu memorial."


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        (Prefix("minist"), ["Ministrul", "miniștrii"]),
        (Fuzzy("ministul", 1), ["Ministrul"]),
        (Regex("f.t[ae].*"), ["fața", "fetei", "fata"]),
        (Exact("fața"), ["fața"]),
        (Exact("fata"), ["fata"]),
        (Exact("fata a"), ["fata", "a"]),
        (Sloppy("muzeul memorial", 1), ["muzeu", "memorial"]),
        (Sloppy("muzeul galați", 1), ["muzeul", "Galați"]),
        (Sloppy("galați muzeul", 0), []),
        (Near((Word("memorial"), Word("galați")), 2), ["Galați", "memorial"]),
        (Near((Word("memorial"), Word("galați")), 2, ordered=True), []),
        (Near((Prefix("mini"), Phrase("fața fetei")), 5), ["miniștrii", "fața fetei"]),
        (Boost(Prefix("minist"), 2.0), ["Ministrul", "miniștrii"]),
        (Constant(Word("muzeu"), 2.0), ["muzeul", "muzeu"]),
    ],
)
def test_marks(query: Query, shown: list[str]) -> None:
    assert marked(query, TEXT) == shown


@pytest.mark.parametrize("seed", range(3))
def test_texts_with_marks_are_those_that_match(seed: int) -> None:
    generator = KindGenerator(random.Random(seed), longest=25)
    reference = reference_for(KIND_SCHEMA)
    for number in range(120):
        reference.add(generator.document(number))
    checked = 0
    while checked < 60:
        query = generator.kind()
        if not isinstance(query, Prefix | Fuzzy | Regex | Sloppy | Near | Exact):
            continue
        checked += 1
        matching = set(reference.matches(query))
        for key, entry in reference.entries.items():
            shown = [
                word
                for field in KIND_SCHEMA.text_fields
                for word in marked(query, entry.source.get(field) or "", field)
            ]
            assert bool(shown) == (key in matching), f"{query!r} {entry.source!r}"


PLACES = st.lists(
    st.tuples(st.integers(0, 25), st.integers(0, 2)).map(lambda p: Place(p[0] + p[1], p[0], p[0], p[0] + p[1] + 1)),
    max_size=8,
    unique=True,
)


@given(st.lists(PLACES, min_size=1, max_size=4), st.integers(0, 6), st.booleans())
def test_standing_together_is_what_the_reference_counts(parts: list[list[Place]], distance: int, ordered: bool) -> None:
    together = stand_together(parts, distance, ordered=ordered)
    plain = [{(place.first, place.last) for place in part} for part in parts]
    assert len(together) == count_near(plain, distance, ordered=ordered)
    for chosen in together:
        assert len(chosen) == len(parts)
        others = chosen[-1].last - chosen[0].first + 1 - sum(p.last - p.first + 1 for p in chosen)
        assert 0 <= others <= distance
