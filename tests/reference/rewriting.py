"""What a question becomes before it is answered, by comparing every rule at every word: synonyms and stop words."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from searchlib.query import tree
from searchlib.schema import Schema

__all__ = ["ALONE", "FURTHER", "Fainter", "Rules", "Vocabulary"]

FURTHER = 0.4
"""What a term of a further language scores, beside 1 for those of the main one."""

ALONE = 8
"""How much more letters count where nothing else scores."""

Rules = Sequence[tuple[str, Sequence[str]]]
"""Words of a question, and what else may stand for them."""


@dataclass(frozen=True)
class Fainter(tree.Query):
    """Scores what its child does, times `weight`."""

    child: tree.Query
    weight: float


@dataclass(frozen=True)
class Vocabulary:
    """Words as the fields of a schema see them.

    Parameters
    ----------
    schema : Schema
        The schema.
    parts : Callable[[str, str], Sequence[Any]]
        Field and text → its tokens in the role part.
    stop_words : Mapping[str, Container[str]]
        Field → its stop words, without diacritics.
    """

    schema: Schema
    parts: Callable[[str, str], Sequence[Any]]
    stop_words: Mapping[str, Container[str]]

    def fields(self, word: tree.Word) -> Sequence[str]:
        return self.schema.default_fields if word.field is None else (self.schema.resolve(word.field),)

    # Synonyms

    def with_synonyms(self, query: tree.Query, rules: Rules, weight: float) -> tree.Query:
        """Return the query with what else may stand for runs of its words."""
        if isinstance(query, tree.Word):
            others = self._others((query,), rules, weight)
            return tree.Or((query, *others)) if others else query
        if isinstance(query, tree.Boost):
            return tree.Boost(self.with_synonyms(query.child, rules, weight), query.factor)
        if not isinstance(query, (tree.And, tree.Or)):
            return query
        left = query.children
        made: list[tree.Query] = []
        while left:
            runs = [left[:size] for size in range(len(left), 0, -1)]
            known = [(run, others) for run in runs if (others := self._others(run, rules, weight))]
            if not known:
                made.append(left[0] if isinstance(left[0], tree.Word) else self.with_synonyms(left[0], rules, weight))
                left = left[1:]
                continue
            run, others = known[0]
            together = run[0] if len(run) == 1 else tree.And(run)
            made += [*run, *others] if isinstance(query, tree.Or) else [tree.Or((together, *others))]
            left = left[len(run) :]
        return type(query)(tuple(made))

    def _others(self, run: Sequence[tree.Query], rules: Rules, weight: float) -> list[tree.Query]:
        words = [node for node in run if isinstance(node, tree.Word)]
        if len(words) < len(run) or len({word.field for word in words}) != 1:
            return []
        names: list[str] = []
        for field in self.fields(words[0]):
            asked = [part.term for word in words for part in self.parts(field, word.text)]
            for left, others in rules:
                if asked and asked == [part.term for part in self.parts(field, left)]:
                    names += [o for o in others if asked != [part.term for part in self.parts(field, o)]]
        field = words[0].field
        return [
            Fainter(tree.Word(name, field) if len(name.split()) == 1 else tree.Phrase(name, field), weight)
            for name in dict.fromkeys(names)
        ]

    # Stop words

    def quietened(self, query: tree.Query) -> tree.Query:
        """Return the query without the score of stop words, where anything else scores that was asked for."""
        if isinstance(query, tree.Boost):
            return tree.Boost(self.quietened(query.child), query.factor)
        if not self.stop_words or not isinstance(query, (tree.And, tree.Or)) or not self._loud(query):
            return query
        made: list[tree.Query] = []
        for child in query.children:
            if not self._quiet(child):
                made.append(self.quietened(child))
            elif isinstance(query, tree.And):
                made.append(tree.Filter(child))
        return type(query)(tuple(made))

    def leaves(self, query: tree.Query) -> int:
        """How many words and phrases of a query score."""
        if isinstance(query, (tree.And, tree.Or)):
            return sum(self.leaves(child) for child in query.children)
        if isinstance(query, tree.Boost):
            return self.leaves(query.child)
        return 1 if isinstance(query, (tree.Word, tree.Phrase, tree.Scoring, Fainter)) else 0

    def _loud(self, query: tree.Query) -> bool:
        """Whether anything in the query scores that was typed and is no stop word."""
        if isinstance(query, (tree.And, tree.Or)):
            return any(map(self._loud, query.children))
        if isinstance(query, tree.Boost):
            return self._loud(query.child)
        return isinstance(query, tree.Phrase | tree.Scoring) or (
            isinstance(query, tree.Word) and not self._quiet(query)
        )

    def _quiet(self, query: tree.Query) -> bool:
        """Whether the query is a stop word, or a group of nothing else."""
        if isinstance(query, (tree.And, tree.Or)):
            return len(query.children) > 0 and all(map(self._quiet, query.children))
        if isinstance(query, tree.Boost):
            return self._quiet(query.child)
        if not isinstance(query, tree.Word):
            return False
        for field in self.fields(query):
            for part in self.parts(field, query.text):
                if not part.exact or part.exact[0] not in self.stop_words.get(field, ()):
                    return False
        return True
