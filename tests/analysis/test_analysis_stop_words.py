"""The stop words: what is among them, and what must not be."""

from __future__ import annotations

import pytest

from searchlib.analysis import fold_text, get
from searchlib.analysis.stop_words import stop_words
from searchlib.errors import AnalyzerError

ROMANIAN = stop_words("romanian")
ENGLISH = stop_words("english")


@pytest.mark.parametrize("words", [ROMANIAN, ENGLISH])
def test_they_are_folded_words(words: frozenset[str]) -> None:
    assert all(fold_text(word) == word and word.isascii() for word in words)
    assert all(word.replace("'", "").isalpha() for word in words)
    assert 100 < len(words) < 260


@pytest.mark.parametrize(
    "text",
    [
        "într-o", "într-un", "dintr-una", "s-a", "l-au", "m-am", "și-a", "n-ar", "de la", "în care", "a fost", "va fi",
        "acest", "această", "acestora", "pentru că", "dacă nu", "decât", "către", "despre", "sunt", "vor", "un", "o",
    ],
)  # fmt: skip
def test_function_words_and_clitics_are_in_it(text: str) -> None:
    from searchlib.analysis import split

    raws = [text[start:end] for start, end in split(text)]
    # Parts as the chain finds them; their letters are what is compared.
    parts = [
        fold_text(raw[token.start : token.end])
        for raw, form in zip(raws, get("romanian").analyze_forms(raws), strict=True)
        for token in form.tokens
    ]
    assert set(parts) <= ROMANIAN


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("mai", "the month, and the ministry MAI"),
        ("fata", "față, fata: a face, a girl"),
        ("peste", "pește: a fish"),
        ("are", "an area"),
        ("sare", "salt"),
        ("pana", "pană de curent: a power cut"),
        ("noi", "new, plural"),
        ("noua", "nine, new"),
        ("mine", "coal mines"),
        ("mie", "a thousand"),
        ("era", "an age"),
        ("unde", "waves"),
        ("ori", "times, as in de două ori"),
        ("drept", "law"),
        ("inca", "the Incas"),
        ("dansul", "the dance"),
        ("carei", "the town Carei"),
        ("cui", "a nail"),
        ("fii", "sons"),
        ("fiu", "a son"),
        ("ai", "artificial intelligence"),
        ("as", "AS Roma; an ace"),
        ("ati", "intensive care"),
        ("eu", "the European Union"),
        ("ii", "Carol al II-lea"),
        ("i", "Carol I, Liga I"),
        ("il", "Kim Jong Il"),
        ("li", "Li Qiang"),
        ("c", "vitamin C"),
        ("e", "vitamin E"),
        ("putin", "the president"),
        ("poate", "can: Lucene's list eats it"),
        ("face", "does: Lucene's list eats it"),
        ("spus", "said"),
        ("fara", "without: it turns the meaning round"),
        ("impotriva", "against"),
    ],
)
def test_words_that_are_searched_for_are_not(word: str, reason: str) -> None:
    assert word not in ROMANIAN, reason


@pytest.mark.parametrize("word", ["us", "it", "who", "may", "will", "can", "might", "no", "second", "world"])
def test_english_words_that_are_names_are_not(word: str) -> None:
    assert word not in ENGLISH


def test_a_further_language_takes_nothing_away_that_means_something() -> None:
    both = stop_words("romanian", "english")
    assert both > ROMANIAN
    assert {"the", "of", "with"} < both
    assert not {"an", "are", "as", "i", "mine"} & both
    other = stop_words("english", "romanian")
    assert other > ENGLISH
    assert not {"un", "care", "cat", "sale", "tot"} & other


def test_a_language_without_a_list_is_named() -> None:
    with pytest.raises(AnalyzerError, match="no stop words for 'klingon': known are romanian, english"):
        stop_words("klingon")
    with pytest.raises(AnalyzerError, match="klingon"):
        stop_words("romanian", "klingon")
