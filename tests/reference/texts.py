"""Texts as the reference engine sees them: where each term stands, and how long they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from searchlib.analysis import analyze_text
from searchlib.analysis.multilingual import languages_of
from searchlib.dates import middle_day, parse_instant
from searchlib.schema import Date, Schema

__all__ = ["LENGTHS", "FieldText", "field_text", "quantised", "tokens_of"]

LENGTHS = [i if i < 32 else (32 + 2 * ((i - 32) % 16)) << ((i - 32) // 16) for i in range(256)]
"""The 256 lengths that a field can have in scoring."""


@dataclass(frozen=True)
class FieldText:
    """A text field of one document: its length in positions, as scoring sees it, and where each term stands."""

    length: int
    scored_length: int
    positions: Mapping[str, list[int]]


def quantised(length: int) -> int:
    """Return the greatest of `LENGTHS` that is not above `length`."""
    return max(known for known in LENGTHS if known <= length)


def field_text(tokens: Sequence[Any], terms_of: Callable[[Any], Iterable[str]]) -> FieldText:
    # A term stands at a position once, whatever the number of tokens that say so.
    positions: dict[str, list[int]] = {}
    for place, term in sorted({(token.position, term) for token in tokens for term in terms_of(token)}):
        positions.setdefault(term, []).append(place)
    length = 1 + max((token.position for token in tokens), default=-1)
    return FieldText(length, quantised(length), positions)


def tokens_of(schema: Schema, analyzer: Any, text: str, document: Mapping[str, Any]) -> Sequence[Any]:
    """Return the tokens of a text as `analyze_text` says, which the tests of indexing hold the builder against."""
    value = next((document.get(name) for name, spec in schema.fields.items() if isinstance(spec, Date)), None)
    near = middle_day(parse_instant(value, schema.timezone), schema.timezone) if value else None
    return analyze_text(text, analyzer, languages=languages_of(analyzer), date=near)
