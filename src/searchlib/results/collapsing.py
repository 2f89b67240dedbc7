"""Near-duplicates among hits: the copies of one article that many sources print are shown once."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from searchlib.errors import QueryError, QueryTimeoutError
from searchlib.schema import Text

if TYPE_CHECKING:
    from searchlib.query import Limits
    from searchlib.schema import Schema

__all__ = ["Collapse", "Collapsed", "collapse_of", "collapsed", "packed", "shingles"]

_WIDTH: Final = 4
_WORD: Final = re.compile(r"\w+")
_MARKS: Final[dict[int, None]] = dict.fromkeys(range(0x300, 0x370))
"""Combining diacritical marks."""

Shingles = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Collapse:
    """Asks that hits which nearly say the same as one before them are left out.

    Parameters
    ----------
    field : str, optional
        The stored text field that is compared; ``body`` or, where there is none, the first text field, if not given.
    similarity : float
        What two texts must have in common, above 0 and at most 1: the number of runs of four words that stand in both,
        divided by the number of those that stand in either (Broder's resemblance).
    """

    field: str | None = None
    similarity: float = 0.5

    def __post_init__(self) -> None:
        similarity: object = self.similarity
        if isinstance(similarity, bool) or not isinstance(similarity, int | float) or not 0 < similarity <= 1:
            raise QueryError(f"the similarity of copies is a number above 0 and at most 1, not {similarity!r}")


class Collapsed(NamedTuple):
    """What is left of hits, and what was left out.

    Parameters
    ----------
    kept : list[tuple[int, float]]
        Numbers and scores of the hits that are kept.
    copies : list[list[tuple[int, float]]]
        For each of them, those that were left out as it stands before them.
    complete : bool
        Whether the time was enough.
    """

    kept: list[tuple[int, float]]
    copies: list[list[tuple[int, float]]]
    complete: bool


def collapse_of(asked: object, schema: Schema) -> Collapse | None:
    """Return how copies are told, with the field named; None if they are not.

    Raises
    ------
    QueryError, SchemaError
        If that makes no sense.
    """
    if asked is None or asked is False:
        return None
    if asked is not True and not isinstance(asked, Collapse):
        raise QueryError(f"collapse is True, or Collapse(field, similarity), not {asked!r}")
    wanted = Collapse() if asked is True else asked
    first = "body" if "body" in schema.text_fields else next(iter(schema.text_fields), None)
    if first is None:
        raise QueryError("copies are told by a text field, and the schema has none")
    field = schema.resolve(first if wanted.field is None else wanted.field)
    spec = schema.fields[field]
    if not (isinstance(spec, Text) and spec.stored):
        raise QueryError(f"copies are told by a text field that is stored, which {field!r} is not")
    return Collapse(field, wanted.similarity)


def shingles(text: str) -> Shingles:
    """Return the runs of four words of a text, case and diacritics aside; a shorter one is one run."""
    plain = unicodedata.normalize("NFD", text.casefold()).translate(_MARKS)
    words = _WORD.findall(plain)
    if len(words) < _WIDTH:
        return frozenset({tuple(words)} if words else ())
    return frozenset(zip(*(words[start:] for start in range(_WIDTH)), strict=False))


def packed(hits: list[tuple[int, float]]) -> tuple[bytes, bytes]:
    """Return numbers and scores as packed arrays."""
    docs, scores = array("I", (doc for doc, _ in hits)), array("d", (score for _, score in hits))
    return docs.tobytes(), scores.tobytes()


class _Kept:
    """The texts of the hits that are kept, by their runs of words."""

    def __init__(self, similarity: float) -> None:
        self._similarity = similarity
        self._sizes: list[int] = []
        self._places: dict[tuple[str, ...], list[int]] = {}

    def copied(self, runs: Shingles) -> int | None:
        """Return the place of the first text that the runs are a copy of."""
        common = Counter(place for run in runs for place in self._places.get(run, ()))
        alike = [
            place
            for place, count in common.items()
            if count >= self._similarity * (len(runs) + self._sizes[place] - count)
        ]
        return min(alike, default=None)

    def keep(self, runs: Shingles) -> None:
        for run in runs:
            self._places.setdefault(run, []).append(len(self._sizes))
        self._sizes.append(len(runs))


def collapsed(
    ranking: Iterable[tuple[int, float]],
    text_of: Callable[[int], Any],
    count: int,
    how: Collapse,
    limits: Limits,
) -> Collapsed:
    """Go through hits in order and leave out copies, until so many are kept.

    Parameters
    ----------
    ranking : Iterable[tuple[int, float]]
        Numbers and scores.
    text_of : Callable[[int], Any]
        Gives the text of a document; what is none has no copies.
    count : int
        How many are wanted.
    how : Collapse
        What copies are.
    limits : Limits
        How long it may take.

    Raises
    ------
    QueryTimeoutError
        If it would take longer, and what there is by then is not wanted.
    """
    ends = monotonic() + limits.seconds
    found = Collapsed([], [], complete=True)
    known = _Kept(how.similarity)
    for hit in ranking if count else ():
        if monotonic() > ends:
            if not limits.partial:
                raise QueryTimeoutError("the query took longer than it may")
            return found._replace(complete=False)
        text = text_of(hit[0])
        runs = shingles(text) if isinstance(text, str) else frozenset[tuple[str, ...]]()
        place = known.copied(runs)
        if place is not None:
            found.copies[place].append(hit)
            continue
        known.keep(runs)
        found.kept.append(hit)
        found.copies.append([])
        if len(found.kept) == count:
            break
    return found
