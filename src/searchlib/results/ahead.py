"""Hits found before they are asked for: whoever goes from page to page pays for finding them only now and then."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from searchlib.results.cursors import Cursor

__all__ = ["Ahead"]

_QUESTIONS: Final = 16
"""So many are remembered, those that were asked last."""
_PAGES: Final = 8
_MOST: Final = 1 << 16
"""Hits that are found at once, unless one page has more: 768 KiB."""

Packed = tuple[bytes, bytes]


class _Stretch(NamedTuple):
    """Hits behind one another.

    Parameters
    ----------
    before : int
        How many precede them.
    doc : int
        The number of the last of those.
    docs, scores : bytes
        The hits, packed.
    is_last : bool
        Whether there are no others behind them.
    """

    before: int
    doc: int
    docs: bytes
    scores: bytes
    is_last: bool

    def page(self, cursor: Cursor, k: int) -> Packed | None:
        """Return the `k` hits behind a cursor, if they are here."""
        at = cursor.before - self.before
        size = len(self.docs) // 4
        if not 0 <= at <= size or (at + k > size and not self.is_last):
            return None
        last = self.doc if at == 0 else array("I", self.docs[4 * at - 4 : 4 * at])[0]
        if last != cursor.doc:
            return None
        return self.docs[4 * at : 4 * (at + k)], self.scores[8 * at : 8 * (at + k)]

    def is_near(self, cursor: Cursor, k: int) -> bool:
        """Whether a page of `k` hits behind a cursor goes on from here."""
        return 0 <= self.before + len(self.docs) // 4 - cursor.before <= k


class Ahead:
    """The hits that follow those that were shown of some questions to one generation."""

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, _Stretch] = OrderedDict()
        self._lock = Lock()

    def page(self, question: Hashable, cursor: Cursor, k: int, find: Callable[[int], Packed]) -> Packed:
        """Return the first `k` hits behind a cursor.

        Parameters
        ----------
        question : Hashable
            All that decides which they are.
        cursor : Cursor
            The hit before them.
        k : int
            How many are wanted.
        find : Callable[[int], tuple[bytes, bytes]]
            Finds so many of them. Whoever goes on gets twice as many found at once each time, so that going through n
            hits page by page costs as much as finding n hits a few times.
        """
        with self._lock:
            stretch = self._known.get(question)
        found = stretch and stretch.page(cursor, k)
        if found is not None:
            return found
        goes_on = stretch is not None and stretch.is_near(cursor, k)
        more = 2 * len(stretch.docs) // 4 if stretch is not None and goes_on else _PAGES * k
        count = max(k, min(more, _MOST))
        docs, scores = find(count)
        with self._lock:
            self._known[question] = _Stretch(cursor.before, cursor.doc, docs, scores, len(docs) < 4 * count)
            self._known.move_to_end(question)
            while len(self._known) > _QUESTIONS:
                self._known.popitem(last=False)
        return docs[: 4 * k], scores[: 8 * k]

    def forget(self, question: Hashable) -> None:
        """Forget what was found of a question that was not answered in full."""
        with self._lock:
            self._known.pop(question, None)
