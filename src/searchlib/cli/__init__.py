"""The command line: one small file per command, imported only when its command is called."""

from __future__ import annotations

import gc

# Imports make many objects and hardly any garbage: looking for it time and again is in vain.
gc.set_threshold(50_000)

from searchlib.cli.group import main  # noqa: E402 - its imports are what the line above is about

__all__ = ["main"]
