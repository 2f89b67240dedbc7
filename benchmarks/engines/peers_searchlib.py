"""searchlib, by the adapter that the peers kit uses as well."""

from __future__ import annotations

from typing import Any

from adapter import Searchlib
from rows import Built

__all__ = ["Ours"]


class Ours:
    """The adapter; what is timed is its own method, with no other call in between."""

    def __init__(self) -> None:
        adapter = Searchlib()
        self.open, self.prepare, self.run = adapter.open, adapter.prepare, adapter.run
        self.count, self.ids = adapter.count, adapter.ids
        self._build = adapter.build

    def build(self, tsv: str, folder: str) -> Built:
        told: dict[str, Any] = self._build(tsv, folder, threads=1, mode="A", optimize=True)
        return Built(told["docs"], told["build_s"], told["optimize_s"], told["segments"], told["version"])
