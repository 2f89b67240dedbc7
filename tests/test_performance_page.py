"""docs/performance.md is what the saved figures make it, and what makes the figures works."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from scripts import benchmark

ROOT = Path(__file__).resolve().parent.parent
BENCHMARKS = ROOT / "benchmarks"
PAGE = ROOT / "docs" / "performance.md"
MARKED = re.compile(r"<!-- figures: \S+ \w+ -->\n.*?<!-- figures: end -->\n", re.DOTALL)
PATTERNS = {"PREFIX", "FUZZY", "FUZZY2", "WILDCARD", "REGEX", "SLOP"}
UNANSWERED = {
    "bm25s": PATTERNS | {"AND2", "AND3", "PHRASE2", "PHRASE3", "PHRASE_COMMON", "AND_DATE", "DATESORT", "COUNT"},
    "sqlite": PATTERNS - {"PREFIX"},
    "tantivy": {"SLOP"},
}
"""Classes that an engine has no way to ask."""


@pytest.fixture(scope="module", autouse=True)
def _beside_the_scripts() -> Iterator[None]:
    """The scripts import the modules beside them by name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCHMARKS)
        patch.syspath_prepend(BENCHMARKS / "engines")
        yield


@pytest.fixture(scope="module")
def report() -> ModuleType:
    return benchmark("report")


@pytest.fixture
def kit() -> ModuleType:
    return benchmark("engines/kit")


def kit_results(*, same: int = 500, ours: int = 500) -> dict[str, Any]:
    """A file of the kit, cut down to one class of two engines."""

    def timed(median: float, questions: int) -> dict[str, Any]:
        return {"n": questions, "passes": 5, "med": median, "p95": 30.0, "p99": 40.0, "mean": 20.0}

    built: dict[str, Any] = {
        "docs": 100,
        "build_s": 2.0,
        "optimize_s": None,
        "segments": 1,
        "version": "one",
        "cpu_s": 2.0,
    }
    built |= {"cpu_children_s": 0.0, "size_mb": 1.5, "peak_rss_mb": 10, "loadavg": [0.5, 1.0]}
    found = {"n": 500, "overlap": 0.98}
    checked = {"searchlib": {**found, "same": 500}, "tantivy": {**found, "same": same}}
    return {
        "build": {"searchlib": {"B.t1": built}, "tantivy": {"A.t1": built, "B.t1": {"error": "no room"}}},
        "query": {
            "searchlib": {"TERM": timed(20.0, ours), "NEAR": None},
            "tantivy": {"TERM": timed(10.0, 500), "AND2": timed(9.0, 500)},
        },
        "check": {"ref": "searchlib", "kinds": {"TERM": checked, "AND2": {}}},
        "when": "2025-10-24 10:00:00",
    }


META = {"name": "small", "docs": 100, "tokens": 1000, "bytes_a": 4_000_000, "bytes_b": 6_000_000, "nq": 500, "seed": 7}


def test_the_page_holds_the_committed_figures(report: ModuleType) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert report.page(text, report.RESULTS) == text, "run python benchmarks/report.py"


def test_the_page_asks_for_every_part_of_every_committed_file(report: ModuleType) -> None:
    named = set(re.findall(r"<!-- figures: (\S+) (\w+) -->", PAGE.read_text(encoding="utf-8")))
    for path in report.RESULTS.glob("reference-*.json"):
        name = path.stem.removeprefix("reference-")
        if name == "romanian":  # a page of its own
            continue
        others = {
            "counting": {"counted"},
            "end": {"setting", "queries", "commands"},
            "indexing": {"indexed"},
            "shape": {"drawn"},
            "suggestions": {"helped"},
        }
        parts = others.get(name.partition("-")[0], report.PARTS)
        assert {(name, part) for part in parts} <= named


def test_no_figure_is_written_by_hand() -> None:
    text = MARKED.sub("", PAGE.read_text(encoding="utf-8"))
    text = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
    assert re.findall(r"(?<![A-Za-z_\d])\d+", text) == []


