"""The Romanian analyzer: the words that must meet, and those that must not."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.analysis import Form, Token, analyze_text, fold_text, get
from searchlib.analysis.stemming import stem
from searchlib.analysis.terms import fold_term

ROMANIAN = get("romanian")
CEDILLA = str.maketrans("șțȘȚ", "şţŞŢ")
COMMA = str.maketrans("şţŞŢ", "șțȘȚ")
STRIPPED = str.maketrans("ăâîșțşţĂÂÎȘȚŞŢ", "aaiststAAISTST")


def form(raw: str) -> Form:
    return ROMANIAN.analyze_forms([raw])[0]


def finds(query: str, text: str) -> bool:
    """Whether a query for one form finds another, by the roles of tokens."""
    asked = form(query).tokens
    places: dict[str, set[int]] = {}
    for token in form(text).tokens:
        places.setdefault(token.term, set()).add(token.position)
    if any(token.role == "whole" and token.term in places for token in asked):
        return True
    parts = [token for token in asked if token.role == "part"]
    return any(
        all(start + part.position in places.get(part.term, ()) for part in parts)
        for start in places.get(parts[0].term, ())
    )


def laid_out(text: str) -> list[list[str]]:
    """The terms at each position."""
    rows: dict[int, list[str]] = {}
    for token in analyze_text(text, ROMANIAN):
        rows.setdefault(token.position, []).extend(token.terms)
    assert list(rows) == sorted(rows)
    return [rows[position] for position in sorted(rows)]


def pairs(folder: Path) -> list[tuple[str, str, str]]:
    lines = (folder / "romanian" / "pairs.tsv").read_text(encoding="utf-8").splitlines()
    return [(kind, left, right) for kind, left, right, *_ in (line.split("\t") for line in lines)]


def test_pairs_of_words_meet_or_stay_apart(data_folder: Path) -> None:
    wrong = [
        (kind, left, right)
        for kind, left, right in pairs(data_folder)
        if (finds(left, right) and finds(right, left)) != (kind == "EQ")
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "s-a dus într-o zi, dându-i i-au",
            [["s"], ["a"], ["duc"], ["intr"], ["o"], ["zi"], ["da"], ["i"], ["i"], ["au"]],
        ),
        ("S.U.A. SUA", [["sua"], ["sua"]]),
        ("1.200,50 lei", [["1200.50"], ["leu"]]),
        ("1.200 4,45 4.45 0318.256.286", [["1200"], ["4.45"], ["4.45"], ["0318"], ["256"], ["286"]]),
        ("24.10.2025", [["2025-10-24", "2025"]]),
        ("32.10.2025 19:57", [["32"], ["10"], ["2025"], ["19:57"]]),
        ("#KimJongUn", [["kimjongun", "kim", "jong", "un"]]),
        ("@NorthNKAAL", [["northnkaal", "north", "nkaal"]]),
        ("SIF-urile PSD-ei II-a 15-lea", [["sif"], ["psd"], ["ii"], ["15"]]),
        ("nord-coreenii", [["nord", "nordcorean"], ["corean"]]),
        ("COVID-19", [["covid", "covid19"], ["19"]]),
        ("start-up-urile", [["start", "startup"], ["up"]]),
        ("2008-2009", [["2008"], ["2009"]]),
        ("pîine pâine sînt sunt", [["pain"], ["pain"], ["fi"], ["fi"]]),
        ("pic.twitter.com/TosGEXoycs", [["pic.twitter.com/tosgexoycs", "pic.twitter.com"]]),
        ("https://www.zf.ro/ zf.ro a.b@zf.ro", [["zf.ro", "zf"], ["zf.ro", "zf"], ["a.b@zf.ro", "zf.ro"]]),
        ("McDonald’s O'Neill", [["mcdonald"], ["o", "oneill"], ["neill"]]),
        ("lei/acţiune S&P mil.lei", [["leu"], ["actiun"], ["s"], ["p"], ["mil"], ["leu"]]),
        ("Москва 東京", [["moskv"], ["dong"], ["jing"]]),
        ("oraºul ªtefan þara 1º Þór", [["oras"], ["stefan"], ["tar"], ["1o"], ["thor"]]),
    ],
)
def test_terms_and_positions(text: str, expected: list[list[str]]) -> None:
    assert laid_out(text) == expected


def test_roles_tell_what_a_query_uses() -> None:
    assert form("24.10.2025").tokens == (
        Token("2025-10-24", 0, 0, 10, "part", ("2025-10-24",)),
        Token("2025", 0, 0, 10, "extra"),
    )
    assert form("nord-coreenii") == Form(
        (
            Token("nord", 0, 0, 4, "part", ("nord",)),
            Token("corean", 1, 5, 13, "part", ("coreenii",)),
            Token("nordcorean", 0, 0, 13, "whole", ("nordcoreenii",)),
        ),
        2,
    )
    assert {token.role for token in form("a/nord-coreean").tokens} == {"part", "extra"}


def test_none_leaves_other_scripts() -> None:
    plain = get("romanian", "none")
    assert [token.term for token in plain.analyze_forms(["Москва"])[0].tokens] == ["москва"]
    assert plain.fingerprint()["transliterate"] == "none"
    assert ROMANIAN.fingerprint()["transliterate"].startswith("unidecode ")


@given(st.one_of(st.text(max_size=40), st.text("aăZșî9#@-'.,:/_&?=~wroþº\u00ad\u0327東й", max_size=30)))
def test_any_form_is_analysed_within_its_bounds(raw: str) -> None:
    found = form(raw)
    for token in found.tokens:
        assert 0 <= token.start <= token.end <= len(raw)
        assert 0 <= token.position < found.width
        assert 0 < len(token.term.encode()) <= 255
    assert (found.width == 0) == (found.tokens == ())
    parts = [token.position for token in found.tokens if token.role == "part"]
    assert parts == list(range(found.width))
    assert sum(token.role == "whole" for token in found.tokens) <= 1


@given(st.one_of(st.text(max_size=40), st.text("aăZșşî9#@-'.,:/_&?=~wroþº\u00ad\u0327東й", max_size=30)))
def test_exact_forms_stand_only_where_their_stem_stands(raw: str) -> None:
    for token in form(raw).tokens:
        if token.role == "extra":
            assert token.exact == ()
            continue
        folded, *letters = token.exact
        assert stem(folded) == token.term
        assert all(len(text.encode()) <= 255 for text in token.exact)
        assert len(letters) <= 1
        assert folded not in letters
        assert all(fold_term(text, "unidecode") == folded for text in letters)


@pytest.mark.parametrize(
    ("raw", "exact"),
    [
        ("fata", ("fata",)),
        ("Fată", ("fata", "fată")),
        ("FAŢĂ", ("fata", "față")),
        ("faþã", ("fata", "față")),
        ("fa\u00adt\u0326a\u0306", ("fata", "față")),
        ("pîine", ("paine", "pâine")),
        ("sînt", ("sunt",)),
        ("Москва", ("moskva", "москва")),
        ("ș" * 127, ("s" * 127, "ș" * 127)),
        ("ș" * 128, ("s" * 128,)),
    ],
)
def test_exact_forms(raw: str, exact: tuple[str, ...]) -> None:
    assert [token.exact for token in form(raw).tokens] == [exact]


@given(st.lists(st.text("aăâșținrtueS9-.#", min_size=1, max_size=12), max_size=12))
def test_many_forms_at_once_are_as_one_by_one(raws: list[str]) -> None:
    assert ROMANIAN.analyze_forms(raws) == [form(raw) for raw in raws]


@given(st.text("abcdeimnrstuzăâșț -.'#", max_size=60))
def test_every_spelling_gives_equal_terms(text: str) -> None:
    expected = laid_out(text)
    assert laid_out(text.translate(CEDILLA)) == expected
    assert laid_out(unicodedata.normalize("NFD", text)) == expected
    assert laid_out(unicodedata.normalize("NFD", text.translate(CEDILLA))) == expected
    assert laid_out(fold_text(text)) == expected
    assert laid_out("".join(f"{letter}\u00ad" if letter.isalpha() else letter for letter in text)) == expected


def test_the_seed_article_is_one_article_however_it_is_spelled(data_folder: Path) -> None:
    for path in sorted((data_folder / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        expected = laid_out(text)
        assert laid_out(text.translate(COMMA)) == expected
        assert laid_out(text.translate(COMMA).translate(CEDILLA)) == expected
        assert laid_out(unicodedata.normalize("NFD", text)) == expected
        assert laid_out(text.translate(STRIPPED)) == expected
        terms = {term for row in expected for term in row}
        assert {"soldat", "corean", "kimjongun", "north", "nkaal", "ucrain"} <= terms


@pytest.mark.parametrize("unit", ["a.", "a-", "aa.", "1.", "1,", "a@", "#a", "www.a", "a'", "ab-cd."])
def test_hostile_forms_are_analysed(unit: str) -> None:
    """A pattern that backtracked over them would not come back."""
    raw = (unit * 4096)[:4096]
    analysed = form(raw)
    assert 0 < analysed.width <= len(raw)
    assert all(0 <= token.position < analysed.width for token in analysed.tokens)


def test_offsets_point_at_the_letters() -> None:
    text = "Un ar\u00admă-tor s\u0327i nord-coreenii #KimJongUn"
    for token in analyze_text(text, ROMANIAN):
        assert text[token.start : token.end] == token.text
    assert [token.text for token in analyze_text("la nord-coreenii", ROMANIAN)] == [
        "la",
        "nord",
        "coreenii",
        "nord-coreenii",
    ]
