"""How numbers are packed: what is written is what docs/format.md says, and is read back, by whichever way."""

from __future__ import annotations

import random
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib._native import (
    pack_column,
    pack_positions,
    pack_run,
    read_column,
    read_positions,
    unpack_run,
    values_one_by_one,
)
from searchlib.errors import CorruptIndexError
from searchlib.search.native import instruction_levels, instructions, use_instructions
from storage.format_numbers import BLOCK, Cursor

PADDING = bytes(8)
COUNTS = (1, 2, 31, 32, 33, 63, 64, 65, 126, 127, 128)
EDGES = (0, 1, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257, 2**16 - 1, 2**16, 2**31 - 1, 2**31, 2**32 - 1)
SAVINGS = (1, 4, 8)


def shortest(values: list[int], least_saving: int) -> int:
    """Return how many bytes a run takes at least, of all the widths that it may have."""
    widest = max(values).bit_length()
    plain = 1 + -(-len(values) * widest // 8)
    least = plain
    for width in range(max(0, widest - 16), widest):
        patches = sum(value >> width > 0 for value in values)
        if patches <= 16:
            size = 2 + patches + -(-patches * (widest - width) // 8) + -(-len(values) * width // 8)
            if plain - size >= least_saving:
                least = min(least, size)
    return least


def check_run(values: list[int], least_saving: int) -> None:
    packed = pack_run(values, least_saving)
    cursor = Cursor(packed)
    assert cursor.run(len(values)) == values
    assert cursor.at == len(packed) == shortest(values, least_saving)
    for level in instruction_levels():
        use_instructions(level)
        assert unpack_run(packed + PADDING, len(values)) == (values, len(packed))
    assert values_one_by_one(packed + PADDING, len(values)) == values


@pytest.fixture(autouse=True)
def _keep_instructions() -> st.Any:
    before = instructions()
    yield
    use_instructions(before)


@pytest.mark.parametrize("least_saving", SAVINGS)
@pytest.mark.parametrize("count", COUNTS)
def test_runs_of_equal_values(count: int, least_saving: int) -> None:
    for value in EDGES:
        check_run([value] * count, least_saving)


@pytest.mark.parametrize("wider", [1, 2, 7, 8, 9, 15, 16, 17, 18])
@pytest.mark.parametrize("count", [17, 64, 127, 128])
def test_runs_with_few_wider_values(count: int, wider: int) -> None:
    rng = random.Random(count * 100 + wider)
    for width in (0, 1, 5, 15, 16):
        for further in (1, 2, 8, 15, 16, 17):
            if width + further <= 32:
                values = [rng.getrandbits(width) for _ in range(count)]
                for place in {0, count - 1, *rng.sample(range(count), min(wider, count))}:
                    values[place] = (1 << (width + further)) - 1 - rng.getrandbits(width)
                check_run(values, 4)


@given(
    st.lists(st.integers(0, 40) | st.sampled_from(EDGES) | st.integers(0, 2**32 - 1), min_size=1, max_size=BLOCK),
    st.sampled_from(SAVINGS),
)
def test_any_run(values: list[int], least_saving: int) -> None:
    check_run(values, least_saving)


@given(
    st.lists(st.integers(0, 3), min_size=BLOCK, max_size=BLOCK),
    st.dictionaries(st.integers(0, 127), st.integers(0, 2**32 - 1), max_size=20),
)
def test_any_whole_run_with_wider_values(values: list[int], wider: dict[int, int]) -> None:
    for place, value in wider.items():
        values[place] = value
    check_run(values, 4)


def test_damaged_runs_are_refused() -> None:
    values = [1] * 100 + [900] * 3 + [2] * 25
    packed = pack_run(values, 4)
    assert packed[0] >= 0x80
    for wrong in (b"", packed[:1], packed[:4], packed[:-1]):
        with pytest.raises(CorruptIndexError, match="outside"):
            unpack_run(wrong + PADDING, 128)
    for head in (33, 0x3F, 0x40, 0x7F, 0x80 | 31, 0xFF):
        with pytest.raises(CorruptIndexError, match=r"width|outside"):
            unpack_run(bytes([head]) + packed[1:] + PADDING, 128)
    with pytest.raises(CorruptIndexError, match="patch"):
        unpack_run(packed[:2] + bytes([128]) + packed[3:] + PADDING, 128)


# ------------------------------------------------------------ positions


def gaps_of(documents: list[list[int]]) -> list[int]:
    return [gap for positions in documents for gap in (b - a - 1 for a, b in pairwise([-1, *positions]))]


def check_positions(documents: list[list[int]], order: list[int]) -> None:
    gaps = gaps_of(documents)
    packed = pack_positions(gaps)
    cursor = Cursor(packed)
    assert cursor.groups(len(gaps)) == gaps
    assert cursor.at == len(packed)
    firsts = [0, *accumulate(map(len, documents))]
    asked = [(firsts[number], len(documents[number])) for number in order]
    assert read_positions(packed + PADDING, len(gaps), asked) == [documents[number] for number in order]


@pytest.mark.parametrize("count", [*EDGES[:-4], 1_000])
def test_positions_of_one_document_up_to_group_ends(count: int) -> None:
    rng = random.Random(count)
    if count:
        check_positions([sorted(rng.sample(range(4 * count + 9), count))], [0])


@given(
    st.lists(st.lists(st.integers(0, 300), min_size=1, max_size=200, unique=True).map(sorted), min_size=1, max_size=12),
    st.data(),
)
def test_positions_of_documents_in_any_order(documents: list[list[int]], data: st.DataObject) -> None:
    numbers = st.integers(0, len(documents) - 1)
    check_positions(documents, data.draw(st.lists(numbers, max_size=20)))


@given(st.lists(st.sampled_from((1, 1, 1, 2, 3, 127, 128, 129)), min_size=1, max_size=140), st.integers(0, 2**32))
def test_positions_in_ascending_order(frequencies: list[int], seed: int) -> None:
    rng = random.Random(seed)
    widest = rng.choice((130, 1 << 10, 1 << 20))
    documents = [sorted(rng.sample(range(2 * widest), frequency)) for frequency in frequencies]
    check_positions(documents, list(range(len(documents))))


def test_damaged_positions_are_refused() -> None:
    packed = pack_positions(list(range(300)))
    with pytest.raises(CorruptIndexError, match="fewer positions"):
        read_positions(packed + PADDING, 300, [(299, 2)])
    with pytest.raises(CorruptIndexError, match="outside"):
        read_positions(packed[:-1] + PADDING, 300, [(299, 1)])
    with pytest.raises(CorruptIndexError, match="outside"):
        read_positions(packed[:200] + PADDING, 300, [(0, 300)])
    with pytest.raises(CorruptIndexError, match="too many positions"):
        read_positions(packed + PADDING, 2**40, [(0, 2**26 + 1)])


# ------------------------------------------------------------ columns


def column_of(packed: bytes, count: int) -> list[int]:
    """Read a column as the grammar says."""
    heads, values = Cursor(packed), Cursor(packed[: -len(PADDING)], -(-count // BLOCK) * 17)
    found: list[int] = []
    for at in range(0, count, BLOCK):
        least, offset, width = heads.fixed("Q"), heads.fixed("Q"), heads.fixed("B")
        assert offset == values.at
        found += [least + above for above in values.packed(min(BLOCK, count - at), width)]
    assert values.at == len(packed) - len(PADDING)
    return found


def check_column(values: list[int]) -> None:
    packed = pack_column(values)
    assert packed.endswith(PADDING)
    assert column_of(packed, len(values)) == values == read_column(packed, len(values))


@pytest.mark.parametrize("width", [0, 1, 7, 8, 9, 31, 32, 33, 55, 56, 57, 63, 64])
@pytest.mark.parametrize("count", [1, 2, 127, 128, 129, 255, 256, 257])
def test_columns_of_any_width(count: int, width: int) -> None:
    rng = random.Random(count * 100 + width)
    check_column([0, *((1 << width) - 1 - rng.getrandbits(width) // 2 for _ in range(count - 1))])


@given(st.lists(st.integers(0, 2**64 - 1) | st.integers(2**63, 2**63 + 300), max_size=300))
def test_any_column(values: list[int]) -> None:
    check_column(values)


def test_damaged_columns_are_refused() -> None:
    packed = pack_column(list(range(1_000, 1_300)))
    assert len(packed) > 60
    with pytest.raises(CorruptIndexError, match="too short"):
        read_column(packed[:58], 300)
    with pytest.raises(CorruptIndexError, match="outside"):
        read_column(packed[:-20], 300)
    for place, value in ((16, 65), (15, 0x80)):
        damaged = bytearray(packed)
        damaged[place] = value
        with pytest.raises(CorruptIndexError, match="outside"):
            read_column(bytes(damaged), 300)
