"""The rarer kinds of queries, answered by looking at every word of every document."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from reference.patterns import stands_for
from reference.places import Place, count_near, places_of
from searchlib.analysis.folding import fold_text
from searchlib.query import (
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

if TYPE_CHECKING:
    from reference.engine import Entry, Matches, ReferenceIndex

__all__ = ["PATTERNS", "answer", "on_grid", "times"]

GRID = 65_536
PATTERNS = (Prefix, Wildcard, Fuzzy, Regex)
Weights = tuple[float, ...]
"""Boosts around a node, the innermost first."""
Leaf = list[tuple[int, str]]


def times(value: float, weights: Weights) -> float:
    """Return a weight with the boosts around it."""
    for weight in weights:
        value *= weight
    return value


def on_grid(value: float) -> int:
    return math.floor(value * GRID + 0.5)


def answer(index: ReferenceIndex, query: tree.Query, weights: Weights) -> Matches | None:
    """Return what matches a query of a kind that is known here, with its scores."""
    match query:
        case Constant():
            return dict.fromkeys(index.matches(query.child), on_grid(times(query.score, weights)))
        case Prefix() | Wildcard() | Fuzzy() | Regex():
            return _joined(_pattern(index, query, field, weights) for field in index.fields(query.field))
        case KeywordLike():
            field = index.schema.resolve(query.field)
            text = _text(index, query.pattern, joints="")
            return {
                key: 0
                for key, entry in index.entries.items()
                if any(stands_for(query.pattern, text, name) is not None for name in entry.names[field])
            }
        case Sloppy():
            return _joined(_sloppy(index, query, field, weights) for field in index.fields(query.field))
        case Exact():
            fields = [field for field in index.fields(query.field) if _prints(index, field)]
            return _joined(_exact(index, query, field, weights) for field in fields)
        case Near():
            first = query.parts[0]
            field = getattr(first.children[0] if isinstance(first, tree.Or) else first, "field", None)
            return _joined(_near(index, query, name, weights) for name in index.fields(field))
        case Exists():
            field = index.schema.resolve(query.field)
            return {key: 0 for key, entry in index.entries.items() if _holds(entry, field)}
        case NumberRange():
            low = -math.inf if query.low is None else query.low
            high = math.inf if query.high is None else query.high
            field = index.schema.resolve(query.field)
            found = [key for key, e in index.entries.items() if any(low <= n <= high for n in e.numbers[field])]
            return dict.fromkeys(found, 0)
        case _:
            return None


def _joined(parts: Iterable[Matches]) -> Matches:
    found: Matches = {}
    for part in parts:
        for key, score in part.items():
            found[key] = found.get(key, 0) + score
    return found


def _holds(entry: Entry, field: str) -> bool:
    if field in entry.texts:
        return entry.texts[field].length > 0
    return bool(entry.names.get(field) or entry.numbers.get(field))


def _prints(index: ReferenceIndex, field: str) -> bool:
    [form] = index.analyzers[field].analyze_forms(["cuvant"])
    return f"{field}=" in index.schema.inverted_fields and any(token.exact for token in form.tokens)


def _text(index: ReferenceIndex, pattern: Any, joints: str = "[-\u2010\u2011'’.#@]") -> str:
    if isinstance(pattern, Regex):
        return pattern.pattern
    text = pattern.pattern if isinstance(pattern, Wildcard) else pattern.text
    return index.fold(re.sub(joints, "", text) if joints else text)


def _edits(index: ReferenceIndex, pattern: Any, field: str, entry: Entry) -> dict[str, int]:
    """Return the words of a document that a pattern stands for, and how many edits away they are."""
    text = _text(index, pattern)
    if not text and not isinstance(pattern, Regex):
        return {}
    words = entry.texts[f"{field}=" if _prints(index, field) else field].positions
    found = {word: stands_for(pattern, text, word) for word in words}
    return {word: edits for word, edits in found.items() if edits is not None}


def _pattern(index: ReferenceIndex, query: Any, field: str, weights: Weights) -> Matches:
    steps = query.distance + 1 if isinstance(query, Fuzzy) else 1
    step = on_grid(times(1.0 / steps, weights))
    found: Matches = {}
    for key, entry in index.entries.items():
        edits = _edits(index, query, field, entry).values()
        if edits:
            found[key] = step * (steps - min(edits))
    return found


def _scored(
    index: ReferenceIndex, field: str, idf: float, distance: int, *, ordered: bool, places: dict[str, list[set[Place]]]
) -> Matches:
    found: Matches = {}
    for key, parts in places.items():
        count = count_near(parts, distance, ordered=ordered)
        if count:
            found[key] = index.contribution(field, idf, count, index.entries[key].texts[field].scored_length)
    return found


def _sloppy(index: ReferenceIndex, query: Sloppy, field: str, weights: Weights) -> Matches:
    found: list[Matches] = []
    for leaf in index.leaves(field, tree.Phrase(query.text, field)):
        if len(leaf) == 1:
            found.append(index.leaf(field, leaf, times(index.schema.weight(field), weights)))
            continue
        at: dict[int, Leaf] = {}
        for position, term in leaf:
            at.setdefault(position, []).append((0, term))
        allowed = query.slop + max(at) + 1 - len(at)
        idf = 0.0
        for _, terms in sorted(at.items()):
            idf += sum((index.idf(field, term) for _, term in terms), 0.0)
        places = {
            key: [places_of(entry.texts[field].positions, terms) for _, terms in sorted(at.items())]
            for key, entry in index.entries.items()
        }
        found.append(
            _scored(
                index, field, idf * times(index.schema.weight(field), weights), allowed, ordered=True, places=places
            )
        )
    return _joined(found)


def _letters(index: ReferenceIndex, text: str, field: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return where words stand, and their exact forms; nothing where one has none."""
    found: list[tuple[int, tuple[str, ...]]] = []
    position = 0
    for form in index.forms(text, index.analyzers[field]):
        parts = [token for token in form.tokens if token.role == "part"]
        if not all(token.exact for token in parts):
            return []
        found += [(position + token.position, token.exact) for token in parts]
        position += form.width
    return sorted(found)


