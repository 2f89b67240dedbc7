"""How numbers are packed: what is written is what docs/format.md says, and is read back, by whichever way."""

from __future__ import annotations

import random
from itertools import pairwise

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
from storage.format_numbers import BLOCK, Cursor, code_of, length_of

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


def check_positions(documents: list[list[int]], codes: list[int], order: list[int] | None = None) -> None:
    known = [(code, len(positions)) for code, positions in zip(codes, documents, strict=True)]
    packed = pack_positions(known, gaps_of(documents))
    cursor = Cursor(packed)
    assert cursor.positions(known) == documents
    assert cursor.at == len(packed)
    order = list(range(len(documents))) if order is None else order
    for level in instruction_levels():
        use_instructions(level)
        assert read_positions(packed + PADDING, known, order) == [documents[number] for number in order]


def some_documents(rng: random.Random, frequencies: list[int], least: int = 0) -> tuple[list[list[int]], list[int]]:
    """Return positions in documents that are long enough for them, and the length codes of these."""
    spread = (1, 2, 5, 60, 3_000)
    lengths = [min(number * rng.choice(spread) + rng.randrange(3) + least, 2**26) for number in frequencies]
    positions = [sorted(rng.sample(range(size), count)) for size, count in zip(lengths, frequencies, strict=True)]
    return positions, list(map(code_of, lengths))


@pytest.mark.parametrize("frequency", [*EDGES[1:-4], 1_000])
@pytest.mark.parametrize("count", [1, 2, 7, 8, 9, 15, 16, 17, 127, 128])
def test_positions_of_equally_frequent_terms(count: int, frequency: int) -> None:
    rng = random.Random(frequency * 1_000 + count)
    check_positions(*some_documents(rng, [frequency] * min(count, -(-40_000 // frequency))))


@pytest.mark.parametrize("code", range(256))
def test_positions_at_both_ends_of_documents_of_any_length(code: int) -> None:
    """A term that takes no place may stand behind the last one."""
    end = length_of(code + 1) - 1 if code < 255 else 2**26
    check_positions([[0], [0], [end]], [code] * 3)
    if end > 0:
        check_positions([[0], [end], [0, end], [end - 1, end], [0]], [code] * 5, [4, 0, 3, 1, 2])


@given(
    st.lists(st.lists(st.integers(0, 300), min_size=1, max_size=200, unique=True).map(sorted), min_size=1, max_size=12),
    st.data(),
)
def test_positions_of_documents_in_any_order(documents: list[list[int]], data: st.DataObject) -> None:
    lengths = [data.draw(st.integers(positions[-1] + 1, 5_000)) for positions in documents]
    numbers = st.integers(0, len(documents) - 1)
    check_positions(documents, list(map(code_of, lengths)), data.draw(st.lists(numbers, max_size=20)))


@given(st.lists(st.sampled_from((1, 1, 1, 2, 3, 127, 128, 129)), min_size=1, max_size=128), st.integers(0, 2**32))
def test_positions_of_any_block(frequencies: list[int], seed: int) -> None:
    check_positions(*some_documents(random.Random(seed), frequencies))


def test_very_frequent_terms() -> None:
    """Frequencies from 65,535 on are written as that one is."""
    for frequency in (65_533, 65_534, 65_535, 65_536, 131_073):
        check_positions([[0], list(range(0, 3 * frequency, 3)), [5, 9]], [200, code_of(3 * frequency), 60])


def test_positions_behind_the_end_of_a_document_are_not_written() -> None:
    with pytest.raises(CorruptIndexError, match="behind the end"):
        pack_positions([(30, 1), (30, 1)], [2, 32])


def test_damaged_positions_are_refused() -> None:
    known = [(100, 2), (120, 1), (90, 30), (255, 1)]
    documents, _ = some_documents(random.Random(1), [2, 1, 30, 1], 100)
    packed = pack_positions(known, gaps_of(documents))
    places = [0, 1, 2, 3]
    for size in range(len(packed)):
        with pytest.raises(CorruptIndexError, match=r"outside|too early"):
            read_positions(packed[:size] + bytes(min(size, 8)), known, places)
    head = packed[0]
    for ones in (bytes(head), b"\x03" + bytes(head - 1), packed[1:head] + b"\x00", b"\x00\x01" + bytes(head - 2)):
        with pytest.raises(CorruptIndexError, match="has not the positions"):
            read_positions(bytes([head]) + ones + packed[1 + head :] + PADDING, known, places)
    with pytest.raises(CorruptIndexError, match="outside"):
        read_positions(b"\xff\x7f" + packed[1:] + PADDING, known, places)
    with pytest.raises(CorruptIndexError, match="too long"):
        read_positions(b"\xff" * 11 + packed, known, places)
    with pytest.raises(CorruptIndexError, match="too many positions"):
        read_positions(packed + PADDING, [(100, 2**26 + 1)], [0])


@given(st.binary(max_size=200), st.lists(st.tuples(st.integers(0, 255), st.integers(1, 40)), min_size=1, max_size=128))
def test_no_bytes_are_trusted_to_be_positions(data: bytes, known: list[tuple[int, int]]) -> None:
    """What is read ascends and is possible, or is refused, and all instructions read the same."""
    answers = []
    for level in instruction_levels():
        use_instructions(level)
        try:
            answers.append(read_positions(data, known, list(range(len(known)))))
        except CorruptIndexError as error:
            answers.append(str(error))
    assert all(answer == answers[0] for answer in answers)
    if isinstance(answers[0], list):
        assert [len(positions) for positions in answers[0]] == [frequency for _, frequency in known]
        assert all(a < b for positions in answers[0] for a, b in pairwise([-1, *positions, 2**27]))


# ------------------------------------------------------------ columns


def column_of(packed: bytes, count: int) -> list[int]:
    """Read a column as the grammar says."""
    heads, values = Cursor(packed), Cursor(packed[: -len(PADDING)], -(-count // BLOCK) * 18)
    found: list[int] = []
    for at in range(0, count, BLOCK):
        least, offset, width, unit = heads.fixed("Q"), heads.fixed("Q"), heads.fixed("B"), heads.fixed("B")
        assert offset == values.at
        found += [
            least + (1, 60, 3_600, 86_400)[unit] * above for above in values.packed(min(BLOCK, count - at), width)
        ]
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


@pytest.mark.parametrize("unit", [1, 60, 3_600, 86_400])
@pytest.mark.parametrize("count", [1, 2, 128, 129, 300])
def test_dates_are_counted_in_whole_units(count: int, unit: int) -> None:
    rng = random.Random(count * unit)
    least = 2**63 + 12_345
    values = [least + unit * rng.randrange(200) for _ in range(count)]
    check_column(values)
    if count > 128:
        assert len(pack_column(values)) < 18 * -(-count // BLOCK) + count + 16, "a byte for each"
    check_column([0, *values, 2**64 - 1])


def test_damaged_columns_are_refused() -> None:
    packed = pack_column(list(range(1_000, 1_300)))
    assert len(packed) > 60
    with pytest.raises(CorruptIndexError, match="too short"):
        read_column(packed[:58], 300)
    with pytest.raises(CorruptIndexError, match="outside"):
        read_column(packed[:-20], 300)
    for place, value in ((16, 65), (15, 0x80), (17, 4)):
        damaged = bytearray(packed)
        damaged[place] = value
        with pytest.raises(CorruptIndexError, match="outside"):
            read_column(bytes(damaged), 300)
