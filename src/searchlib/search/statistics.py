"""The counts that scores are made of, so that several indexes can score as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["FieldTotals", "Statistics"]


class FieldTotals(NamedTuple):
    """Counts of a text field over live documents.

    Parameters
    ----------
    documents : int
        Documents that have the field.
    length : int
        The sum of their quantised lengths, in positions.
    """

    documents: int
    length: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """What BM25 needs to know for one query.

    Those of several indexes of one schema add up: ``sum(parts, Statistics({}, {}))``.

    Parameters
    ----------
    fields : Mapping[str, FieldTotals]
        Of each text field, and, as ``field=``, of its exact forms.
    document_frequencies : Mapping[tuple[str, str], int]
        Field and term → live documents that have the term there, for each term of the query, and for each that one of
        its patterns stands for.
    """

    fields: Mapping[str, FieldTotals]
    document_frequencies: Mapping[tuple[str, str], int]

    def __add__(self, other: Statistics) -> Statistics:
        """Return the statistics of both indexes together."""
        fields = dict(self.fields)
        for name, totals in other.fields.items():
            own = fields.get(name, FieldTotals(0, 0))
            fields[name] = FieldTotals(own.documents + totals.documents, own.length + totals.length)
        frequencies = Counter(self.document_frequencies)
        frequencies.update(other.document_frequencies)
        return Statistics(fields, dict(frequencies))
