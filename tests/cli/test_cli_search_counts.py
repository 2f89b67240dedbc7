"""``searchlib search``: what is counted besides the hits, orders by a field, and pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("news")


def test_counts_stand_below_the_hits(run: Run) -> None:
    result = run("search", "-n", "1", "muzeul", "--facet", "source", "--facet", "entity:3", "--histogram", "year")
    assert result.exit_code == 0
    assert result.stdout.split("\n\n", 1)[1] == (
        "source: 1 values, 0 without\n   2  exemplu.ro\n\n"
        "entities: 1 values, 1 without\n   1  Kim Jong Un\n\n"
        "years: 2, 0 undated\n   1  2023\n   1  2025\n"
    )


def test_counts_in_json(run: Run) -> None:
    result = run("search", "--format", "json", "muzeul OR ceapa", "--facet", "source:0", "--histogram", "month")
    told = json.loads(result.stdout)
    assert told["facets"] == {"source": {"values": [], "distinct": 1, "missing": 1}}
    dates = [{"date": "2023-01", "documents": 1}, {"date": "2025-10", "documents": 1}]
    assert told["histogram"] == {"unit": "month", "dates": dates, "undated": 1}
    assert "ranges" not in told


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--facet", "autor"), "there is no field 'autor'"),
        (("--facet", "body"), "a facet needs a Keyword or Number field, which 'body' is not"),
        (("--facet", "source:x"), "'source:x' is not a field"),
        (("--histogram", "week"), "'week' is not one of"),
        (("--range", "price"), "'price' is no range"),
        (("--range", "price:1..x"), "'price:1..x' is no range"),
        (("--range", "source:1..2"), "a range needs a Number field, which 'source' is not: use none"),
        (("--facet", "source", "--count"), "not with --count"),
        (("--facet", "source", "--format", "jsonl"), "go with text and json"),
    ],
)
def test_wrong_counts_are_errors(run: Run, arguments: tuple[str, ...], message: str) -> None:
    result = run("search", "muzeul", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_pages_go_on_behind_one_another(run: Run) -> None:
    asked = ("search", "--format", "json", "-n", "1", "--sort=-date", "muzeul OR ceapa")
    told = json.loads(run(*asked).stdout)
    assert [hit["key"] for hit in told["hits"]] == ["muzeu"]
    told = json.loads(run(*asked, "--after", told["after"]).stdout)
    assert ([hit["key"] for hit in told["hits"]], told["hits"][0]["rank"], told["offset"]) == (["leu"], 2, 1)
    told = json.loads(run(*asked, "-n", "5", "--after", told["after"]).stdout)
    assert ([hit["key"] for hit in told["hits"]], told["after"]) == (["fara"], None)


def test_orders_by_a_field(run: Run) -> None:
    result = run("search", "--format", "jsonl", "--sort", "source", "*:* OR muzeul OR ceapa OR fotbal")
    assert [json.loads(line)["key"] for line in result.stdout.splitlines()][-2:] == ["sport", "fara"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--sort", "autor"), "there is no order 'autor'"),
        (("--sort", "body"), "an order needs a Keyword, Number or Date field"),
        (("--after", "abc"), "'abc' is no cursor"),
        (("--after", "abc", "--offset", "3"), "offset counts from the first hit"),
    ],
)
def test_wrong_orders_and_cursors_are_errors(run: Run, arguments: tuple[str, ...], message: str) -> None:
    result = run("search", "muzeul", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_groups_for_people_and_in_json(run: Run) -> None:
    asked = ("search", "muzeul OR ceapa OR fotbal", "--group-by", "source:2", "--sort", "newest")
    result = run(*asked, "-n", "2", "--snippet-length", "0")
    assert result.stdout.split("\n\n", 1)[1] == (
        "2 of exemplu.ro\n   Muzeul memorial al soldaților\n   Leul crește\n\n"
        "1 of sportul.ro\n   Fotbal: România câștigă la limită\n"
    )
    told = json.loads(run(*asked, "--format", "json").stdout)
    assert (told["groups"]["field"], told["groups"]["total"], len(told["hits"])) == ("source", 3, 3)
    last = told["groups"]["values"][-1]
    assert (last["value"], last["documents"], [hit["key"] for hit in last["hits"]]) == (None, 1, ["fara"])


def test_copies_are_left_out(run: Run, write_articles: Callable[..., Path]) -> None:
    body = "guvernul a decis marți în ședința de la București că prețul gazelor rămâne plafonat"
    articles = [
        {"id": name, "title": "Gaze", "body": f"{start}{body}"} for name, start in (("a", ""), ("b", "Agenția: "))
    ]
    assert run("index", write_articles(*articles), "--index", "copies").exit_code == 0
    asked = ("search", "gazelor", "--index", "copies", "--collapse", "--sort", "newest")
    result = run(*asked, "--snippet-length", "0")
    assert result.stdout == "1. Gaze\n   undated\n\n1 more like 1: b\n"
    told = json.loads(run(*asked, "--format", "json").stdout)
    assert ([hit["key"] for hit in told["hits"]], told["copies"], told["total"]) == (["a"], [["b"]], 2)
