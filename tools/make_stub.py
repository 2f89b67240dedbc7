"""Write `src/searchlib/_native.pyi`, the types of the native module, from the module itself.

With ``--check`` nothing is written: the exit code is 1 where the committed stub is another one.
"""

from __future__ import annotations

import argparse
import difflib
import subprocess
import sys
import tempfile
from pathlib import Path

STUB = Path(__file__).resolve().parent.parent / "src" / "searchlib" / "_native.pyi"


def generate() -> str:
    """Return the stub of the module that is installed beside this Python."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "_native.pyi"
        command = [sys.executable, "-m", "nanobind.stubgen", "--quiet", "--module", "searchlib._native"]
        subprocess.run([*command, "--output-file", str(target)], check=True)
        return target.read_text(encoding="utf-8")


def main() -> int:
    """Write or check the stub."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether it is up to date")
    wanted = generate()
    if not parser.parse_args().check:
        STUB.write_text(wanted, encoding="utf-8")
        return 0
    present = STUB.read_text(encoding="utf-8") if STUB.exists() else ""
    if present == wanted:
        return 0
    difference = difflib.unified_diff(present.splitlines(), wanted.splitlines(), "committed", "generated", lineterm="")
    print("\n".join(difference))
    print(f"{STUB.name} does not say what the module holds; `make stub` writes it anew")
    return 1


if __name__ == "__main__":
    sys.exit(main())
