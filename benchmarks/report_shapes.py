"""The parts of docs/performance.md that show how time grows: plots of benchmarks/shapes, and their figures."""

from __future__ import annotations

from typing import Any

__all__ = ["drawn"]

Record = dict[str, Any]

_UNITS = {"width": ("days", "µs"), "sizes": ("documents", "µs"), "throughput": ("", "queries a second")}
"""What goes across a plot, and what up."""


def drawn(record: Record) -> str:
    """Return the plot of a shape, its figures, and where they come from."""
    kind, corpus, machine = record["kind"], record["corpus"], record["machine"]
    across, unit = _UNITS[kind]
    columns: dict[str, dict[str, float]] = {name: _by_place(points) for name, points in record["drawn"].items()}
    places = list(dict.fromkeys(place for points in columns.values() for place in points))
    lines = [
        f"![{kind}](figures/{kind}.svg)",
        "",
        _row([across, *(f"{name}, {unit}" for name in columns)]),
        _row(["---", *("---:" for _ in columns)]),
    ]
    lines += [_row([place, *(_figure(points.get(place)) for points in columns.values())]) for place in places]
    if "ratios" in record:
        ratios = ", ".join(f"{name} {ratio:.2f}" for name, ratio in record["ratios"].items())
        lines += ["", f"Two threads ÷ two processes: {ratios}."]
    load = ", ".join("not known" if one is None else f"{one:.1f}" for one in record["load"])
    asked = f"{corpus['name']}: {corpus['documents']:,} documents, {corpus['questions']} questions of each class"
    where = f"{machine['processor']}, {machine['cores']} cores, {str(record['date'])[:10]}, load {load}"
    lines += ["", f"{asked}; {where}; `{record['commands'][0]}`"]
    return "\n".join(lines) + "\n"


def _by_place(points: dict[str, float] | list[tuple[float, float]]) -> dict[str, float]:
    """Return the points of a line, or the bars of a group, by what stands below them."""
    if isinstance(points, dict):
        return points
    return {f"{place:,}": value for place, value in points}


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:,.1f}" if value < 10 else f"{value:,.0f}"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
