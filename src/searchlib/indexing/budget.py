"""How the memory of a writer is shared out."""

from __future__ import annotations

from searchlib.indexing.merging import documents_in

__all__ = ["MANY", "Budget"]

MANY = 4096
"""Documents of a segment from which the memory that they took is given back to the system, for a merge to have."""

_AROUND = 80 << 20
"""Bytes of the process beside the buffered documents: the interpreter, the analyzers, and what the allocator holds."""

_EACH = 40 << 20
"""The same for each further thread: forms that are being analysed, and what the allocator holds for it."""

_MOST_FORMS = 0.5
"""Share of the memory from which the forms that were met are forgotten with the segment. Those that come again are
analysed again, which costs little against a buffer of many fewer documents."""

_ALMOST = 0.7
"""Share of the memory from which what was read of segments is let go of time and again: keys are looked up in pages of
megabytes, which count as memory in use."""

_MERGES = 0.5
"""Share of the memory that a merge may take."""


class Budget:
    """The bytes that are left for documents, of those that the process may use.

    Parameters
    ----------
    memory : int
        Bytes that the process may use.
    threads : int
        How many threads take documents in.
    """

    def __init__(self, memory: int, threads: int = 1) -> None:
        self._bytes = max(memory - _AROUND - (threads - 1) * _EACH, memory // 4)
        self.most_merged = documents_in(self._bytes * _MERGES)
        """Documents that are merged at most."""

    def almost_spent(self, held: int) -> bool:
        """Return whether so many bytes are nearly all."""
        return held > self._bytes * _ALMOST

    def spent(self, held: int) -> bool:
        """Return whether so many bytes are too many."""
        return held > self._bytes

    def too_many_forms(self, held: int) -> bool:
        """Return whether the forms take so many bytes that there is too little left for documents."""
        return held > self._bytes * _MOST_FORMS
