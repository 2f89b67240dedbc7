"""Phrases that stand in some article: of any words, and of common ones only."""

from __future__ import annotations

from itertools import islice

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from archives import Archive
from asking import QUESTIONS, measure
from searchlib.query import Phrase
from vocabulary import vocabulary

KINDS = {"PHRASE2": (2, "mixed"), "PHRASE3": (3, "mixed"), "PHRASE_COMMON": (2, "common")}


@pytest.mark.parametrize("kind", KINDS)
def test_phrases(benchmark: BenchmarkFixture, archive: Archive, kind: str) -> None:
    count, band = KINDS[kind]
    drawn = islice(vocabulary(archive).phrases(count, kind, band=band), QUESTIONS)
    measure(benchmark, archive, "PHRASES", [Phrase(text) for text in drawn], archive.index.search)
    assert benchmark.extra_info["answered"] == QUESTIONS
