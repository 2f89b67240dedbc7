"""Ask the engines of the peers kit as its own command does, each warmed up again before its turn.

    SEARCHLIB_PEERS=/path/to/kit python rewarmed.py --corpus ro20k --engines tantivy,lucene --kinds TERM --passes 3

The kit has the first hundred questions of a class asked of Lucene, unmeasured, whenever its turn comes, as other
engines have run for seconds or minutes in between. Memory that was not used for so long is slow at first for all of
them, so that each is asked the same here, but those that answer fewer than a hundred questions in a turn. kit.py runs
this with ``--rewarm``.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

AGAIN = 100
"""Questions, as many as the kit has asked of Lucene."""
WARMED_BY_KIT = "lucene"


def kit_of(folder: Path) -> Any:
    """Return the kit's module, whose engines are warmed up again before each turn."""
    path = folder / "bench.py"
    described = importlib.util.spec_from_file_location("bench", path)
    if described is None or described.loader is None or not path.is_file():
        raise SystemExit("set SEARCHLIB_PEERS to the folder with the kit's bench.py")
    kit: Any = importlib.util.module_from_spec(described)
    described.loader.exec_module(kit)
    call = kit.W.call

    def rewarmed(engine: Any, *asked: Any) -> Any:
        """Ask the process of an engine; its turns are ``RUN class hits time file questions``."""
        if asked[0] == "RUN" and "time" in asked and engine.name != WARMED_BY_KIT and asked[-1] >= AGAIN:
            call(engine, *asked[:-1], AGAIN)
        return call(engine, *asked)

    kit.W.call = rewarmed
    return kit


def parsed() -> argparse.Namespace:
    """Return the options of the kit's query command, with its defaults for those that kit.py does not give."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--engines", required=True)
    parser.add_argument("--kinds", default="")
    parser.add_argument("--ref", default="lucene")
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--core", type=int, default=0)
    parser.add_argument("--nice", type=int, default=-10)
    parser.set_defaults(maxq=0, budget=6.0, slowpasses=2, jitwarm=8, idx_threads="1")
    return parser.parse_args()


def main() -> int:
    kit_of(Path(os.environ.get("SEARCHLIB_PEERS", ""))).cmd_query(parsed())
    return 0


if __name__ == "__main__":
    sys.exit(main())
