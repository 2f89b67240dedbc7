"""Say where more than one module of a package imports the native module."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "searchlib"
NATIVE = "searchlib._native"


def imports_native(path: Path) -> bool:
    """Return whether the Python file at `path` imports the native module, under whichever name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import) and any(alias.name == NATIVE for alias in node.names):
            return True
        if isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            if node.module == NATIVE or NATIVE in names:
                return True
    return False


def main() -> int:
    """Print the packages that break the rule; return 1 if there are any."""
    importers: defaultdict[Path, list[str]] = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        if imports_native(path):
            importers[path.parent].append(path.name)
    guilty = {package: names for package, names in importers.items() if len(names) > 1}
    for package, names in guilty.items():
        print(f"{package.relative_to(PACKAGE.parent)}: only one module may import {NATIVE}, not {', '.join(names)}")
    return 1 if guilty else 0


if __name__ == "__main__":
    sys.exit(main())
