"""Every console block of the documentation is true: commands of searchlib run, others name what is there."""

from __future__ import annotations

import dataclasses
import doctest
import gzip
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import searchlib as sl

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("README.md", "CONTRIBUTING.md", "benchmarks/README.md")
PAGES = [*(ROOT / name for name in NAMES), *sorted((ROOT / "docs").rglob("*.md"))]
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
JSON = re.compile(r"^```json\n(.*?)^```", re.MULTILINE | re.DOTALL)
BEFORE = re.compile(r"^(?:…\s+|[A-Z_]+=\S+\s+)+")
"""Settings of the environment before a command."""
ARCHIVES = ("news.jsonl.gz", "archive-2013.jsonl.gz", "archive-2014.jsonl.gz")


@dataclasses.dataclass
class Command:
    """A command line and what is shown below it."""

    line: str
    shown: str


def commands(text: str) -> Iterator[Command]:
    """The commands of the console blocks of a page."""
    for block in CONSOLE.finditer(text):
        first, *rest = re.split(r"^\$ ", block[1], flags=re.MULTILINE)
        assert first == "", f"a console block begins with a command: {block[1]}"
        for one in rest:
            line, _, shown = one.partition("\n")
            yield Command(line, shown)


def with_console(pages: list[Path]) -> list[Path]:
    return [page for page in pages if page.exists() and CONSOLE.search(page.read_text(encoding="utf-8"))]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with an index of the sample articles, and with the files that the commands read."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    shutil.copy(ROOT / "seeds" / "gazetteer.names", tmp_path / "names.txt")
    articles = [dict(article) for article in sl.documents.read(tmp_path / "seeds")]
    articles.append({"id": "leu", "title": "Cursul", "body": "Leul se întărește.", "source": "zf.ro"})
    records = [{**article, "content": article["body"], "site": article.get("source")} for article in articles]
    lines = "".join(json.dumps(record, ensure_ascii=False, default=str) + "\n" for record in records)
    for name in ARCHIVES:
        (tmp_path / name).write_bytes(gzip.compress(lines.encode()))
    index = ["index", "seeds/", "--gazetteer", "names.txt", "--index", "index/"]
    subprocess.run([sys.executable, "-m", "searchlib", *index], check=True, cwd=tmp_path, capture_output=True)
    return tmp_path


