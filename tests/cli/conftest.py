"""A small archive of news, and the command line called in this process or in one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from searchlib.cli import main

ARTICLES: list[dict[str, Any]] = [
    {
        "id": "muzeu",
        "title": "Muzeul memorial al soldaților",
        "body": "Liderul Kim Jong Un a deschis muzeul memorial. Numele soldaţilor căzuți stau pe ziduri.",
        "date": "2025-10-24",
        "source": "exemplu.ro",
        "entities": ["Kim Jong Un"],
    },
    {
        "id": "sport",
        "title": "Fotbal: România câștigă la limită",
        "body": "Echipa de fotbal a câștigat. Suporterii au sărbătorit în sport și cântec.",
        "date": "2024-06-17",
        "source": "sportul.ro",
    },
    {
        "id": "leu",
        "title": "Leul crește",
        "body": "Cursul a coborât la 4,97 lei. Muzeul banilor se deschide la Iași.",
        "date": "2023-01-05",
        "source": "exemplu.ro",
    },
    {"id": "fara", "title": "Rețetă fără dată", "body": "Se taie <b>ceapa</b> & se călește."},
]


@pytest.fixture
def write_articles(tmp_path: Path) -> Callable[..., Path]:
    """Write records as JSON Lines and return the file; a string is written as it is."""

    def write(*records: dict[str, Any] | str, name: str = "news.jsonl") -> Path:
        lines = [record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) for record in records]
        path = tmp_path / name
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path

    return write


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Call the command line in an empty folder with ``--index`` unset; exceptions that escape it fail the test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SEARCHLIB_INDEX", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)

    def call(*arguments: str | Path, stdin: str | bytes | None = None, color: bool = False) -> Result:
        words = [str(argument) for argument in arguments]
        result = CliRunner().invoke(main, words, input=stdin, color=color, catch_exceptions=False)
        assert "Traceback" not in result.stderr
        return result

    return call


@pytest.fixture
def spawn(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Call ``python -m searchlib`` as a process of its own."""

    def call(
        *arguments: str | bytes | Path, stdin: bytes = b"", env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        surroundings = {
            name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "SEARCHLIB_INDEX")
        }
        command: list[str | bytes | Path] = [sys.executable, "-m", "searchlib", *arguments]
        done = subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env=surroundings | (env or {}),
            check=False,
            timeout=60,
        )
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        return done

    return call


@pytest.fixture
def news(run: Callable[..., Result], write_articles: Callable[..., Path], tmp_path: Path) -> Path:
    """Return the folder of an index of `ARTICLES`, which is the default folder of `run` and `spawn` too."""
    result = run("index", write_articles(*ARTICLES))
    assert result.exit_code == 0, result.stderr
    return tmp_path / "index"
