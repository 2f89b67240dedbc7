"""What only a terminal gets: colours, wrapped snippets, a progress bar. Each test has a terminal of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from searchlib.cli.output import human_size, one_line, printable
from searchlib.cli.wrapping import snippet_lines
from searchlib.results import Snippet

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")


def on_terminal(*arguments: str | Path, cwd: Path, stream: str, columns: int = 60, **env: str) -> tuple[int, str]:
    """Run the command with one of its streams a terminal; return the exit code and what the terminal got."""
    try:
        primary, secondary = pty.openpty()
    except OSError as error:  # a container or a chroot without /dev/pts
        pytest.skip(f"no pseudo-terminal can be opened here: {error}")
    surroundings = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "SEARCHLIB_INDEX")}
    surroundings |= {"TERM": "xterm", "COLUMNS": str(columns), "LINES": "24"} | env
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: secondary}
    with subprocess.Popen(
        [sys.executable, "-m", "searchlib", *arguments], cwd=cwd, env=surroundings, stdin=subprocess.DEVNULL, **streams
    ) as process:
        os.close(secondary)
        received = b""
        while True:
            try:
                chunk = os.read(primary, 65536)
            except OSError:  # what Linux says at the end
                break
            if not chunk:
                break
            received += chunk
        os.close(primary)
        return process.wait(timeout=60), received.decode().replace("\r\n", "\n")


def test_a_terminal_gets_colours_and_wrapped_snippets(news: Path, tmp_path: Path) -> None:
    code, text = on_terminal("search", "soldatilor", cwd=tmp_path, stream="stdout", columns=50)
    assert code == 0
    assert text.startswith("1. \x1b[1mMuzeul memorial al soldaților\x1b[0m\n")
    assert "\x1b[33m\x1b[1msoldaţilor\x1b[0m" in text
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert max(map(len, plain.splitlines())) <= 50
    assert len(plain.splitlines()) == 4


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_without_colours(news: Path, tmp_path: Path, env: dict[str, str]) -> None:
    code, text = on_terminal("search", "soldatilor", cwd=tmp_path, stream="stdout", **env)
    assert code == 0
    assert "\x1b" not in text


def test_an_empty_no_color_means_colours(news: Path, tmp_path: Path) -> None:
    assert "\x1b[1m" in on_terminal("search", "soldatilor", cwd=tmp_path, stream="stdout", NO_COLOR="")[1]


def test_indexing_shows_a_bar_and_bad_records_above_it(write_articles: Callable[..., Path], tmp_path: Path) -> None:
    path = write_articles({"id": "1", "title": "T", "body": "Un text."}, "{broken [bold]")
    code, text = on_terminal("index", path, cwd=tmp_path, stream="stderr", columns=200)
    assert code == 1
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
    assert re.search(r"1 document  \d+\.\d MB/s", text)
    assert f"{path}:2: " in text
    assert text.rstrip().splitlines()[-1].startswith("1 new, 0 changed, 0 unchanged, 1 skipped in ")


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (None, ["  … unu doi trei patru …"]),
        (14, ["  … unu doi", "  trei patru …"]),
        (3, ["  …", "  unu", "  doi", "  trei", "  patru", "  …"]),
    ],
)
def test_lines_are_wrapped_at_blanks(width: int | None, lines: list[str]) -> None:
    snippet = Snippet("unu \n doi\ttrei patru", ((4, 14),), before=True, after=True)
    assert snippet_lines(snippet, indent="  ", width=width, color=False).split("\n") == lines


def test_a_match_is_marked_across_lines() -> None:
    lines = snippet_lines(Snippet("unu doi trei", ((4, 12),)), indent="", width=8, color=True)
    assert lines == "unu doi\ntrei".replace("doi\ntrei", "\x1b[33m\x1b[1mdoi\ntrei\x1b[0m")


@pytest.mark.parametrize("snippet", [Snippet(""), Snippet("\u202e")])
def test_a_snippet_without_letters_is_no_line(snippet: Snippet) -> None:
    assert not snippet_lines(snippet, indent="  ", width=None, color=True)


def test_printable_leaves_letters_and_blanks_only() -> None:
    every = "".join(map(chr, [*range(0x100), 0x202E, 0x2066, 0x0219, 0x1F600]))
    shown = printable(every)
    assert not [c for c in shown if ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u202e\u2066"]
    assert "ș" in shown
    assert one_line(" a\n\tb\x1b ") == "a b\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (999_949, "999.9 kB"),
        (999_950, "1.0 MB"),
        (5 * 10**15, "5000.0 TB"),
    ],
)
def test_sizes_for_people(size: int, shown: str) -> None:
    assert human_size(size) == shown
