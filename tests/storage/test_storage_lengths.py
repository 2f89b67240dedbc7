"""Length codes at every boundary, and the checksum: by the library and by our own reader."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib._native import crc32c_by_tables
from searchlib.indexing.native import Builder, Forms
from searchlib.storage import FileRecord
from searchlib.storage.native import ContainerWriter
from searchlib.storage.native import Segment as NativeSegment
from searchlib.storage.native import crc32c as native_crc32c
from storage.format_numbers import code_of, crc32c, length_of


def lengths_through_the_builder(path: Path, lengths: list[int]) -> tuple[bytes, list[tuple[int, int]]]:
    """Return the codes and totals of documents that are so many positions long, without that many words."""
    forms = Forms()
    builder = Builder([("body", forms, None)], [])
    whole = "x" * 4_096
    for sequence, length in enumerate(lengths):
        text = f"{whole} " * (length // 4_096) + "x" * (length % 4_096)
        builder.add(None, 4, sequence, sequence, bytes(16), None, [text], [])
    forms.define([([], [], len(raw)) for raw in forms.undefined(forms.size)])
    out = ContainerWriter(str(path))
    builder.write(out, None)
    length, checksum = out.finish()
    file = {"name": path.name, "length": length, "checksum": checksum}
    native = NativeSegment(str(path), length, checksum, ["body"], [])
    begin, size = native.section("body.lengths")
    assert FileRecord(**file).length == path.stat().st_size
    return path.read_bytes()[begin : begin + size], native.totals([])


def test_the_code_of_every_length_at_a_boundary(tmp_path: Path) -> None:
    table = [length_of(code) for code in range(256)]
    assert table == sorted(set(table))
    assert table[:34] == [*range(33), 34]
    assert table[255] == 507_904
    lengths = sorted({max(length + off, 0) for length in table for off in (-1, 0, 1)} | {1_000_000})
    codes, totals = lengths_through_the_builder(tmp_path / "s.segment", lengths)
    assert list(codes) == [code_of(length) for length in lengths]
    assert set(codes) == set(range(256))
    assert totals == [(len(lengths) - 1, sum(length_of(code) for code in codes))]
    for length, code in zip(lengths, codes, strict=True):
        if code < 255:
            assert length - length_of(code) <= length / 17


# ------------------------------------------------------------ checksums


@pytest.mark.parametrize("checksum", [crc32c, native_crc32c, crc32c_by_tables], ids=["ours", "native", "by tables"])
def test_the_checksum_is_castagnolis(checksum: Callable[[bytes], int]) -> None:
    assert checksum(b"123456789") == 0xE3069283
    assert checksum(b"") == 0
    # From RFC 3720, B.4.
    assert checksum(bytes(32)) == 0x8A9136AA
    assert checksum(b"\xff" * 32) == 0x62A8AB43
    assert checksum(bytes(range(32))) == 0x46DD794E


@given(st.binary(max_size=100))
def test_both_checksums_agree(data: bytes) -> None:
    assert crc32c(data) == native_crc32c(data) == crc32c_by_tables(data)
