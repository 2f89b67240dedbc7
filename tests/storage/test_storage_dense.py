"""Dense lists: one bitmap over all documents where enough of them have the term, and blocks of frequencies only."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest

import searchlib as sl
from searchlib.errors import CorruptIndexError
from storage.format_reader import BITS_OF_DENSE, DENSE, read_manifest
from storage.test_storage_blocks import blocks_of, with_term
from storage.test_storage_format import Pair, check_field, check_keywords, written

Spanned = tuple[Path, int, int]


def spread(count: int, documents: int, rng: random.Random) -> set[int]:
    """Return so many of the documents, the last among them."""
    return {documents - 1, *rng.sample(range(documents - 1), count - 1)}


def is_dense(pair: Pair, count: int) -> bool:
    """Tell whether the list of the term begins with a bitmap of whole words, by what it takes."""
    (entry,) = (entry for entry in pair.ours.dictionary("body") if entry.text == "rar")
    blocks = -(-count // 128)
    (first,) = {pair.ours.sections["body.postings"][entry.offset + 4 * blocks :][:4]}
    return int.from_bytes(first, "little") == 14 * blocks + -(-pair.ours.size // 64) * 8


@pytest.mark.parametrize("more", [-1, 0, 1])
@pytest.mark.parametrize(
    ("count", "documents"),
    [(DENSE, DENSE), (DENSE, 1_087), (DENSE, 1_088), (DENSE, 1_089), (DENSE, 8_000), (1_152, 9_001), (1_279, 1_300)],
)
def test_lists_of_enough_documents_are_bitmaps(tmp_path: Path, count: int, documents: int, more: int) -> None:
    """At the least number of documents, at whole and broken words, and where the last block is whole or not."""
    rng = random.Random(f"{count} {documents} {more}")
    held = count + more
    documents = max(documents, held)
    texts = with_term(spread(held, documents, rng), documents, rng)
    pair = written(tmp_path, texts)
    assert is_dense(pair, held) == (held >= DENSE)
    assert sum(len(block.documents) for block in blocks_of(pair, "body")) == held
    check_field(pair, texts, "body")
    check_keywords(pair, texts)


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_lists_of_a_share_of_the_documents_are_bitmaps(tmp_path: Path, more: int) -> None:
    documents = BITS_OF_DENSE * DENSE + BITS_OF_DENSE
    rng = random.Random(more)
    texts = with_term(spread(DENSE + 1 + more, documents, rng), documents, rng)
    pair = written(tmp_path, texts)
    assert is_dense(pair, DENSE + 1 + more) == (more >= 0)
    check_field(pair, texts, "body")


def test_documents_that_crowd_at_both_ends(tmp_path: Path) -> None:
    """One block of a dense list spans far more documents than any block with a bitmap of its own may."""
    documents = 9_000
    having = {*range(700), *range(documents - 500, documents)}
    texts = with_term(having, documents, random.Random(1))
    pair = written(tmp_path, texts)
    assert is_dense(pair, 1_200)
    check_field(pair, texts, "body")
    with sl.open(tmp_path) as index:
        for text in ("body:rar", "body:rar body:la", "+body:rar +body:la"):
            query = index.prepare(text)
            for k in (1, 10, 1_000):
                best, all_ = query.top(k), query.top_exhaustively(k)
                assert (list(best[0]), list(best[1])) == (list(all_[0]), list(all_[1])), (text, k)
        assert index.count("body:rar") == 1_200


# ------------------------------------------------------------ damage


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> Spanned:
    """An index of a dense list, where in the file its bitmap begins, and where its first block of frequencies."""
    folder = tmp_path_factory.mktemp("dense")
    rng = random.Random(3)
    pair = written(folder, with_term(spread(1_500, 6_000, rng), 6_000, rng))
    (entry,) = (entry for entry in pair.ours.dictionary("body") if entry.text == "rar")
    start = pair.native.section("body.postings")[0] + entry.offset + 14 * 12
    (record,) = read_manifest(folder)["segments"]
    return folder / record["file"]["name"], start, start + -(-6_000 // 64) * 8


@pytest.mark.parametrize("bit", [0, 1, 63, 64, 3_000, 5_999])
def test_a_damaged_bitmap_is_named(dense: Spanned, bit: int) -> None:
    path, start, _ = dense
    whole = path.read_bytes()
    content = bytearray(whole)
    content[start + bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)
    try:
        assert [problem.path for problem in sl.verify(path.parent)] == [str(path)]
        with sl.open(path.parent) as index, pytest.raises(CorruptIndexError, match="bitmap") as caught:
            index.prepare("body:rar").top_exhaustively(10)
        assert caught.value.path == str(path)
    finally:
        path.write_bytes(whole)


@pytest.mark.parametrize("width", [27, 64, 255])
def test_frequencies_of_an_impossible_width_are_named(dense: Spanned, width: int) -> None:
    path, _, frequencies = dense
    whole = path.read_bytes()
    content = bytearray(whole)
    content[frequencies] = width
    path.write_bytes(content)
    try:
        with sl.open(path.parent) as index:
            for text in ("body:rar", "body:rar body:la", "body:rar AND body:la"):
                with pytest.raises(CorruptIndexError, match=r"width|bitmap"):
                    list(index.search(text, limit=6_000))
    finally:
        path.write_bytes(whole)


def test_a_patch_outside_its_block_is_named(tmp_path: Path) -> None:
    """Where so many of a block are looked up that all of it is unpacked: single ones are read another way."""
    rng = random.Random(4)
    having = spread(1_500, 6_000, rng)
    others = set(rng.sample(sorted(having), 1_100))
    texts = with_term(having, 6_000, rng)
    texts = [{**text, "body": f"{text['body']} alt"} if n in others else text for n, text in enumerate(texts)]
    pair = written(tmp_path, texts)
    (entry,) = (entry for entry in pair.ours.dictionary("body") if entry.text == "rar")
    (record,) = read_manifest(tmp_path)["segments"]
    path = tmp_path / record["file"]["name"]
    place = pair.native.section("body.postings")[0] + entry.offset + 14 * 12 + -(-6_000 // 64) * 8
    with sl.open(tmp_path) as index:
        assert {hit.doc for hit in index.search("body:rar AND body:alt", limit=6_000)} == others
    content = bytearray(path.read_bytes())
    content[place : place + 3] = bytes([0x80 | 4, 0, 128])  # one patch, of a bit, for the value behind the last
    path.write_bytes(content)
    with sl.open(tmp_path) as index, pytest.raises(CorruptIndexError, match="bitmap"):
        list(index.search("body:rar AND body:alt"))


def test_whatever_is_damaged_nothing_worse_happens_than_an_error(dense: Spanned) -> None:
    """Answers may be wrong, as no question reads the checksum of a whole file; what is read stays within."""
    path, start, frequencies = dense
    whole = path.read_bytes()
    rng = random.Random(5)
    for _ in range(60):
        content = bytearray(whole)
        for _ in range(rng.choice([1, 3, 100])):
            content[rng.randrange(start - 14 * 12, frequencies + 800)] = rng.randrange(256)
        path.write_bytes(content)
        try:
            with sl.open(path.parent) as index:
                for text in ("body:rar", "body:rar body:la", "+body:rar +body:la"):
                    for limit in (1, 10, 1_000):
                        with suppress(CorruptIndexError):
                            list(index.search(text, limit=limit))
        finally:
            path.write_bytes(whole)
