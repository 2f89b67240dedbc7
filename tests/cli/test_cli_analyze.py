"""``searchlib analyze``: a line for each token."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def rows(result: Result) -> list[list[str]]:
    """Return the columns of each line."""
    assert result.exit_code == 0, result.stderr
    return [line.split("\t") for line in result.stdout.splitlines()]


def test_a_line_has_text_start_end_position_terms_and_exact_forms(run: Run) -> None:
    assert rows(run("analyze", "--analyzer", "simple", "Ştirile, azi")) == [
        ["Ştirile", "0", "7", "0", "stirile", ""],
        ["azi", "9", "12", "1", "azi", ""],
    ]


def test_without_an_index_it_is_the_analyzer_of_news(run: Run) -> None:
    soldier, soldiers = rows(run("analyze", "soldat soldaților"))
    assert soldier[4].split()[0] == soldiers[4].split()[0]


def test_the_index_decides_if_there_is_one(run: Run, news: Path) -> None:
    assert rows(run("analyze", "soldaților")) == rows(run("analyze", "--analyzer", "romanian", "soldaților"))
    assert rows(run("analyze", "--field", "title", "soldaților"))


@pytest.mark.parametrize("field", ["source", "nimic"])
def test_a_field_that_is_no_text_is_an_error(run: Run, field: str) -> None:
    result = run("analyze", "--field", field, "x")
    assert result.exit_code == 2
    assert f"'{field}'" in result.stderr


def test_an_unknown_analyzer_is_an_error(run: Run) -> None:
    result = run("analyze", "--analyzer", "klingon", "x")
    assert result.exit_code == 2
    assert result.stderr.startswith("searchlib: error: ")
    assert "romanian" in result.stderr


def test_standard_input(run: Run) -> None:
    text = "\ufeffîntr-o zi".encode()
    assert rows(run("analyze", "--analyzer", "simple", "-", stdin=text))[-1][0] == "zi"


def test_standard_input_that_is_no_text_is_an_error(run: Run) -> None:
    result = run("analyze", "-", stdin=b"a\xff")
    assert result.exit_code == 2
    assert "byte 1" in result.stderr


def test_nothing_gives_nothing(run: Run) -> None:
    assert rows(run("analyze", "-", stdin=b"")) == []
    assert json.loads(run("analyze", "--format", "json", "...").stdout) == []


def test_json_and_json_lines_agree(run: Run) -> None:
    whole = json.loads(run("analyze", "--format", "json", "un doi").stdout)
    lines = [json.loads(line) for line in run("analyze", "--format", "jsonl", "un doi").stdout.splitlines()]
    assert whole == lines
    assert [token["text"] for token in whole] == ["un", "doi"]


def test_several_arguments_and_one_that_starts_with_minus(run: Run) -> None:
    assert [row[0] for row in rows(run("analyze", "--analyzer", "simple", "--", "-un", "doi"))] == ["un", "doi"]


def test_the_exact_forms_are_the_last_column(run: Run) -> None:
    assert rows(run("analyze", "Soldaţilor"))[0][4:] == ["soldat", "soldatilor soldaților"]
    assert rows(run("analyze", "--analyzer", "simple", "Soldaţilor"))[0][4:] == ["soldatilor", ""]


def test_explain_tells_what_each_part_did(run: Run) -> None:
    lines = run("analyze", "--explain", "oraºul").stdout.splitlines()
    assert lines == [
        "oraºul\t0\t6\t0\toras\torasul orașul",
        "  misread: oraºul → orașul",
        "  words:romanian: orașul → orașul",
        "  fold: orașul → orasul",
        "  stem:romanian: orasul → oras (table -ul)",
    ]
    assert "  lowercase: AB → ab" in run("analyze", "--explain", "--analyzer", "| words | lowercase", "AB").stdout


def test_explained_json_has_the_steps(run: Run) -> None:
    (line,) = run("analyze", "--format", "jsonl", "--explain", "--analyzer", "english", "shoes").stdout.splitlines()
    assert json.loads(line) == {
        "text": "shoes",
        "start": 0,
        "end": 5,
        "position": 0,
        "terms": ["shoe"],
        "exact": ["shoes"],
        "steps": [
            {"part": "words:english", "before": "shoes", "after": ["shoes"], "note": ""},
            {"part": "stem:english", "before": "shoes", "after": ["shoe"], "note": "Snowball"},
        ],
    }
    assert json.loads(run("analyze", "--format", "json", "--explain", "shoes").stdout)[0]["steps"]


def test_a_language_or_a_written_chain_is_an_analyzer(run: Run) -> None:
    assert rows(run("analyze", "--analyzer", "english", "running"))[0][4] == "run"
    assert rows(run("analyze", "--analyzer", "compose | words | fold stem:english", "Running"))[0][4] == "run"


@pytest.mark.parametrize("chain", ["a | b", "compose | wrods | fold", "| words | stem:klingon", "|||"])
def test_a_chain_that_makes_no_sense_is_an_error(run: Run, chain: str) -> None:
    result = run("analyze", "--analyzer", chain, "x")
    assert result.exit_code == 2
    assert result.stderr.startswith("searchlib: error: ")


def test_letters_that_are_no_text_are_left_out(spawn: Callable[..., subprocess.CompletedProcess[bytes]]) -> None:
    for options in (["--format", "jsonl"], ["--explain"], []):
        done = spawn("analyze", *options, b"a\xffb \x1b[31m")
        assert done.returncode == 0
        assert b"\x1b" not in done.stdout
        assert done.stdout.count(b"31m") >= 1
