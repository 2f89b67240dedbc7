"""Time classes of questions of the peers kit on two indexes, or with two builds of the library, in turns.

    PEERS_HOME=/path python benchmarks/micro/classes.py --corpus ro500k --classes PHRASE2,OR5 \
        before=PACKAGES:INDEX after=PACKAGES:INDEX --save NAME

PACKAGES is a folder that holds a build of the package searchlib, INDEX an index that it can read. Every variant has a
process of its own on one core; pass by pass they answer the same questions in turns, so that what else the machine does
meets them alike. The best time of each question counts; the first pass is left out. What is saved in classes-NAME.json
are microseconds, and how many times the first variant's they are.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ENGINES = HERE.parent / "engines"
sys.path.insert(0, str(ENGINES))

import records  # noqa: E402 - lies beside the other benchmarks


class Variant:
    """A build and an index, in a process of its own."""

    def __init__(self, name: str, packages: str, index: str, core: int, questions: Path) -> None:
        self.name = name
        environment = {**os.environ, "PYTHONPATH": packages}
        command = [sys.executable, str(ENGINES / "worker.py"), "searchlib", str(core)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ENGINES
        )
        self.classes: list[str] = self._ask("open", index, str(questions))["classes"]
        self.best: dict[str, list[int]] = {}

    def _ask(self, *command: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def time(self, name: str, count: int) -> list[int]:
        """Return the nanoseconds of the first questions of a class."""
        spent: list[int] = self._ask("time", name, count)
        return spent

    def close(self) -> None:
        self._process.communicate()


def timed(variants: list[Variant], classes: list[str], count: int, passes: int) -> dict[str, dict[str, Any]]:
    """Return the figures of each class and variant."""
    for number in range(passes + 1):
        for name in classes:
            for variant in variants:
                spent = variant.time(name, count)
                if number > 0:
                    best = variant.best.get(name, spent)
                    variant.best[name] = [min(pair) for pair in zip(best, spent, strict=True)]
    found: dict[str, dict[str, Any]] = {}
    for name in classes:
        first = records.figures(variants[0].best[name])
        for variant in variants:
            figures = records.figures(variant.best[name])
            times = {key: round(value / first[key], 3) for key, value in figures.items()}
            found.setdefault(name, {})[variant.name] = {**figures, "times": times}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("variants", nargs="+", metavar="NAME=PACKAGES:INDEX")
    parser.add_argument("--corpus", required=True, help="its name in the kit, for its questions")
    parser.add_argument("--classes", required=True, help="with commas")
    parser.add_argument("--count", type=int, default=200, help="questions of each class (default: 200)")
    parser.add_argument("--passes", type=int, default=5, help="passes that count (default: 5)")
    parser.add_argument("--core", type=int, default=1, help="the core of all variants (default: 1)")
    parser.add_argument("--save", metavar="NAME", help="save the figures in classes-NAME.json")
    arguments = parser.parse_args()
    home = Path(os.environ.get("PEERS_HOME") or Path.home() / ".cache" / "searchlib-peers")
    questions = home / "data" / arguments.corpus / "queries.tsv"
    variants: list[Variant] = []
    for given in arguments.variants:
        name, _, where = given.partition("=")
        packages, _, index = where.partition(":")
        variants.append(Variant(name, packages, index, arguments.core, questions))
    before = records.load()
    classes = timed(variants, arguments.classes.split(","), arguments.count, arguments.passes)
    for variant in variants:
        variant.close()
    figures = {"form": 1, "kind": "classes", "corpus": arguments.corpus, "machine": records.machine()}
    figures |= {"date": records.now(), "load": [before, records.load()], "classes": classes}
    text = json.dumps(figures, indent=1) + "\n"
    if arguments.save:
        (HERE / f"classes-{arguments.save}.json").write_text(text, encoding="utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
