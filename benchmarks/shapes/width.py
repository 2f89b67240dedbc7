"""Time against the width of the range of dates: a narrower one should cost less.

python benchmarks/shapes/width.py --corpus ro500k        saves the figures and draws docs/figures/width.svg
"""

from __future__ import annotations

import random
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from drawing import lines
from kit_corpus import FIGURES, Corpus, asked, parser, record, save, times

import searchlib as sl
from searchlib.query import And, Or, Query, Word

EPOCH = date(1970, 1, 1)
WIDTHS = (1, 3, 7, 14, 30, 90, 180, 365, 730, 1460)
"""In days."""
KINDS: dict[str, type[And | Or]] = {"OR5": Or, "OR2": Or, "AND2": And}


def ranged(corpus: Corpus, kind: str, width: int, count: int) -> list[Query]:
    """Return the questions of a kind, each with a range of that width that begins anywhere."""
    chance = random.Random(f"{kind} {width}")
    made: list[Query] = []
    for question in asked(corpus, kind, count):
        first = chance.randint(corpus.first_day, max(corpus.first_day, corpus.last_day - width + 1))
        start = EPOCH + timedelta(days=first)
        words = KINDS[kind](tuple(Word(term, "text") for term in question.terms))
        made.append(words & sl.between("date", start, start + timedelta(days=width - 1), timezone="UTC"))
    return made


def main() -> int:
    assert __doc__ is not None
    arguments = parser(__doc__, "ro500k").parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus = Corpus(arguments.corpus, Path(folder))
        days = corpus.last_day - corpus.first_day + 1
        search = corpus.engine.index.search
        drawn = {
            kind: [
                (
                    width,
                    times(
                        lambda query: search(query).ids,
                        ranged(corpus, kind, width, arguments.questions),
                        arguments.passes,
                    ),
                )
                for width in [*(width for width in WIDTHS if width < days), days]
            ]
            for kind in KINDS
        }
    made = {**record("width", corpus, arguments), "drawn": drawn}
    title = f"Ten best of {corpus.documents:,} documents, with a range of dates ({corpus.name}, {made['date'][:10]})"
    lines(FIGURES / "width.svg", title, "days that the range covers", "median, µs", drawn)
    save(made, arguments.save)
    return 0


if __name__ == "__main__":
    sys.exit(main())
