"""Blocks of posting lists where their layout changes: bitmap or gaps, whole or partial, whole words or not."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchlib as sl
from searchlib.errors import CorruptIndexError
from storage.format_reader import Block, read_manifest
from storage.test_storage_format import Pair, check_field, check_keywords, written

WIDEST = 8
"""Bits a document of the widest bitmap."""

COUNTS = (2, 3, 127, 128, 129, 255, 256, 257)


def with_term(having: set[int], documents: int, rng: random.Random) -> list[Mapping[str, Any]]:
    """Return documents in the order of their numbers, those of `having` with the term and the tag "rar"."""
    return [
        {"id": f"{n}", "body": f"la {'rar ' * rng.choice((1, 1, 2, 9))}", "tags": ["rar"]}
        if n in having
        else {"id": f"{n}", "body": "la"}
        for n in range(documents)
    ]


def of_spans(spans: list[tuple[int, int]], rng: random.Random) -> set[int]:
    """Return documents such that each block has so many of them in so wide a span."""
    having: set[int] = set()
    base = 0
    for count, span in spans:
        having |= {base + span - 1, *rng.sample(range(base, base + span - 1), count - 1)}
        base += span
    return having


def blocks_of(pair: Pair, field: str) -> list[Block]:
    (entry,) = (entry for entry in pair.ours.dictionary(field) if entry.text == "rar")
    return pair.ours.blocks(field, entry)


def check_blocks(folder: Path, spans: list[tuple[int, int]], seed: int) -> None:
    """Write blocks of so many documents and so wide spans, and hold both readers against what was written."""
    rng = random.Random(seed)
    documents = with_term(of_spans(spans, rng), sum(span for _, span in spans) + rng.randrange(3), rng)
    pair = written(folder, documents)
    for field in ("body", "tags"):
        blocks = blocks_of(pair, field)
        assert [len(block.documents) for block in blocks] == [count for count, _ in spans]
        assert [block.bitmap for block in blocks] == [span <= WIDEST * count for count, span in spans]
    check_field(pair, documents, "body")
    check_keywords(pair, documents)


@pytest.mark.parametrize("more", [-1, 0, 1])
@pytest.mark.parametrize("count", COUNTS)
def test_a_block_is_a_bitmap_up_to_so_many_bits_a_document(tmp_path: Path, count: int, more: int) -> None:
    whole, rest = divmod(count, 128)
    check_blocks(tmp_path, [(c, WIDEST * c + more) for c in [128] * whole + [rest] * (rest > 0)], count)


@pytest.mark.parametrize("span", [2, 7, 8, 9, 63, 64, 65, 127, 128, 129, 511, 512, 513, 1_023, 1_024])
def test_a_bitmap_of_whole_and_of_broken_words(tmp_path: Path, span: int) -> None:
    check_blocks(tmp_path, [(max(2, -(-span // WIDEST)), span)], span)


@pytest.mark.parametrize("count", COUNTS)
def test_a_term_in_all_documents(tmp_path: Path, count: int) -> None:
    whole, rest = divmod(count, 128)
    check_blocks(tmp_path, [(c, c) for c in [128] * whole + [rest] * (rest > 0)], count)


def test_bitmaps_and_gaps_take_turns(tmp_path: Path) -> None:
    check_blocks(tmp_path, [(128, 128), (128, 1_025), (128, 1_024), (128, 6_000), (128, 200), (2, 17)], 1)


def whole_blocks() -> st.SearchStrategy[list[tuple[int, int]]]:
    """Return whole blocks of spans on both sides of the widest bitmap."""
    return st.lists(st.tuples(st.just(128), st.sampled_from((128, 129, 1_023, 1_024, 1_025)) | st.integers(128, 1_200)))


@given(whole_blocks(), st.integers(1, 127), st.integers(0, 1_000), st.integers(0, 2**32))
@settings(max_examples=15)
def test_any_blocks(
    tmp_path_factory: pytest.TempPathFactory, whole: list[tuple[int, int]], rest: int, wider: int, seed: int
) -> None:
    spans = [*whole[:3], (rest, rest + wider)]
    if len(spans) > 1 or rest > 1:
        check_blocks(tmp_path_factory.mktemp("any"), spans, seed)


# ------------------------------------------------------------ damage


@pytest.fixture(scope="module", params=[(128, 300), (128, 1_024), (128, 128), (40, 320), (2, 9)], ids=str)
def spanned(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, int]:
    """An index of a term whose first block, or only one, is a bitmap; where in the file that begins, and its bits."""
    count, span = request.param
    folder = tmp_path_factory.mktemp("bitmap")
    spans = [(count, span), (5, 5)] if count == 128 else [(count, span)]
    rng = random.Random(span)
    pair = written(folder, with_term(of_spans(spans, rng), sum(s for _, s in spans), rng))
    (entry,) = (entry for entry in pair.ours.dictionary("body") if entry.text == "rar")
    start = pair.native.section("body.postings")[0] + entry.offset + 14 * len(spans)
    (record,) = read_manifest(folder)["segments"]
    path = folder / record["file"]["name"]
    assert path.read_bytes()[start] == 0x40
    return path, start + 1, span


def test_a_damaged_bitmap_is_named_and_not_read(spanned: tuple[Path, int, int]) -> None:
    path, start, span = spanned
    whole = path.read_bytes()
    for bit in sorted({0, 1, span // 2, span - 2, span - 1}):
        content = bytearray(whole)
        content[start + bit // 8] ^= 1 << bit % 8
        path.write_bytes(content)
        try:
            assert [problem.path for problem in sl.verify(path.parent)] == [str(path)]
            with sl.open(path.parent) as index:
                for text in ("body:rar", "body:rar body:la", "+body:rar +body:la"):
                    with pytest.raises(CorruptIndexError, match="bitmap") as caught:
                        list(index.search(text))
                    assert caught.value.path == str(path)
        finally:
            path.write_bytes(whole)


def test_a_bitmap_that_ends_elsewhere_is_not_read(spanned: tuple[Path, int, int]) -> None:
    """As many bits as before, and another last one: what counting them does not find."""
    path, start, span = spanned
    whole = path.read_bytes()
    bits = int.from_bytes(whole[start : start + -(-span // 8)], "little")
    free = next((bit for bit in range(span) if not bits >> bit & 1), None)
    if free is None:
        pytest.skip("every document of the span is there: no bit is free to take the place of the last")
    moved = bits ^ 1 << span - 1 ^ 1 << free
    path.write_bytes(whole[:start] + moved.to_bytes(-(-span // 8), "little") + whole[start + -(-span // 8) :])
    try:
        assert [problem.path for problem in sl.verify(path.parent)] == [str(path)]
        with sl.open(path.parent) as index, pytest.raises(CorruptIndexError, match="bitmap"):
            list(index.search("body:rar"))
    finally:
        path.write_bytes(whole)
