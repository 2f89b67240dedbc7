"""``searchlib analyze``: a line for each token."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def rows(result: Result) -> list[list[str]]:
    """Return the columns of each line."""
    assert result.exit_code == 0, result.stderr
    return [line.split("\t") for line in result.stdout.splitlines()]


def test_a_line_has_text_start_end_position_and_terms(run: Run) -> None:
    assert rows(run("analyze", "--analyzer", "simple", "Ştirile, azi")) == [
        ["Ştirile", "0", "7", "0", "stirile"],
        ["azi", "9", "12", "1", "azi"],
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
