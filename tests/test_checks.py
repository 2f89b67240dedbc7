"""What looks at a change is one list: `make check`, pre-commit and the rules for contributors name the same checks."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def checks_of_make() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    found = re.search(r"^CHECKS := (.*)$", makefile, re.MULTILINE)
    assert found is not None
    return set(found[1].split())


def test_pre_commit_runs_the_checks_of_make() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    entries = re.findall(r"^ +entry: make (.*)$", hooks, re.MULTILINE)
    assert len(entries) == hooks.count("- id: ")
    assert {name for entry in entries for name in entry.split()} == checks_of_make()


def test_every_check_has_a_rule() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {name for name in checks_of_make() if not re.search(rf"^{name}: ", makefile, re.MULTILINE)} == set()


def test_a_dependency_that_the_page_lacks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("import_costs", ROOT / "tools" / "import_costs.py")
    assert spec is not None
    assert spec.loader is not None
    costs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(costs)
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert costs.missing(page) == []
    assert costs.missing(page.replace("| hypothesis |", "| hypotheses |")) == ["hypothesis"]
    monkeypatch.setattr(costs, "declared_for_work", lambda: ["scikit-build-core", "cowsay"])
    assert costs.missing(page) == ["cowsay"]
