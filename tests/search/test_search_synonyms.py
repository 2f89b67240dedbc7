"""Synonyms: the file, what is looked up, what is found and marked for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib as sl
from searchlib.search.synonyms import Rule, Synonyms

RULES = """\
# instituții
guvern, executiv, cabinet   # două sensuri
BNR => Banca Națională a României
ministerul sănătății, MS
ministerul => guvern
"""
BODIES = [
    "Guvernul a decis.",
    "Executivul a decis.",
    "Cabinetele au decis.",
    "BNR a decis.",
    "Banca Națională a României a decis.",
    "Banca a decis în România națională.",
    "Ministerul Sănătății a decis.",
    "MS a decis.",
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with sl.create(tmp_path / "index", sl.Schema(fields={"id": sl.Stored(), "body": sl.Text()})) as writer:
        for number, body in enumerate(BODIES):
            writer.add(id=f"{number}", body=body)
    return tmp_path / "index"


@pytest.fixture
def index(path: Path) -> sl.Index:
    return sl.open(path, synonyms=Synonyms.parse(RULES))


def keys(index: sl.Index, query: str | sl.Query, **options: str) -> str:
    return "".join(sorted(hit.key for hit in index.search(query, **options)))  # type: ignore[arg-type]


# ------------------------------------------------------------ the file


def test_rules_are_read() -> None:
    assert Synonyms.parse(RULES).rules == (
        Rule("guvern", ("executiv", "cabinet")),
        Rule("executiv", ("guvern", "cabinet")),
        Rule("cabinet", ("guvern", "executiv")),
        Rule("BNR", ("Banca Națională a României",)),
        Rule("ministerul sănătății", ("MS",)),
        Rule("MS", ("ministerul sănătății",)),
        Rule("ministerul", ("guvern",)),
    )
    assert sl.Synonyms.parse("a, b => c,  d   e").rules == (Rule("a", ("c", "d e")), Rule("b", ("c", "d e")))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("guvern", "only one name"),
        ("guvern,", "'' holds no word"),
        ("=> guvern", "'' holds no word"),
        ("guvern =>", "'' holds no word"),
        ("guvern => —", "'—' holds no word"),
        ("a => b => c", "more than one =>"),
    ],
)
def test_a_line_that_is_no_rule_is_named(tmp_path: Path, line: str, problem: str) -> None:
    file = tmp_path / "synonyms.txt"
    file.write_text(f"# first\na, b\n\n{line}\n", "utf-8")
    with pytest.raises(sl.errors.SynonymsError) as raised:
        sl.Synonyms.read(file)
    assert str(raised.value).startswith(f"{file}:4: {problem}")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "synonyms.txt"
    file.write_bytes("țară, stat".encode("utf-16"))
    with pytest.raises(sl.errors.SynonymsError, match="not in UTF-8"):
        sl.Synonyms.read(file)


@pytest.mark.parametrize("weight", [0, -1, 1.5, float("nan"), "1", True])
def test_the_weight_is_above_0_and_at_most_1(weight: float) -> None:
    with pytest.raises(sl.errors.SynonymsError, match="weight"):
        Synonyms.parse("a, b", weight=weight)


@given(st.text("ab ,=>#\n", max_size=60))
def test_any_text_is_rules_or_an_error(text: str) -> None:
    try:
        rules = Synonyms.parse(text).rules
    except sl.errors.SynonymsError:
        rules = ()
    assert all(rule.words and all(rule.others) and rule.words not in rule.others for rule in rules)


# ------------------------------------------------------------ what is found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("guvern", "012"),
        ("guvernului", "012"),
        ("EXECUTIVE", "012"),
        ("cabinet", "012"),
        ("BNR", "34"),
        ("bnr", "34"),
        ("banca nationala a romaniei", "45"),
        ("ministerului sănătății", "67"),
        ("MS", "67"),
        ("ministerul", "06"),
        ('"guvern"', "0"),
        ("+guvern", "0"),
        ("decis -guvern", "1234567"),
        ("body:guvern", "012"),
        ("(guvern) AND decis", "012"),
        ("guvern AND (BNR OR executiv)", "012"),
        ("inexistent", ""),
    ],
)
def test_what_is_found(index: sl.Index, query: str, found: str) -> None:
    assert keys(index, query) == found
    assert index.count(query) == len(found)


def test_all_words_must_match_or_what_stands_for_them(index: sl.Index) -> None:
    assert keys(index, "ministerul sănătății decis", default_operator="and") == "67"
    assert keys(index, "BNR decis", default_operator="and") == "34"


def test_words_of_other_fields_are_no_run(index: sl.Index) -> None:
    assert keys(index, "body:ministerul sănătății", default_operator="and") == "6"


def test_the_longest_rule_wins(index: sl.Index) -> None:
    # `ministerul` alone stands for guvern as well; as a part of the longer name it does not.
    assert "0" in keys(index, "ministerul")
    assert "0" not in keys(index, "ministerul sănătății")


def test_what_was_typed_counts_more(path: Path) -> None:
    index = sl.open(path, synonyms=Synonyms.parse("guvern, executiv", weight=0.5))
    plain = sl.open(path)
    scores = {hit.key: hit.score for hit in index.search("guvern")}
    assert scores["0"] == plain.search("guvern")[0].score
    assert scores["1"] == pytest.approx(0.5 * plain.search("executiv")[0].score, abs=1e-4)


def test_a_stop_word_that_stands_for_more_is_still_found(path: Path) -> None:
    index = sl.open(path, synonyms=Synonyms.parse("în => cabinet"))
    assert keys(index, "în") == "25"


def test_synonyms_are_marked_too(index: sl.Index) -> None:
    marked = {hit.key: hit.snippet().marked("[", "]") for hit in index.search("BNR guvernul")}
    assert marked["1"] == "[Executivul] a decis."
    assert marked["3"] == "[BNR] a decis."
    assert marked["4"] == "[Banca Națională a României] a decis."


def test_a_file_will_do_and_the_next_generation_keeps_it(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "synonyms.txt"
    file.write_text(RULES, "utf-8-sig")
    index = sl.open(path, synonyms=str(file))
    with index.writer() as writer:
        writer.add(id="8", body="Cabinetul cade.")
    assert keys(index.refresh(), "guvern") == "0128"
    assert keys(sl.open(path), "guvern") == "0"
