"""Did you mean …? What the words of a question were probably meant to be, by the words of the index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from searchlib.suggestions.asked import asked_words
from searchlib.suggestions.guessing import Guesser

if TYPE_CHECKING:
    from searchlib.query import Query
    from searchlib.schema import Schema
    from searchlib.suggestions.vocabulary import KnownWords, TypedWord

__all__ = ["Change", "Suggestion", "suggest"]

_MOST_WORDS: Final = 64
"""Words of a question that are looked at; what comes behind stays as it is."""


@dataclass(frozen=True, slots=True)
class Change:
    """A word of a question that is another one in what is suggested.

    Parameters
    ----------
    start, end : int
        Where it stands in the question as typed: character offsets, half open.
    typed, suggested : str
        The word as it was typed, and what it was probably meant to be.
    spelling : bool
        Whether only diacritics differ.
    """

    start: int
    end: int
    typed: str
    suggested: str
    spelling: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a question was probably meant to be.

    Parameters
    ----------
    query : str
        The whole question, its operators, fields and phrases as they were typed.
    changes : tuple[Change, ...]
        The words that are others, in the order of the question; at least one.
    """

    query: str
    changes: tuple[Change, ...]

    def __str__(self) -> str:
        return self.query


def suggest(words: KnownWords, query: str, tree: Query, schema: Schema) -> Suggestion | None:
    """Return what a question was probably meant to be; None if as good as that.

    Parameters
    ----------
    words : KnownWords
        The words of the index.
    query : str
        The question.
    tree : Query
        Its tree.
    schema : Schema
        The schema of the index.
    """
    runs = _first(asked_words(words, query, tree, schema))
    marked = any(word.letters != word.key for run in runs for word in run)
    guesser = Guesser(words, marked=marked)
    rows = words.side_by_side()
    changes: list[Change] = []
    for run in runs:
        guesses = [guesser.guesses(word) for word in run]
        chosen = rows.choose(words.native.occurrences, guesses)
        for word, options, number in zip(run, guesses, chosen, strict=True):
            if options[number].text != word.letters:
                changes.append(_change(word, options[number].text, query, words))
    if not changes:
        return None
    suggested = query
    for change in reversed(changes):
        suggested = suggested[: change.start] + change.suggested + suggested[change.end :]
    return Suggestion(suggested, tuple(changes))


def _first(runs: list[list[TypedWord]]) -> list[list[TypedWord]]:
    """Return as many words side by side as there is time for."""
    left = _MOST_WORDS
    kept: list[list[TypedWord]] = []
    for run in runs:
        kept.append(run[:left])
        left -= len(kept[-1])
    return [run for run in kept if run]


def _change(word: TypedWord, text: str, query: str, words: KnownWords) -> Change:
    typed = query[word.start : word.end]
    if typed.isupper() and len(typed) > 1:
        text = text.upper()
    elif typed[:1].isupper():
        text = text[:1].upper() + text[1:]
    spelling = [one.key for one in words.read(text)] == [word.key]
    return Change(word.start, word.end, typed, text, spelling)
