"""What a user may set of a writer."""

from __future__ import annotations

from dataclasses import dataclass

from searchlib.errors import SearchlibError
from searchlib.indexing.policy import POLICIES, Policy

__all__ = ["WriterSettings"]

_MEMORY = 256 << 20


@dataclass(frozen=True, slots=True)
class WriterSettings:
    """How a writer works; what it makes is found all the same.

    Parameters
    ----------
    memory : int | None
        Bytes that the process may use while it adds documents; 256 MiB if None.
    threads : int
        How many threads read JSON Lines and write segments. Each has a buffer of its own, and all share the memory.
    policy : {"tiered", "none"}
        What decides when segments are merged; "none" leaves that to `Writer.compact`.

    Raises
    ------
    SearchlibError
        If there is no such policy, or no thread.
    """

    memory: int | None = None
    threads: int = 1
    policy: Policy = "tiered"

    def __post_init__(self) -> None:
        if self.policy not in POLICIES:
            raise SearchlibError(f"a merge policy is one of {', '.join(map(repr, POLICIES))}, not {self.policy!r}")
        if self.threads < 1:
            raise SearchlibError(f"a writer has at least one thread, not {self.threads}")

    @property
    def bytes(self) -> int:
        """Bytes that the process may use."""
        return self.memory or _MEMORY
