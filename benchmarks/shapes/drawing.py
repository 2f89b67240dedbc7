"""Lines and bars as SVG, the same bytes for the same figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl

__all__ = ["bars", "lines"]

mpl.use("svg")
mpl.rcParams.update({"svg.hashsalt": "searchlib", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 9})

SIZE = (6.4, 3.6)
"""In inches."""


def _axes(title: str, across: str, up: str) -> tuple[Any, Any]:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=SIZE, layout="constrained")
    axes.set_title(title, fontsize=9)
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.grid(visible=True, linewidth=0.4, alpha=0.6)
    axes.set_axisbelow(True)
    return figure, axes


def _save(figure: Any, path: Path) -> None:
    import matplotlib.pyplot as plt

    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    plt.close(figure)


def lines(path: Path, title: str, across: str, up: str, drawn: Mapping[str, Sequence[tuple[float, float]]]) -> None:
    """Draw lines through points, both axes logarithmic."""
    figure, axes = _axes(title, across, up)
    for name, points in drawn.items():
        axes.loglog([x for x, _ in points], [y for _, y in points], marker="o", markersize=3, label=name)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter("{x:,g}")
        axis.set_minor_formatter("")
    axes.legend(fontsize=8)
    _save(figure, path)


def bars(path: Path, title: str, up: str, drawn: Mapping[str, Mapping[str, float]]) -> None:
    """Draw groups of bars from zero: group → bar → height."""
    figure, axes = _axes(title, "", up)
    names = list(next(iter(drawn.values())))
    width = 0.8 / len(names)
    for number, name in enumerate(names):
        places = [group + (number - (len(names) - 1) / 2) * width for group in range(len(drawn))]
        axes.bar(places, [group[name] for group in drawn.values()], width * 0.9, label=name)
    axes.set_xticks(range(len(drawn)), list(drawn))
    axes.legend(fontsize=8)
    _save(figure, path)
