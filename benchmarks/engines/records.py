"""The form of saved figures, the same for our own comparison and for the peers kit."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

__all__ = ["RESULTS", "figures", "load", "machine", "now", "ratios", "write"]

RESULTS = Path(__file__).resolve().parent.parent / "results"
FORM = 1


def machine() -> dict[str, Any]:
    """Return what the figures were made on."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_bytes": os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(),
    }


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def now() -> str:
    """Return date and time, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def load() -> float:
    """Return how many processes wanted to run, on average over the last minute."""
    return round(os.getloadavg()[0], 2)


def figures(nanoseconds: Sequence[int]) -> dict[str, float]:
    """Return median, percentiles and mean, in microseconds, of the times of several questions."""
    ordered = sorted(nanoseconds)

    def at(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] / 1000, 3)

    mean = round(sum(ordered) / len(ordered) / 1000, 3)
    return {"median": at(0.5), "p95": at(0.95), "p99": at(0.99), "mean": mean}


def ratios(theirs: Sequence[int], ours: Sequence[int]) -> dict[str, float]:
    """Return how many times our time another engine takes, for the questions that both were asked."""
    both = min(len(theirs), len(ours))
    a, b = figures(theirs[:both]), figures(ours[:both])
    return {f"ratio_{name}": round(a[name] / b[name], 3) for name in ("median", "p99", "mean")}


def write(name: str, record: dict[str, Any]) -> Path:
    """Save a record under benchmarks/results; one whose name begins with ``reference-`` is to be committed."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps({"form": FORM, **record}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path