def run(line: str, desk: Path) -> tuple[int, str]:
    """Run a command of searchlib in a shell; return its exit code and all that it wrote."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    surroundings = {**os.environ, "PATH": path, "PYTHONWARNINGS": "ignore"}
    surroundings.pop("SEARCHLIB_INDEX", None)
    shell = ["bash", "-o", "pipefail", "-c", line]
    done = subprocess.run(
        shell, cwd=desk, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return done.returncode, done.stdout


def check_searchlib(command: Command, desk: Path) -> None:
    code, written = run(command.line, desk)
    assert code == (2 if command.shown.startswith("searchlib: error") else 0), f"$ {command.line}\n{written}"
    if command.shown:
        shown = command.shown.replace("…", "...")
        same = doctest.OutputChecker().check_output(shown, written.replace("…", "..."), doctest.ELLIPSIS)
        assert same, f"$ {command.line}\nthe page shows\n{command.shown}\nbut it is\n{written}"


def check_make(words: list[str]) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in words[1:]:
        assert "=" in target or re.search(rf"^{re.escape(target)}:", makefile, re.MULTILINE), f"no target {target}"


def check_python(words: list[str]) -> None:
    """The script, or what pytest or pip is given, is there; a script knows the options."""
    rest = words[1:]
    if rest[:2] == ["-m", "venv"]:
        return
    if rest[:2] == ["-m", "pytest"]:
        assert (ROOT / rest[2]).exists(), rest[2]
        return
    script = ROOT / rest[0]
    assert script.is_file(), rest[0]
    # Options may be those of a module beside the script, which several of them use.
    source = script.read_text(encoding="utf-8")
    beside = re.findall(r"^from (\w+) import", source, re.MULTILINE)
    shared = [path.read_text(encoding="utf-8") for name in beside if (path := script.with_name(f"{name}.py")).is_file()]
    source = "\n".join([source, *shared])
    for option in (word for word in rest[1:] if word.startswith("--")):
        assert f'"{option}"' in source, f"{rest[0]} has no option {option}"


def check_pip(words: list[str]) -> None:
    assert words[1] == "install"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name, extra in re.findall(r"^(\.|searchlib)(?:\[(\w+)\])?$", words[2]):
        assert name
        assert not extra or extra in project["optional-dependencies"], words[2]


def check(command: Command, desk: Path) -> None:
    """Try a command, as far as a test can."""
    words = shlex.split(BEFORE.sub("", command.line), comments=True)
    program = Path(words[0]).name
    if re.search(r"(^|\| )searchlib ", command.line):
        check_searchlib(command, desk)
    elif program == "make":
        check_make(words)
    elif program in {"python", "python3"}:
        check_python(words)
    elif program == "pip":
        check_pip(words)
    elif words[:2] == [".venv/dev/bin/pre-commit", "install"]:
        assert (ROOT / ".pre-commit-config.yaml").is_file()
    else:
        pytest.fail(f"this test knows no way to try: {command.line}")


@pytest.mark.parametrize("page", with_console(PAGES), ids=lambda page: str(page.relative_to(ROOT)))
def test_console_blocks_are_true(page: Path, desk: Path) -> None:
    for command in commands(page.read_text(encoding="utf-8")):
        check(command, desk)


BROKEN = {
    "an option that there is not": "$ searchlib search --no-such-option muzeul\n",
    "a query that finds nothing": "$ searchlib search nimicnimicnimic\n",
    "a command that there is not": "$ searchlib serach muzeul\n",
    "other output": "$ searchlib search --count muzeul\nmany\n",
    "an error where none is shown": "$ searchlib search --strict 'muzeul AND'\n",
    "a target that there is not": "$ make coffee\n",
    "a script that there is not": "$ python benchmarks/engines/compete.py\n",
    "an option of a script that there is not": "$ python benchmarks/report.py --chekc\n",
    "an extra that there is not": "$ pip install '.[pears]'\n",
    "an unknown program": "$ cowsay searchlib\n",
}


@pytest.mark.parametrize("block", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_block_is_found(block: str, desk: Path) -> None:
    (command,) = commands(f"text\n\n```console\n{block}```\n")
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        check(command, desk)


def shape(value: object) -> object:
    """The keys of an answer in JSON, and the types of what stands below them."""
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


def test_hits_in_json_are_as_the_page_shows_them(desk: Path) -> None:
    blocks = JSON.findall((ROOT / "docs" / "command-line.md").read_text(encoding="utf-8"))
    assert len(blocks) == 2
    shown: dict[str, Any] = json.loads(blocks[0])
    code, written = run("searchlib search --format jsonl -n 1 soldatilor 2>/dev/null", desk)
    assert code == 0
    hit: dict[str, Any] = json.loads(written)
    fields, shown_fields = hit.pop("fields"), shown.pop("fields")
    assert shape(hit) == shape(shown)
    assert set(shown_fields) < set(fields)


def test_counts_in_json_are_as_the_page_shows_them(desk: Path) -> None:
    blocks = JSON.findall((ROOT / "docs" / "command-line.md").read_text(encoding="utf-8"))
    shown: dict[str, Any] = json.loads(blocks[1])
    schema = sl.Schema(fields={"title": sl.Text(), "date": sl.Date(), "source": sl.Keyword(), "price": sl.Number()})
    with sl.create(desk / "prices", schema) as writer:
        writer.add(id=1, title="muzeu", date="2025-10-24", source="zf.ro", price=4)
    counted = "--facet source --histogram month --range price:..10"
    code, written = run(f"searchlib search --index prices --format json {counted} muzeu 2>/dev/null", desk)
    assert code == 0
    told: dict[str, Any] = json.loads(written)
    assert shape({name: told[name] for name in ("facets", "histogram", "ranges")}) == shape(shown)


def test_other_pages_show_no_json() -> None:
    """Were there any, it would have to be tried as well."""
    others = [page for page in PAGES if page.exists() and page.name != "command-line.md"]
    assert [page.name for page in others if JSON.search(page.read_text(encoding="utf-8"))] == []
