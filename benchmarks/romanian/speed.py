"""How fast texts become terms, on one thread: processor time, as the index builder does it, but for the postings."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Collection
from typing import Any

import ours

from searchlib.analysis import get
from searchlib.indexing.native import Forms

__all__ = ["measured"]

RUNS = 3
_LOADING = (
    "import time; begun = time.process_time(); from searchlib import analysis; "
    "analysis.get('romanian').analyze_forms(['articolele']); print(time.process_time() - begun)"
)


def measured(texts: Collection[str]) -> dict[str, Any]:
    """Measure with no form known, then again with all of them; the least time of a few runs each."""
    size = sum(len(text.encode()) for text in texts)
    cold: list[float] = []
    warm: list[float] = []
    forms = 0
    for _ in range(RUNS):
        known = Forms()
        chain = get("romanian")
        cold.append(_timed(texts, known, chain))
        warm.append(_timed(texts, known, chain))
        forms = known.size
    loading = [
        float(subprocess.run([sys.executable, "-c", _LOADING], check=True, capture_output=True, text=True).stdout)
        for _ in range(RUNS)
    ]
    return {
        "text_bytes": size,
        "forms": forms,
        "cold_mb_s": size / 1e6 / min(cold),
        "known_mb_s": size / 1e6 / min(warm),
        "load_ms": 1000 * min(loading),
        "table_bytes": sum(path.stat().st_size for path in ours.table_files()),
    }


def _timed(texts: Collection[str], forms: Forms, chain: Any) -> float:
    begun = time.process_time()
    ours.fill(texts, forms, chain)
    return time.process_time() - begun
