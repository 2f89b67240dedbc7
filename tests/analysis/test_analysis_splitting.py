"""Splitting text into raw forms: the rule, and that the native splitter follows its twin."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.analysis.character_classes import IGNORABLES, JOINERS, SIGNS, UNICODE_VERSION, WORD_RANGES
from searchlib.analysis.native import split as native_split
from searchlib.analysis.splitting import LONGEST_FORM, split

LIKELY = st.text(st.sampled_from("aăZș9#@-'’.,:/_&?=~ \n„”—\u00ad\u200b\u0327\u0301東й😀\u2028"), max_size=60)
ANY_TEXT = st.one_of(LIKELY, st.text(max_size=80))


def forms(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  — „” ...", []),
        ("s-a dus într-o zi,", ["s-a", "dus", "într-o", "zi"]),
        ("(@NorthNKAAL) ##KimJongUn #@x", ["@NorthNKAAL", "#KimJongUn", "@x"]),
        ("pic.twitter.com/TosGEXoycs.", ["pic.twitter.com/TosGEXoycs"]),
        ("S.U.A. 24.10.2025; 1.200,50!", ["S.U.A", "24.10.2025", "1.200,50"]),
        ("„d’Estaing”", ["d’Estaing"]),
        ("ar\u00admătura \u200bx\u200b", ["ar\u00admătura", "x"]),
        ("a😀b\u00a0c", ["a", "b", "c"]),
        ("\ud800a\udfffb", ["a", "b"]),
        ("# a @", ["a"]),
    ],
)
def test_examples(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


@given(ANY_TEXT)
def test_forms_cover_every_word_character_and_nothing_overlaps(text: str) -> None:
    word = {chr(code) for code in {ord(character) for character in text} if _is_word(code)}
    covered: set[int] = set()
    end_before = 0
    for start, end in split(text):
        assert end_before <= start < end <= len(text)
        end_before = end
        assert text[start] in word or (text[start] in SIGNS and text[start + 1] in word)
        assert text[end - 1] in word
        assert all(letter in word or letter in JOINERS + SIGNS + IGNORABLES for letter in text[start:end])
        covered.update(range(start, end))
    assert {at for at, letter in enumerate(text) if letter in word} <= covered


@given(ANY_TEXT, ANY_TEXT)
def test_a_break_parts_texts(left: str, right: str) -> None:
    shift = len(left) + 1
    assert split(f"{left} {right}") == split(left) + [(start + shift, end + shift) for start, end in split(right)]


@pytest.mark.parametrize("letter", ["a", "ș", "東", "𝒜"])
def test_a_long_form_is_cut_at_the_limit_and_goes_on(letter: str) -> None:
    fit = LONGEST_FORM // len(letter.encode())
    assert split(letter * fit) == [(0, fit)]
    assert split("-" + letter * (fit * 2 + 1)) == [(1, 1 + fit), (1 + fit, 1 + 2 * fit), (1 + 2 * fit, 2 + 2 * fit)]
    assert split(letter * (fit - 1) + "’" + letter) == [(0, fit - 1), (fit, fit + 1)]


def test_the_table_is_that_of_its_unicode_version() -> None:
    if unicodedata.unidata_version != UNICODE_VERSION:
        pytest.skip(f"the table is of Unicode {UNICODE_VERSION}, this Python of {unicodedata.unidata_version}")
    for code in range(0x110000):
        character = chr(code)
        expected = unicodedata.category(character)[0] in "LMN" and character not in JOINERS + IGNORABLES
        assert _is_word(code) == expected, hex(code)


@given(ANY_TEXT)
def test_native_splits_as_the_twin_does(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    assert [tuple(span) for span in native_split(text)] == split(text)


def test_native_splits_long_forms_as_the_twin_does() -> None:
    for unit in ("a", "ș", "-a", "a-", "#a", "東", "𝒜.", "ab#", "ș\u00ad"):
        text = f"-#{unit * 5000} {unit * 1400}"
        assert [tuple(span) for span in native_split(text)] == split(text)


@given(
    st.lists(
        st.sampled_from([*"a b Z 0 ș é × ÷ - . , # @ „ ” 東 𝒳 \u0327 \xad ’ Ж ? _".split(" "), " ", "\n"]), max_size=300
    )
)
def test_native_splits_mixtures_as_the_twin_does(characters: list[str]) -> None:
    text = "".join(characters)
    assert [tuple(span) for span in native_split(text)] == split(text)


@pytest.mark.parametrize("length", [4031, 4032, 4095, 4096, 4097, 4159, 4160, 4161, 8192, 8193])
@pytest.mark.parametrize("before", [0, 1, 63, 64])
def test_native_cuts_what_is_as_long_as_may_be_where_the_twin_does(length: int, before: int) -> None:
    text = f"{' ' * before}#{'a' * length}-ș {'b' * (length - 1)}"
    assert [tuple(span) for span in native_split(text)] == split(text)


def test_native_splits_news_as_the_twin_does(data_folder: Path) -> None:
    for path in sorted((data_folder / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert [tuple(span) for span in native_split(text)] == split(text)


def _is_word(code: int) -> bool:
    return code in _WORDS


_WORDS = {code for first, last in WORD_RANGES for code in range(first, last + 1)}


@pytest.mark.parametrize("word", "{} ș{} {}ș {}× ×{} {}÷a {}\u0327a {}東 {}-ș #{} {}\xad".split(" "))
@pytest.mark.parametrize(
    "length", [0, 1, 7, 8, 13, 14, 15, 16, 17, 29, 30, 31, 32, 33, 47, 48, 49, 61, 62, 63, 64, 65, 127, 128, 129]
)
def test_native_splits_words_around_its_blocks_as_the_twin_does(word: str, length: int) -> None:
    for letter in ("a", "Z", "5", "ă", "aș"):
        long = word.format(letter * length)
        for text in (long, f"{long} {long}", f"({long}", f"{long}{long},{'x' * 20}"):
            assert [tuple(span) for span in native_split(text)] == split(text)
