"""Building an index from files: reading, analysing, indexing, writing and the commit."""

from __future__ import annotations

from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

import searchlib as sl
from archives import SEEDS, build, text_bytes

MEGABYTE = 1_000_000


def test_build(benchmark: BenchmarkFixture, source: Path, tmp_path: Path) -> None:
    size = text_bytes(source)
    path = tmp_path / "index"
    benchmark.group = "BUILDING"
    benchmark.pedantic(build, args=(source, path), rounds=20 if source == SEEDS else 2)
    with sl.open(path) as index:
        info = index.info()
    assert info.documents > 0
    benchmark.extra_info["documents"] = info.documents
    benchmark.extra_info["text_bytes"] = size
    benchmark.extra_info["index_bytes"] = info.bytes
    if benchmark.stats is not None:  # there are none with --benchmark-disable
        benchmark.extra_info["megabytes_per_second"] = round(size / MEGABYTE / benchmark.stats.stats.median, 2)
