"""The data of SEARCHLIB_DATA, and texts as plain word tokens, the same for every chain."""

from __future__ import annotations

import gzip
import json
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Corpus", "data", "lines", "news", "strip", "tokenise", "words_of"]

# Near UAX #29, as Lucene's StandardTokenizer cuts: marks and soft hyphens belong to their letter; an apostrophe, dot
# or colon joins two letters, a dot or comma two digits; hyphens and slashes part.
_LETTER = r"[\w\u0300-\u036f\u00ad\u200c\u200d\u2060\ufeff]"
_JOINED = r"(?:(?<=[^\W\d_])['’.:·](?=[^\W\d_])|(?<=\d)[.,;'’](?=\d))"
_TOKEN = re.compile(rf"\w{_LETTER}*(?:{_JOINED}{_LETTER}+)*")


def data() -> Path | None:
    """Return the folder that SEARCHLIB_DATA names; None if it is not on this machine."""
    named = os.environ.get("SEARCHLIB_DATA")
    folder = Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "data"
    return folder if (folder / "news-dev.jsonl.gz").is_file() else None


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Read a compressed file of JSON Lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def news(folder: Path) -> dict[str, str]:
    """Return the bodies of the articles, by their ids."""
    return {article["id"]: article["body"] for article in lines(folder / "news-dev.jsonl.gz")}


def strip(text: str) -> str:
    """Return a text without diacritics."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def words_of(text: str) -> list[str]:
    """Return the plain words of a text."""
    return _TOKEN.findall(text)


class Corpus(NamedTuple):
    """Texts as numbers of words: what a chain makes of a word is asked once for each distinct one."""

    words: list[str]
    """The distinct words."""
    tokens: NDArray[np.int32]
    """The word of each token, text after text."""
    starts: NDArray[np.int64]
    """Where each text begins, and the number of all tokens."""

    @property
    def texts(self) -> int:
        """How many texts there are."""
        return len(self.starts) - 1


def tokenise(texts: Iterable[str]) -> Corpus:
    """Cut texts into plain words."""
    numbers: dict[str, int] = {}
    runs: list[NDArray[np.int32]] = []
    starts = [0]
    for text in texts:
        run = np.array([numbers.setdefault(word, len(numbers)) for word in words_of(text)], dtype=np.int32)
        runs.append(run)
        starts.append(starts[-1] + len(run))
    tokens = np.concatenate(runs) if runs else np.array([], dtype=np.int32)
    return Corpus(list(numbers), tokens, np.array(starts, dtype=np.int64))
