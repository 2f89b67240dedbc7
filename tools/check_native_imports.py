"""Say where modules of a package import the native module side by side, and where its folders include wrongly."""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent / "src"
PACKAGE = SOURCES / "searchlib"
NATIVE = "searchlib._native"

# What each folder of src/native may include besides itself, as ARCHITECTURE.md says.
INCLUDED = {
    "kernels": set[str](),
    "analysis": set[str](),
    "documents": set[str](),
    "storage": {"kernels"},
    "indexing": {"analysis", "documents", "storage"},
    "search": {"kernels", "storage"},
    "planning": {"search"},
    "suggestions": {"analysis", "storage", "search"},
    "passages": {"analysis", "indexing"},
    "results": {"kernels", "storage", "search"},
    "bindings": {
        "kernels",
        "analysis",
        "documents",
        "storage",
        "indexing",
        "search",
        "planning",
        "suggestions",
        "passages",
        "results",
        "nanobind",
    },
}
INCLUDE = re.compile(r'^\s*#\s*include\s*["<](\w+)(?:/|\.h>)', re.MULTILINE)


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


def wrong_includes() -> list[str]:
    """Return a line for each file of the native core that includes what its folder may not know."""
    found: list[str] = []
    folders = {*INCLUDED, "nanobind", "Python"}
    for path in sorted((SOURCES / "native").rglob("*.?*")):
        if path.suffix not in (".cpp", ".hpp", ".inc"):
            continue
        folder = path.relative_to(SOURCES / "native").parts[0]
        if folder not in INCLUDED:
            found.append(f"{path.relative_to(SOURCES)}: nothing is said about what {folder} may include")
            continue
        included = set(INCLUDE.findall(path.read_text(encoding="utf-8"))) & folders
        wrong = sorted(included - INCLUDED[folder] - {folder})
        found += [f"{path.relative_to(SOURCES)}: {folder} may not include {other}" for other in wrong]
    return found


def crowded_packages() -> list[str]:
    """Return a line for each package of which more than one module imports the native module."""
    importers: defaultdict[Path, list[str]] = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        if imports_native(path):
            importers[path.parent].append(path.name)
    return [
        f"{package.relative_to(SOURCES)}: only one module may import {NATIVE}, not {', '.join(names)}"
        for package, names in importers.items()
        if len(names) > 1
    ]


def main() -> int:
    """Print what breaks the rules; return 1 if anything does."""
    guilty = [*crowded_packages(), *wrong_includes()]
    print("\n".join(guilty), end="\n" if guilty else "")
    return 1 if guilty else 0


if __name__ == "__main__":
    sys.exit(main())
