"""Plans of the rarer kinds of queries: patterns, words near each other, letter by letter, values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from searchlib.analysis import Analyzer, fold_keyword
from searchlib.errors import QueryError
from searchlib.query.limits import DEFAULT_LIMITS
from searchlib.query.nearness import MAX_PARTS, field_of
from searchlib.query.operators import MAX_DISTANCE
from searchlib.query.patterns import Fuzzy, KeywordLike, Pattern, Prefix, Regex, Wildcard
from searchlib.query.places import Exact, Near, Sloppy
from searchlib.query.tree import Or, Phrase, Query, Word
from searchlib.query.values import Exists, NumberRange
from searchlib.schema import Keyword, Number, Schema, exact_name, number_term
from searchlib.search.automata import automaton_of, spellings_of
from searchlib.search.leaves import Terms, alternatives, fields_of, letters_of
from searchlib.search.native import Automaton

__all__ = [
    "CONSTANT",
    "EXISTS",
    "JOINED",
    "KEYWORD_RANGE",
    "LETTERS",
    "NEAR",
    "PATTERN",
    "RECENT",
    "KindPlanner",
    "joined",
    "with_most_terms",
    "word_of_pattern",
]

Node: TypeAlias = tuple[Any, ...]

_TERM, _PHRASE = 2, 3
PATTERN, KEYWORD_RANGE, EXISTS, NEAR, LETTERS, CONSTANT, RECENT, JOINED = range(12, 20)
"""Kinds of nodes in `src/native/search/node.hpp`."""

_GROUPS = range(7, 12)
"""Kinds of nodes that have children."""

_ANYTHING = 1 << 32
"""More terms than there are."""
_JOINTS = re.compile("[-\u2010\u2011'’.#@]")
"""What stands in words as they are printed and not in the terms of them as a whole."""
_PATTERNS = (Prefix, Wildcard, Fuzzy, Regex)


class KindPlanner:
    """Plans the kinds of queries that one schema can answer besides words, phrases, keywords and dates.

    Parameters
    ----------
    schema : Schema
        The schema of the index.
    analyzer : Callable[[str], Analyzer]
        Text field → its analyzer.
    """

    def __init__(self, schema: Schema, analyzer: Callable[[str], Analyzer]) -> None:
        self._schema = schema
        self._analyzer = analyzer
        self._texts = {name: number for number, name in enumerate(schema.inverted_fields)}
        self._keywords = {name: number for number, name in enumerate(schema.keyword_fields)}
        self._printed: dict[str, bool] = {}

    def plan(self, query: Query) -> list[Node] | None:
        """Return the alternatives of a query; None for a kind that is not planned here.

        Raises
        ------
        QueryError
            If the schema cannot answer it.
        SchemaError
            If it names a field that is not there.
        """
        match query:
            case Prefix() | Wildcard() | Fuzzy() | Regex():
                found = [node for field in self._fields(query.field) for node in self._pattern(query, field)]
            case KeywordLike():
                found = self._keyword_like(query)
            case Sloppy():
                found = [node for field in self._fields(query.field) for node in self._sloppy(query, field)]
            case Exact():
                found = self._exact(query)
            case Near():
                found = self._near(query)
            case Exists():
                found = [self._exists(query)]
            case NumberRange():
                found = self._numbers(query)
            case _:
                return None
        return found

    def _fields(self, name: str | None) -> Sequence[str]:
        fields = fields_of(Word("", name), self._schema)
        for field in fields:
            if field not in self._schema.text_fields:
                have = ", ".join(self._schema.text_fields) or "none"
                raise QueryError(f"field {name!r} is no text field; the text fields are: {have}")
        return fields

    # ------------------------------------------------------------ patterns

    def prints(self, field: str) -> bool:
        """Return whether the words of a text field are in the index as they were printed, and not only as stems."""
        if field not in self._printed:
            tokens = self._analyzer(field).analyze_forms(["cuvant"])[0].tokens
            told = any(token.exact for token in tokens)
            self._printed[field] = told and field in self._schema.exact_fields
        return self._printed[field]

    def words_field(self, field: str) -> int:
        """Return the number of what patterns are held against: the words as printed, or else the terms."""
        return self._texts[exact_name(field) if self.prints(field) else field]

    def _pattern(self, query: Pattern, field: str) -> Iterator[Node]:
        number = self.words_field(field)
        folded = self.folded(query)
        if folded is None:
            return
        # For each edit that is left over, and once for the word itself.
        share = 1.0 / (query.distance + 1) if isinstance(query, Fuzzy) else 1.0
        yield (PATTERN, number, False, automaton_of(query, folded), DEFAULT_LIMITS.terms, share)

    def folded(self, query: Pattern) -> str | None:
        """Return the text of a pattern as the words of a text are; None if nothing can be like it."""
        if isinstance(query, Regex):
            return query.pattern
        text = query.pattern if isinstance(query, Wildcard) else query.text
        if isinstance(query, Fuzzy) and len(text.split()) != 1:
            raise QueryError(f"one word is searched with edits, not {text!r}")
        return word_of_pattern(text, self._schema.transliterator) or None

    def _fold(self, text: str) -> str:
        return fold_keyword(text, self._schema.transliterator)

    def _keyword_like(self, query: KeywordLike) -> list[Node]:
        number = self._keyword(query.field, Keyword, "keyword")
        pattern = query.pattern
        if isinstance(pattern, Regex):
            text = pattern.pattern
        else:
            text = self._fold(pattern.pattern if isinstance(pattern, Wildcard) else pattern.text)
        return [(PATTERN, number, True, automaton_of(pattern, text), _ANYTHING, 0.0)]

    # ------------------------------------------------------------ places

    def _sloppy(self, query: Sloppy, field: str) -> Iterator[Node]:
        _check_distance(query.slop)
        number, weight = self._texts[field], self._schema.weight(field)
        for one in alternatives(Phrase(query.text, field), self._analyzer(field)):
            if len(one.terms) == 1:
                yield (_TERM, number, one.terms, weight)
                continue
            parts: dict[int, list[tuple[int, str]]] = {}
            for at, term in one.terms:
                parts.setdefault(at, []).append((0, term))
            # Where the question itself leaves places out, so may the text.
            allowed = query.slop + max(parts) + 1 - len(parts)
            leaves = tuple((_leaf(number, tuple(terms)),) for _, terms in sorted(parts.items()))
            yield (NEAR, number, allowed, True, leaves, weight)

    def _exact(self, query: Exact) -> list[Node]:
        fields = [field for field in self._fields(query.field) if self.prints(field)]
        if not fields:
            raise QueryError(
                f"={query.text}: the letters of words are not in the index, only their stems; make it with an analyzer "
                "that tells them, and Text(exact=True)"
            )
        nodes: list[Node] = []
        for field in fields:
            letters = letters_of(query.text, self._analyzer(field))
            if letters:
                leaves = tuple((self._letters(field, forms),) for _, forms in letters)
                gaps = letters[-1][0] - letters[0][0] + 1 - len(letters)
                nodes.append((NEAR, self._texts[field], gaps, True, leaves, self._schema.weight(field)))
        return nodes

    def _letters(self, field: str, forms: tuple[str, ...]) -> Node:
        """Return a word as it was typed: with its diacritics, or without any where none were."""
        others = spellings_of(forms[0]) if len(forms) == 1 else None
        return (LETTERS, self._texts[exact_name(field)], forms[-1], others)

    def _near(self, query: Near) -> list[Node]:
        _check_distance(query.distance)
        found = [field_of(part) for part in query.parts]
        names = {name for _, name in found}
        if not 1 < len(found) <= MAX_PARTS or not all(fits for fits, _ in found) or len(names) != 1:
            raise QueryError(f"near joins 2 to {MAX_PARTS} words, phrases, patterns, or Or of these, all of one field")
        nodes: list[Node] = []
        for field in self._fields(names.pop()):
            parts = tuple(tuple(self._part(part, field)) for part in query.parts)
            if all(parts):
                weight = self._schema.weight(field)
                nodes.append((NEAR, self._texts[field], query.distance, query.ordered, parts, weight))
        return nodes

    def _part(self, part: Query, field: str) -> Iterator[Node]:
        """Yield what may stand in the place of a part."""
        for leaf in part.children if isinstance(part, Or) else (part,):
            if isinstance(leaf, Word | Phrase):
                for one in alternatives(replace(leaf, field=field), self._analyzer(field)):
                    yield _leaf(self._texts[field], one.terms)
            elif isinstance(leaf, Exact):
                letters = letters_of(leaf.text, self._analyzer(field)) if self.prints(field) else []
                if len(letters) > 1:
                    raise QueryError(f'="{leaf.text}" is more than one word; near joins single words by their letters')
                for _, forms in letters:
                    yield self._letters(field, forms)
            elif isinstance(leaf, _PATTERNS):
                folded = self.folded(leaf)
                if folded is not None:
                    automaton = automaton_of(leaf, folded)
                    yield (PATTERN, self.words_field(field), False, automaton, DEFAULT_LIMITS.terms, 0.0)

    # ------------------------------------------------------------ values

    def _keyword(self, name: str, kind: type[Keyword | Number], called: str) -> int:
        field = self._schema.resolve(name)
        if not isinstance(self._schema.fields[field], kind):
            have = ", ".join(n for n, spec in self._schema.fields.items() if isinstance(spec, kind)) or "none"
            raise QueryError(f"field {name!r} is no {called} field; the {called} fields are: {have}")
        return self._keywords[field]

    def _exists(self, query: Exists) -> Node:
        field = self._schema.resolve(query.field)
        if field in self._schema.text_fields:
            return (EXISTS, self._texts[field])
        if field in self._keywords:
            return (PATTERN, self._keywords[field], True, Automaton.starting_with(""), _ANYTHING, 0.0)
        raise QueryError(f"field {query.field!r} is no text, keyword or number field")

    def _numbers(self, query: NumberRange) -> list[Node]:
        number = self._keyword(query.field, Number, "number")
        low = number_term(float("-inf") if query.low is None else query.low)
        high = number_term(float("inf") if query.high is None else query.high)
        return [(KEYWORD_RANGE, number, low, high)] if low <= high else []


def word_of_pattern(text: str, transliterator: str) -> str:
    """Return the text of a prefix, shape or word with edits as the words of the index are."""
    return fold_keyword(_JOINTS.sub("", text), transliterator)


def joined(nodes: list[Node]) -> list[Node]:
    """Return the alternatives with each term that is searched in several fields as one."""
    terms: dict[str, list[Node]] = {}
    for node in nodes:
        if node[0] == _TERM:
            terms.setdefault(node[2][0][1], []).append(node)
    found: list[Node] = []
    for node in nodes:
        alike = terms.get(node[2][0][1], []) if node[0] == _TERM else []
        if len(alike) < 2:
            found.append(node)
        elif node is alike[0]:
            found.append((JOINED, tuple((one[1], one[3]) for one in alike), node[2][0][1], 1.0))
    return found


def with_most_terms(node: Node, terms: int) -> Node:
    """Return a plan whose patterns stand for at most so many words each."""
    if terms == DEFAULT_LIMITS.terms:
        return node
    if node[0] == PATTERN:
        return node if node[2] else (*node[:4], terms, node[5])
    if node[0] == NEAR:
        parts = tuple(tuple(with_most_terms(leaf, terms) for leaf in part) for part in node[4])
        return (*node[:4], parts, node[5])
    if node[0] in (CONSTANT, RECENT):
        return (node[0], with_most_terms(node[1], terms), *node[2:])
    if node[0] in _GROUPS:
        return (node[0], tuple(with_most_terms(child, terms) for child in node[1]))
    return node


def _leaf(number: int, terms: Terms) -> Node:
    return (_TERM if len(terms) == 1 else _PHRASE, number, terms, 1.0)


def _check_distance(distance: object) -> None:
    if not isinstance(distance, int) or not 0 <= distance <= MAX_DISTANCE:
        raise QueryError(f"words stand from 0 to {MAX_DISTANCE} apart, not {distance!r}")
