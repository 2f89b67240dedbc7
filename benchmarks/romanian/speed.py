"""How fast texts become terms, on one thread: processor time, as the index builder does it, but for the postings."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Collection
from typing import Any

import ours

from searchlib.analysis.defining import FieldForms

__all__ = ["measured"]

RUNS = 3
_LOADING = (
    "import time; begun = time.process_time(); from searchlib import analysis; "
    "analysis.get('romanian').analyze_forms(['articolele']); print(time.process_time() - begun)"
)

_TABLE = (
    "import time; from searchlib.analysis.native_romanian import native_chain; begun = time.process_time(); "
    "native_chain('unidecode'); print(time.process_time() - begun)"
)


def measured(texts: Collection[str]) -> dict[str, Any]:
    """Measure with no form known, then again with all of them; the least time of a few runs each."""
    size = sum(len(text.encode()) for text in texts)
    cold: list[float] = []
    warm: list[float] = []
    forms = 0
    for _ in range(RUNS):
        known = ours.body_forms()
        cold.append(_timed(texts, known))
        warm.append(_timed(texts, known))
        forms = known.forms.size
    return {
        "text_bytes": size,
        "forms": forms,
        "cold_mb_s": size / 1e6 / min(cold),
        "known_mb_s": size / 1e6 / min(warm),
        "load_ms": 1000 * _seconds(_LOADING),
        "table_ms": 1000 * _seconds(_TABLE),
        "table_bytes": sum(path.stat().st_size for path in ours.table_files()),
    }


def _seconds(program: str) -> float:
    """Return the least of what a program says that it took, each run a process of its own."""
    command = [sys.executable, "-c", program]
    return min(float(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(RUNS))


def _timed(texts: Collection[str], forms: FieldForms) -> float:
    begun = time.process_time()
    ours.fill(texts, forms)
    return time.process_time() - begun
