"""Every Python block of the documentation and every doctest of the package runs."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import searchlib

ROOT = Path(__file__).resolve().parent.parent
PAGES = [page for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))) if page.exists()]
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
BLOCK = re.compile(r"^```python[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(page: Path) -> list[tuple[int, str]]:
    """The Python blocks of a page, each with the number of its first line."""
    text = page.read_text(encoding="utf-8")
    return [(text.count("\n", 0, found.start(1)) + 1, found[1]) for found in BLOCK.finditer(text)]


def modules_with_doctests() -> list[str]:
    names: list[str] = []
    for package, prefix in ((searchlib.__path__, "searchlib."),):
        for module in pkgutil.walk_packages(package, prefix):
            spec = module.module_finder.find_spec(module.name, None)
            source = Path(spec.origin) if spec is not None and spec.origin else None
            if source is not None and source.suffix == ".py" and ">>> " in source.read_text(encoding="utf-8"):
                names.append(module.name)
    if ">>> " in (searchlib.__doc__ or ""):
        names.append("searchlib")
    return names


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with a copy of the sample articles."""
    if (ROOT / "seeds").is_dir():
        shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_as_doctest(source: str, namespace: dict[str, Any], page: Path, line: int) -> None:
    test = doctest.DocTestParser().get_doctest(source, namespace, page.name, str(page), line - 1)
    report: list[str] = []
    outcome = doctest.DocTestRunner(optionflags=OPTIONS).run(test, out=report.append, clear_globs=False)
    namespace.update(test.globs)
    assert outcome.failed == 0, "".join(report)


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page)], ids=lambda page: page.name)
@pytest.mark.usefixtures("desk")
def test_python_blocks_run(page: Path) -> None:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for line, source in blocks(page):
        if source.lstrip().startswith(">>>"):
            run_as_doctest(source, namespace, page, line)
        else:
            # Blank lines before the block make a traceback name the line of the page.
            exec(compile("\n" * (line - 1) + source, str(page), "exec"), namespace)  # noqa: S102 - our own pages


def test_a_wrong_example_is_found() -> None:
    with pytest.raises(AssertionError, match=r"Expected:\s+3\s+Got:\s+2"):
        run_as_doctest(">>> 1 + 1\n3\n", {}, ROOT / "docs" / "index.md", 1)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_says_what_it_is(page: Path) -> None:
    """Python and console blocks run, JSON is compared (`test_docs_console.py`); what is text is no code."""
    fences = re.findall(r"^ *(?:```|~~~)(.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(fences[::2]) <= {"python", "console", "json", "text"}
    assert set(fences[1::2]) <= {""}


@pytest.mark.parametrize("name", modules_with_doctests())
@pytest.mark.usefixtures("desk")
def test_doctests_of_the_package(name: str) -> None:
    outcome = doctest.testmod(importlib.import_module(name), optionflags=OPTIONS)
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), f"{page.name} points to {target}, which is not there"
