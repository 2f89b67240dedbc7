"""How far a long command is: counts always, a bar on a terminal."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

import click

from searchlib.cli.output import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from rich.progress import Progress, TaskID

    from searchlib.documents import Document
    from searchlib.errors import DocumentError

__all__ = ["Meter"]

_PAUSE = 0.1
"""Seconds between two updates of the bar."""


class Meter:
    """Counts documents and the text in them; on a terminal it shows them in a bar while it is entered.

    `documents` and `bytes` (UTF-8 of title and body) are what `count` has passed on, `skipped` what `skip` got.
    """

    def __init__(self) -> None:
        self.documents = 0
        self.bytes = 0
        self.skipped = 0
        self._started = time.perf_counter()
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

    def count(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield `documents`, counting them."""
        shown = 0.0
        for document in documents:
            self.documents += 1
            for name in ("title", "body"):
                text = document.get(name)
                if isinstance(text, str):
                    self.bytes += len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
            if self._bar is not None and time.perf_counter() - shown > _PAUSE:
                shown = time.perf_counter()
                self.say("reading")
            yield document

    def skip(self, error: DocumentError) -> None:
        """Report a bad record as ``file:line: reason`` on standard error, and count it."""
        self.skipped += 1
        line = one_line(str(error))
        if self._bar is not None:
            self._bar[0].console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(line, err=True)

    def say(self, doing: str) -> None:
        """Show in the bar what is being done, and how fast it has gone so far."""
        if self._bar is not None:
            progress, task = self._bar
            read = f"{self.documents:,} document{'' if self.documents == 1 else 's'}"
            progress.update(task, description=doing, numbers=f"{read}  {self.speed()}")

    def speed(self) -> str:
        """Return how much text was read a second since the start, as people read it."""
        seconds = max(time.perf_counter() - self._started, 1e-9)
        return f"{self.bytes / 1e6 / seconds:.1f} MB/s"


def _make_bar() -> tuple[Progress, TaskID]:
    """Return a bar on standard error; it only moves to and fro, since nobody knows how much there is to read."""
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
