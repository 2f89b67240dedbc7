"""A process that reads indexes that may be damaged, so that a crash of it can be seen from outside.

Reads the path of one index a line from standard input; answers a line of JSON: ``{"answers": …}`` or, where
searchlib raised an error of its own, ``{"error": …}``. Any other exception ends the process, as a crash does.
"""

from __future__ import annotations

import faulthandler
import json
import sys
from typing import Any

import searchlib as sl
from searchlib.query import tree

__all__ = ["answers"]

WORD = tree.Word("de")
QUERIES: tuple[tree.Query, ...] = (
    WORD,
    tree.Word("mereu", "body"),
    tree.Word("nord-coreenii"),
    tree.Phrase("de la"),
    tree.Phrase("la de", "body"),
    tree.And((WORD, tree.Word("bursa"))),
    tree.Or(tuple(tree.Word(w) for w in ("kim", "muzeul", "soldat", "niciodată", "covid-19"))),
    tree.And((WORD, tree.KeywordIs("entities", "Kim Jong Un"))),
    tree.And((WORD, tree.DateRange("date", 1_356_998_400, 1_761_325_057))),
    tree.DateRange("date", None, 0),
    tree.Undated("date"),
    tree.KeywordIs("source", "zf.ro"),
    tree.Not(WORD),
)


def answers(path: str) -> Any:
    """Return everything that the index says: the answers to many questions, and all its documents."""
    with sl.open(path) as index:
        said: list[Any] = [len(index)]
        for query in QUERIES:
            for sort in ("relevance", "newest"):
                hits = index.search(query, limit=10, sort=sort)
                said.append([hits.total, [(hit.key, hit.score) for hit in hits]])
        everything = index.search(tree.All(), limit=10_000, sort="oldest")
        said.append([(hit.key, {name: str(value) for name, value in hit.items()}) for hit in everything])
    # Through JSON, so that an answer from another process compares equal.
    return json.loads(json.dumps(said))


def main() -> None:
    """Answer until the input ends."""
    faulthandler.enable()
    for line in sys.stdin:
        try:
            said: dict[str, Any] = {"answers": answers(line.rstrip("\n"))}
        except sl.SearchlibError as error:
            said = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
