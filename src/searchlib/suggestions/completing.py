"""How the word that somebody is typing may go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchlib.suggestions.vocabulary import KnownWords

__all__ = ["Completion", "complete"]


@dataclass(frozen=True, slots=True)
class Completion:
    """A way in which the last word of what was typed may go on.

    Parameters
    ----------
    text : str
        All that was typed, with its last word completed.
    word : str
        The word, in lower case, in its commonest spelling.
    documents : int
        Live documents that have it in any spelling, added up over the fields that were asked.
    """

    text: str
    word: str
    documents: int


def complete(words: KnownWords, text: str, limit: int) -> list[Completion]:
    """Return the words that most documents have and that begin as the last word of a text does.

    Parameters
    ----------
    words : KnownWords
        The words of the index.
    text : str
        What was typed so far. If it ends with no word, nothing begins so.
    limit : int
        How many, at most.
    """
    typed = words.read(text)
    if not typed or typed[-1].end != len(text):
        return []
    last = typed[-1]
    before = text[: last.start]
    return [Completion(before + word, word, documents) for word, documents in words.native.complete(last.key, limit)]
