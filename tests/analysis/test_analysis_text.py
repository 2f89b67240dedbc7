"""Whole texts: what several raw forms say together, joined with what an analyzer makes of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
import snowballstemmer
from hypothesis import example, given
from hypothesis import strategies as st

from searchlib.analysis import Form, TextToken, Token, analyze_text, fold_text, get, split
from searchlib.analysis.gaps import gaps
from searchlib.analysis.stretches import evidence, stretches
from searchlib.analysis.written_dates import date_class, written_dates
from searchlib.errors import AnalyzerError

ROMANIAN = get("romanian")
NEAR = date(2025, 11, 1)


class English:
    """Snowball over folded forms."""

    name = "english"

    def analyze_forms(self, raws: Sequence[str]) -> list[Form]:
        stems = snowballstemmer.stemmer("english").stemWords([fold_text(raw) for raw in raws])
        return [Form((Token(stem, 0, 0, len(raw), "part"),), 1) for raw, stem in zip(raws, stems, strict=True)]

    def fingerprint(self) -> dict[str, str]:
        return {}


ENGLISH = English()


def terms(tokens: list[TextToken]) -> list[tuple[str, ...]]:
    return [token.terms for token in tokens]


def test_an_english_sentence_gets_english_terms() -> None:
    text = "Liderul a vizitat muzeul. The leader visited the museums with generals. Generalii au tăcut."
    tokens = analyze_text(text, ROMANIAN, languages=[ENGLISH])
    romanian = analyze_text(text, ROMANIAN)
    assert [token[:4] for token in tokens] == [token[:4] for token in romanian], "words and places are the same"
    assert terms(tokens[:4]) == terms(romanian[:4])
    english = ["the", "leader", "visit", "the", "museum", "with", "general"]
    assert [found[0] for found in terms(tokens[4:11])] == [f"en:{term}" for term in english]
    assert [found[1:] for found in terms(tokens[4:11])] == terms(romanian[4:11]), "the main terms stand there too"
    assert terms(tokens[11:]) == terms(romanian[11:])


def test_the_languages_of_one_sentence_are_those_of_its_words_only() -> None:
    text = "The leader visited the museum with generals"
    assert terms(analyze_text(text, ROMANIAN)) != terms(analyze_text(text, ROMANIAN, languages=[ENGLISH]))
    assert terms(analyze_text("Liderul a vizitat muzeul", ROMANIAN, languages=[ENGLISH])) == terms(
        analyze_text("Liderul a vizitat muzeul", ROMANIAN)
    )


def test_a_language_that_is_not_detected_is_refused() -> None:
    with pytest.raises(AnalyzerError, match="sentences in 'whitespace' cannot be told from 'romanian'"):
        analyze_text("Liderul", ROMANIAN, languages=[get("whitespace")])


def test_a_written_date_has_its_term_at_the_day() -> None:
    tokens = analyze_text("Joi, 23 octombrie 2025, la Iași", ROMANIAN)
    assert ("23", 5, 7, 1, ("23", "2025-10-23"), ("23",)) in tokens
    assert [token.position for token in tokens] == list(range(6))
    assert "2025-10" in analyze_text("în octombrie 2025", ROMANIAN)[1].terms


def test_days_of_one_form_stand_beside_its_parts() -> None:
    tokens = analyze_text("Între 23-24 octombrie 2025", ROMANIAN)
    assert ("23-24", 6, 11, 1, ("2025-10-23", "2025-10-24"), ()) in tokens
    assert terms(tokens)[1:3] == [("23",), ("24",)]


def test_a_day_without_its_year_needs_the_date_of_the_text() -> None:
    assert analyze_text("pe 23 octombrie", ROMANIAN)[1].terms == ("23",)
    assert analyze_text("pe 23 octombrie", ROMANIAN, date=NEAR)[1].terms == ("23", "2025-10-23")


def test_only_analyzers_that_find_dates_get_them() -> None:
    for name in ("simple", "whitespace"):
        assert analyze_text("23 octombrie 2025", get(name))[0].terms == ("23",)


def test_numeric_and_written_dates_meet() -> None:
    numeric = analyze_text("23.10.2025", ROMANIAN)[0].terms[0]
    for text in ("23 octombrie 2025", "23 oct. 2025", "October 23, 2025", "23 OCTOMBRIE 2025"):
        assert any(numeric in token.terms for token in analyze_text(text, ROMANIAN))


def plainly(text: str, near: date | None) -> list[tuple[int, int, int, str]]:
    """Each form analysed by itself: start, end, position, term."""
    spans = split(text)
    raws = [text[start:end] for start, end in spans]
    before = gaps(text, spans)
    languages = stretches([evidence(raw) for raw in raws], before)
    dates = list(written_dates([date_class(raw) for raw in raws], before, near))
    found: list[tuple[int, int, int, str]] = []
    base = 0
    for at, ((origin, end), raw) in enumerate(zip(spans, raws, strict=True)):
        form = ROMANIAN.analyze_forms([raw])[0]
        width = form.width
        if languages[at]:
            # English places, with the Romanian terms beside.
            english = ENGLISH.analyze_forms([raw])[0]
            width = english.width
            found += [(origin + t.start, origin + t.end, base + t.position, f"en:{t.term}") for t in english.tokens]
        last = base + width - 1
        found += [(origin + t.start, origin + t.end, min(base + t.position, last), t.term) for t in form.tokens]
        found += [(origin, end, base, term) for number, term in dates if number == at and width]
        base += width
    return sorted(set(found))


WORDS = (
    "the of with museum muzeul vizita de și Kim s-a nord-coreean 23 23-25 octombrie October 2025 24.10.2025 mai".split()
)


@example([("the", " "), ("of", " ")])
@example([("with", " "), ("the", " "), ("nord-coreean", " "), ("museum", ". "), ("s-a", " ")])
@given(
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", " ", ", ", ". ", "! ", "\n", " – "])), max_size=60)
)
def test_a_text_gives_what_its_forms_give(pieces: list[tuple[str, str]]) -> None:
    text = "".join(word + separator for word, separator in pieces)
    tokens = analyze_text(text, ROMANIAN, languages=[ENGLISH], date=NEAR)
    flat = {(token.start, token.end, token.position, term) for token in tokens for term in token.terms}
    assert sorted(flat) == plainly(text, NEAR)


@given(st.text(max_size=120), st.one_of(st.none(), st.dates()))
def test_any_text_keeps_its_places(text: str, near: date | None) -> None:
    for token in analyze_text(text, ROMANIAN, languages=[ENGLISH], date=near):
        assert 0 <= token.start <= token.end <= len(text)
        assert token.text == text[token.start : token.end]
        assert token.terms
