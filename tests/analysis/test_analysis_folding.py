"""Folding: what is typed without diacritics meets what is printed with them."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.analysis import fold_keyword, fold_text
from searchlib.errors import AnalyzerError


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Soldaţilor SOLDAȚILOR", "soldatilor soldatilor"),
        ("ÎNTÂMPINĂ Şcoală", "intampina scoala"),
        ("ar\u00admă\u200btura\ufeff", "armatura"),
        ("Straße STRASSE ẞ", "strasse strasse ss"),
        ("Łódź Ægir Ørsted Đorđe İstanbul ı", "lodz aegir orsted dorde istanbul i"),
        ("ﬁne m² Ｋｉｍ", "fine m2 kim"),
        ("Αθήνα Σς", "αθηνα σσ"),
        ("Москва Йод", "москва йод"),
        ("東京 „a” — b…", "東京 „a” — b..."),
    ],
)
def test_examples(text: str, folded: str) -> None:
    assert fold_text(text) == folded
    assert fold_text(unicodedata.normalize("NFD", text)) == folded


def test_every_character_folds_once_and_for_all() -> None:
    for first in range(0, sys.maxunicode + 1, 64):
        text = "\n".join(map(chr, range(first, first + 64)))
        folded = fold_text(text)
        assert fold_text(folded) == folded, hex(first)
        assert fold_text(unicodedata.normalize("NFD", text)) == folded, hex(first)
        assert fold_text(unicodedata.normalize("NFC", text)) == folded, hex(first)


@given(st.text(max_size=60))
def test_folding_is_idempotent_and_blind_to_composition(text: str) -> None:
    folded = fold_text(text)
    assert fold_text(folded) == folded
    assert fold_text(unicodedata.normalize("NFD", text)) == fold_text(unicodedata.normalize("NFC", text)) == folded


@given(st.text("aăâîșțşţéñłß ĂÂÎȘȚŞŢ-„”", max_size=60))
def test_latin_letters_become_ascii_and_lower(text: str) -> None:
    letters = "".join(letter for letter in fold_text(text) if letter.isalpha())
    assert letters.isascii()
    assert letters == letters.lower()


def test_keywords_meet_whatever_their_blanks_and_script() -> None:
    assert fold_keyword("  Kim \t Jong\u00a0Un ") == "kim jong un"
    assert fold_keyword("Путин") == "putin"
    assert fold_keyword("Путин", "none") == "путин"
    assert fold_keyword("zf.ro") == "zf.ro"
    with pytest.raises(AnalyzerError, match="unidecode, anyascii, none"):
        fold_keyword("Путин", "icu")
