"""``python -m searchlib``: the command line."""

from __future__ import annotations

from searchlib.cli import main

if __name__ == "__main__":
    main(prog_name="searchlib")
