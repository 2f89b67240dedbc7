"""How long a query may take."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from searchlib.search.native import Deadline

__all__ = ["within"]


@contextmanager
def within(seconds: float, *, partial: bool = False) -> Generator[Deadline]:
    """Stop the queries that this thread plans and runs inside of the block after so many seconds.

    Parameters
    ----------
    seconds : float
        How long they may take.
    partial : bool
        Whether running them gives what was found by then; else it raises `QueryTimeoutError`, as planning does.

    Yields
    ------
    Deadline
        It tells whether it has passed.
    """
    deadline = Deadline(seconds, partial)
    deadline.enforce()
    try:
        yield deadline
    finally:
        deadline.lift()
