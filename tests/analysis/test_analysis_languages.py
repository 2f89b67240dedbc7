"""Languages by name: every one that Snowball stems."""

from __future__ import annotations

import unicodedata

import pytest
import snowballstemmer
from hypothesis import given
from hypothesis import strategies as st

from searchlib.analysis import Analyzer, analyze, fold_text, get, register
from searchlib.analysis.chain import ChainAnalyzer
from searchlib.analysis.languages import names
from searchlib.errors import AnalyzerError

LANGUAGES = sorted(snowballstemmer.algorithms())
FOLDING = sorted(set(names()) - {"whitespace"})
FOLDING_FIRST = ["english", "porter", "romanian", "simple"]
CEDILLA = str.maketrans("șțȘȚ", "şţŞŢ")


def laid_out(text: str, analyzer: Analyzer) -> list[tuple[int, tuple[str, ...]]]:
    return [(token.position, token.terms) for token in analyze(text, analyzer)]


@pytest.mark.parametrize(
    ("language", "text", "terms"),
    [
        ("english", "Soldiers’ running cafés", ["soldier", "run", "cafe"]),
        ("english", "The U.S.A. paid $1,200.50", ["the", "usa", "paid", "1200.50"]),
        ("porter", "generously", ["gener"]),
        ("german", "Häuser Straßen", ["haus", "strass"]),
        ("french", "élections elections", ["elect", "elect"]),
        ("hungarian", "házakban", ["haz"]),
        ("turkish", "KITAPLAR kıtaplar kitaplar", ["kitap", "kitap", "kitap"]),
        ("russian", "Президента Москве", ["президент", "москв"]),
        ("greek", "Ελλάδας", ["ελλαδ"]),
        ("serbian", "градови gradovi", ["gradov", "gradov"]),
        ("spanish", "canción naciones", ["cancion", "nacion"]),
    ],
)
def test_examples(language: str, text: str, terms: list[str]) -> None:
    assert [token.terms[0] for token in analyze(text, language)] == terms


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_of_snowball_has_an_analyzer(language: str) -> None:
    analyzer = get(language)
    assert isinstance(analyzer, ChainAnalyzer)
    assert analyzer.name == language
    fingerprint = analyzer.fingerprint()
    assert fingerprint["chain"] == str(analyzer.chain)
    assert f"stem:{language}" in fingerprint
    with pytest.raises(AnalyzerError, match="built in"):
        register(language, str.lower)


def test_the_error_lists_the_languages() -> None:
    with pytest.raises(AnalyzerError) as raised:
        get("klingon")
    for name in names():
        assert f" {name}" in str(raised.value)


@pytest.mark.parametrize("language", ["english", "german", "russian"])
def test_exact_forms_stand_beside_the_terms(language: str) -> None:
    (token,) = analyze("Cafés", language)
    assert token.exact == ("cafes", "cafés")
    (token,) = analyze("RUNNING", language)
    assert token.exact == ("running",)


def test_letters_of_a_languages_own_script_stay() -> None:
    (token,) = analyze("Москвы", "russian")
    assert (token.terms, token.exact) == (("москв",), ("москвы",))
    assert analyze("Москва", "english")[0].terms == ("moskva",)


@pytest.mark.parametrize("name", FOLDING)
@given(text=st.text("abcdeilmnrstuzăâéöüșțñç -.'#", max_size=40))
def test_composition_and_soft_hyphens_change_nothing(name: str, text: str) -> None:
    analyzer = get(name)
    expected = laid_out(text, analyzer)
    assert laid_out(unicodedata.normalize("NFD", text), analyzer) == expected
    assert laid_out("".join(f"{c}\u00ad" if c.isalpha() else c for c in text), analyzer) == expected


@pytest.mark.parametrize("name", FOLDING_FIRST)
@given(text=st.text("abcdeimnrstuzăâșț -.'#", max_size=60))
def test_every_spelling_gives_equal_terms_where_folding_comes_first(name: str, text: str) -> None:
    analyzer = get(name)
    expected = laid_out(text, analyzer)
    assert laid_out(text.translate(CEDILLA), analyzer) == expected
    assert laid_out(unicodedata.normalize("NFD", text.translate(CEDILLA)), analyzer) == expected
    assert laid_out(fold_text(text), analyzer) == expected
