"""Levelling of stems: what changes from form to form goes, and no more; natively the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.analysis.levelling import level
from searchlib.analysis.native_romanian import native_chain
from searchlib.analysis.stemming import stem_words

LETTERS = "aeiouzrdnst"


@pytest.mark.parametrize(
    ("stem", "levelled"),
    [
        ("persoan", "person"),
        ("person", "person"),
        ("seara", "ser"),
        ("vez", "vez"),
        ("creaz", "cred"),
        ("timpur", "timp"),
        ("locur", "loc"),
        ("dur", "dur"),
        ("ecur", "ecur"),
        ("case", "cas"),
        ("masa", "mas"),
        ("zio", "zio"),
        ("ora", "ora"),
        ("moart", "mort"),
        ("seamstrt", "seamstrt"),
        ("moa", "moa"),
        ("soare", "sor"),
        ("oale", "oal"),
        ("a", "a"),
        ("", ""),
    ],
)
def test_stems(stem: str, levelled: str) -> None:
    assert level(stem) == levelled


@given(st.text(LETTERS, max_size=9))
def test_three_letters_stay_and_shorter_stems_are_left_alone(stem: str) -> None:
    levelled = level(stem)
    assert len(levelled) >= min(3, len(stem))
    assert len(stem) > 3 or levelled == stem
    assert levelled[:1] == stem[:1]


@given(st.lists(st.text(LETTERS, min_size=1, max_size=9), min_size=1, max_size=20))
def test_native_code_levels_alike(stems: list[str]) -> None:
    words = [f"{stem}q" for stem in stems]  # which no rule of the table ends in, so that all are asked for
    cut = native_chain("unidecode").analyze(words, lambda asked: [word.removesuffix("q") for word in asked])
    assert [form[1][0][0] for form in cut if form is not None] == [level(stem) for stem in stems]


def test_forms_meet_that_the_table_and_snowball_part() -> None:
    stems = stem_words(["persoanele", "persoana", "vezi", "vede", "timpuri", "timpul", "controale", "control"])
    assert len(set(stems.values())) == 4
