"""Puts synonyms into a question, next to what they may stand for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from searchlib.query.tree import And, Boost, Or, Phrase, Query, Word
from searchlib.search.leaves import fields_of, parts_of
from searchlib.search.weighted import Weighted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from searchlib.analysis import Analyzer
    from searchlib.schema import Schema
    from searchlib.search.synonyms import Synonyms

__all__ = ["Expander"]

_MAX_DEPTH = 200
_Key = tuple[str, ...]
"""The terms of some words, as an analyzer gives them."""


class _Table:
    """The rules as the terms of one analyzer."""

    def __init__(self, synonyms: Synonyms, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._others: dict[_Key, dict[str, None]] = {}
        for rule in synonyms.rules:
            key = self.key(rule.words)
            others = {other: None for other in rule.others if self.key(other) != key}
            if key and others:
                self._others.setdefault(key, {}).update(others)
        self.longest = max(map(len, self._others), default=0)

    def key(self, text: str) -> _Key:
        return tuple(part.term for part in parts_of(text, self._analyzer))

    def others(self, key: _Key) -> list[str]:
        """Return what else may stand for words with these terms."""
        return list(self._others.get(key, ()))


class Expander:
    """Expands questions to one schema.

    Words side by side, in one field, are looked up together, longest first, and by their terms, so that inflected
    forms are found. Nothing is looked up inside phrases, nor in what is excluded or required by ``+``.

    Parameters
    ----------
    schema : Schema
        The schema of the index.
    analyzer : Callable[[str], Analyzer]
        Text field → its analyzer.
    synonyms : Synonyms
        The rules.
    """

    def __init__(self, schema: Schema, analyzer: Callable[[str], Analyzer], synonyms: Synonyms) -> None:
        self._schema = schema
        self._analyzer = analyzer
        self._synonyms = synonyms
        self._tables: dict[str, _Table] = {}

    def expand(self, query: Query, depth: int = 0) -> Query:
        """Return the query with the alternatives of its words. Costs analysing them.

        Raises
        ------
        SchemaError
            If it names a field that is not there.
        """
        if isinstance(query, Word):
            added = self._others([query])
            return Or((query, *added)) if added else query
        if isinstance(query, Boost) and depth <= _MAX_DEPTH:
            return replace(query, child=self.expand(query.child, depth + 1))
        if not isinstance(query, And | Or) or depth > _MAX_DEPTH:
            return query
        found: list[Query] = []
        at = 0
        while at < len(query.children):
            count, added = self._longest(query.children, at)
            words = query.children[at : at + count]
            if not added:
                found.append(words[0] if isinstance(words[0], Word) else self.expand(words[0], depth + 1))
            elif isinstance(query, Or):
                found += [*words, *added]
            else:
                found.append(Or((words[0] if count == 1 else And(words), *added)))
            at += count
        return type(query)(tuple(found))

    def _longest(self, nodes: Sequence[Query], at: int) -> tuple[int, list[Query]]:
        """Return how many words from there on have alternatives together, and these; one and none if none have."""
        run: list[Word] = []
        for node in nodes[at:]:
            if not isinstance(node, Word) or (run and node.field != run[0].field):
                break
            run.append(node)
            if len(run) == self._longest_rule(run[0]):
                break
        for count in range(len(run), 0, -1):
            added = self._others(run[:count])
            if added:
                return count, added
        return 1, []

    def _longest_rule(self, word: Word) -> int:
        return max(1, *(table.longest for table in self._tables_of(word)))

    def _others(self, run: list[Word]) -> list[Query]:
        """Return the alternatives of words side by side."""
        text = " ".join(word.text for word in run)
        field = run[0].field
        names = dict.fromkeys(name for table in self._tables_of(run[0]) for name in table.others(table.key(text)))
        words = [Phrase(name, field) if " " in name else Word(name, field) for name in names]
        return [Weighted(word, self._synonyms.weight) for word in words]

    def _tables_of(self, word: Word) -> list[_Table]:
        """Return the rules as the analyzers of the fields see them that the word is searched in."""
        tables: dict[str, _Table] = {}
        for field in fields_of(word, self._schema):
            name = self._schema.analyzer_name(field)
            if name not in self._tables:
                self._tables[name] = _Table(self._synonyms, self._analyzer(field))
            tables[name] = self._tables[name]
        return list(tables.values())
