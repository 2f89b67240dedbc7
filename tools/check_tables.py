"""Say whether the generated character classes are what their generator writes.

The generator runs in an empty copy of the folders, so that nothing of the project is touched. Another version of
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
GENERATOR = "tools/make_character_classes.py"
TABLES = ("src/native/analysis/character_classes.inc", "src/searchlib/analysis/character_classes.py")


def main() -> int:
    """Compare the tables; return 1 where one differs."""
    if f'"{unicodedata.unidata_version}"' not in (ROOT / TABLES[1]).read_text(encoding="utf-8"):
        print(f"this Python has Unicode {unicodedata.unidata_version}, the tables another: not compared")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in (GENERATOR, *TABLES):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / GENERATOR, copy / GENERATOR)
        subprocess.run([sys.executable, str(copy / GENERATOR)], check=True)
        stale = [name for name in TABLES if (copy / name).read_bytes() != (ROOT / name).read_bytes()]
    for name in stale:
        print(f"{name} is not what {GENERATOR} writes: run it")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
