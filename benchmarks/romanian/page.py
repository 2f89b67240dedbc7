"""Write the figures of docs/romanian.md from the saved benchmarks/results/reference-romanian.json.

    python benchmarks/romanian/page.py            writes what stands between the marks
    python benchmarks/romanian/page.py --check    only says whether it is up to date

A mark ``<!-- figures: romanian PART -->`` names a part. The text around the marks is written by hand
and holds no figures.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "romanian.md"
RESULTS = ROOT / "benchmarks" / "results" / "reference-romanian.json"
MARKED = re.compile(r"(<!-- figures: romanian (\w+) -->\n).*?(<!-- figures: end -->\n)", re.DOTALL)
NOTHING = "No figures have been saved yet.\n"
DEFAULT = "searchlib, as it comes"
HELD_OUT = "ours, held out"
ASKED = ("typed", "stripped", "base", "base, stripped")

Record = dict[str, Any]


def filled(text: str, results: Path) -> str:
    """Return the page with the saved figures between its marks."""
    record = json.loads(results.read_text(encoding="utf-8")) if results.is_file() else {}

    def content(found: re.Match[str]) -> str:
        part, needed = PARTS[found[2]]
        return f"{found[1]}{part(record[needed]) if needed in record else NOTHING}{found[3]}"

    return MARKED.sub(content, text)


# ---------------------------------------------------------------- the parts


def setting(record: Record) -> str:
    """Return with what was measured, and when."""
    packages = ", ".join(f"{name} {version}" for name, version in record["packages"].items())
    lines = [
        ("Packages", packages),
        ("Python", f"{record['python']}, {record['system']}"),
        ("Date", record["date"].replace("T", " ").replace("Z", " UTC")),
        ("Seed", str(record["seed"])),
    ]
    return _table(["", ""], lines, right=False)


def targets(record: Record) -> str:
    """Return what the default has to reach, and whether it does."""
    compared = record["compared"][DEFAULT]
    counts = record["same_documents"].values()
    same, questions = sum(count["same"] for count in counts), sum(count["questions"] for count in counts)
    typed, stripped, base = (compared[asked]["to_lucene"] for asked in ("typed", "stripped", "base"))
    away = compared["stripped"]["to_typed"]["mean"]
    rows = [
        ["typed, to Lucene: lower bound", "≥ −0.002", _signed(typed["low"]), _met(typed["low"] >= -0.002)],
        ["typed, to Lucene: goal", "≥ +0.012", _signed(typed["mean"]), _met(typed["mean"] >= 0.012)],
        ["stripped: questions with the same articles", f"{questions:,}", f"{same:,}", _met(same == questions)],
        ["stripped, to typed", "± 0.003", _signed(away), _met(abs(away) <= 0.003)],
        ["stripped, to Lucene", "≥ +0.120", _signed(stripped["mean"]), _met(stripped["mean"] >= 0.12)],
        ["base, to Lucene", "≥ +0.020", _signed(base["mean"]), _met(base["mean"] >= 0.02)],
        ["base, to Lucene: goal", "≥ +0.030", _signed(base["mean"]), _met(base["mean"] >= 0.03)],
    ]
    return _table(["MRR@10, mean of the sets", "Target", "Reached", ""], rows)


def conflation_targets(record: Record) -> str:
    """Return what the table learned without the lemmas that are measured has to reach."""
    if HELD_OUT not in record["rows"]:
        return NOTHING
    scores = record["rows"][HELD_OUT]["held out"]["all_words"]
    rows = [
        [name, f"≥ {target:.2f}", f"{scores[score]:.3f}", _met(scores[score] >= target)]
        for name, score, target in (
            ("F", "f", 0.84),
            ("F: goal", "f", 0.87),
            ("recall: goal", "recall", 0.93),
            ("precision: goal", "precision", 0.82),
        )
    ]
    return _table(["Conflation, held out", "Target", "Reached", ""], rows)


def speed_targets(record: Record) -> str:
    """Return how fast it has to be, and whether it is."""
    known, cold, size, load = (record[name] for name in ("known_mb_s", "cold_mb_s", "table_bytes", "table_ms"))
    rows = [
        ["text to terms, forms known", "≥ 150 MB/s", f"{known:.1f} MB/s", _met(known >= 150)],
        ["text to terms, all forms new", "≥ 100 MB/s", f"{cold:.1f} MB/s", _met(cold >= 100)],
        ["the tables on disk", "≤ 200 kB", f"{size / 1000:.0f} kB", _met(size <= 200_000)],
        ["the tables, made ready", "≤ 20 ms", f"{load:.1f} ms", _met(load <= 20)],
    ]
    return _table(["Speed and size", "Target", "Reached", ""], rows)


def means(record: Record) -> str:
    """Return the mean of the sets, by row and way of asking."""
    rows = [[_row(row, record), *(f"{_mean(by, asked):.3f}" for asked in ASKED)] for row, by in record["mrr"].items()]
    return _table(["MRR@10", *ASKED], rows)


def sets(record: Record) -> str:
    """Return a table for each set."""
    parts: list[str] = []
    for name, about in record["sets"].items():
        left_out = f", {about['left_out']} left out" if about["left_out"] else ""
        parts.append(f"**{name}**: {about['texts']:,} texts, {about['questions']:,} questions{left_out}.\n\n")
        rows = [
            [_row(row, record), *(f"{by[name][asked]:.3f}" for asked in ASKED)] for row, by in record["mrr"].items()
        ]
        parts.append(_table(["MRR@10", *ASKED], rows) + "\n")
    return "".join(parts)


def differences(record: Record) -> str:
    """Return the differences to Lucene with their intervals."""
    rows: list[list[str]] = []
    for row, compared in record["compared"].items():
        for asked in ASKED:
            one = compared[asked]
            by_set = [_interval(one["to_lucene_by_set"][name]) for name in record["sets"]]
            rows.append([_row(row, record), asked, one["lucene"], _interval(one["to_lucene"]), *by_set])
    return _table(["", "asked", "compared with", "mean of the sets", *record["sets"]], rows)


def conflation(record: Record) -> str:
    """Return what each chain brings together."""
    parts: list[str] = []
    for name in ("held out", "whole", "dev"):
        rows = [
            [row, *_scores(by[name]["pairs"]), *_scores(by[name]["all_words"]), f"{by[name]['without_diacritics']:.3f}"]
            for row, by in record["rows"].items()
        ]
        about = next(iter(record["rows"].values()))[name]
        parts.append(f"**{name}**: {about['tokens']:,} tokens of {about['lemmas']:,} lemmas.\n\n")
        head = ["", "P", "R", "F", "all words: P", "R", "F", "found without diacritics"]
        parts.append(_table(head, rows) + "\n")
    if HELD_OUT not in record["rows"]:
        parts.append(
            "*Not held out*: the rules of *ours* were made with these lemmas in view, so that its row says too much.\n"
        )
    return "".join(parts)


def pairs(record: Record) -> str:
    """Return how many pairs are right."""
    parts: list[str] = []
    for name, file in (("data", "romanian/pairs.tsv"), ("project", "tests/analysis/pairs.tsv")):
        if name in record:
            rows = [
                [row, f"{one['eq_right']} of {one['eq']}", f"{one['ne_right']} of {one['ne']}"]
                for row, one in record[name].items()
            ]
            parts.append(f"`{file}`:\n\n" + _table(["", "must meet and do", "must not and do not"], rows) + "\n")
            wrong = record[name][DEFAULT]["wrong"]
            parts.append(f"Wrong in {DEFAULT}: {', '.join(wrong) if wrong else 'none'}.\n\n")
    return "".join(parts)


def spellings(record: Record) -> str:
    """Return how many articles and tokens differ in other spellings."""
    rows = [
        [
            name,
            f"{one['articles']:,} of {record['articles']:,}",
            f"{one['tokens']:,} of {record['tokens']:,}",
            ", ".join(f"{kind} {count:,}" for kind, count in sorted(one["kinds"].items())) or "–",
        ]
        for name, one in record["versions"].items()
    ]
    return _table(["Version", "articles that differ", "tokens that differ", "of these"], rows)


def collisions(record: Record) -> str:
    """Return whether the letters that were typed come first."""
    one = record["collisions"]
    rows = [
        ["Words asked, drawn from", f"{one['words']:,} of {one['known']:,}"],
        ["Ten best with exactly these letters", f"{100 * one['exact']:.1f} %"],
        ["Words with all ten so", f"{one['all_ten']:,}"],
        ["Words that find the articles of the folded word", f"{one['same_articles']:,}"],
    ]
    return _table(["", ""], rows) + f"\nLeast: {', '.join(one['worst'])}.\n"


def speed(record: Record) -> str:
    """Return how fast text becomes terms."""
    table = f"{record['table_bytes'] / 1000:,.0f} kB" if record["table_bytes"] else "no data files"
    rows = [
        ["Text", f"{record['text_bytes'] / 1e6:,.1f} MB, {record['forms']:,} distinct forms"],
        ["All forms new", f"{record['cold_mb_s']:,.1f} MB/s"],
        ["All forms known", f"{record['known_mb_s']:,.1f} MB/s"],
        ["First word of a process, import and all", f"{record['load_ms']:,.0f} ms"],
        ["The table, read and made ready", f"{record['table_ms']:,.1f} ms"],
        ["The table on disk", table],
    ]
    return _table(["", ""], rows)


PARTS: dict[str, tuple[Callable[[Record], str], str]] = {
    "setting": (setting, "setting"),
    "targets": (targets, "retrieval"),
    "means": (means, "retrieval"),
    "sets": (sets, "retrieval"),
    "differences": (differences, "retrieval"),
    "conflation_targets": (conflation_targets, "conflation"),
    "speed_targets": (speed_targets, "speed"),
    "conflation": (conflation, "conflation"),
    "pairs": (pairs, "pairs"),
    "spellings": (spellings, "spellings"),
    "collisions": (collisions, "retrieval"),
    "speed": (speed, "speed"),
}


# ---------------------------------------------------------------- their cells


def _row(row: str, record: Record) -> str:
    return f"**{row}**" if row in record["end_to_end"] else row


def _mean(by_set: dict[str, dict[str, float]], asked: str) -> float:
    return sum(by_asked[asked] for by_asked in by_set.values()) / len(by_set)


def _met(met: bool) -> str:  # noqa: FBT001 - a cell
    return "met" if met else "missed"


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("-", "−")


def _scores(one: dict[str, float]) -> list[str]:
    return [f"{one[score]:.3f}" for score in ("precision", "recall", "f")]


def _interval(one: dict[str, float]) -> str:
    return f"{_signed(one['mean'])} [{_signed(one['low'])}, {_signed(one['high'])}]"


def _table(head: list[str], rows: Iterable[Iterable[str]], *, right: bool = True) -> str:
    """Return a table of Markdown, its columns of numbers to the right."""
    lines = [head, ["---", *(["---:" if right else "---"] * (len(head) - 1))], *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def write() -> None:
    """Write the page anew."""
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), RESULTS), encoding="utf-8")


def main() -> int:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; return 1 if the page is not up to date")
    if parser.parse_args().check:
        text = PAGE.read_text(encoding="utf-8")
        stale = filled(text, RESULTS) != text
        if stale:
            print("docs/romanian.md is not what benchmarks/romanian/page.py makes of the saved figures: run it")
        return int(stale)
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main())
