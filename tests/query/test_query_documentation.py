"""What docs/query-language.md shows is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from searchlib.query import parse
from searchlib.schema import NEWS

PAGE = (Path(__file__).parents[2] / "docs" / "query-language.md").read_text("utf-8")
SCRIPTS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
ROWS = re.findall(r"^\| (`.*?) \| ", PAGE.replace(r"\|", "¦"), re.MULTILINE)
TWENTY = [
    row.split(" | ")[1].strip("`").replace("¦", "|")
    for row in re.findall(r"^\| [a-z].*? \|$", PAGE.replace(r"\|", "¦"), re.MULTILINE)
]
QUERIES = [query.replace("¦", "|") for row in ROWS for query in re.findall(r"`(.+?)`", row)]


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_run(script: str) -> None:
    exec(compile(script, "docs/query-language.md", "exec"), {})  # noqa: S102  they are ours


@pytest.mark.parametrize("query", [*QUERIES, *TWENTY])
def test_queries_of_the_table_parse(query: str) -> None:
    parse(query, NEWS)


def test_nothing_of_the_page_is_missed() -> None:
    assert len(SCRIPTS) == PAGE.count("```python") == 8
    assert len(QUERIES) > 60
    assert len(TWENTY) == 20
