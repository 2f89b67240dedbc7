"""Writing results: JSON in UTF-8 whatever the terminal, and text that cannot command a terminal."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

__all__ = ["echo_json", "human_size", "one_line", "printable", "terminal_width", "wants_color"]

_CONTROLS: dict[int, str | None] = {
    **dict.fromkeys((*range(32), *range(127, 160)), "\N{REPLACEMENT CHARACTER}"),
    **dict.fromkeys((*range(9, 14), *range(28, 32), 0x85), " "),  # the blanks among them
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A))),  # these reorder what follows
}


def printable(text: str) -> str:
    """Return `text` without anything that moves the cursor, changes colours or reorders a line of a terminal.

    Each blank becomes a space; no other letter is touched.
    """
    return text.translate(_CONTROLS)


def one_line(text: str) -> str:
    """Return `text` as one printable line, its runs of blanks collapsed."""
    return " ".join(printable(text).split())


def wants_color(*, choice: bool | None) -> bool:
    """Return whether standard output gets colours: as chosen, or else if it is a terminal without NO_COLOR."""
    if choice is not None:
        return choice
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def terminal_width() -> int | None:
    """Return the columns of the terminal that standard output is, at least 40; None if it is none."""
    if not sys.stdout.isatty():
        return None
    from shutil import get_terminal_size

    return max(40, get_terminal_size().columns)


def echo_json(value: object, *, indent: int | None = None) -> None:
    """Write `value` as JSON in UTF-8 to standard output, whatever the encoding of the terminal."""
    import json

    # A lone surrogate has no UTF-8; backslashreplace writes it just as JSON escapes it.
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=_plain)
    click.echo(text.encode("utf-8", "backslashreplace"))


def _plain(value: Any) -> Any:
    """Return what JSON has for a value that it does not know: ISO for dates, a list for sequences."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return list(value) if hasattr(value, "__iter__") else str(value)


def human_size(size: int) -> str:
    """Return a number of bytes as people read it: ``812 bytes``, ``12.3 MB`` (10⁶ bytes)."""
    if size < 1000:
        return f"{size} bytes"
    amount = float(size)
    for unit in ("kB", "MB", "GB"):
        amount /= 1000
        if amount < 999.95:
            return f"{amount:.1f} {unit}"
    return f"{amount / 1000:.1f} TB"
