"""English sentences in Romanian text."""

from __future__ import annotations

import gzip
import json
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.analysis import split
from searchlib.analysis.gaps import Gap, gaps
from searchlib.analysis.stretches import check_detected, evidence, stretches
from searchlib.errors import AnalyzerError


def languages(text: str, further: tuple[str, ...] = ("english",)) -> list[int]:
    spans = split(text)
    return stretches([evidence(text[start:end]) for start, end in spans], gaps(text, spans), further)


def english(text: str) -> str:
    """The forms taken for English, joined by blanks."""
    spans = split(text)
    return " ".join(text[a:b] for (a, b), language in zip(spans, languages(text), strict=True) if language)


def evidence_side(raw: str) -> str:
    number = evidence(raw)
    return "" if not number else "romanian" if number < 128 else "english"


@pytest.mark.parametrize("raw", ["de", "și", "şi", "SI\u0326", "într-o", "s-a", "expoziția", "pâine", "care"])
def test_romanian_words(raw: str) -> None:
    assert evidence_side(raw) == "romanian"


@pytest.mark.parametrize("raw", ["the", "The", "THE", "with", "which", "don't", "don’t", "It's", "we're", "should"])
def test_english_words(raw: str) -> None:
    assert evidence_side(raw) == "english"


@pytest.mark.parametrize(
    "raw",
    [
        "a", "in", "an", "are", "am", "as", "or", "no", "Un", "La", "IT", "UN", "US", "DE", "Ștefan", "Iași", "muzeu",
        "museum", "2025", "#the", "@NorthNKAAL", "", "x" * 5000, "McDonald's",
    ],
)  # fmt: skip
def test_words_that_say_nothing(raw: str) -> None:
    assert evidence(raw) == 0, "shared by both languages, a name, an acronym, or no function word"


def test_a_form_has_the_evidence_of_its_spellings() -> None:
    for raw in ("după", "către", "însă"):
        assert evidence(raw) == evidence(raw.upper()) == evidence(unicodedata.normalize("NFD", raw))
        assert evidence(raw) == evidence(raw[0] + "\u00ad" + raw[1:])


def test_a_sentence_is_found() -> None:
    text = "Agenția a publicat un mesaj. The leader visited the museum with his daughter. Vizita a fost scurtă."
    assert english(text) == "The leader visited the museum with his daughter"


def test_a_line_is_found() -> None:
    text = "Mesajul agenției\nThe leader visited them\nVizita a fost scurtă"
    assert english(text) == "The leader visited them"


def test_one_word_is_not_enough() -> None:
    assert english("The Wall") == ""
    assert english("The Wall, The Who") == "", "the same word twice"
    assert english("Gazprom with OMV Petrom for Transgaz") != ""


def test_a_title_in_a_romanian_sentence_stays() -> None:
    assert english("Filmul The Lord of the Rings este cel mai bun din lume, spun criticii") == ""
    assert english("A fost numit director la The Bank of New York, potrivit agenției") == ""


def test_what_says_nothing_goes_with_the_sentences_around_it() -> None:
    before, behind = "It was the first of them.", "They were not there at all."
    assert "Kim Jong Un" in english(f"{before} Kim Jong Un. {behind}")
    assert "Kim Jong Un Pyongyang" in english(f"{before} Kim Jong Un. Pyongyang! {behind}")
    assert "Kim" not in english(f"{before} Kim Jong Un."), "one side is not enough"
    assert "Kim" not in english(f"Kim Jong Un. {behind}")
    assert "Kim" not in english(f"{before} Kim Jong Un. Este din nou la muzeu și pleacă."), "the sides differ"
    assert "Kim" not in english(f"{before}\nKim Jong Un. {behind}"), "another line"
    assert english("Kim Jong Un") == ""


def test_a_tweet_of_tags_and_names_is_in_the_language_of_its_words() -> None:
    assert english("#KimJongUn @NorthNKAAL pic.twitter.com/TosGEXoycs") == ""
    tweet = "#KimJongUn visited the #museum with @NorthNKAAL pic.twitter.com/TosGEXoycs"
    assert english(tweet) == tweet
    assert english("#KimJongUn a vizitat #muzeul cu @NorthNKAAL pic.twitter.com/TosGEXoycs") == ""


