"""Analyzers by name, and those that a user brings."""

from __future__ import annotations

import subprocess
import sys

import pytest

from searchlib.analysis import analyze_text, get, register
from searchlib.errors import AnalyzerError


def terms(name: str, text: str) -> list[tuple[str, ...]]:
    return [token.terms for token in analyze_text(text, get(name))]


def test_simple_folds_and_does_not_stem() -> None:
    assert terms("simple", "Soldaţilor nord-coreeni, 1.200") == [
        ("soldatilor",),
        ("nord",),
        ("coreeni",),
        ("1",),
        ("200",),
    ]


def test_whitespace_leaves_forms_as_they_are() -> None:
    assert terms("whitespace", "Soldaţilor nord-coreeni") == [("Soldaţilor",), ("nord-coreeni",)]


def test_a_function_becomes_an_analyzer() -> None:
    def synonyms(word: str) -> list[str] | None:
        return None if word == "de" else [word.upper(), word.lower(), word.upper()]

    register("synonyms", synonyms)
    found = analyze_text("Coreea de Nord", get("synonyms"))
    assert [(token.position, token.terms) for token in found] == [(0, ("COREEA", "coreea")), (1, ("NORD", "nord"))]
    print_ = get("synonyms").fingerprint()
    assert print_["analyzer"] == "synonyms"
    assert print_["function"].endswith("synonyms")


def test_a_function_may_return_one_term() -> None:
    register("lower", str.lower)
    assert terms("lower", "AB c") == [("ab",), ("c",)]


@pytest.mark.parametrize("wrong", [7, [1], [b"a"]])
def test_what_a_function_returns_is_checked(wrong: object) -> None:
    register("wrong", lambda _word: wrong)  # type: ignore[arg-type, return-value]  # that is the point
    with pytest.raises(AnalyzerError, match="'wrong' must return strings"):
        get("wrong").analyze_forms(["x"])


def test_unknown_names_are_told_what_is_known() -> None:
    with pytest.raises(AnalyzerError, match=r"unknown analyzer 'klingon'.*english, .*romanian, .*register\('klingon'"):
        get("klingon")
    with pytest.raises(AnalyzerError, match="transliterator"):
        get("romanian", "icu")


@pytest.mark.parametrize("name", ["", "romanian", "simple", "whitespace"])
def test_built_in_names_are_taken(name: str) -> None:
    with pytest.raises(AnalyzerError, match="cannot be registered"):
        register(name, str.lower)


def test_what_is_no_function_is_refused() -> None:
    with pytest.raises(AnalyzerError, match="not callable"):
        register("nothing", 3)  # type: ignore[arg-type]  # that is the point


def test_a_long_term_is_cut_at_a_character() -> None:
    register("echo", lambda word: word)
    (form,) = get("echo").analyze_forms(["ș" * 200])
    assert form.tokens[0].term == "ș" * 127


def test_importing_and_plain_analysis_load_no_stemmer_and_no_transliterator_early() -> None:
    code = (
        "import sys, searchlib.analysis as a\n"
        "assert not {'snowballstemmer', 'Stemmer', 'unidecode'} & set(sys.modules)\n"
        "a.get('romanian').analyze_forms(['Coreea', 'ști'])\n"
        "assert 'snowballstemmer' in sys.modules and 'unidecode' not in sys.modules\n"
        "a.get('romanian').analyze_forms(['Москва'])\n"
        "assert 'unidecode' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
