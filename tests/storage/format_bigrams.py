"""The bigrams of a segment, read from what docs/format.md says, and held against the positions of its terms."""

from __future__ import annotations

from collections import Counter, defaultdict

from storage.format_numbers import Cursor, crc32c, length_of
from storage.format_reader import Segment, Term

__all__ = ["bigrams", "check_bigrams", "common_terms", "commonest", "unlisted"]

Counts = dict[tuple[str, str], dict[int, int]]
"""Two terms → document → how often the second stands right behind the first."""


def common_terms(segment: Segment, field: str) -> list[str]:
    """Return the terms whose bigrams the segment lists."""
    section = segment.sections[f"{field}.common"]
    assert int.from_bytes(section[-4:], "little") == crc32c(section[:-4])
    cursor = Cursor(section[:-4])
    terms: list[bytes] = []
    while cursor.at < len(section) - 4:
        terms.append(cursor.take(cursor.varint()))
    assert terms == sorted(set(terms))
    assert len(terms) <= 255
    assert all(len(term) <= 255 for term in terms)
    return [term.decode() for term in terms]


def commonest(segment: Segment, field: str) -> list[str]:
    """Return the terms that are common in the segment alone."""
    if segment.size < 256:
        return []
    often = [term for term in segment.dictionary(field) if term.frequency >= segment.size // 5]
    often.sort(key=lambda term: (-term.frequency, term.text.encode()))
    return sorted((term.text for term in often[:255]), key=str.encode)


def unlisted(segment: Segment, field: str) -> dict[tuple[str, str], int]:
    """Return how often documents have each bigram at most that are not in its list."""
    common = common_terms(segment, field)
    entries = segment.dictionary(f"{field}.bigrams", "latin-1")
    return {(common[ord(entry.text[0])], common[ord(entry.text[1])]): entry.positions for entry in entries}


def bigrams(segment: Segment, field: str) -> Counts:
    """Return the documents that the segment lists of each bigram; their blocks, bounds and totals are checked."""
    common = common_terms(segment, field)
    listed: Counts = {}
    for entry in segment.dictionary(f"{field}.bigrams", "latin-1"):
        first, second = map(ord, entry.text)
        listed[common[first], common[second]] = _postings(segment, field, entry)
    assert segment.sections[f"{field}.bigrams.postings"].endswith(bytes(8))
    return listed


def _postings(segment: Segment, field: str, entry: Term) -> dict[int, int]:
    if entry.document is not None:
        assert 0 <= entry.document < segment.size
        return {entry.document: entry.total}
    codes, average = segment.lengths(field), segment.average(field)
    counts: dict[int, int] = {}
    for block in segment.blocks(f"{field}.bigrams", entry):
        assert block.positions == 0
        pairs = list(zip(block.documents, block.frequencies, strict=True))
        share = max(f / (f + 1.2 * (1 - 0.75 + 0.75 * length_of(codes[doc]) / average)) for doc, f in pairs)
        assert block.bound - 1 < share * 65535 <= block.bound <= 65535
        counts |= dict(pairs)
    assert len(counts) == entry.frequency
    assert sum(counts.values()) == entry.total
    return counts


def check_bigrams(segment: Segment, field: str) -> Counts:
    """Return what the segment lists of each bigram, which is what the positions of its common terms say."""
    common = set(common_terms(segment, field))
    at: defaultdict[int, dict[str, set[int]]] = defaultdict(dict)
    for entry in segment.dictionary(field):
        if entry.text in common:
            for document, positions in segment.postings_of(field, entry):
                at[document][entry.text] = set(positions)
    expected: defaultdict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for document, terms in at.items():
        behind: defaultdict[int, list[str]] = defaultdict(list)
        for term, positions in terms.items():
            for position in positions:
                behind[position].append(term)
        pairs = Counter(
            (first, second) for first, places in terms.items() for p in places for second in behind.get(p + 1, ())
        )
        for pair, frequency in pairs.items():
            expected[pair][document] = frequency
    listed = bigrams(segment, field)
    others = unlisted(segment, field)
    assert listed.keys() >= expected.keys()
    for pair in listed:
        counts = expected[pair]
        assert counts or others[pair] > 0, "nobody knows whether it still stands in documents that were not listed"
        strong = {document: frequency for document, frequency in counts.items() if frequency > others[pair]}
        assert listed[pair] == strong or (not strong and listed[pair] == {0: others[pair]})
    return listed
