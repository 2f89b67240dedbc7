"""The one door from this package to the native core."""

from __future__ import annotations

from searchlib._native import Snapshot, Vocabulary, count_side_by_side

__all__ = ["Snapshot", "Vocabulary", "count_side_by_side"]
