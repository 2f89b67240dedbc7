"""Random queries of the rarer kinds, about the words that the documents hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reference.generators import SCHEMA, WORDS, Generator
from searchlib.query import (
    Boost,
    Constant,
    Exact,
    Exists,
    Fuzzy,
    KeywordLike,
    Near,
    NumberRange,
    Prefix,
    Regex,
    Sloppy,
    Wildcard,
    tree,
)
from searchlib.schema import Number

__all__ = ["KIND_SCHEMA", "KindGenerator"]

KIND_SCHEMA = replace(SCHEMA, fields={**SCHEMA.fields, "pages": Number()})
NUMBERS = (-3.5, -1, 0, 0.25, 1, 2, 2, 10, 1e9)
EXPRESSIONS = ("m.*", "(mu|bu).*", ".*ul", "[a-f]+", "soldat(ilor)?", "..", r"\d+", "", "x*", ".*ț.*", "k.m|un")


class KindGenerator(Generator):
    """Makes documents with numbers, and queries of which every other leaf is of a rarer kind."""

    def document(self, number: int) -> dict[str, Any]:
        made = super().document(number)
        if self.rng.randrange(3):
            several = self.rng.randrange(4) == 0
            values = [self.rng.choice(NUMBERS) for _ in range(2)]
            made["pages"] = values if several else values[0]
        return made

    def leaf(self) -> tree.Query:
        return self.kind() if self.rng.randrange(2) else super().leaf()

    def kind(self) -> tree.Query:
        """Return a query of one of the rarer kinds."""
        rng = self.rng
        kind = rng.randrange(14)
        if kind < 4:
            return self.pattern(self.field())
        if kind < 6:
            return Sloppy(self.phrase(), rng.choice((1, 1, 2, 3, 10)), self.field())
        if kind < 8:
            field = self.field()
            parts = tuple(self.part(field) for _ in range(rng.choice((2, 2, 2, 3, 4))))
            return Near(parts, rng.choice((0, 1, 2, 3, 10)), rng.randrange(2) == 0)
        if kind < 9:
            return Exact(self.phrase(rng.choice((1, 1, 2))), rng.choice((None, "title", "body")))
        if kind == 9:
            return KeywordLike(rng.choice(("source", "entity")), self.pattern(None, ("zf", "Kim", "ru", "ști", "o")))
        if kind == 10:
            return Exists(rng.choice(("title", "body", "summary", "source", "entities", "pages", "headline")))
        if kind == 11:
            low, high = rng.choice((None, *NUMBERS)), rng.choice((None, *NUMBERS))
            return NumberRange("pages", low, high)
        inner = self.query(1)
        weight = rng.choice((0.1, 0.5, 1.0, 2.0, 3.7))
        return Boost(inner, weight) if kind == 12 else Constant(inner, weight)

    def pattern(self, field: str | None, words: tuple[str, ...] = WORDS) -> Prefix | Wildcard | Fuzzy | Regex:
        """Return a pattern that some word may be like."""
        rng = self.rng
        word = rng.choice(words)
        kind = rng.randrange(4)
        if kind == 0:
            return Prefix(word[: rng.randrange(1, 4)], field)
        if kind == 1:
            letters = [rng.choice(("*", "?", c, c, c)) for c in word]
            return Wildcard("".join(letters), field)
        if kind == 2:
            at = rng.randrange(len(word))
            edited = rng.choice((word[:at] + word[at + 1 :], word[:at] + "a" + word[at:], word))
            return Fuzzy(edited or word, rng.choice((1, 2)), rng.choice((0, 0, 1, 2)), field)
        return Regex(rng.choice(EXPRESSIONS), field)

    def part(self, field: str | None) -> tree.Query:
        """Return what may be near something else."""
        rng = self.rng
        kind = rng.randrange(8)
        if kind < 4:
            return tree.Word(self.word(), field)
        if kind == 4:
            return tree.Phrase(self.phrase(2), field)
        if kind == 5:
            return self.pattern(field)
        if kind == 6:
            return Exact(rng.choice(("față", "fata", "pește", "soldat", "Kim")), field)
        return tree.Or(tuple(tree.Word(self.word(), field) for _ in range(2)))
