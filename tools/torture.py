"""Run the crash, corruption and differential tests again and again, each round with a seed of its own.

The number of the round is its seed. It is kept in build/torture/round, so that a later run goes on where this one
stopped; what a failing round printed is kept beside it. A round is run again with
``python tools/torture.py --round N``.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / "build" / "torture"
SUITES = re.compile(r"tests/differential/|crash|corruption|machine|properties")


def suites() -> list[str]:
    """Return the test files that a round runs."""
    found = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py"))
    return [name for name in found if SUITES.search(name)]


def run_round(number: int) -> bool:
    """Run round `number`; return whether every test passed."""
    environment = os.environ | {"SEARCHLIB_LONG": "1", "SEARCHLIB_SEED": str(number)}
    command = [sys.executable, "-m", "pytest", "-q", "--benchmark-disable", "-n", "auto"]
    command += ["--hypothesis-profile=torture", f"--hypothesis-seed={number}"]
    started = time.monotonic()
    outcome = subprocess.run(
        [*command, *suites()],
        cwd=ROOT,
        env=environment,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    passed = outcome.returncode == 0
    print(f"round {number}: {'passed' if passed else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    if not passed:
        log = STATE / f"round-{number}.log"
        log.write_text(outcome.stdout, encoding="utf-8")
        print(f"  {log.relative_to(ROOT)}", flush=True)
    return passed


def main() -> int:
    """Run rounds until stopped, or as many as asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=0, help="how many rounds; 0 goes on until stopped")
    parser.add_argument("--round", type=int, help="run only this round again")
    options = parser.parse_args()
    STATE.mkdir(parents=True, exist_ok=True)
    if options.round is not None:
        return 0 if run_round(options.round) else 1
    counter = STATE / "round"
    number = int(counter.read_text(encoding="utf-8")) if counter.exists() else 1
    last = number + options.rounds if options.rounds else sys.maxsize
    failed = 0
    try:
        for current in range(number, last):
            failed += not run_round(current)
            counter.write_text(f"{current + 1}\n", encoding="utf-8")
    except KeyboardInterrupt:
        print("stopped; the next run goes on with this round")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