def test_the_main_language_can_be_english() -> None:
    text = "He said that it was over. A spus că nu este de acord. They were there."
    spans = split(text)
    found = languages(text, ("romanian",))
    assert [
        text[a:b] for (a, b), language in zip(spans, found, strict=True) if language
    ] == "A spus că nu este de acord".split()


def test_other_main_languages_and_numbers_of_further_ones() -> None:
    text = "He said that it was over. A spus că nu este de acord."
    assert set(languages(text, ("english",))) == {0, 1}
    assert languages(text, ("romanian", "english")) == [2] * 6 + [1] * 7
    assert set(languages(text, ())) == {0}


def test_languages_that_cannot_be_told_apart_are_refused() -> None:
    check_detected("romanian", ("english",))
    with pytest.raises(AnalyzerError, match="sentences in 'romanian' cannot be told from 'english'"):
        check_detected("english", ("romanian",))
    with pytest.raises(AnalyzerError, match="sentences in 'french' cannot be told from 'romanian'"):
        check_detected("romanian", ("french",))
    with pytest.raises(AnalyzerError, match="'romanian' cannot be told from 'romanian'"):
        check_detected("romanian", ("romanian",))


def plainly(found: list[int], before: list[Gap]) -> list[int]:
    """The rule as it is said: lines of sentences, each sentence with its neighbours."""
    lines: list[list[list[int]]] = []
    for at, (number, kind) in enumerate(zip(found, before, strict=True)):
        if at == 0 or kind == Gap.LINE:
            lines.append([[]])
        elif kind in {Gap.STOP, Gap.SENTENCE}:
            lines[-1].append([])
        lines[-1][-1].append(number)

    def said(sentence: list[int]) -> str:
        romanian_words = [number for number in sentence if 0 < number < 128]
        english_words = [number for number in sentence if number >= 128]
        if len(english_words) > len(romanian_words):
            return "english" if len(set(english_words)) > 1 else ""
        return "romanian" if len(english_words) < len(romanian_words) else ""

    result: list[int] = []
    for line in lines:
        verdicts = [said(sentence) for sentence in line]
        for at, sentence in enumerate(line):
            before_it = [verdict for verdict in verdicts[:at] if verdict]
            behind_it = [verdict for verdict in verdicts[at + 1 :] if verdict]
            between = before_it[-1:] == behind_it[:1] == ["english"]
            is_english = verdicts[at] == "english" or (not verdicts[at] and between)
            result += [int(is_english)] * len(sentence)
    return result


@given(
    st.lists(
        st.tuples(
            st.sampled_from([0, 0, 1, 2, 127, 128, 129, 130, 255]),
            st.sampled_from([Gap.SPACE, Gap.SPACE, Gap.SPACE, Gap.COMMA, Gap.STOP, Gap.SENTENCE, Gap.LINE]),
        ),
        max_size=60,
    )
)
def test_the_languages_are_those_of_the_plain_rule(forms: list[tuple[int, Gap]]) -> None:
    found = [number for number, _ in forms]
    before = [kind for _, kind in forms]
    assert stretches(found, before) == plainly(found, before)


@given(st.text())
def test_any_form_has_evidence_of_eight_bits(raw: str) -> None:
    assert 0 <= evidence(raw) < 256


@given(st.text(max_size=200))
def test_any_text_has_a_language_for_each_form(text: str) -> None:
    assert len(languages(text)) == len(split(text))


@pytest.mark.long
def test_romanian_news_is_hardly_ever_taken_for_english(data_folder: Path) -> None:
    sentences = 0
    wrong: list[str] = []
    with gzip.open(data_folder / "news-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line).get("body") or ""
            spans = split(text)
            before = gaps(text, spans)
            found = [evidence(text[start:end]) for start, end in spans]
            taken = stretches(found, before)
            ends = [at for at in range(1, len(spans)) if before[at] >= Gap.STOP]
            for first, behind in pairwise([0, *ends, len(spans)]):
                sentences += 1
                # Letters that English has not, in a word that is no name: what was taken for English was not.
                if 127 in found[first:behind] and any(taken[first:behind]):
                    wrong.append(text[spans[first][0] : spans[behind - 1][1]])
    assert sentences > 400_000
    assert len(wrong) * 10_000 < sentences, wrong
