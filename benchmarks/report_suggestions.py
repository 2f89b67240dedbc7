"""The part of docs/performance.md about help with asking: what benchmarks/suggestions/measure.py has saved."""

from __future__ import annotations

from typing import Any

__all__ = ["helped"]

Record = dict[str, Any]


def helped(record: Record) -> str:
    """Return how often suggestions are right, what help costs, and where the figures come from."""
    corpus, first = record["corpus"], record["first_call"]
    lines = [
        _row(["Questions", "right first", f"without the {_left_out(corpus)}", "target", ""]),
        _row(["---", "---:", "---:", "---:", "---"]),
        *(_row(_accuracy(one)) for one in record["accuracy"]),
        "",
        _row([f"On {corpus['documents']:,} documents", "median, ms", "mean, ms", "p99, ms", "target", ""]),
        _row(["---", "---:", "---:", "---:", "---:", "---"]),
        *(_row(_time(one)) for one in record["times"]),
        "",
        f"The first call reads {first['words']:,} words in {first['seconds']:.2f} s.",
        "",
        _origin(record),
    ]
    return "\n".join(lines) + "\n"


def _origin(record: Record) -> str:
    machine, load = record["machine"], record["load"]
    asked = f"{record['questions']:,} questions of each kind, seed {record['seed']}, best of {record['passes']} passes"
    where = f"{machine['processor']}, {machine['cores']} cores, {str(record['date'])[:10]}"
    articles = f"{record['corpus']['articles']:,} articles"
    return f"{asked}; {articles}; {where}, load {load[0]:.1f}, {load[1]:.1f}; `{record['command']}`"


def _left_out(corpus: Record) -> str:
    return f"{corpus['articles'] - corpus['without']:,} articles of the headlines"


def _accuracy(one: Record) -> list[str]:
    words = "whole headlines" if one["words"] is None else f"1 to {one['words']} words"
    target = one["target"]
    met = "" if target is None else "met" if one["right"] >= target else "missed"
    return [
        f"{one['questions']}, {words}",
        f"{100 * one['right']:.1f} %",
        f"{100 * one['right_without']:.1f} %",
        "" if target is None else f"≥ {100 * target:g} %",
        met,
    ]


def _time(one: Record) -> list[str]:
    met = "met" if one["median"] <= 1000 * one["target"] else "missed"
    figures = [f"{one[name] / 1000:.3f}" for name in ("median", "mean", "p99")]
    return [one["what"], *figures, f"≤ {one['target']:g} ms", met]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
