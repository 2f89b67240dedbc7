"""Showing analysis: the tokens of a text, and how each came to be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib as sl
from searchlib.analysis import Explanation, Step, analyze_text, get, register
from searchlib.errors import AnalyzerError


def steps(text: str, analyzer: str = "romanian") -> list[list[tuple[str, str, tuple[str, ...], str]]]:
    return [[tuple(step) for step in explanation.steps] for explanation in sl.explain(text, analyzer)]


def test_a_text_a_chain_a_name_or_an_analyzer() -> None:
    text = "Soldaţilor nord-coreenii"
    expected = analyze_text(text, get("romanian"))
    assert sl.analyze(text) == sl.analyze(text, get("romanian")) == expected
    assert sl.analyze(text, sl.Chain.parse(get("romanian").fingerprint()["chain"])) == expected
    assert [token.terms for token in sl.analyze("Москва", transliterator="none")] == [("москва",)]
    assert expected[0] == ("Soldaţilor", 0, 10, 0, ("soldat",), ("soldatilor", "soldaților"))
    with pytest.raises(AnalyzerError, match="klingon"):
        sl.analyze(text, "klingon")


def test_every_step_that_did_something_is_told() -> None:
    assert steps("Ora\u00adºului nord-coreenii") == [
        [
            ("invisible", "Ora\u00adºului", ("Oraºului",), ""),
            ("misread", "Oraºului", ("Orașului",), ""),
            ("words:romanian", "Orașului", ("Orașului",), ""),
            ("fold", "Orașului", ("orasului",), ""),
            ("stem:romanian", "orasului", ("oras",), "table -ului"),
        ],
        *(
            [
                ("words:romanian", "nord-coreenii", ("nord", "coreenii", "nordcoreenii"), ""),
                ("stem:romanian", before, (after,), note),
            ]
            for before, after, note in [
                ("nord", "nord", "Snowball"),
                ("coreenii", "corean", "word of the table: coreenii"),
                ("nordcoreenii", "nordcorean", "word of the table: nordcoreenii"),
            ]
        ),
    ]


def test_a_token_of_several_terms_has_the_steps_of_all() -> None:
    (explanation,) = sl.explain("24.10.2025")
    assert explanation.token.terms == ("2025-10-24", "2025")
    assert [step.before for step in explanation.steps if step.part == "stem:romanian"] == ["2025-10-24", "2025"]


def test_an_analyzer_that_is_no_chain_is_one_step() -> None:
    register("showing.pair", lambda word: [word.lower(), word.upper()])
    assert steps("Ab c", "showing.pair") == [
        [("showing.pair", "Ab", ("ab", "AB"), "")],
        [("showing.pair", "c", ("c", "C"), "")],
    ]


@given(st.one_of(st.text(max_size=40), st.text("aăZșî9#@-'., þ\u00ad東", max_size=40)))
def test_the_tokens_explained_are_those_of_the_text_and_the_steps_lead_to_their_terms(text: str) -> None:
    explanations = sl.explain(text)
    assert [explanation.token for explanation in explanations] == sl.analyze(text)
    for token, told in explanations:
        assert set(token.terms) <= {term for step in told if step.part == "stem:romanian" for term in step.after}


def test_the_types_are_public() -> None:
    (explanation,) = sl.explain("zi")
    assert isinstance(explanation, Explanation)
    assert all(isinstance(step, Step) for step in explanation.steps)
