"""What all benchmarks share: the archives, each indexed once a run into a temporary folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import searchlib as sl

HERE = Path(__file__).resolve().parent
for folder in (HERE, HERE / "indexing"):
    if str(folder) not in sys.path:  # the modules beside the benchmarks are imported by name
        sys.path.insert(0, str(folder))

from archives import NAMES, Archive, build, origin  # noqa: E402 - found by the line above


def source_of(name: str) -> Path:
    """Return where an archive lies; the benchmark is skipped, naming the reason, if it does not."""
    source = origin(name)
    if source is None:
        pytest.skip("no real news: set SEARCHLIB_DATA to the folder with news-dev.jsonl.gz")
    return source


@pytest.fixture(scope="session", params=NAMES)
def source(request: pytest.FixtureRequest) -> Path:
    """Where each archive lies."""
    return source_of(request.param)


@pytest.fixture(scope="session", params=NAMES)
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Each archive, indexed with the entities of the sample gazetteer."""
    name: str = request.param
    path = tmp_path_factory.mktemp(name) / "index"
    build(source_of(name), path, entities=True)
    return Archive(name, path, sl.open(path))
