"""Stored documents: what was given comes back, long texts late, damage never as text."""

from __future__ import annotations

import random
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib as sl
from searchlib.errors import CorruptIndexError
from searchlib.storage import Directory, StoredReader
from searchlib.storage import stored as stored_module
from searchlib.storage.generation import open_generation
from searchlib.storage.stored import BLOCK, LONG
from storage.format_numbers import crc32c
from storage.format_reader import Container, read_manifest

SCHEMA = sl.Schema(fields={"id": sl.Stored(), "body": sl.Text("whitespace"), "hidden": sl.Text("simple", stored=False)})


def reader(folder: Path, documents: list[dict[str, Any]]) -> StoredReader:
    with sl.create(folder, SCHEMA) as writer:
        for document in documents:
            writer.add(document)
    (part,) = open_generation(Directory(folder)).parts
    return part.stored


def text_of(length: int, seed: int = 0) -> str:
    return "".join(random.Random(f"{length} {seed}").choices("abcdeă 日", k=length))


LENGTHS = [0, 1, LONG - 1, LONG, LONG + 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK]
ASCII = [{"id": f"a{n}", "body": "x" * n} for n in LENGTHS]
MIXED = [{"id": f"m{n}", "body": text_of(n), "other": text_of(n, 1), "third": text_of(300, n)} for n in LENGTHS]


