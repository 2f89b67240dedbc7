"""The one door from this package to the native core."""

from __future__ import annotations

from searchlib._native import SideBySide, Snapshot, Vocabulary

__all__ = ["SideBySide", "Snapshot", "Vocabulary"]
