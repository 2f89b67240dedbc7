"""What posting lists take in the encodings that were thought of: those that are used, and those that were not chosen.

    python benchmarks/micro/packing.py FOLDER --field text --every 40 --save ro500k

FOLDER is an index. Its terms of more than one document, the commonest first, are read, all or one in so many, and
packed in each of the ways below; the figures are bits a value, saved in benchmarks/micro/packing-NAME.json. The sizes
are those of the grammar of docs/format.md, heads included; offsets of blocks, which all have, are not. ``least
possible`` is no encoding, but what none goes below that knows the lengths of documents and the frequencies, and
nothing else of the text.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from searchlib.storage.directory import Directory
from searchlib.storage.generation import open_generation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from searchlib.storage.native import Segment

    Numbers = NDArray[np.int64]

BLOCK = 128
PATCHES = 16
AVERAGE = 256  # what documents are long, about
HERE = Path(__file__).resolve().parent


class Block(NamedTuple):
    """A block of a list: gaps and span of its documents, their lengths, and the positions of each."""

    gaps: Numbers
    span: int
    lengths: list[int]
    positions: list[Numbers]

    @property
    def frequencies(self) -> Numbers:
        return np.array([len(positions) for positions in self.positions])

    def position_gaps(self, order: Callable[[int], float] | None = None) -> Numbers:
        """Return the gaps of all positions, documents in their order or another."""
        numbers = range(len(self.positions))
        documents = numbers if order is None else sorted(numbers, key=order)
        return np.concatenate([np.diff(self.positions[doc], prepend=-1) - 1 for doc in documents])


# ------------------------------------------------------------ bits that an encoding takes


def packed(count: int, width: int) -> int:
    """Return the bits of packed values, in whole bytes."""
    return -(-count * width // 8) * 8


def one_width(values: Numbers) -> int:
    return 8 + packed(len(values), int(values.max()).bit_length())


def patched(values: Numbers, least_saving: int = 4) -> int:
    """Return the bits of a run with patches, where they save so many bytes."""
    widths = np.bincount(np.frexp(values.astype(np.float64))[1], minlength=34)
    plain = best = one_width(values)
    widest = int(values.max()).bit_length()
    patches = 0
    for width in range(widest - 1, max(-1, widest - 17), -1):
        patches += int(widths[width + 1])
        if patches > PATCHES:
            break
        size = 16 + 8 * patches + packed(patches, widest - width) + packed(len(values), width)
        if plain - size >= 8 * least_saving:
            best = min(best, size)
    return best


def groups(values: Numbers, size: int, one: Callable[[Numbers], int]) -> int:
    return sum(one(values[at : at + size]) for at in range(0, len(values), size))


def entropy(part: float, whole: float) -> float:
    """Return the bits that it takes to choose so many of so many."""
    part, whole = max(part, 0), max(whole, part)
    return (math.lgamma(whole + 1) - math.lgamma(part + 1) - math.lgamma(whole - part + 1)) / math.log(2)


def elias_fano(count: int, universe: int) -> int:
    low = max(0, int(math.log2(max(universe, 1) / count))) if universe > count else 0
    return count * low + count + (universe >> low)


def rice(positions: Numbers, width: int) -> float:
    gaps = np.diff(positions, prepend=-1) - 1
    return float((gaps >> width).sum()) + len(gaps) * (width + 1)


def by_both(length: int, frequency: int) -> int:
    """Return the bits that gaps of a document need, if the term stands in it so often."""
    return max(0, math.floor(math.log2(max(length, 1) / (frequency + 1))))


RICE: dict[str, Callable[[int, int], int]] = {
    "Rice by frequency": lambda _, frequency: by_both(AVERAGE, frequency),
    "Rice by length and frequency": by_both,
    "Rice by length and frequency, a bit more": lambda length, frequency: by_both(length, frequency) + 1,
}


def rice_costs(gaps: Numbers, documents: list[tuple[Numbers, int]]) -> Iterator[tuple[str, float]]:
    yield "Rice, one parameter a block", 16 + min(float((gaps >> w).sum()) + len(gaps) * (w + 1) for w in range(20))
    for name, parameter in RICE.items():
        yield name, 8 + sum(rice(positions, parameter(length, len(positions))) for positions, length in documents)
    each = [
        rice(positions, by_both(length, len(positions))) if len(positions) > 1 else length.bit_length()
        for positions, length in documents
    ]
    yield "Rice by length and frequency, an only position in the bits of its length", 8 + sum(each)


def position_costs(block: Block) -> Iterator[tuple[str, float]]:
    gaps, frequencies = block.position_gaps(), block.frequencies
    yield "one width a block", one_width(gaps)
    for size in (32, 64, 128):
        yield f"one width a group of {size}", groups(gaps, size, one_width)
    for size in (32, 64, 128, 256):
        yield f"patches, groups of {size}", groups(gaps, size, patched)
    by_frequency = block.position_gaps(lambda doc: frequencies[doc])
    yield "patches, groups of 128, documents by frequency", groups(by_frequency, 128, patched)
    by_gap = block.position_gaps(lambda doc: block.lengths[doc] / frequencies[doc])
    yield "patches, groups of 128, documents by expected gap", groups(by_gap, 128, patched)
    known = list(zip(block.positions, block.lengths, strict=True))
    yield from rice_costs(gaps, known)
    ranges = [(len(positions), max(length, int(positions[-1]) + 1)) for positions, length in known]
    yield "Elias-Fano a document, bounded by its length", sum(elias_fano(*one) for one in ranges)
    yield "least possible", sum(entropy(*one) for one in ranges)


def document_costs(block: Block) -> Iterator[tuple[str, float]]:
    count = len(block.gaps)
    bitmap, gaps = 8 + packed(block.span, 1), patched(block.gaps)
    yield "gaps of one width", one_width(block.gaps)
    yield "gaps with patches", gaps
    for limit in (5, 8, 16):
        yield f"bitmaps up to {limit} bits a document, else patches", bitmap if block.span <= limit * count else gaps
        plain = one_width(block.gaps)
        yield f"bitmaps up to {limit} bits a document, else one width", bitmap if block.span <= limit * count else plain
    yield "the shorter of both", min(bitmap, gaps)
    yield "least possible", entropy(count, block.span)


def frequency_costs(block: Block) -> Iterator[tuple[str, float]]:
    less_one = block.frequencies - 1
    more = less_one[less_one > 0]
    yield "one width", one_width(less_one)
    for saving in (1, 4, 8, 16):
        yield f"patches that save {saving} bytes", patched(less_one, saving)
    yield "unary", 8 + packed(int(block.frequencies.sum()), 1)
    yield "a bit for more than one, and the rest", 8 + packed(len(less_one), 1) + (one_width(more) if len(more) else 8)
    counts = np.unique(less_one, return_counts=True)[1] / len(less_one)
    yield "least possible", float(-(counts * np.log2(counts)).sum() * len(less_one))


# ------------------------------------------------------------ an index


def length_of(code: int) -> int:
    """Return the length that a length code stands for."""
    return code if code < 32 else (32 + 2 * ((code - 32) % 16)) * 2 ** ((code - 32) // 16)


def blocks(segment: Segment, field: str, terms: Iterable[str], lengths: bytes) -> Iterator[Block]:
    for term in terms:
        postings = segment.postings(field, term)
        before = -1
        for at in range(0, len(postings), BLOCK):
            some = postings[at : at + BLOCK]
            documents = np.array([document for document, _ in some])
            yield Block(
                np.diff(documents, prepend=before) - 1,
                int(documents[-1]) - before,
                [length_of(lengths[document]) for document, _ in some],
                [np.array(positions) for _, positions in some],
            )
            before = int(documents[-1])


def measured(folder: Path, field: str, every: int) -> dict[str, object]:
    """Return the bits a value of each encoding."""
    bits: defaultdict[str, Counter[str]] = defaultdict(Counter)
    values: Counter[str] = Counter()
    sampled = 0
    for part in open_generation(Directory(folder)).parts:
        offset, size = part.segment.section(f"{field}.lengths")
        lengths = (folder / part.record.file.name).read_bytes()[offset : offset + size]
        listed = [(frequency, term) for term, frequency, _ in part.segment.terms(field) if frequency > 1]
        terms = [term for _, term in sorted(listed, reverse=True)[::every]]
        sampled += len(terms)
        for block in blocks(part.segment, field, terms, lengths):
            count = len(block.gaps)
            values.update(documents=count, frequencies=count, positions=int(block.frequencies.sum()))
            for name, costs in (
                ("documents", document_costs(block)),
                ("frequencies", frequency_costs(block)),
                ("positions", position_costs(block)),
            ):
                for variant, cost in costs:
                    bits[name][variant] += cost
    per_value = {
        name: {variant: round(total / values[name], 3) for variant, total in variants.items()}
        for name, variants in bits.items()
    }
    return {"field": field, "every": every, "terms": sampled, "values": dict(values), "bits_a_value": per_value}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="an index")
    parser.add_argument("--field", default="text", help="a text field of it (default: text)")
    parser.add_argument("--every", type=int, default=1, help="read one in so many terms (default: all)")
    parser.add_argument("--save", metavar="NAME", help="save the figures in packing-NAME.json")
    arguments = parser.parse_args()
    figures = measured(arguments.folder, arguments.field, arguments.every)
    text = json.dumps({"form": 1, "kind": "packing", **figures}, indent=1) + "\n"
    if arguments.save:
        (HERE / f"packing-{arguments.save}.json").write_text(text, encoding="utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