def test_marks_without_figures_say_so(report: ModuleType, tmp_path: Path) -> None:
    text = "before\n<!-- figures: kit-ro20k queries -->\nold\n<!-- figures: end -->\nafter\n"
    filled = report.page(text, tmp_path)
    assert "old" not in filled
    assert filled.startswith("before\n")
    assert filled.endswith("after\n")
    assert report.NOTHING in filled


def test_figures_of_the_kit_become_tables(kit: ModuleType, report: ModuleType) -> None:
    record = kit.record(kit_results(), META, [])
    assert record["queries"]["TERM"]["tantivy"]["ratio_median"] == 0.5
    assert [(built["engine"], built["mode"]) for built in record["building"]] == [("searchlib", "B"), ("tantivy", "A")]
    assert record["building"][0]["megabytes_per_second"] == 3.0
    assert record["building"][1]["megabytes_per_second"] == 2.0
    assert "NEAR" not in record["queries"]
    table = report.queries(record)
    assert "| TERM | 20 / 40 | 10 / 40 | 0.50 |" in table
    assert "| AND2 | – | – | – |" in table, "nothing of this class has been compared, so no time counts"
    assert "tantivy: in 1 of 1 classes searchlib takes longer at the median: TERM (2.00 times)" in table


def test_a_class_with_other_numbers_of_hits_is_left_out(kit: ModuleType, report: ModuleType) -> None:
    record = kit.record(kit_results(same=499), META, [])
    assert "tantivy" not in record["queries"]["TERM"]
    assert "| tantivy | 499 of 500 | 98.0 % |" in report.agreement(record)
    assert "TERM of tantivy (499 of 500)" in report.agreement(record)


def test_times_of_other_questions_are_not_compared(kit: ModuleType) -> None:
    assert "ratio_median" not in kit.record(kit_results(ours=100), META, [])["queries"]["TERM"]["tantivy"]


def test_times_of_another_run_are_not_compared(kit: ModuleType) -> None:
    run: dict[str, Any] = {"step": "query", "options": ["--passes", "5"], "load": [0, 1], "engines": ["searchlib"]}
    runs = [{**run, "started": "2025-10-24T10:00:00Z", "command": command} for command in ("y", "x")]
    record = kit.record(kit_results(), META, runs)
    assert list(record["queries"]["TERM"]) == ["searchlib"]
    assert record["load"] == [0, 1]
    assert record["commands"] == ["x"]


def test_each_engine_names_the_command_that_built_with_it_last(kit: ModuleType) -> None:
    def run(step: str, command: str, engines: list[str], *options: str) -> dict[str, Any]:
        rest: dict[str, Any] = {"load": [0, 1], "started": "2025-10-24T10:00:00Z"}
        return {"step": step, "options": options, "command": command, "engines": engines, **rest}

    runs = [
        run("build", "both", ["searchlib", "tantivy"], "--mode", "A"),
        run("check", "an old check", ["searchlib"]),
        run("build", "ours", ["searchlib"], "--mode", "A"),
        run("build", "raw", ["searchlib"], "--mode", "B"),
        run("build", "raw again", ["searchlib"], "--mode", "B"),
        run("check", "check", ["searchlib", "tantivy"]),
        run("query", "query", ["searchlib", "tantivy"]),
    ]
    assert kit.record(kit_results(), META, runs)["commands"] == ["both", "ours", "raw again", "check", "query"]


def beside(report: ModuleType, corpus: str, name: str, **figures: dict[str, float]) -> dict[str, list[str]]:
    """The rows of one class in the three tables, by statistic."""
    record = {"corpus": {"name": corpus}, "queries": {name: figures}}
    tables = report.beside_the_fastest(record).split("By the ")[1:]
    rows = [next(line for line in table.splitlines() if line.startswith(f"| {name} |")) for table in tables]
    cells = ([cell.strip() for cell in row.split("|")[2:-1]] for row in rows)
    return dict(zip((table.split(":")[0] for table in tables), cells, strict=True))


Times = tuple[float, float, float]


def figures_of(median: float, mean: float, p99: float, ours: Times | None = None) -> dict[str, float]:
    """The figures of an engine in a class; with those of ours, the ratios to them too."""
    one = {"median": median, "mean": mean, "p99": p99}
    theirs = {} if ours is None else dict(zip(one, ours, strict=True))
    return {**one, **{f"ratio_{key}": one[key] / theirs[key] for key in theirs}}


