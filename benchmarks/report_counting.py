"""The part of docs/performance.md about many matches: what benchmarks/counting/measure.py has saved."""

from __future__ import annotations

from typing import Any

__all__ = ["counted"]

Record = dict[str, Any]
PEER = ", tantivy"


def counted(record: Record) -> str:
    """Return what counting, ordering, grouping and paging cost, and where the figures come from."""
    corpus, hits, targets = record["corpus"], record["hits"], record["targets"]
    made = f"{corpus['values']:,} values on {corpus['documents']:,} documents"
    lines = [
        _row([f"{hits[0]:,} to {hits[1]:,} matches", "median, ms", "p95, ms", record["peer"], "ratio", "target", ""]),
        _row(["---", "---:", "---:", "---:", "---:", "---:", "---"]),
        *(_row(_time(record, name)) for name in record["times"] if not name.endswith(PEER)),
        "",
        f"The first facet of {made} makes their column: {record['first_facet_us'] / 1000:.0f} ms.",
        "",
        _row(
            [
                f"Ten hits behind {record['depth']:,}",
                "first page, µs",
                "turned to, µs",
                "ratio",
                f"target ≤ {targets['page_ratio']:g}",
                "out of the blue, µs",
            ]
        ),
        _row(["---", "---:", "---:", "---:", "---", "---:"]),
        *(_row(_page(kind, told, targets["page_ratio"])) for kind, told in record["paging"].items()),
        "",
        _origin(record),
    ]
    return "\n".join(lines) + "\n"


def _time(record: Record, name: str) -> list[str]:
    times, targets = record["times"], record["targets"]
    ours, theirs = times[name], times.get(f"{name}{PEER}")
    peer = ratio = target = met = ""
    if theirs is not None:
        share = ours["median"] / theirs["median"]
        peer, ratio, target = _ms(theirs["median"]), f"{share:.2f}", f"≤ {targets['facet_ratio']:g}"
        reached = share <= targets["facet_ratio"]
        if name == "facet":
            target = f"{target}, ≤ {targets['facet_ms']:g} ms"
            reached = reached and ours["median"] <= 1000 * targets["facet_ms"]
        met = "met" if reached else "missed"
    return [name, _ms(ours["median"]), _ms(ours["p95"]), peer, ratio, target, met]


def _page(kind: str, told: Record, target: float) -> list[str]:
    first, deep = told["first"]["median"], told["deep"]["median"]
    ratio = deep / first
    return [
        f"{kind}, {told['questions']} questions",
        f"{first:.0f}",
        f"{deep:.0f}",
        f"{ratio:.2f}",
        "met" if ratio <= target else "missed",
        f"{told['cold']['median']:.0f}",
    ]


def _origin(record: Record) -> str:
    machine, load = record["machine"], record["load"]
    asked = f"{record['questions']} questions of one word, best of {record['passes']} passes, medians of the questions"
    where = f"{machine['processor']}, {machine['cores']} cores, {str(record['date'])[:10]}"
    return f"{record['corpus']['name']}; {asked}; {where}, load {load[0]:.1f}, {load[1]:.1f}; `{record['command']}`"


def _ms(microseconds: float) -> str:
    return f"{microseconds / 1000:.2f}"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
