"""Time against the number of documents: the ten best should cost less than in proportion.

python benchmarks/shapes/sizes.py --corpus ro1m        saves the figures and draws docs/figures/sizes.svg

The corpus is cut to its first documents; the kit's ``make_corpus.py --name ro1m --n 1000000`` makes one of a million.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from drawing import lines
from kit_corpus import FIGURES, Corpus, asked, parser, record, save, times

KINDS = {"TERM": 10, "AND2": 10, "OR5": 10, "PHRASE2": 10, "OR_DATE_ENT": 10, "DATESORT": 10}
"""Of the kit → how many hits are asked for."""


def main() -> int:
    assert __doc__ is not None
    options = parser(__doc__, "ro1m")
    options.add_argument("--sizes", default="10000,100000,1000000", help="documents, with commas between")
    arguments = options.parse_args()
    sizes = sorted(map(int, arguments.sizes.split(",")))
    drawn: dict[str, list[tuple[float, float]]] = {kind: [] for kind in KINDS}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            corpus = Corpus(arguments.corpus, Path(folder), size)
            for kind, hits in KINDS.items():
                engine, name, k = corpus.engine, kind, hits
                prepared = [engine.prepare(*question) for question in asked(corpus, kind, arguments.questions)]
                spent = times(lambda query: engine.run(name, query, k), prepared, arguments.passes)  # noqa: B023 - called at once
                drawn[kind].append((size, spent))
            print(size, {kind: round(points[-1][1], 1) for kind, points in drawn.items()}, flush=True)
    made = {**record("sizes", corpus, arguments), "drawn": drawn}
    title = f"Ten hits, by the number of documents ({corpus.name}, {made['date'][:10]})"
    lines(FIGURES / "sizes.svg", title, "documents", "median, µs", drawn)
    save(made, arguments.save)
    return 0


if __name__ == "__main__":
    sys.exit(main())
