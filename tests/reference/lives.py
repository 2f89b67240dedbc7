"""An index that lives: changed commit by commit, asked after each of them, and once more when it is one segment."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import searchlib as sl
from reference.comparison import reference_for
from reference.engine import ReferenceIndex
from reference.generators import add_to
from reference.kind_generators import KIND_SCHEMA, KindGenerator
from reference.seeds import chance
from searchlib.query import tree

__all__ = ["live_and_check"]

Check = Callable[[sl.Index, ReferenceIndex, tree.Query, random.Random], int]
"""Holds what an index answers against the reference engine; returns how much there was to hold."""


def live_and_check(seed: int, path: Path, check: Check) -> int:
    """Check an index in `path` through its life, and return the sum of what the checks returned."""
    rng = chance(seed)
    generator = KindGenerator(rng, longest=20)
    reference = reference_for(KIND_SCHEMA)
    with sl.create(path, KIND_SCHEMA):
        pass
    segments: list[int] = []
    checked = 0
    for _ in range(6):
        with sl.open(path) as before, before.writer() as writer:
            for change in [generator.change() for _ in range(rng.choice((3, 30, 60)))]:
                add_to(writer, change)
                add_to(reference, change)
        with sl.open(path) as index:
            segments.append(len(index.info().segments))
            checked += sum(check(index, reference, generator.query(), rng) for _ in range(25))
            checked += check(index, reference, tree.All(), rng)
    with sl.open(path) as index:
        with index.writer() as writer:
            writer.compact()
        compacted = index.refresh()
        assert len(compacted.info().segments) == 1
        checked += sum(check(compacted, reference, generator.query(), rng) for _ in range(50))
    assert max(segments) > 2
    return checked