def test_the_fastest_engine_may_be_another_for_each_statistic(report: ModuleType) -> None:
    ours = (20.0, 30.0, 40.0)
    rows = beside(
        report,
        "ro500k",
        "TERM",
        searchlib=figures_of(*ours),
        lucene=figures_of(50, 50, 400, ours),
        tantivy=figures_of(60, 70, 50, ours),
    )
    assert rows["median"] == ["20", "lucene", "50", "0.40", "≤ 0.5", "yes"]
    assert rows["mean"] == ["30", "lucene", "50", "0.60", "≤ 0.5", "**no**"]
    assert rows["99th percentile"] == ["40", "tantivy", "50", "0.80", "≤ 0.7", "**no**"]


def test_an_engine_that_answered_fewer_questions_is_compared_on_those(report: ModuleType) -> None:
    easy = {"median": 30.0, "mean": 31.0, "p99": 32.0, "ratio_median": 3.0, "ratio_mean": 3.1}
    rows = beside(
        report, "ro20k", "OR2", searchlib=figures_of(20, 20, 20), fts5=easy, pisa=figures_of(40, 40, 40, (20, 20, 20))
    )
    assert rows["median"] == ["20", "pisa", "40", "0.50"]
    assert rows["99th percentile"] == ["20", "pisa", "40", "0.50"]


def test_targets_in_microseconds_count_too(report: ModuleType) -> None:
    ours = (9.0, 11.0, 12.0)
    rows = beside(report, "ro500k", "DATESORT", searchlib=figures_of(*ours), lucene=figures_of(18, 22, 24, ours))
    assert rows["median"][-2:] == ["≤ 0.1 or 10 µs", "yes"]
    assert rows["mean"][-2:] == ["≤ 0.1 or 10 µs", "**no**"]
    assert rows["99th percentile"][-2:] == ["≤ 0.2", "**no**"]


def test_a_class_that_no_other_engine_has_answered_has_no_fastest(report: ModuleType) -> None:
    assert beside(report, "ro500k", "COUNT", searchlib=figures_of(1, 2, 3))["median"] == ["1.0", *["–"] * 5]


def test_every_class_has_targets(report: ModuleType) -> None:
    rows = benchmark("engines/rows")
    assert set(report.TARGETS) == set(rows.CLASSES)
    assert all(set(targets) == set(report.STATISTICS) for targets in report.TARGETS.values())


class Told:
    """An engine that is not there, with the hits that it would count, and how many questions it has time for."""

    def __init__(self, hits: list[int], days: list[list[int]], time_for: int = 9) -> None:
        self._hits, self._days, self._time_for = hits, days, time_for

    def call(self, command: str, _: str, *limits: float) -> list[Any]:
        return self._hits[: self._time_for] if command == "count" else self._days[: int(limits[0])]


def test_an_engine_that_disagrees_is_not_timed(capsys: pytest.CaptureFixture[str]) -> None:
    compare = benchmark("engines/compare")
    peers = {
        "searchlib": Told([3, 5], [[9, 8], [7]]),
        "sqlite": Told([3, 5], [[9, 7], [7]]),
        "whoosh": Told([3, 4], [[9, 8], [7]]),
    }
    found, sound = compare.agreement(peers, {name: ["TERM", "DATESORT"] for name in peers}, budget=1.0)
    assert found["TERM"] == {"sqlite": {"questions": 2, "same": 2}, "whoosh": {"questions": 2, "same": 1}}
    assert {pair: count for pair, count in sound.items() if pair[0] != "searchlib"} == {("sqlite", "TERM"): 2}
    assert "TERM: whoosh agrees on 1 of 2 questions only" in capsys.readouterr().out


def test_an_engine_is_timed_on_no_more_questions_than_it_had_time_to_count() -> None:
    compare = benchmark("engines/compare")
    days = [[9], [8], [7]]
    peers = {"searchlib": Told([3, 5, 6], days), "whoosh": Told([3, 5, 6], days, time_for=2)}
    found, sound = compare.agreement(peers, {name: ["TERM", "DATESORT"] for name in peers}, budget=1.0)
    assert found["TERM"] == found["DATESORT"] == {"whoosh": {"questions": 2, "same": 2}}
    assert (sound["whoosh", "TERM"], sound["searchlib", "TERM"]) == (2, 3)
    assert (sound["whoosh", "DATESORT"], sound["searchlib", "DATESORT"]) == (2, 3)


