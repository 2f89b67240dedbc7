"""The one door from this package to the native core."""

from __future__ import annotations

from searchlib._native import Automaton, Query, Snapshot, expand

__all__ = ["Automaton", "Query", "Snapshot", "expand"]
