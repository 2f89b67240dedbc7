"""Small indexes in several layouts of segments, with what their words are by plain Python."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import searchlib as sl
from searchlib.analysis import TextToken

__all__ = ["LAYOUTS", "SCHEMA", "Layout", "layout"]

LAYOUTS = ("one segment", "several segments", "with deletions")
SCHEMA = sl.Schema({"id": sl.Stored(), "title": sl.Text(), "body": sl.Text()})
_LETTERS = "aabcșțăи"


@dataclass(frozen=True)
class Layout:
    """An index and the tokens of its documents: of all that were added, and of those that are live."""

    index: sl.Index
    added: list[list[list[TextToken]]]
    live: list[list[list[TextToken]]]

    keys: Counter[str] = field(default_factory=Counter)
    """Live documents of each word without diacritics, added up over the fields."""
    occurrences: Counter[str] = field(default_factory=Counter)
    """How often each word as printed stands in all that was added."""

    def __post_init__(self) -> None:
        for document in self.live:
            for tokens in document:
                self.keys.update({token.exact[0] for token in tokens if token.exact})
        for document in self.added:
            for tokens in document:
                self.occurrences.update(token.exact[-1] for token in tokens if token.exact)

    def spellings(self, key: str) -> list[str]:
        """Return the spellings of a word, the most frequent first; with diacritics those that a live document has."""
        found = Counter(token.exact[-1] for token in _tokens(self.added) if token.exact[0] == key)
        live = {token.exact[-1] for token in _tokens(self.live)}
        return sorted((text for text in found if text == key or text in live), key=lambda t: (-found[t], t.encode()))


def _tokens(documents: list[list[list[TextToken]]]) -> Iterator[TextToken]:
    return (token for document in documents for tokens in document for token in tokens if token.exact)


def _text(rng: random.Random) -> str:
    words = ["".join(rng.choice(_LETTERS) for _ in range(rng.randrange(1, 5))) for _ in range(rng.randrange(1, 9))]
    return " ".join(words)


@contextmanager
def layout(name: str, texts: list[tuple[str, str]] | None = None, count: int = 200) -> Iterator[Layout]:
    """Make an index of titles and bodies, of random ones if none are given."""
    rng = random.Random(11)
    texts = texts if texts is not None else [(_text(rng), _text(rng)) for _ in range(count)]
    deleted = set(range(0, len(texts), 3)) if name == "with deletions" else set[int]()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        with sl.create(path, SCHEMA, policy="none") as writer:
            for number, (title, body) in enumerate(texts):
                writer.add(id=f"{number}", title=title, body=body)
                if name != "one segment" and number % 70 == 69:
                    writer.commit()
        if deleted:
            with sl.open(path) as index, index.writer() as writer:
                for number in deleted:
                    writer.delete(f"{number}")
        with sl.open(path) as index:
            added = [[index.analyze(text) for text in pair] for pair in texts]
            live = [tokens for number, tokens in enumerate(added) if number not in deleted]
            yield Layout(index, added, live)
