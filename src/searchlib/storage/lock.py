"""The lock that keeps a second writer out. It belongs to the process: one that dies leaves none behind."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress

from searchlib.errors import LockedError

__all__ = ["WriterLock"]


class WriterLock:
    """An exclusive lock on an index directory, held from construction to `release`.

    The kernel drops it when the process ends, however it ends. The file holds who has it, and is empty
    while nobody has.

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
        self._path = path
        self._owner = os.getpid()
        self._descriptor = _lock(path)
        try:
            os.ftruncate(self._descriptor, 0)
            os.write(self._descriptor, f"process {os.getpid()} on {os.uname().nodename}".encode())
        except OSError:
            os.close(self._descriptor)
            raise

    def discard(self) -> None:
        """Remove the file, where no index came of it; only for the process that has the lock."""
        with suppress(OSError):
            os.unlink(self._path)

    def release(self) -> None:
        """Let the next writer in. Releasing twice does nothing."""
        if self._descriptor >= 0:
            # A forked child shares the lock: it must not give it back, and must not keep it from being so.
            if os.getpid() == self._owner:
                os.ftruncate(self._descriptor, 0)
                fcntl.flock(self._descriptor, fcntl.LOCK_UN)
            os.close(self._descriptor)
            self._descriptor = -1


def _lock(path: str) -> int:
    """Return a descriptor that holds the lock."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 4096).decode("utf-8", "replace") or "another process"
            os.close(descriptor)
            raise LockedError(f"{path}: the index is being written by {holder}; try again when it is done") from None
        # Whoever discarded the file in between left us with a lock on a name that is gone.
        with suppress(FileNotFoundError):
            if os.stat(path).st_ino == os.fstat(descriptor).st_ino:
                return descriptor
        os.close(descriptor)
