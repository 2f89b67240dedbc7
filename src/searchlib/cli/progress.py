"""How far a long command is: counts always, a bar on a terminal."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

import click

from searchlib.cli.output import one_line

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress, TaskID

    from searchlib.errors import DocumentError
    from searchlib.indexing.report import Progress as WriterProgress

__all__ = ["Meter"]

_PAUSE = 0.1
"""Seconds between two updates of the bar."""


class Meter:
    """Counts documents and the text in them; on a terminal it shows them in a bar while it is entered.

    `documents` and `bytes` (UTF-8 of their texts) are what `show` was told last, `skipped` what `skip` got.
    """

    def __init__(self) -> None:
        self.documents = 0
        self.bytes = 0
        self.skipped = 0
        self._started = time.perf_counter()
        self._shown = 0.0
        self._bar: tuple[Progress, TaskID] | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._bar = _make_bar()
            self._bar[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar[0].stop()
            self._bar = None

    def show(self, at: WriterProgress) -> None:
        """Take note of how far the writer is, and show it ten times a second."""
        self.documents = at.documents
        self.bytes = at.text_bytes
        if self._bar is not None and time.perf_counter() - self._shown > _PAUSE:
            self._shown = time.perf_counter()
            progress, task = self._bar
            progress.update(task, completed=at.bytes_read, total=at.bytes_total)
            self.say("reading", self._left(at))

    def _left(self, at: WriterProgress) -> str:
        """Return the time that reading the rest will take, if the size of all files is known."""
        if not at.bytes_total or not at.bytes_read:
            return ""
        elapsed = time.perf_counter() - self._started
        seconds = round(elapsed * max(at.bytes_total - at.bytes_read, 0) / at.bytes_read)
        return f"  {seconds // 60}:{seconds % 60:02} left"

    def skip(self, error: DocumentError) -> None:
        """Report a bad record as ``file:line: reason`` on standard error, and count it."""
        self.skipped += 1
        line = one_line(str(error))
        if self._bar is not None:
            self._bar[0].console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(line, err=True)

    def say(self, doing: str, more: str = "") -> None:
        """Show in the bar what is being done, how fast it has gone so far, and `more`."""
        if self._bar is not None:
            progress, task = self._bar
            read = f"{self.documents:,} document{'' if self.documents == 1 else 's'}"
            progress.update(task, description=doing, numbers=f"{read}  {self.speed()}{more}")

    def speed(self) -> str:
        """Return how much text was read a second since the start, as people read it."""
        seconds = max(time.perf_counter() - self._started, 1e-9)
        return f"{self.bytes / 1e6 / seconds:.1f} MB/s"


def _make_bar() -> tuple[Progress, TaskID]:
    """Return a bar on standard error; it moves to and fro where nobody knows how much there is to read."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[numbers]}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    return progress, progress.add_task("reading", total=None, numbers="")
