"""Run the benchmarks, save their figures under benchmarks/results, and compare them with the run before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
ROMANIAN = ROOT / "benchmarks" / "romanian" / "measure.py"


def main() -> int:
    """Run pytest-benchmark, then measure Romanian analysis; return the exit code."""
    command = [sys.executable, "-m", "pytest", "-q", "--benchmark-only", "--benchmark-autosave"]
    command += [f"--benchmark-storage=file://{RESULTS}", "--benchmark-group-by=group", "--benchmark-sort=name"]
    command += ["--benchmark-columns=median,iqr,min,max,rounds", "--benchmark-warmup=on"]
    if any(RESULTS.glob("*/*.json")):  # a folder a machine; the files beside them are comparisons of engines
        command.insert(4, "--benchmark-compare")  # before another option: a path after it would be its value
    code = subprocess.run([*command, "benchmarks", *sys.argv[1:]], cwd=ROOT, check=False).returncode
    if code or sys.argv[1:]:  # a part was asked for
        return code
    return subprocess.run([sys.executable, ROMANIAN], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
