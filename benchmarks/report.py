"""Write the figures of docs/performance.md from the saved benchmarks/results/reference-*.json.

    python benchmarks/report.py            writes what stands between the marks
    python benchmarks/report.py --check    only says whether it is up to date

A mark ``<!-- figures: NAME PART -->`` names the file (reference-NAME.json) and the part: setting, agreement, queries,
fastest, building, commands, drawn (report_shapes.py), helped (report_suggestions.py), counted (report_counting.py) or
indexed (report_indexing.py). The text around the marks is written by hand and holds no figures.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from report_counting import counted
from report_indexing import indexed
from report_shapes import drawn
from report_suggestions import helped
from targets import CORPUS, STATISTICS, TARGETS, fastest

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
RESULTS = ROOT / "benchmarks" / "results"
OURS = "searchlib"
ORDER = (OURS, "tantivy", "lucene", "pisa", "xapian", "sqlite", "fts5", "bm25s", "whoosh")
MARKED = re.compile(r"(<!-- figures: (\S+) (\w+) -->\n).*?(<!-- figures: end -->\n)", re.DOTALL)
NOTHING = "No figures have been saved yet.\n"

Record = dict[str, Any]


def page(text: str, results: Path) -> str:
    """Return the page with the figures of a folder of results between its marks."""

    def filled(found: re.Match[str]) -> str:
        file = results / f"reference-{found[2]}.json"
        content = (
            {**PARTS, **OTHER_PARTS}[found[3]](json.loads(file.read_text(encoding="utf-8")))
            if file.exists()
            else NOTHING
        )
        return f"{found[1]}{content}{found[4]}"

    return MARKED.sub(filled, text)


# ---------------------------------------------------------------- the parts


def setting(record: Record) -> str:
    """Return what was measured, on what, when."""
    corpus, machine = record["corpus"], record["machine"]
    raw = f", {_megabytes(corpus['raw_bytes'])} MB of raw text" if "raw_bytes" in corpus else ""
    memory = f"{machine['cores']} cores, {machine['memory_bytes'] / 1e9:.0f} GB of memory"
    lines = [
        ("Corpus", f"{corpus['name']}: {corpus['documents']:,} documents, {corpus['tokens']:,} tokens{raw}"),
        ("Questions", f"{corpus['questions']} of each class, drawn with seed {corpus['seed']}{_budget(record)}"),
        ("Machine", f"{machine['processor']}, {memory}, {machine['system']}, Python {machine['python']}"),
        ("Date", str(record["date"]).replace("T", " ").replace("Z", " UTC")),
        ("Load, before and after the questions", _load(record["load"])),
        ("Engines", "; ".join(f"{name}: {record['engines'][name]}" for name in _sorted(record["engines"]))),
    ]
    if record["left_out"]:
        lines.append(("Left out", "; ".join(f"{name}: {reason}" for name, reason in record["left_out"].items())))
    return _table(["", ""], [list(line) for line in lines], numbers=False)


def agreement(record: Record) -> str:
    """Return on how many questions the engines agree."""
    if not record["agreement"]:
        return "The numbers of hits have not been compared in this run.\n"
    with_whom = record.get("agrees_with") or OURS
    totals: dict[str, list[int]] = {}
    overlaps: dict[str, list[float]] = {}
    left_out: list[str] = []
    for name, engines in record["agreement"].items():
        for engine, found in engines.items():
            total = totals.setdefault(engine, [0, 0])
            total[0] += found["same"]
            total[1] += found["questions"]
            if "overlap" in found and name != "COUNT":  # which asks for no hits
                overlaps.setdefault(engine, []).append(found["overlap"])
            if found["same"] < found["questions"]:
                left_out.append(f"{name} of {engine} ({found['same']} of {found['questions']})")
    head = ["Engine", f"Questions with as many hits as {with_whom}"]
    rows = [[each, f"{totals[each][0]:,} of {totals[each][1]:,}"] for each in _sorted(totals) if each != with_whom]
    if overlaps:
        head.append("Of the best hits, in common")
        for row in rows:
            row.append(f"{100 * sum(overlaps[row[0]]) / len(overlaps[row[0]]):.1f} %" if row[0] in overlaps else "–")
    text = _table(head, rows)
    return text + ("\nLeft out, as they differ: " + ", ".join(left_out) + ".\n" if left_out else "")


def queries(record: Record) -> str:
    """Return the table of times, and where ours are the longer ones."""
    engines = _sorted({engine for timed in record["queries"].values() for engine in timed})
    others = [engine for engine in engines if engine != OURS]
    head = ["Class", f"{OURS}, µs"]
    for engine in others:
        head += [f"{engine}, µs", "÷ ours"]
    rows: list[list[str]] = []
    for name, timed in record["queries"].items():
        row = [name, _median_and_p99(timed.get(OURS))]
        for engine in others:
            one = timed.get(engine) or {}
            row += [_median_and_p99(one), _ratio(one.get("ratio_median"))]
        rows.append(row)
    verdicts = [_verdict(record["queries"], engine) for engine in others]
    return _table(head, rows) + "\n" + "".join(verdicts)


def beside_the_fastest(record: Record) -> str:
    """Return for each statistic a table of our times beside those of the fastest other engine, with the targets."""
    return "\n".join(_beside_the_fastest(record, statistic) for statistic in STATISTICS)


def _beside_the_fastest(record: Record, statistic: str) -> str:
    aimed = record["corpus"]["name"] == CORPUS
    head = ["Class", f"{OURS}, µs", "fastest other engine", "µs", "ours ÷ its", *(["target", "reached"] * aimed)]
    rows: list[list[str]] = []
    reached: list[bool] = []
    for name, timed in record["queries"].items():
        best = fastest(timed, statistic)
        if best is None:
            rows.append([name, _time(timed[OURS][statistic]) if OURS in timed else "–", *(["–"] * (len(head) - 2))])
            continue
        ours = timed[OURS][statistic]
        row = [name, _time(ours), best.engine, _time(best.microseconds), f"{best.share:.2f}"]
        if aimed:
            target = TARGETS[name][statistic]
            reached.append(target.reached(best.share, ours))
            row += [str(target), "yes" if reached[-1] else "**no**"]
        rows.append(row)
    verdict = f"\nTargets reached by the {STATISTICS[statistic]}: {sum(reached)} of {len(record['queries'])}.\n" * aimed
    return f"By the {STATISTICS[statistic]}:\n\n{_table(head, rows)}{verdict}"


def building(record: Record) -> str:
    """Return the table of building, of size, and of memory."""
    head = ["Engine", "Mode", "s", "then merging, s", "documents/s", "MB/s", "index, MB", "memory at most, MB"]
    head += ["segments", "load"]
    found = sorted(record["building"], key=lambda built: (built["mode"], _place(built["engine"]), built["engine"]))
    rows = [
        [
            built["engine"],
            built["mode"],
            f"{built['seconds']:,.1f}",
            "–" if built["finishing_seconds"] is None else f"{built['finishing_seconds']:,.1f}",
            f"{built['documents_per_second']:,.0f}",
            f"{built['megabytes_per_second']:,.1f}",
            _megabytes(built["index_bytes"]),
            _megabytes(built["peak_memory_bytes"]),
            str(built["segments"]),
            f"{built['load'][0]:.1f}",
        ]
        for built in found
    ]
    return _table(head, rows) if rows else NOTHING


def commands(record: Record) -> str:
    """Return the commands that were typed."""
    if not record["commands"]:
        return "The commands of this run have not been recorded.\n"
    return "```console\n" + "".join(f"$ {command}\n" for command in record["commands"]) + "```\n"


PARTS: dict[str, Callable[[Record], str]] = {
    "setting": setting,
    "agreement": agreement,
    "queries": queries,
    "fastest": beside_the_fastest,
    "building": building,
    "commands": commands,
}
"""Of every comparison of engines."""
OTHER_PARTS = {"counted": counted, "drawn": drawn, "helped": helped, "indexed": indexed}


# ---------------------------------------------------------------- their cells


def _verdict(timed: dict[str, Any], engine: str) -> str:
    """Return a line that says in which classes the median of an engine is below ours."""
    compared = {
        name: row[engine]["ratio_median"] for name, row in timed.items() if "ratio_median" in row.get(engine, {})
    }
    slower = sorted((ratio, name) for name, ratio in compared.items() if ratio < 1)
    if not slower:
        return f"- {engine}: in none of {len(compared)} classes is its median below that of {OURS}.\n"
    listed = ", ".join(f"{name} ({1 / ratio:.2f} times)" for ratio, name in slower)
    return f"- {engine}: in {len(slower)} of {len(compared)} classes {OURS} takes longer at the median: {listed}.\n"


def _sorted(engines: Iterable[str]) -> list[str]:
    return sorted(engines, key=lambda engine: (_place(engine), engine))


def _place(engine: str) -> int:
    return ORDER.index(engine) if engine in ORDER else len(ORDER)


def _median_and_p99(one: dict[str, Any] | None) -> str:
    return f"{_time(one['median'])} / {_time(one['p99'])}" if one else "–"


def _time(microseconds: float) -> str:
    return f"{microseconds:,.1f}" if microseconds < 10 else f"{microseconds:,.0f}"


def _ratio(ratio: float | None) -> str:
    return "–" if ratio is None else f"{ratio:.2f}"


def _megabytes(count: float) -> str:
    return f"{count / 1e6:,.1f}" if count < 1e7 else f"{count / 1e6:,.0f}"


def _budget(record: Record) -> str:
    """Return how many of its questions a class may be asked of a slow engine."""
    if "budget" not in record:
        return ""
    budget = record["budget"]
    return f"; of a slow engine as many as fit into {budget['seconds']:g} s, at least {budget['fewest_questions']}"


def _load(load: list[float] | None) -> str:
    return "not recorded" if load is None else ", ".join(f"{one:.1f}" for one in load)


def _table(head: list[str], rows: list[list[str]], *, numbers: bool = True) -> str:
    """Return a table of Markdown, its columns of numbers to the right."""
    right = "---:" if numbers else "---"
    lines = [head, ["---", *([right] * (len(head) - 1))], *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def main() -> int:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; return 1 if the page is not up to date")
    arguments = parser.parse_args()
    text = PAGE.read_text(encoding="utf-8")
    new = page(text, RESULTS)
    if arguments.check:
        if new != text:
            print("docs/performance.md is not what benchmarks/report.py makes of the saved figures: run it")
        return int(new != text)
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
