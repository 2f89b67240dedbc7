"""The command line: one small file per command, imported only when its command is called."""

from __future__ import annotations

from searchlib.cli.group import main

__all__ = ["main"]
