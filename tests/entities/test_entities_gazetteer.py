"""The gazetteer: whole names, longest first, whatever their spelling; and its files."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.analysis import fold_text
from searchlib.entities import Gazetteer
from searchlib.errors import DocumentError

NAMES = Gazetteer({
    "Kim Jong Un": ["liderul nord-coreean"],
    "Rusia": ["Rusiei", "Federația Rusă"],
    "Banca Națională a României": ["BNR"],
    "România": ["României"],
    "Jean d'Artagnan": [],
    "Chișinău": [],
})  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("Nimic de găsit aici.", []),
        ("Kim Jong Un", ["Kim Jong Un"]),
        ("(KIM JONG UN)", ["Kim Jong Un"]),
        ("Kim  Jong\nUn a plecat", ["Kim Jong Un"]),
        ("„Kim Jong Un” și-a felicitat trupele", ["Kim Jong Un"]),
        ("Kim Jong Un-ul", ["Kim Jong Un"]),
        ("Kim Jong Unul, aKim Jong Un, Kim Jong Un2", []),
        ("ambasadorul Rusiei, apoi Rusia", ["Rusia"]),
        ("Prusia și Rusiana", []),
        ("federaţia rusă", ["Rusia"]),
        ("Federatia Rusa", ["Rusia"]),
        ("Fede\u00adrația\u200b Rusă", ["Rusia"]),
        ("BNR: Banca Naţională a României", ["Banca Națională a României"]),
        ("României îi place Banca Nationala a Romaniei", ["România", "Banca Națională a României"]),
        ("liderul nord‑coreean", ["Kim Jong Un"]),
        ("Jean d’Artagnan", ["Jean d'Artagnan"]),
        ("Rusia_Chișinău", ["Rusia", "Chișinău"]),
        ("Weiß, ﬁnanțe: ROMÂNIA", ["România"]),
    ],
)
def test_found(text: str, found: list[str]) -> None:
    assert NAMES.find(text) == found
    assert NAMES.find(unicodedata.normalize("NFD", text)) == found
    assert NAMES.find(text.translate(str.maketrans("șțȘȚ", "şţŞŢ"))) == found


def test_a_longer_match_inside_a_word_does_not_hide_a_shorter_one() -> None:
    assert Gazetteer({"Ion": [], "Ion Pop": []}).find("Ion Popescu") == ["Ion"]


def test_of_overlapping_matches_the_first_counts() -> None:
    names = Gazetteer({"a b": [], "b c d": [], "d": []})
    assert names.find("a b c d") == ["a b", "d"]


def test_spellings_of_one_name_are_one_name_and_a_form_may_stand_for_two() -> None:
    names = Gazetteer({"România": ["RO"], "ROMANIA": ["Ro."], "Roșu": ["ro"]})
    assert names.names == ("România", "Roșu")
    assert len(names) == 2
    assert names.find("ro") == ["România", "Roșu"]


def test_no_names() -> None:
    assert Gazetteer({}).find("Rusia") == []


@given(
    st.lists(st.text("ab ț", min_size=1, max_size=5).filter(str.strip), min_size=1, max_size=6),
    st.text("abțT -", max_size=30),
)
def test_against_regular_expressions(names: list[str], text: str) -> None:
    folded = [" ".join(fold_text(name).split()) for name in names]
    alternatives = "|".join(re.escape(name) for name in sorted(set(folded), key=len, reverse=True))
    pattern = re.compile(rf"(?<![^\W_])(?:{alternatives})(?![^\W_])")
    first = dict(zip(reversed(folded), reversed(names), strict=True))
    expected = dict.fromkeys(first[match[0]] for match in pattern.finditer(" ".join(fold_text(text).split())))
    assert Gazetteer({name: [] for name in names}).find(text) == list(expected)


def test_file(tmp_path: Path) -> None:
    path = tmp_path / "nume.txt"
    path.write_bytes(
        "\ufeff# țări\r\n\r\nRusia|Rusiei|\r\nUcraina\tUcrainei\tUA\r\n  Kim Jong Un  \nRusia|Moscova".encode()
    )
    names = Gazetteer.from_file(path)
    assert names.names == ("Rusia", "Ucraina", "Kim Jong Un")
    assert names.find("Moscova, UA, kim jong un, Ucrainei") == ["Rusia", "Ucraina", "Kim Jong Un"]


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"Rusia\n|Rusiei\n", 2, "no name stands before"),
        (b"Rusia\nUcr\xe3ina\n", 2, "byte 4 of the line is not UTF-8"),
        (b"# x\n\n---\n", 3, "no letter and no digit"),
        (b"Rusia|!\n", 1, "'!' holds no letter"),
        (b"Ru\0sia", 1, "NUL"),
    ],
)
def test_bad_line(tmp_path: Path, content: bytes, line: int, reason: str) -> None:
    path = tmp_path / "nume.txt"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=reason) as caught:
        Gazetteer.from_file(path)
    assert caught.value.origin == f"{path}:{line}"


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be read") as caught:
        Gazetteer.from_file(tmp_path / "lipsește")
    assert caught.value.origin == str(tmp_path / "lipsește")
    with pytest.raises(DocumentError, match="cannot be read"):
        Gazetteer.from_file(tmp_path)
