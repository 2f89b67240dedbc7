"""The scripts of benchmarks/romanian import the modules beside them by name."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks" / "romanian"))
