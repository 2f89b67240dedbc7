"""docs/romanian.md is what the saved figures make it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import page
import pytest

TEXT = page.PAGE.read_text(encoding="utf-8")
ANY_MARKS = re.compile(r"<!-- figures: romanian \w+ -->\n.*?<!-- figures: end -->\n", re.DOTALL)


def test_the_page_holds_the_committed_figures() -> None:
    assert page.filled(TEXT, page.RESULTS) == TEXT, "run python benchmarks/romanian/page.py"


def test_the_page_asks_for_every_part_once() -> None:
    assert sorted(re.findall(r"<!-- figures: romanian (\w+) -->", TEXT)) == sorted(page.PARTS)


def test_no_figure_is_written_by_hand() -> None:
    text = re.sub(r"`[^`]*`", "", ANY_MARKS.sub("", TEXT))
    assert re.findall(r"(?<![A-Za-z_\d])\d+", text) == []


def test_marks_without_figures_say_so(tmp_path: Path) -> None:
    filled = page.filled("a\n<!-- figures: romanian speed -->\nold\n<!-- figures: end -->\nb\n", tmp_path / "none.json")
    assert filled == f"a\n<!-- figures: romanian speed -->\n{page.NOTHING}<!-- figures: end -->\nb\n"


def test_check_says_that_a_page_is_stale(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stale = tmp_path / "romanian.md"
    stale.write_text("<!-- figures: romanian speed -->\nold\n<!-- figures: end -->\n", encoding="utf-8")
    monkeypatch.setattr(page, "PAGE", stale)
    monkeypatch.setattr(sys, "argv", ["page.py", "--check"])
    assert page.main() == 1
    monkeypatch.setattr(sys, "argv", ["page.py"])
    assert page.main() == 0
    monkeypatch.setattr(sys, "argv", ["page.py", "--check"])
    assert page.main() == 0


def test_targets_are_judged() -> None:
    def one(mean: float, low: float) -> dict[str, dict[str, float]]:
        return {"to_lucene": {"mean": mean, "low": low, "high": 1.0}, "to_typed": {"mean": -0.004, "low": 0, "high": 0}}

    compared = {"typed": one(0.012, -0.003), "stripped": one(0.13, 0.1), "base": one(0.02, 0.01)}
    counts = {"a": {"questions": 5, "same": 5}, "b": {"questions": 4, "same": 3}}
    table = page.targets({"compared": {page.DEFAULT: compared}, "same_documents": counts})
    verdicts = [line.split("|")[-2].strip() for line in table.splitlines()[2:]]
    assert verdicts == ["missed", "met", "missed", "missed", "met", "met", "missed"]
    assert "| −0.003 |" in table


def test_without_data_nothing_is_written(tmp_path: Path) -> None:
    pytest.importorskip("ir_measures", reason="the extra bench is not installed")
    script = Path(page.__file__).parent / "measure.py"
    output = tmp_path / "figures.json"
    done = subprocess.run(
        [sys.executable, str(script), "--output", str(output)],
        env={"SEARCHLIB_DATA": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert "docs/romanian.md stays as it is" in done.stdout
    assert not output.exists()
