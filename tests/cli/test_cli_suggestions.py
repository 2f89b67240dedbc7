"""``searchlib suggest``, ``complete`` and ``similar``, and what ``search`` says that finds little."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Spawn = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.mark.usefixtures("news")
class TestSuggest:
    def test_what_was_meant_is_written(self, run: Run) -> None:
        result = run("suggest", "muzul", "memorial")
        assert (result.exit_code, result.stdout, result.stderr) == (0, "muzeul memorial\n", "")

    def test_nothing_better(self, run: Run) -> None:
        result = run("suggest", "muzeul memorial")
        assert (result.exit_code, result.stdout, result.stderr) == (1, "", "nothing better\n")

    @pytest.mark.parametrize("option", [["--json"], ["--format", "json"]])
    def test_json(self, run: Run, option: list[str]) -> None:
        result = run("suggest", *option, "title:soldatilor")
        assert result.exit_code == 0
        assert json.loads(result.stdout) == {
            "query": "title:soldatilor",
            "suggestion": "title:soldaților",
            "changes": [
                {"start": 6, "end": 16, "typed": "soldatilor", "suggested": "soldaților", "spelling": True},
            ],
        }
        nothing = run("suggest", *option, "muzeul")
        assert (nothing.exit_code, json.loads(nothing.stdout)["suggestion"]) == (1, None)

    def test_the_words_of_one_field(self, run: Run) -> None:
        assert run("suggest", "ziduir").stdout == "ziduri\n"
        assert run("suggest", "--field", "title", "ziduir").exit_code == 1

    @pytest.mark.parametrize("arguments", [["(muzeul"], ["--field", "nothing", "muzeul"]])
    def test_errors(self, run: Run, arguments: list[str]) -> None:
        result = run("suggest", *arguments)
        assert result.exit_code == 2
        assert result.stderr.startswith("searchlib: error: ")


@pytest.mark.usefixtures("news")
class TestComplete:
    def test_words_and_their_documents(self, run: Run) -> None:
        assert run("complete", "muz").stdout == "muzeul\t3\n"
        assert run("complete", "Muzeul sold").stdout == "Muzeul soldaților\t2\n"
        assert run("complete", "-n", "1", "a").stdout.count("\n") == 1

    def test_json(self, run: Run) -> None:
        assert json.loads(run("complete", "--json", "un muz").stdout) == {
            "text": "un muz",
            "completions": [{"text": "un muzeul", "word": "muzeul", "documents": 3}],
        }

    def test_nothing_begins_so(self, run: Run) -> None:
        result = run("complete", "xyz")
        assert (result.exit_code, result.stdout) == (1, "")


@pytest.mark.usefixtures("news")
class TestSimilar:
    def test_to_a_document(self, run: Run) -> None:
        result = run("similar", "muzeu")
        assert result.exit_code == 0
        assert [line.split("\t")[1:] for line in result.stdout.splitlines()] == [["leu", "Leul crește"]]

    def test_to_a_text(self, run: Run) -> None:
        wanted = run("similar", "--text", "echipa de fotbal").stdout
        assert wanted.split("\t")[1] == "sport"
        assert run("similar", "--text", "-", stdin=b"echipa de fotbal").stdout == wanted

    def test_json(self, run: Run) -> None:
        answer = json.loads(run("similar", "--json", "muzeu").stdout)
        assert (answer["key"], answer["total"]) == ("muzeu", 1)
        assert [(hit["rank"], hit["key"], hit["fields"]["source"]) for hit in answer["hits"]] == [
            (1, "leu", "exemplu.ro")
        ]

    def test_nothing_is_alike(self, run: Run) -> None:
        assert run("similar", "--text", "xyzzy").exit_code == 1

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [(["nothing"], "no document with the key 'nothing'"), ([], "KEY"), (["muzeu", "--text", "x"], "KEY")],
    )
    def test_errors(self, run: Run, arguments: list[str], said: str) -> None:
        result = run("similar", *arguments)
        assert result.exit_code == 2
        assert said in result.stderr


@pytest.mark.usefixtures("news")
class TestSearch:
    def test_a_question_that_finds_little_is_told_what_was_meant(self, run: Run) -> None:
        result = run("search", "--format", "json", "fotbla")
        assert result.exit_code == 1
        assert "did you mean: fotbal\n" in result.stderr
        assert json.loads(result.stdout)["total"] == 0

    def test_diacritics_alone_find_no_more(self, run: Run) -> None:
        assert "did you mean" not in run("search", "soldatilor").stderr
        assert "did you mean: soldaților memorial" in run("search", "soldatilor memorail").stderr

    def test_enough_hits_are_left_alone(self, run: Run) -> None:
        assert "did you mean" not in run("search", "muzeul sport ceapa fotbla").stderr

    def test_a_later_page_is_left_alone(self, run: Run) -> None:
        assert "did you mean" not in run("search", "--offset", "5", "fotbla").stderr

    def test_a_question_that_is_not_in_the_language(self, run: Run) -> None:
        assert "did you mean" not in run("search", "(fotbla").stderr


@pytest.mark.parametrize("command", [["suggest"], ["complete"], ["similar"], ["similar", "--text"]])
def test_what_is_no_text_is_refused(spawn: Spawn, news: Path, command: list[str]) -> None:
    assert news.is_dir()
    done = spawn(*command, b"\xff\xfe")
    assert done.returncode == 2
    assert b"not valid" in done.stderr