def _printed_so(entry: Entry, field: str, forms: tuple[str, ...]) -> set[Place]:
    """Return where a word stands with the very letters: with its diacritics, or without any."""
    positions = entry.texts[f"{field}="].positions
    places = set(positions.get(forms[-1], ()))
    if len(forms) == 1:
        others = [term for term in positions if term != forms[0] and fold_text(term) == forms[0]]
        places -= {place for term in others for place in positions[term]}
    return {(place, place) for place in places}


def _exact(index: ReferenceIndex, query: Exact, field: str, weights: Weights) -> Matches:
    letters = _letters(index, query.text, field)
    if not letters:
        return {}
    idf = 0.0
    for _, forms in letters:
        idf += index.idf(f"{field}=", forms[-1])
    gaps = letters[-1][0] - letters[0][0] + 1 - len(letters)
    places = {key: [_printed_so(entry, field, forms) for _, forms in letters] for key, entry in index.entries.items()}
    return _scored(index, field, idf * times(index.schema.weight(field), weights), gaps, ordered=True, places=places)


def _near(index: ReferenceIndex, query: Near, field: str, weights: Weights) -> Matches:
    idf = 0.0
    for part in query.parts:
        known = [weight for leaf in _options(part) for weight in _weights(index, leaf, field)]
        idf += min(known, default=0.0)
    places = {
        key: [set().union(*(_stands(index, leaf, field, entry) for leaf in _options(part))) for part in query.parts]
        for key, entry in index.entries.items()
    }
    return _scored(
        index,
        field,
        idf * times(index.schema.weight(field), weights),
        query.distance,
        ordered=query.ordered,
        places=places,
    )


def _options(part: tree.Query) -> Sequence[tree.Query]:
    return part.children if isinstance(part, tree.Or) else (part,)


def _weights(index: ReferenceIndex, leaf: tree.Query, field: str) -> list[float]:
    """Return what each thing that a word or phrase stands for tells; a pattern tells nothing."""
    if isinstance(leaf, tree.Word | tree.Phrase):
        found: list[float] = []
        for one in index.leaves(field, leaf):
            idf = 0.0
            for _, term in one:
                idf += index.idf(field, term)
            found.append(idf)
        return found
    if isinstance(leaf, Exact) and _prints(index, field):
        return [index.idf(f"{field}=", forms[-1]) for _, forms in _letters(index, leaf.text, field)]
    return []


def _stands(index: ReferenceIndex, leaf: tree.Query, field: str, entry: Entry) -> set[Place]:
    if isinstance(leaf, tree.Word | tree.Phrase):
        found: set[Place] = set()
        return found.union(*(places_of(entry.texts[field].positions, one) for one in index.leaves(field, leaf)))
    if isinstance(leaf, Exact):
        letters = _letters(index, leaf.text, field) if _prints(index, field) else []
        return _printed_so(entry, field, letters[0][1]) if letters else set()
    positions = entry.texts[f"{field}=" if _prints(index, field) else field].positions
    words = _edits(index, leaf, field, entry)
    return {(place, place) for word in words for place in positions[word]}
