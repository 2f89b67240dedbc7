"""Write small scripts named cc, c++, ar and ranlib that call the compiler of the PyPI package ziglang.

Usage: ``python tools/make_zig_wrappers.py FOLDER``, with the Python that has ziglang installed.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

# Zig compiles for the processor at hand unless told otherwise; a wheel is for every processor.
WRAPPERS = {"cc": "cc -mcpu=baseline", "c++": "c++ -mcpu=baseline", "ar": "ar", "ranlib": "ranlib"}


def main() -> None:
    """Write the scripts into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, command in WRAPPERS.items():
        script = folder / name
        script.write_text(
            f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m ziglang {command} "$@"\n', encoding="utf-8"
        )
        script.chmod(0o755)


if __name__ == "__main__":
    main()
