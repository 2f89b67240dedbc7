"""Say whether the generated tables are what their generators write.

A generator runs in a copy of the sources, so that nothing of the project is touched. Another version of
Unicode gives another table: with a Python that has one, nothing is compared.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLASSES = "src/searchlib/analysis/character_classes.py"
GENERATED = {
    "tools/make_character_classes.py": ("src/native/analysis/character_classes.inc", CLASSES),
    "tools/make_letters.py": ("src/native/analysis/letters.inc",),
}


def stale_tables(generator: str, tables: tuple[str, ...]) -> list[str]:
    """Return those tables that the generator writes otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__", "*.so"))
        (copy / "tools").mkdir()
        shutil.copy(ROOT / generator, copy / generator)
        subprocess.run([sys.executable, str(copy / generator)], check=True)
        return [name for name in tables if (copy / name).read_bytes() != (ROOT / name).read_bytes()]


def main() -> int:
    """Compare the tables; return 1 where one differs."""
    if f'"{unicodedata.unidata_version}"' not in (ROOT / CLASSES).read_text(encoding="utf-8"):
        print(f"this Python has Unicode {unicodedata.unidata_version}, the tables another: not compared")
        return 0
    stale = {name: generator for generator, tables in GENERATED.items() for name in stale_tables(generator, tables)}
    for name, generator in stale.items():
        print(f"{name} is not what {generator} writes: run it")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