class Slow:
    """An engine of which each question takes so many seconds by the clock of the worker."""

    def __init__(self, seconds: float) -> None:
        self.clock = 0.0
        self._seconds = seconds

    def count(self, _kind: str, query: int) -> int:
        self.clock += self._seconds
        return query


@pytest.mark.parametrize(("seconds", "budget", "counted"), [(1.0, 4.0, 4), (1.0, 100.0, 9), (5.0, 4.0, 2), (0, 0, 2)])
def test_counting_ends_with_the_time_but_not_before_the_fewest_questions(
    monkeypatch: pytest.MonkeyPatch, seconds: float, budget: float, counted: int
) -> None:
    module = benchmark("engines/worker")
    engine = Slow(seconds)
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: engine.clock))
    worker = module.Worker(engine)
    worker._prepared["TERM"] = [("TERM", number) for number in range(9)]
    assert worker.count("TERM", 2, budget) == list(range(counted))


def test_the_adapter_gives_days_in_order(tmp_path: Path) -> None:
    tsv = tmp_path / "documents.tsv"
    tsv.write_text("".join(f"{number}\t{day}\te1\tun doi\n" for number, day in enumerate((16436, 20000, 18000))))
    adapter = benchmark("engines/adapter").Searchlib()
    told = adapter.build(str(tsv), str(tmp_path / "index"), 1, "A", optimize=True)
    assert (told["docs"], told["segments"]) == (3, 1)
    adapter.open(str(tmp_path / "index"))
    newest = adapter.prepare("DATESORT", ["un"], None, None, None)
    assert adapter.ids("DATESORT", newest, 10) == [(1, 20000), (2, 18000), (0, 16436)]
    month = adapter.prepare("AND_DATE", ["un", "doi"], 17990, 18020, "e1")
    assert [number for number, _ in adapter.ids("AND_DATE", month, 10)] == [2]
    for kind, terms in {
        "PREFIX": ["u"],
        "FUZZY": ["uno"],
        "WILDCARD": ["d?i"],
        "REGEX": ["u."],
        "SLOP": ["un", "doi"],
    }.items():
        assert adapter.count(kind, adapter.prepare(kind, terms, None, None, None)) == 3


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A tiny comparison on the sample articles, with the engines that are installed."""
    output = tmp_path_factory.mktemp("comparison") / "figures.json"
    command = [sys.executable, str(BENCHMARKS / "engines" / "compare.py"), "--seeds", "--output", str(output)]
    command += ["--questions", "8", "--passes", "1", "--budget", "0.01"]
    subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return figures


def test_engines_agree_on_the_sample_articles(comparison: dict[str, Any]) -> None:
    engines = set(comparison["engines"])
    assert engines | set(comparison["left_out"]) == {"searchlib", "tantivy", "whoosh", "sqlite", "bm25s"}
    others = engines - {"searchlib"}
    assert others, comparison["left_out"]
    for name, found in comparison["agreement"].items():
        assert set(found) == {engine for engine in others if name not in UNANSWERED.get(engine, ())}
        for engine, counts in found.items():
            assert counts == {"questions": 8, "same": 8}, f"{engine}: {name}"


def test_a_comparison_has_all_its_figures(comparison: dict[str, Any], report: ModuleType) -> None:
    assert len(comparison["queries"]) == 21
    for timed in comparison["queries"].values():
        for engine, one in timed.items():
            assert 0 < one["median"] <= one["p95"] <= one["p99"]
            assert ("ratio_median" in one) == (engine != "searchlib")
    for built in comparison["building"]:
        assert built["documents"] == comparison["corpus"]["documents"] > 0
        assert built["index_bytes"] > 0
        assert built["peak_memory_bytes"] > 1 << 20
    for part in report.PARTS.values():
        assert part(comparison).endswith("\n")
