"""Say which source files and Python functions are too long to be read in one go.

The functions of the C++ sources are measured by clang-tidy (readability-function-size).
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUFFIXES = (".py", ".cpp", ".hpp")
FILE_LINES = 400
FUNCTION_LINES = 60
GENERATED = {"src/searchlib/analysis/character_classes.py"}


def sources() -> list[Path]:
    """Return the source files that git knows or would know."""
    git = shutil.which("git")
    if git is None:
        sys.exit("check_sizes.py asks git for the files of the project, and there is no git")
    command = [git, "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0")
    chosen = sorted({name for name in listed if name.endswith(SUFFIXES)} - GENERATED)
    return [ROOT / name for name in chosen if (ROOT / name).exists()]


def long_functions(text: str) -> Iterator[tuple[int, str, int]]:
    """Yield line, name and length of every function of Python source `text` that is too long."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            length = node.end_lineno - node.lineno + 1
            if length > FUNCTION_LINES:
                yield node.lineno, node.name, length


def main() -> int:
    """Print what is too long; return 1 if anything is."""
    complaints: list[str] = []
    for path in sources():
        name = path.relative_to(ROOT)
        text = path.read_text(encoding="utf-8")
        lines = text.count("\n")
        if lines > FILE_LINES:
            complaints.append(f"{name}: {lines} lines, more than {FILE_LINES}")
        if path.suffix == ".py":
            complaints += [
                f"{name}:{line}: {function} has {length} lines, more than {FUNCTION_LINES}"
                for line, function, length in long_functions(text)
            ]
    if complaints:
        print("\n".join(complaints))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
