"""Feeds the parser of the query language with garbage until it is stopped, or for so many seconds.

    python tools/fuzz_queries.py --seconds 3600

Each question is a tree or a `QuerySyntaxError`, within 50 milliseconds; the tree survives printing and
parsing; reading leniently never fails, and agrees with reading strictly where that works. Questions that reach lines
of the parser that no other has reached are kept and changed further. Prints the question that broke a promise, and
exits with 1.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

from searchlib.errors import QuerySyntaxError
from searchlib.query import Query, parse, understand
from searchlib.query.limits import DEFAULT_LIMITS
from searchlib.schema import NEWS, Number, Schema

SCHEMA = Schema({**NEWS.fields, "pages": Number()}, key=NEWS.key, aliases=NEWS.aliases)
SEEDS = (
    'a b +c -d "muzeul memorial" entity:"Kim Jong Un" date:2025-10',
    'title:(a OR "b c" AND NOT d*)^2 source:(zf digi24) /minist(ru|rul){1,2}/^=3',
    'ministu~2/3 mini?t*r =fața ="pe ea" "a b"~3 a NEAR/3 b ADJ/2 (c OR d) pages:[1 TO 2.5} pages:>=1e3',
    'date:["săptămâna trecută" TO azi] date:{2025 TO *] date:none date:"ultimele 7 zile" title:* * „x” «y»',
)
PIECES = (
    *'()[]{}"„”“«»^~*?/\\+-=:!&|.,<>',
    " ",
    "AND ",
    "OR ",
    "NOT ",
    "TO ",
    "NEAR/3 ",
    "title:",
    "date:",
    "ȘI ",
    "a",
    "9",
)
MOST_SECONDS = 0.05
MOST_CHARACTERS = 802


class Reached:
    """Which lines of the query package have been run."""

    def __init__(self) -> None:
        self.lines: set[tuple[str, int]] = set()
        self.new = False

    def trace(self, frame: FrameType, event: str, argument: Any) -> Any:
        """Note the line, as `sys.settrace` asks for it."""
        del argument
        if "/searchlib/query/" not in frame.f_code.co_filename:
            return None
        place = (frame.f_code.co_filename, frame.f_lineno)
        if event == "line" and place not in self.lines:
            self.lines.add(place)
            self.new = True
        return self.trace


def strictly(text: str, **options: Any) -> Query | None:
    """Return the tree of a question; None for one that is refused."""
    try:
        return parse(text, SCHEMA, **options)
    except QuerySyntaxError as error:
        if not 0 <= error.position <= len(text) or ";" not in error.message:
            raise AssertionError(f"the error says too little: {error!r}") from error
        if len(error.message) > MOST_CHARACTERS:
            raise AssertionError(f"the error says too much: {error!r}") from error
        return None


def check(text: str, rng: random.Random) -> None:
    """Raise where a promise is broken."""
    options: dict[str, Any] = {"default_operator": rng.choice(("or", "and")), "romanian": rng.random() < 0.5}
    start = time.process_time()
    tree = strictly(text, **options)
    spent = time.process_time() - start
    if spent > MOST_SECONDS:
        raise AssertionError(f"it took {spent * 1000:.0f} ms")
    understood = understand(text, SCHEMA, **options)
    if tree is not None:
        if understood.query != tree or understood.notes:
            raise AssertionError(f"strictly {tree}, leniently {understood}")
        fits = len(str(tree).encode()) <= DEFAULT_LIMITS.size
        if fits and (strictly(str(tree)) != tree or strictly(str(tree), default_operator="and") != tree):
            raise AssertionError(f"it is printed as {tree}, which means {strictly(str(tree))!r}, not {tree!r}")
    elif not understood.notes:
        raise AssertionError("it is refused strictly, and nothing is noted leniently")
    strictly(str(understood))


def changed(text: str, other: str, rng: random.Random) -> str:
    """Return a question with some of it taken out, doubled, exchanged or put in."""
    for _ in range(rng.choice((1, 1, 2, 3, 8))):
        at, end = sorted(rng.randrange(len(text) + 1) for _ in range(2))
        part = text[at : min(end, at + rng.choice((1, 3, 10, 100)))]
        kind = rng.randrange(6)
        if kind == 0:
            text = text[:at] + text[at + len(part) :]
        elif kind == 1:
            text = text[:at] + part * rng.choice((2, 2, 3, 50)) + text[at:]
        elif kind == 2:
            start = rng.randrange(len(other) + 1)
            text = text[:at] + other[start : start + rng.choice((1, 5, 30))] + text[at:]
        elif kind == 3:
            text = (
                text[:at]
                + chr(rng.choice((rng.randrange(128), rng.randrange(0x250), rng.randrange(0x11000))))
                + text[at:]
            )
        else:
            text = text[:at] + rng.choice(PIECES) + text[at:]
    return text[:20_000]


def main() -> int:
    """Run until stopped; return what the process exits with."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--seconds", type=float, default=float("inf"))
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--log", type=Path, help="where to write how far it is, once a minute")
    chosen = options.parse_args()
    rng = random.Random(chosen.seed)  # noqa: S311  chance, no secret
    reached = Reached()
    kept = list(SEEDS)
    start = shown = time.monotonic()
    runs = 0
    while time.monotonic() - start < chosen.seconds:
        runs += 1
        text = changed(rng.choice(kept), rng.choice(kept), rng)
        traced = runs % 8 == 0
        reached.new = False
        sys.settrace(reached.trace if traced else None)
        try:
            if traced:
                understand(text, SCHEMA)
                strictly(text)
            else:
                check(text, rng)
        except Exception as error:  # noqa: BLE001  whatever it is, the question that did it is what matters
            sys.settrace(None)
            print(f"{text!r}\n{type(error).__name__}: {error}")
            return 1
        sys.settrace(None)
        if reached.new or runs % 5_000 == 0:
            kept = [*kept, text][-2_000:]
        if time.monotonic() - shown > 60:
            shown = time.monotonic()
            line = f"{runs} questions in {shown - start:.0f} s, {len(reached.lines)} lines reached, {len(kept)} kept"
            if chosen.log:
                chosen.log.write_text(line + "\n", encoding="utf-8")
            print(line, flush=True)
    print(f"{runs} questions in {time.monotonic() - start:.0f} s without a broken promise")
    return 0


if __name__ == "__main__":
    sys.exit(main())
