"""Damage to bitmaps that phrases of common words are found by: there is no more room than for what a block may have."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest

import searchlib as sl
from searchlib.errors import CorruptIndexError
from storage.format_bigrams import bigrams
from storage.format_reader import Segment, read_manifest

DOCUMENTS = 20_000
SCHEMA = sl.Schema(
    fields={"id": sl.Stored(), "body": sl.Text("whitespace", exact=False)}, timezone="UTC", stop_words=False
)


def text(rng: random.Random) -> str:
    """Return a short text, of nine two that have both common words, mostly side by side, seldom twice, or apart."""
    both = rng.choice(["de la"] * 6 + ["de la de la", "la de"]) if rng.random() < 0.22 else "rar"
    return " ".join([both, *(f"rest{rng.randrange(5_000)}" for _ in range(rng.choice([1, 1, 1, 40])))])


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("phrases") / "index"
    rng = random.Random(8)
    with sl.create(path, SCHEMA) as writer:
        writer.add_many({"id": str(number), "body": text(rng)} for number in range(DOCUMENTS))
        writer.compact()
    return path


def test_a_bitmap_of_more_documents_than_a_block_may_have_is_refused(index: Path) -> None:
    (record,) = read_manifest(index)["segments"]
    path = index / record["file"]["name"]
    segment = Segment(path, record)
    assert ("de", "la") in bigrams(segment, "body")
    whole = path.read_bytes()
    content = bytearray(whole)
    start = whole.index(segment.sections["body.postings"])
    entries = [entry for entry in segment.dictionary("body") if entry.text in ("de", "la")]
    rarest = min(entries, key=lambda entry: entry.frequency)
    last, next_last = struct.unpack_from("<2I", whole, start + rarest.offset + 4 * 10)
    for entry in entries:
        blocks = -(-entry.frequency // 128)
        bits = start + entry.offset + blocks * 14
        # Of all documents that a block of the rarest may be of, each has both words now.
        for document in range(last + 1, next_last + 1):
            content[bits + document // 8] |= 1 << document % 8
    path.write_bytes(content)
    try:
        with sl.open(index) as opened:
            for k in (500, 1_000):
                with pytest.raises(CorruptIndexError, match="more documents than its block"):
                    opened.search('"de la"', limit=k)
            for k in (350, DOCUMENTS):
                with pytest.raises(CorruptIndexError, match="a bitmap has"):
                    opened.search('"de la"', limit=k)
    finally:
        path.write_bytes(whole)
