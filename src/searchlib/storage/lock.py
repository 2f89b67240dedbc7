"""The lock that keeps a second writer out. It belongs to the process: one that dies leaves none behind."""

from __future__ import annotations

import fcntl
import os

from searchlib.errors import LockedError

__all__ = ["WriterLock"]


class WriterLock:
    """An exclusive lock on an index directory, held from construction to `release`.

    The kernel drops it when the process ends, however it ends. The file holds who has it, and is empty
    while nobody has; it is never removed, as a waiting process might have it open.

    Parameters
    ----------
    path : str
        The lock file; made if it is not there.

    Raises
    ------
    LockedError
        If another writer has the lock; the message names it.
    """

    def __init__(self, path: str) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._descriptor, 4096).decode("utf-8", "replace") or "another process"
            os.close(self._descriptor)
            raise LockedError(f"{path}: the index is being written by {holder}; try again when it is done") from None
        try:
            os.ftruncate(self._descriptor, 0)
            os.write(self._descriptor, f"process {os.getpid()} on {os.uname().nodename}".encode())
        except OSError:  # a full disk must not leave the process locked out by itself
            os.close(self._descriptor)
            raise

    def release(self) -> None:
        """Let the next writer in. Releasing twice does nothing."""
        if self._descriptor >= 0:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = -1
