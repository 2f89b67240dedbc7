"""The one door from this package to the native core."""

from __future__ import annotations

from searchlib._native import (
    Automaton,
    Deadline,
    Planner,
    Query,
    Snapshot,
    StoredFields,
    account_of,
    expand,
    instruction_levels,
    instructions,
    use_instructions,
)

__all__ = [
    "Automaton",
    "Deadline",
    "Planner",
    "Query",
    "Snapshot",
    "StoredFields",
    "account_of",
    "expand",
    "instruction_levels",
    "instructions",
    "use_instructions",
]
