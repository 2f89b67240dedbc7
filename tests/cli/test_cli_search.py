"""``searchlib search``: lists for people, JSON for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("news")


def keys(result: Result) -> list[str]:
    """Return the keys of the hits of ``--format jsonl``, in their order."""
    return [json.loads(line)["key"] for line in result.stdout.splitlines()]


def test_the_list_has_title_date_source_score_and_snippet(run: Run) -> None:
    result = run("search", '"muzeul memorial"')
    assert result.exit_code == 0
    title, about, snippet = result.stdout.splitlines()
    assert title == "1. Muzeul memorial al soldaților"
    assert re.fullmatch(r"   2025-10-24  exemplu\.ro  \d+\.\d{3}", about)
    assert snippet == "   Liderul Kim Jong Un a deschis muzeul memorial. Numele soldaţilor căzuți stau pe ziduri."
    assert result.stderr == "1-1 of 1 found\n"


def test_matches_are_marked_in_the_letters_of_the_text(run: Run) -> None:
    result = run("search", "--color", "soldatilor", color=True)
    assert "\x1b[33m\x1b[1msoldaţilor\x1b[0m" in result.stdout


def test_a_phrase_is_marked_as_one(run: Run) -> None:
    result = run("search", "--color", '"muzeul memorial"', color=True)
    assert "\x1b[33m\x1b[1mmuzeul memorial\x1b[0m" in result.stdout


@pytest.mark.parametrize("arguments", [(), ("--no-color",)])
def test_without_a_terminal_there_are_no_escape_codes(run: Run, arguments: tuple[str, ...]) -> None:
    assert "\x1b" not in run("search", "muzeul", *arguments, color=True).stdout


def test_undated_articles_say_so(run: Run) -> None:
    assert "\n   undated  " in run("search", "ceapa").stdout


def test_nothing_found_exits_with_1(run: Run) -> None:
    result = run("search", "inexistent")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "nothing found\n")


def test_a_page_behind_the_last_hit_exits_with_1(run: Run) -> None:
    result = run("search", "--offset", "50", "muzeul")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "nothing shown: 2 found\n")


def test_offset_and_limit_number_the_hits_on(run: Run) -> None:
    whole = keys(run("search", "--format", "jsonl", "muzeul"))
    result = run("search", "--offset", "1", "-n", "1", "--format", "jsonl", "muzeul")
    assert keys(result) == whole[1:2]
    assert json.loads(result.stdout)["rank"] == 2


@pytest.mark.parametrize(("order", "expected"), [("newest", ["muzeu", "leu"]), ("oldest", ["leu", "muzeu"])])
def test_sort_by_date(run: Run, order: str, expected: list[str]) -> None:
    assert keys(run("search", "--sort", order, "--format", "jsonl", "muzeul")) == expected


@pytest.mark.parametrize(
    "arguments", [("--sort", "newest", "muzeul"), ("--sort", "oldest", "muzeul"), ("date:2025-10",)]
)
def test_where_nothing_is_scored_no_score_is_shown(run: Run, arguments: tuple[str, ...]) -> None:
    result = run("search", *arguments)
    assert "\n   2025-10-24  exemplu.ro\n" in result.stdout
    assert "0.000" not in result.stdout


def test_several_arguments_are_one_query_of_alternatives(run: Run) -> None:
    assert set(keys(run("search", "--format", "jsonl", "memorial", "fotbal"))) == {"muzeu", "sport"}


def test_and_wants_every_word(run: Run) -> None:
    assert run("search", "--and", "memorial", "fotbal").exit_code == 1
    assert keys(run("search", "--and", "--format", "jsonl", "muzeul", "memorial")) == ["muzeu"]


def test_a_query_may_start_with_minus_after_two(run: Run) -> None:
    found = keys(run("search", "--format", "jsonl", "--", "-sport", "muzeul", "fotbal"))
    assert set(found) == {"muzeu", "leu"}


def test_filters_reach_the_index(run: Run) -> None:
    assert keys(run("search", "--format", "jsonl", 'muzeul entity:"kim jong un" date:2025-10')) == ["muzeu"]
    assert keys(run("search", "--format", "jsonl", "date:none")) == ["fara"]


def test_count_writes_the_total_only(run: Run) -> None:
    result = run("search", "--count", "muzeul")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "2\n", "")
    result = run("search", "--count", "--format", "json", "inexistent")
    assert (result.exit_code, json.loads(result.stdout)) == (1, {"total": 0})


def test_json_holds_everything(run: Run) -> None:
    result = run("search", "--format", "json", "soldatilor")
    answer = json.loads(result.stdout)
    assert result.stderr == ""
    assert (answer["query"], answer["total"], answer["offset"]) == ("soldatilor", 1, 0)
    (hit,) = answer["hits"]
    assert (hit["rank"], hit["key"]) == (1, "muzeu")
    assert hit["score"] > 0
    assert hit["fields"]["entities"] == ["Kim Jong Un"]
    snippet = hit["snippet"]
    assert [snippet["text"][start:end] for start, end in snippet["highlights"]] == ["soldaţilor"]
    assert (snippet["before"], snippet["after"]) == (False, False)


def test_json_of_nothing_is_still_json(run: Run) -> None:
    result = run("search", "--format", "json", "inexistent")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {"query": "inexistent", "total": 0, "offset": 0, "hits": [], "after": None}


def test_snippets_can_be_of_another_field_or_left_out(run: Run) -> None:
    hit = json.loads(run("search", "--format", "jsonl", "--field", "title", "memorial").stdout)
    assert hit["snippet"]["text"] == "Muzeul memorial al soldaților"
    hit = json.loads(run("search", "--format", "jsonl", "--snippet-length", "0", "memorial").stdout)
    assert "snippet" not in hit
    assert len(run("search", "--snippet-length", "0", "memorial").stdout.splitlines()) == 2


def test_short_snippets_show_that_there_is_more(run: Run) -> None:
    snippet = run("search", "--snippet-length", "30", "soldatilor").stdout.splitlines()[2]
    assert snippet == "   … Numele soldaţilor căzuți stau …"


def test_an_unknown_field_is_an_error(run: Run) -> None:
    result = run("search", "--field", "nimic", "memorial")
    assert result.exit_code == 2
    assert "'nimic'" in result.stderr


def test_a_hostile_text_cannot_command_the_terminal(run: Run, write_articles: Callable[..., Path]) -> None:
    evil = "\x1b]0;evil\x07 \x1b[2J zmeură\u202e\x9b31m"
    run("index", write_articles({"id": "evil", "title": f"T {evil}", "body": evil, "source": evil}, name="evil.jsonl"))
    result = run("search", "zmeura")
    assert result.exit_code == 0
    assert not set(result.stdout) & set("\x1b\x07\x9b\u202e")
    assert json.loads(run("search", "--format", "jsonl", "zmeura").stdout)["fields"]["body"] == evil


def test_synonyms_come_from_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "synonyms.txt"
    file.write_text("ostași => soldați\n", "utf-8")
    assert run("search", "ostașilor").exit_code == 1
    result = run("search", "--synonyms", str(file), "--format", "jsonl", "ostașilor")
    assert keys(result) == keys(run("search", "--format", "jsonl", "soldaților")) != []


def test_a_line_of_synonyms_that_is_no_rule_is_named(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "synonyms.txt"
    file.write_text("ostași\n", "utf-8")
    result = run("search", "--synonyms", str(file), "ostași")
    assert result.exit_code == 2
    assert f"{file}:1: only one name" in result.stderr
