"""A writer that is killed: batch after batch, each committed, each said on standard output once it is safe.

Run as ``python writing.py INDEX``. What batch `n` does depends on `n` alone, so that whoever finds the index
knows what it must hold.
"""

from __future__ import annotations

import os
import random
import sys
from typing import Any

import searchlib as sl

__all__ = ["MARK", "state_after"]

MARK = "mark"
"""Key of the document that says which batch was the last."""


def batch(number: int) -> tuple[list[dict[str, Any]], list[str], bool]:
    """Return the documents that batch `number` adds, the keys it deletes, and whether it compacts."""
    rng = random.Random(number)
    words = ("pace", "muzeul", "soldaţi", "de", "nord-coreean")
    added: list[dict[str, Any]] = [
        {"id": f"k{rng.randrange(60)}", "title": f"Lotul {number}", "body": " ".join(rng.choices(words, k=40))}
        for _ in range(rng.choice((1, 5, 30)))
    ]
    added.append({"id": MARK, "title": "mark", "body": f"lotul {number}", "number": number})
    return added, [f"k{rng.randrange(60)}" for _ in range(4)], rng.randrange(5) == 0


def state_after(last: int) -> dict[str, dict[str, Any]]:
    """Return what the index holds after the batches 1 to `last`."""
    held: dict[str, dict[str, Any]] = {}
    for number in range(1, last + 1):
        added, deleted, _ = batch(number)
        held |= {document["id"]: document for document in added}
        for key in deleted:
            held.pop(key, None)
    return held


def main(path: str) -> None:
    """Go on from where the index stands, until killed."""
    with sl.open(path) as index:
        marks = index.search(sl.phrase("mark", "title"))
        number = marks[0]["number"] if len(marks) else 0
        writer = index.writer()
    say("ready")
    while True:
        number += 1
        added, deleted, compacts = batch(number)
        for document in added:
            writer.add(document)
        for key in deleted:
            writer.delete(key)
        writer.commit()
        say(str(number))
        if compacts:
            writer.compact()


def say(text: str) -> None:
    """Write one line in one call, past every buffer."""
    os.write(sys.stdout.fileno(), f"{text}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1])
