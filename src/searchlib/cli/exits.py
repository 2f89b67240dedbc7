"""What the exit status of the command line says."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["Exit"]


class Exit(IntEnum):
    """The exit codes; scripts rely on them."""

    OK = 0
    """Answered, or done without anything left out."""
    NOTHING = 1
    """Nothing was found, or records were skipped."""
    ERROR = 2
    """Wrong use, an error, or a damaged index."""
    INTERRUPTED = 130
    """Stopped from the keyboard (128 + SIGINT)."""
    BROKEN_PIPE = 141
    """Whoever read the output stopped reading (128 + SIGPIPE)."""
