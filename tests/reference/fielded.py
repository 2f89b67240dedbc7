"""What words score in several fields: in each by its weight, or in all as if they were one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from reference.kinds import GRID, times
from searchlib.query import tree

if TYPE_CHECKING:
    from reference.engine import Matches, ReferenceIndex

__all__ = ["in_fields"]


def in_fields(index: ReferenceIndex, query: tree.Word | tree.Phrase, weights: tuple[float, ...]) -> list[Matches]:
    """Return what each alternative of a word or phrase scores, in its field or in all together."""
    found: list[Matches] = []
    terms: dict[tuple[str, float], list[str]] = {}
    for field in index.fields(query.field):
        for leaf, share in index.weighed_leaves(field, query):
            if len(leaf) == 1:
                terms.setdefault((leaf[0][1], share), []).append(field)
            if len(leaf) > 1 or not index.schema.joined:
                found.append(index.leaf(field, leaf, times(index.schema.weight(field) * share, weights)))
    if index.schema.joined:
        for (term, share), fields in terms.items():
            if len(fields) == 1:
                weight = times(index.schema.weight(fields[0]) * share, weights)
                found.append(index.leaf(fields[0], [(0, term)], weight))
            else:
                found.append(_joined(index, fields, term, share, times(1.0, weights)))
    return found


def _joined(index: ReferenceIndex, fields: list[str], term: str, share: float, boost: float) -> Matches:
    weights = {field: index.schema.weight(field) for field in fields}
    idf = min(index.idf(field, term) * (weight * share) / weight for field, weight in weights.items())
    idf *= boost
    k1, b = index.schema.k1, index.schema.b
    found: Matches = {}
    for key, entry in index.entries.items():
        total = 0.0
        for field in fields:
            frequency = len(entry.texts[field].positions.get(term, ()))
            if frequency:
                documents, length = index.statistics(field)
                saturation = k1 * (1 - b + b * entry.texts[field].scored_length / (length / documents))
                weighted = index.schema.weight(field) * frequency
                total += weighted / saturation if saturation else math.inf
        if total:
            share = 1.0 if math.isinf(total) else total / (1.0 + total)
            found[key] = math.floor(idf * share * GRID + 0.5)
    return found
