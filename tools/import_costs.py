"""Write the table of docs/dependencies.md: why each dependency is here, its licence, what its import costs.

The cost is the least of several runs of ``python -X importtime -c "import …"`` in a fresh process, with everything
that the module imports in turn. Usage: ``python tools/import_costs.py [--check]``; ``--check`` only compares the
names in the table with those in pyproject.toml, as times differ from machine to machine, and looks for what is needed
for building, tests, checks and benchmarks in the tables below.
"""

from __future__ import annotations

import argparse
import platform
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "dependencies.md"
BEGIN, END = "<!-- table: begin -->\n", "<!-- table: end -->\n"
RUNS = 5


class Dependency(NamedTuple):
    """What cannot be read from the package itself."""

    module: str
    licence: str
    why: str
    when: str


DEPENDENCIES = {
    "click": Dependency(
        "click", "BSD-3-Clause", "commands, options and their help for `searchlib`", "on the command line"
    ),
    "msgspec": Dependency("msgspec.json", "BSD-3-Clause", "reads JSON Lines fast and strictly", "when JSON is read"),
    "numpy": Dependency("numpy", "BSD-3-Clause", "arrays of ids and scores", "when `hits.ids` is asked for"),
    "pyahocorasick": Dependency(
        "ahocorasick", "BSD-3-Clause", "finds all names of a gazetteer in one pass", "when a gazetteer is read"
    ),
    "PyStemmer": Dependency(
        "Stemmer", "MIT and BSD-3-Clause", "the same stemmer in C; snowballstemmer uses it", "with the Romanian chain"
    ),
    "rich": Dependency("rich.progress", "MIT", "colour, tables and progress bars for people", "on a terminal"),
    "snowballstemmer": Dependency(
        "snowballstemmer", "BSD-3-Clause", "the stemmers of the Snowball project", "with the Romanian chain"
    ),
    "tzdata": Dependency("tzdata", "Apache-2.0", "time zones where the system has none", "when the system has none"),
    "unidecode": Dependency(
        "unidecode", "GPL-2.0-or-later", "letters of other scripts in Latin letters", "with the Romanian chain"
    ),
    "zstandard": Dependency("zstandard", "BSD-3-Clause", "reads `.zst` files", "when such a file is read"),
}


def _names(requirements: Iterable[str]) -> list[str]:
    return [re.split(r"[<>=!~\[; ]", requirement)[0] for requirement in requirements]


def declared() -> list[str]:
    """Return the names of the dependencies in pyproject.toml."""
    return _names(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"])


def declared_for_work() -> list[str]:
    """Return the names of what pyproject.toml asks for besides: for building, and by the extras."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = settings["project"]["optional-dependencies"].values()
    return _names([*settings["build-system"]["requires"], *(one for extra in extras for one in extra)])


def missing(page: str) -> list[str]:
    """Return those of them that stand in no row of a page."""
    rows = re.findall(r"^\| ([^|]+) \|", page, re.MULTILINE)
    named = {name.strip().lower() for row in rows for name in row.split(",")}
    return sorted({name for name in declared_for_work() if name.lower() not in named})


def import_cost(module: str) -> float:
    """Return the milliseconds that importing `module` takes in a fresh process, the least of several runs."""
    least = float("inf")
    for _ in range(RUNS):
        command = [sys.executable, "-X", "importtime", "-c", f"import {module}"]
        report = subprocess.run(command, check=True, capture_output=True, text=True).stderr
        lines = [line.split("|") for line in report.splitlines() if line.startswith("import time:")]
        after_start = False
        total = 0
        for _, cumulative, name in lines[1:]:
            # The interpreter's own start ends with the module `site`; only outermost imports are added up.
            if after_start and not name.startswith("   "):
                total += int(cumulative)
            after_start = after_start or name.strip() == "site"
        least = min(least, total / 1000)
    return least


def table() -> str:
    """Return the table, with the sentence that says where it was measured."""
    rows = ["| Package | Version | Licence | Why | Imported | Import cost, ms |", "|---|---|---|---|---|---|"]
    for name in declared():
        entry = DEPENDENCIES[name]
        cost = f"{import_cost(entry.module):.1f}"
        rows.append(f"| {name} | {metadata.version(name)} | {entry.licence} | {entry.why} | {entry.when} | {cost} |")
    measured = f"Measured with Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    return "\n".join([*rows, "", f"{measured}; the least of {RUNS} runs each.", ""])


def main() -> int:
    """Rewrite the table in its page, or check its names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare the names")
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    present, _, after = rest.partition(END)
    if parser.parse_args().check:
        listed = re.findall(r"^\| (\S+) \|", present, re.MULTILINE)[1:]
        if not listed == declared() == [name for name in declared() if name in DEPENDENCIES]:
            print(f"{PAGE.name} lists {listed}, pyproject.toml {declared()}")
            return 1
        for name in missing(text):
            print(f"{PAGE.name} does not say why {name} is needed")
        return int(bool(missing(text)))
    PAGE.write_text(f"{before}{BEGIN}{table()}{END}{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
