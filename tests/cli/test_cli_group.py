"""The command as a whole: help, laziness, and what failures look like."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import searchlib
from searchlib.cli.failures import describe
from searchlib.errors import QuerySyntaxError, SearchlibError

Run = Callable[..., Result]
Spawn = Callable[..., subprocess.CompletedProcess[bytes]]

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = (
    "index",
    "search",
    "suggest",
    "complete",
    "similar",
    "info",
    "verify",
    "compact",
    "export",
    "reindex",
    "analyze",
)


def modules_after(*arguments: str, cwd: Path) -> set[str]:
    """Return which modules a process has imported when the command is done."""
    program = (
        "import sys\nfrom searchlib.cli import main\n"
        "try:\n    main(sys.argv[1:], prog_name='searchlib')\n"
        "except SystemExit:\n    pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True, cwd=cwd, timeout=60
    )
    return set(done.stderr.splitlines()[-1].split())


def test_the_version_is_that_of_the_project(run: Run) -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert run("--version").stdout == f"searchlib {wanted}\n"
    assert searchlib.__version__ == wanted


def test_help_lists_every_command(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.partition("Commands:")[2].splitlines() if line.startswith("  ")][
        : len(COMMANDS)
    ] == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_and_takes_an_index(run: Run, name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert "--index DIR" in result.stdout
    assert "SEARCHLIB_INDEX" in result.stdout
    assert "Exit codes:" in result.stdout


def test_help_imports_no_command(tmp_path: Path) -> None:
    modules = modules_after("--help", cwd=tmp_path)
    assert not modules & {f"searchlib.cli.{name}" for name in COMMANDS}


def test_search_imports_nothing_that_it_does_not_need(news: Path, tmp_path: Path) -> None:
    modules = modules_after("search", "muzeul", cwd=tmp_path)
    assert "searchlib.index" in modules
    assert not modules & {
        "numpy",
        "rich",
        "ahocorasick",
        "unidecode",
        "searchlib.documents",
        "searchlib.entities",
    }
    assert not modules & {f"searchlib.cli.{name}" for name in COMMANDS if name != "search"}


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("search",),
        ("search", "--limit", "0", "x"),
        ("search", "--format", "xml", "x"),
        ("search", "-sport"),
        ("index",),
        ("index", "absent.jsonl"),
        ("analyze", "--field", "body", "--analyzer", "simple", "x"),
    ],
)
def test_wrong_use_exits_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: ")
    assert not result.stdout


@pytest.mark.parametrize(
    "arguments", [("search", "x"), ("info",), ("verify",), ("compact",), ("reindex",), ("analyze", "x")]
)
def test_a_missing_index_is_one_line(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(arguments[0], "--index", "absent", *arguments[1:])
    assert result.exit_code == 2
    assert result.stderr.startswith("searchlib: error: ")
    assert "absent" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not result.stdout


def test_the_environment_names_the_index(run: Run, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = news.rename(news.with_name("elsewhere"))
    assert run("info").exit_code == 2
    monkeypatch.setenv("SEARCHLIB_INDEX", str(moved))
    assert run("info").exit_code == 0


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (SearchlibError("two\nlines \x1b[31mred"), 2, "searchlib: error: two lines \N{REPLACEMENT CHARACTER}[31mred\n"),
        (
            PermissionError(13, "Permission denied", "index/lock"),
            2,
            "searchlib: error: index/lock: Permission denied\n",
        ),
        (OSError("no number"), 2, "searchlib: error: no number\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_failures_have_a_line_and_a_code(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    def fail(path: object) -> object:
        raise error

    monkeypatch.setattr("searchlib.index.open", fail)
    result = run("info")
    assert (result.exit_code, result.stderr, result.stdout) == (code, said, "")


def test_a_syntax_error_has_a_caret_under_its_place(run: Run, news: Path) -> None:
    result = run("search", "--strict", 'ştiri "muzeul')
    assert result.exit_code == 2
    message, query, caret = result.stderr.rstrip("\n").split("\n")
    assert message.startswith("searchlib: error: ")
    assert query == '  ştiri "muzeul'
    assert caret == "        ^"


@pytest.mark.parametrize(
    ("query", "position", "shown", "column"),
    [
        ("", 0, "", 0),
        ("a b", 2, "a b", 2),
        ("a b", 99, "a b", 3),
        ("a\tb\n(", 4, "a b (", 4),
        ("s\N{COMBINING CEDILLA}a (", 4, "s\N{COMBINING CEDILLA}a (", 3),
        ("平壤 (", 3, "平壤 (", 5),
        ("x" * 500 + "(" + "y" * 500, 500, "… " + "x" * 60 + "(" + "y" * 59 + " …", 62),
    ],
)
def test_the_caret_stands_in_the_right_column(query: str, position: int, shown: str, column: int) -> None:
    lines = describe(QuerySyntaxError("wrong", query, position)).split("\n")
    assert lines == ["wrong", f"  {shown}", f"  {' ' * column}^"]


def test_a_closed_pipe_is_no_error(news: Path, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "searchlib", "search", "--format", "jsonl", "muzeul"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 141


def test_a_query_that_is_no_text_is_wrong_use(spawn: Spawn, news: Path) -> None:
    done = spawn("search", b"mu\xffzeu", env={"LC_ALL": "C.UTF-8"})
    assert done.returncode == 2
    assert b"not valid text" in done.stderr


@pytest.mark.parametrize(
    ("encoding", "written"),
    [("utf-8", "memorial al soldaților"), ("latin-1", "memorial al solda?ilor"), ("ascii", "memorial al solda")],
)
def test_any_encoding_of_the_terminal_will_do(spawn: Spawn, news: Path, encoding: str, written: str) -> None:
    done = spawn("search", "soldatilor", env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert written.encode(encoding) in done.stdout
