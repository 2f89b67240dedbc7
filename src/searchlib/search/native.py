"""The one door from this package to the native core."""

from __future__ import annotations

from searchlib._native import (
    Planner,
    Query,
    Snapshot,
    StoredFields,
    instruction_levels,
    instructions,
    use_instructions,
)

__all__ = [
    "Planner",
    "Query",
    "Snapshot",
    "StoredFields",
    "instruction_levels",
    "instructions",
    "use_instructions",
]
