"""What is counted of all documents that match, by looking at each of them: the twin of the native counting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from reference.engine import Entry, ReferenceIndex
from searchlib.query import tree

__all__ = ["facet", "histogram", "ranges"]

Value = str | float


def matching(reference: ReferenceIndex, query: tree.Query) -> list[Entry]:
    """Return the documents that match, newest first, undated ones last, then in the order in which they were added."""
    entries = [reference.entries[key] for key in reference.answer(query)]
    return sorted(entries, key=lambda entry: (entry.seconds is None, -(entry.seconds or 0), entry.sequence))


def printed(reference: ReferenceIndex, entry: Entry, field: str) -> Mapping[Value, Value]:
    """Return the values that a document is counted for, each with the first way in which it is written there."""
    given = entry.source.get(field)
    if given is None:
        return {}
    values = given if isinstance(given, list) else [given]
    found: dict[Value, Value] = {}
    for value in values:
        indexed = reference.fold(value) if isinstance(value, str) else value
        if indexed != "":
            found.setdefault(indexed, value)
    return found


def facet(
    reference: ReferenceIndex, query: tree.Query, field: str, limit: int
) -> tuple[list[tuple[Value, int]], int, int]:
    """Return the commonest values with their counts, how many values there are, and how many documents have none."""
    counts: Counter[Value] = Counter()
    shown: dict[Value, Value] = {}
    missing = 0
    for entry in matching(reference, query):
        values = printed(reference, entry, field)
        missing += not values
        counts.update(values.keys())
        for indexed, value in values.items():
            shown.setdefault(indexed, value)
    names = sorted(counts, key=lambda value: value if isinstance(value, float | int) else value.encode())  # type: ignore[arg-type,return-value]
    ordered = sorted(names, key=lambda value: -counts[value])
    return [(shown[value], counts[value]) for value in ordered[:limit]], len(counts), missing


def histogram(reference: ReferenceIndex, query: tree.Query, unit: str) -> tuple[list[tuple[date, int]], int]:
    """Return the days, months or years that documents are of, with their counts; and how many are undated."""
    counts: Counter[date] = Counter()
    undated = 0
    for entry in matching(reference, query):
        if entry.seconds is None:
            undated += 1
            continue
        moment = datetime.fromtimestamp(0, UTC).timestamp() + entry.seconds
        local = datetime.fromtimestamp(moment, UTC).astimezone(ZoneInfo(reference.schema.timezone)).date()
        month = local.month if unit != "year" else 1
        counts[date(local.year, month, local.day if unit == "day" else 1)] += 1
    return sorted(counts.items()), undated


def ranges(
    reference: ReferenceIndex, query: tree.Query, field: str, asked: list[tuple[float | None, float | None]]
) -> list[int]:
    """Return how many documents have a number in each range, from its lower end to below its upper one."""
    found = [entry.numbers[field] for entry in matching(reference, query)]
    return [
        sum(any((low is None or low <= n) and (high is None or n < high) for n in numbers) for numbers in found)
        for low, high in asked
    ]
