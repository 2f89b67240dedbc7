"""The other measures, on a few words each."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import ours
import pytest
from chains import Chain
from collisions import colliding
from questions import sentences
from spellings import VERSIONS, compared, kind, rewritten
from word_pairs import Pair, in_chain, in_searchlib, measured, read_pairs

from searchlib.analysis import get

ARTICLES = {"one": "Şcoala din Bucureşti, la ţară: s-a dus în 1.200,50 zile.", "two": "Ştefan ne aşteaptă în faţă."}


def test_spellings_that_meet_and_one_that_does_not() -> None:
    romanian = compared(ARTICLES, get("romanian"), seed=1)
    assert romanian["articles"] == 2
    for name in VERSIONS:
        assert (romanian["versions"][name]["tokens"], romanian["versions"][name]["first"]) == (0, [])
    letters = compared(ARTICLES, get("whitespace"), seed=1)
    assert letters["versions"]["cedilla"]["tokens"] > 0
    assert letters["versions"]["stripped"]["first"][0]["article"] in ARTICLES


def test_a_text_written_anew_keeps_its_places() -> None:
    text, starts = rewritten("școală", VERSIONS["NFD"], random.Random(1))
    assert (text, starts) == ("s\u0326coala\u0306", [0, 2, 3, 4, 5, 6, 8])
    assert [text[a:b] for a, b in pairwise(starts)] == ["s\u0326", "c", "o", "a", "l", "a\u0306"]
    assert rewritten("ȘțăÂi", VERSIONS["wrongly decoded"], random.Random(1))[0] == "ªþãÂi"
    assert rewritten("Țară é й", VERSIONS["stripped"], random.Random(1))[0] == "Tara e й"
    hyphenated, _ = rewritten("cuvinte lungi " * 20, VERSIONS["soft hyphens"], random.Random(1))
    assert hyphenated.replace("\u00ad", "") == "cuvinte lungi " * 20
    assert "\u00ad " not in hyphenated
    assert "\u00ad" in hyphenated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pîine", "î inside a word"),
        ("zf.ro/x", "tag or address"),
        ("G20", "with digits"),
        ("Paweł", "foreign letters"),
        ("s-a", "hyphen, dot or apostrophe"),
        ("țară", "word"),
    ],
)
def test_kinds_of_words(text: str, expected: str) -> None:
    assert kind(text) == expected


def test_pairs(tmp_path: Path) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text("# remark\n\nEQ\tcaz\tcazurilor\tneuter\nNE\tautor\tautoritate\tother word\nEQ\tmare\tmic\tno\n")
    pairs = read_pairs(file)
    assert pairs == [Pair(True, "caz", "cazurilor"), Pair(False, "autor", "autoritate"), Pair(True, "mare", "mic")]
    got = measured(pairs, in_searchlib(pairs, tmp_path / "index"))
    assert got == {"eq_right": 1, "eq": 2, "ne_right": 1, "ne": 1, "wrong": ["mare = mic"]}
    first = Chain("first letter", lambda words: [word[0] for word in words])
    assert measured(pairs, in_chain(first)) == {
        "eq_right": 2,
        "eq": 2,
        "ne_right": 0,
        "ne": 1,
        "wrong": ["autor ≠ autoritate"],
    }
    file.write_text("XX\ta\tb\tc\n")
    with pytest.raises(ValueError, match="EQ or NE"):
        read_pairs(file)


def test_a_pair_of_stop_words_does_not_meet() -> None:
    stopped = Chain("stopped", lambda words: ["x"] * len(words), frozenset(["de", "la"]))
    assert not in_chain(stopped)("de", "la")
    assert in_chain(stopped)("om", "câine")


def test_colliding_words() -> None:
    lemmas = {"față": {"față"}, "fată": {"fată"}, "casă": {"casă"}, "casa": {"casă"}, "rar": {"rar"}, "rár": {"rár"}}
    articles = dict.fromkeys(lemmas, 10) | {"rar": 9}
    assert colliding(lemmas, articles) == ["fată", "față"]


def test_sentences() -> None:
    text = "A venit J. F. Kennedy. Nu a stat! „Bine”, a zis dr. Pop. 12 zile au trecut"
    assert sentences(text) == ["A venit J. F. Kennedy.", "Nu a stat!", "„Bine”, a zis dr. Pop.", "12 zile au trecut"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('Bursă: "Ipopema" vede -0,54 lei (+5%)', "Bursă Ipopema vede 0,54 lei 5"),
        ("date:2025 AND sud-est NOT d'Estaing?", "date 2025 and sud-est not d'Estaing"),
        ("A*B [2013 TO 2014] ~x^2 a||b && c!", "A B 2013 to 2014 x 2 a b c"),
    ],
)
def test_a_question_holds_no_operators(text: str, words: str) -> None:
    assert " ".join(ours.question(text).split()) == words


def test_same_articles(tmp_path: Path) -> None:
    index = ours.build(tmp_path / "index", {"1": "școala mare", "2": "un om", "3": "scoala mică"})
    assert ours.ask(index, "școală") == ours.ask(index, "scoala")
    assert ours.same_articles(index, "școală", "scoala")
    assert not ours.same_articles(index, "școală", "mare")
    assert not ours.same_articles(index, "om", "mare")


def test_all_forms_become_known() -> None:
    known = ours.body_forms()
    ours.fill(["un om și un câine", "un om"], known)
    assert known.forms.size == 4
    assert known.forms.undefined(10) == []


def test_reciprocal_ranks() -> None:
    pytest.importorskip("ir_measures", reason="the extra bench is not installed")
    from retrieval import reciprocal_ranks

    ten = [f"d{number}" for number in range(10)]
    relevant = {"q1": frozenset(["d0"]), "q2": frozenset(["d3", "d9"]), "q3": frozenset(["x"]), "q4": frozenset(["d9"])}
    ranked = {"q1": ten, "q2": ten, "q3": ten, "q4": ten, "q5": []}
    assert reciprocal_ranks(relevant | {"q5": frozenset(["d1"])}, ranked).tolist() == [1, 0.25, 0, 0.1, 0]