@pytest.mark.parametrize("documents", [ASCII, MIXED, [*ASCII, *MIXED], list(reversed(MIXED))])
def test_texts_of_all_lengths_come_back(tmp_path: Path, documents: list[dict[str, Any]]) -> None:
    stored = reader(tmp_path, documents)
    for doc, document in enumerate(documents):
        found = stored.document(doc)
        assert found.key == document["id"]
        assert dict(found) == document
        assert len(found) == len(document)
        assert set(found) == set(document)
    for doc in random.Random(1).choices(range(len(documents)), k=40):
        assert stored.document(doc)["body"] == documents[doc]["body"]


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False)
    | st.text(st.characters(codec="utf-8"), max_size=400),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner | st.none(), max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.lists(
        st.dictionaries(
            st.text(st.characters(codec="utf-8"), max_size=8).filter(lambda name: name not in {"id", "body", "hidden"}),
            VALUES,
            max_size=5,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_value_comes_back(tmp_path_factory: pytest.TempPathFactory, made: list[dict[str, Any]]) -> None:
    documents = [{"id": f"{n}", **document} for n, document in enumerate(made)]
    stored = reader(tmp_path_factory.mktemp("any"), documents)
    assert [dict(stored.document(doc)) for doc in range(len(documents))] == documents


def test_a_field_that_is_not_stored_is_not(tmp_path: Path) -> None:
    stored = reader(tmp_path, [{"id": "a", "body": "de", "hidden": "x" * 1000}])
    document = stored.document(0)
    assert dict(document) == {"id": "a", "body": "de"}
    with pytest.raises(KeyError):
        document["hidden"]


def test_texts_are_unpacked_when_they_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = reader(tmp_path, [{"id": f"{n}", "body": text_of(BLOCK, n), "title": "scurt"} for n in range(3)])
    unpacked: list[int] = []
    unpack = StoredReader._unpack
    monkeypatch.setattr(StoredReader, "_unpack", lambda self, block: [unpacked.append(block), unpack(self, block)][1])
    document = stored.document(1)
    assert (document["id"], document["title"], document.key, list(document)) == (
        "1",
        "scurt",
        "1",
        ["id", "title", "body"],
    )
    assert unpacked == []
    assert document["body"] == document["body"] == text_of(BLOCK, 1)
    assert unpacked == [1]


def test_texts_share_a_block_until_it_is_full(tmp_path: Path) -> None:
    documents = [{"id": f"{n:03}", "body": text_of(LONG + 1, n)} for n in range(500)]
    reader(tmp_path, documents)
    (record,) = read_manifest(tmp_path)["segments"]
    container = Container(tmp_path / record["file"]["name"], record["file"])
    blocks = len(container.array("stored.text_offsets", "Q")) - 1
    size = sum(len(document["body"].encode()) for document in documents)
    assert size // (2 * BLOCK) < blocks <= size // BLOCK + 1


def test_threads_get_the_texts_of_their_own_documents(tmp_path: Path) -> None:
    documents = [{"id": f"{n}", "body": f"{n} " * 9_000} for n in range(60)]
    stored = reader(tmp_path, documents)

    def wrong(seed: int) -> list[int]:
        docs = random.Random(seed).choices(range(60), k=150)
        return [doc for doc in docs if stored.document(doc)["body"] != documents[doc]["body"]]

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            assert [list(found) for found in pool.map(wrong, range(4))] == [[]] * 4
    finally:
        sys.setswitchinterval(interval)


def test_a_block_that_another_thread_replaces_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = reader(tmp_path, [{"id": f"{n}", "body": text_of(BLOCK, n)} for n in range(3)])
    cached: list[tuple[int, bytes]] = []

    class Disturbed(StoredReader):
        """Another thread puts block 2 there after every look at what is there."""

        @property
        def _cached(self) -> tuple[int, bytes]:
            found = cached[0]
            cached[0] = (2, b"another block")
            return found

        @_cached.setter
        def _cached(self, value: tuple[int, bytes]) -> None:
            cached[:] = [value]

    monkeypatch.setattr(stored, "__class__", Disturbed)
    cached.append((1, stored._unpack(1)))
    assert stored.document(1)["body"] == text_of(BLOCK, 1)
    assert stored.document(0)["body"] == text_of(BLOCK, 0)


@pytest.mark.parametrize("doc", [-1, 3, 2**31, 2**62])
def test_a_document_that_does_not_exist(tmp_path: Path, doc: int) -> None:
    stored = reader(tmp_path, [{"id": f"{n}"} for n in range(3)])
    with pytest.raises(CorruptIndexError, match="there is no stored entry"):
        stored.document(doc)


# ------------------------------------------------------------ damage


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    reader(folder, [{"id": f"{n}", "body": text_of(LONG * (n % 7), n), "n": n} for n in range(60)])
    return folder


def read(stored: StoredReader, doc: int) -> dict[str, Any] | str:
    """Return all fields of a document, or the file that is said to be damaged."""
    try:
        return dict(stored.document(doc))
    except CorruptIndexError as error:
        return error.path


@pytest.mark.parametrize("section", ["stored.texts", "stored.text_offsets", "stored.records", "stored.record_offsets"])
def test_damage_is_found_or_touches_nothing(whole: Path, tmp_path: Path, section: str) -> None:
    (part,) = open_generation(Directory(whole)).parts
    right = [dict(part.stored.document(doc)) for doc in range(60)]
    name = part.record.file.name
    begin, size = part.segment.section(section)
    rng = random.Random(section)
    caught = 0
    for turn in range(60):
        shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
        content = bytearray((whole / name).read_bytes())
        place = begin + rng.randrange(size)
        if turn % 2:
            content[place] ^= 1 << rng.randrange(8)
        else:
            end = min(place + 8, begin + size)
            content[place:end] = rng.randbytes(end - place)
        (tmp_path / name).write_bytes(content)
        (damaged,) = open_generation(Directory(tmp_path)).parts
        for doc in range(60):
            found = read(damaged.stored, doc)
            assert found in (right[doc], str(tmp_path / name))
            caught += isinstance(found, str)
    assert caught >= 60, "damage that nobody meets proves nothing"


def test_what_a_group_says_is_not_trusted_though_its_checksum_is_right(tmp_path: Path) -> None:
    """Nothing but errors of the library comes of it, and what is not touched comes back."""
    documents = [{"id": n, "body": "la", "day": n % 2, **({"size": 2 * n} if n % 4 == 1 else {})} for n in range(40)]
    reader(tmp_path / "whole", documents)
    (part,) = open_generation(Directory(tmp_path / "whole")).parts
    name = part.record.file.name
    content = (tmp_path / "whole" / name).read_bytes()
    begin, _ = part.segment.section("stored.records")
    size = content[begin]
    assert 60 < size < 128
    head = slice(begin + 1, begin + 1 + size)
    shutil.copytree(tmp_path / "whole", tmp_path / "damaged")
    refused = 0
    for place in range(size):
        for value in (0, 1, 2, 31, 32, 33, 0x7F, 0x80, 0xFF):
            damaged = bytearray(content)
            damaged[head.start + place] = value
            damaged[head.stop : head.stop + 4] = crc32c(bytes(damaged[head])).to_bytes(4, "little")
            (tmp_path / "damaged" / name).write_bytes(damaged)
            (changed,) = open_generation(Directory(tmp_path / "damaged")).parts
            refused += sum(isinstance(read(changed.stored, doc), str) for doc in range(32))
            assert [read(changed.stored, doc) for doc in range(32, 40)] == documents[32:]
    assert refused > 1000


@pytest.mark.parametrize("count", [1, 2, 31, 32, 33, 63, 64, 65])
def test_records_of_many_shapes_come_back(tmp_path: Path, count: int) -> None:
    rng = random.Random(count)
    fields = [
        ("a", 7),
        ("b", 2**64 - 1),
        ("c", "text"),
        ("d", -1),
        ("e", True),
        ("long", "x" * (LONG + 1)),
        ("f", 2**40),
    ]
    documents = [{"id": f"{n}", "body": "la", **dict(rng.sample(fields, rng.randrange(8)))} for n in range(count)]
    stored = reader(tmp_path, documents)
    for doc in rng.sample(range(count), count):
        assert dict(stored.document(doc)) == documents[doc]
        assert stored.document(doc).key == f"{doc}"


def test_damaged_names_of_fields_are_refused_on_opening(whole: Path, tmp_path: Path) -> None:
    (part,) = open_generation(Directory(whole)).parts
    name = part.record.file.name
    begin, size = part.segment.section("stored.record_names")
    for place in range(begin, begin + size):
        shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
        content = bytearray((whole / name).read_bytes())
        content[place] ^= 0x10
        (tmp_path / name).write_bytes(content)
        with pytest.raises(CorruptIndexError, match="fields of stored records") as caught:
            open_generation(Directory(tmp_path))
        assert caught.value.path == str(tmp_path / name)


@pytest.mark.parametrize("key", ["7", "07", "-7", 0, 7, 127, 128, 2**32, 2**64 - 1, -7, "x" * 31, "x" * 32, "x" * 300])
def test_keys_are_read_back_whether_or_not_values_tell_them(tmp_path: Path, key: str | int) -> None:
    documents: list[dict[str, Any]] = [{"id": key, "body": "la", "source": source} for source in (key, "la", 7, True)]
    for number, document in enumerate(documents):
        stored = reader(tmp_path / f"{number}", [document])
        assert stored.document(0).key == str(key)
        assert dict(stored.document(0)) == document


def test_a_block_that_claims_to_be_huge_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = reader(tmp_path, [{"id": "a", "body": "x" * 5_000}])
    monkeypatch.setattr(stored_module, "LARGEST_BLOCK", 4_999)
    with pytest.raises(CorruptIndexError, match="no sensible size"):
        stored.document(0)["body"]
