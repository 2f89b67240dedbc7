"""The removal of files that no generation needs, beside the work of the writer."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from searchlib.storage import Directory

__all__ = ["Sweeping"]


class Sweeping:
    """Removes files in a thread: on ext4 with ``discard`` one takes up to 3 ms, which no commit has to wait for.

    What cannot be removed stays until the next time. Of the files that are removed while commits go on none has a name
    that is given again; of those that a crash or a failure left some have, and these have to be waited for.

    Parameters
    ----------
    directory : Directory
        The index.
    """

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._thread: Thread | None = None

    def start(self, kept: Iterable[str]) -> None:
        """Begin to remove the files of the index that are there now and not in `kept`, unless a removal goes on."""
        if self._thread is not None and self._thread.is_alive():
            return
        names = self._directory.left_overs(kept)
        if names:
            self._thread = Thread(target=self._remove, args=(names,), name="searchlib-sweep", daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Wait until they are gone."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _remove(self, names: list[str]) -> None:
        for name in names:
            with suppress(OSError):
                Path(self._directory.file(name)).unlink()
