"""Manifests: what is encoded comes back, and nothing else is taken for one."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib as sl
from searchlib.errors import CorruptIndexError, IndexNotFoundError
from searchlib.storage import Directory, FileRecord, Manifest, SegmentRecord
from searchlib.storage.manifest import decode, encode, load
from storage.format_numbers import crc32c
from storage.format_reader import read_manifest

COUNTS = st.integers(0, 2**63 - 1)
NAMES = st.text(max_size=20)
FILES = st.builds(FileRecord, name=NAMES, length=COUNTS, checksum=st.integers(0, 2**32 - 1))
SEGMENTS = st.builds(
    SegmentRecord,
    file=FILES,
    documents=COUNTS,
    deletes=st.none() | FILES,
    deleted=COUNTS,
    totals=st.lists(st.tuples(COUNTS, COUNTS), max_size=3).map(tuple),
)
MANIFESTS = st.builds(
    Manifest,
    format=st.just(7),
    generation=COUNTS,
    schema=st.just(sl.NEWS.to_dict()),
    analyzers=st.dictionaries(NAMES, st.dictionaries(NAMES, NAMES, max_size=3), max_size=3),
    next_sequence=COUNTS,
    next_segment=COUNTS,
    segments=st.lists(SEGMENTS, max_size=3).map(tuple),
)
SMALL = Manifest(7, 7, sl.NEWS.to_dict(), {"romanian": {"chain": "1"}}, 3, 2, ())


def checked(body: bytes) -> bytes:
    """Return a manifest of any body, with the right checksum."""
    return body + f"crc32c {crc32c(body):08x}\n".encode()


@given(MANIFESTS)
def test_what_is_encoded_comes_back(manifest: Manifest) -> None:
    assert decode(encode(manifest), "m") == manifest


@given(MANIFESTS)
def test_the_file_is_json_and_a_line(manifest: Manifest) -> None:
    content = encode(manifest)
    body, line = content[: content.rindex(b"crc32c ")], content[content.rindex(b"crc32c ") :]
    assert json.loads(body) == json.loads(msgspec.json.encode(manifest))
    assert checked(body) == body + line == content


@given(st.data())
def test_no_damage_passes(data: st.DataObject) -> None:
    content = bytearray(encode(SMALL))
    place = data.draw(st.integers(0, len(content) - 1))
    damage = data.draw(st.sampled_from(["flip", "cut", "remove", "repeat"]))
    if damage == "flip":
        content[place] ^= 1 << data.draw(st.integers(0, 7))
    elif damage == "cut":
        del content[place:]
    elif damage == "remove":
        del content[place]
    else:
        content[place:place] = content
    with pytest.raises(CorruptIndexError, match="m"):
        decode(bytes(content), "m")


def body_of(**changes: Any) -> bytes:
    members = json.loads(msgspec.json.encode(SMALL)) | changes
    return json.dumps({name: value for name, value in members.items() if value is not None}).encode() + b"\n"


def test_what_the_damage_tests_change_is_read_unchanged() -> None:
    assert decode(checked(body_of()), "m") == SMALL


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (body_of(format=5), "format version 5 is not known, only 7: build the index anew"),
        # Another version may have quite other members: it is named all the same.
        (b'{"format": 8, "everything": "else"}\n', "format version 8"),
        (body_of(generation="7"), "not a manifest"),
        (body_of(segments=None), "segments"),
        (body_of(more=1), "more"),
        (body_of(segments=[{"file": "a"}]), "not a manifest"),
        (b"[]\n", "not a manifest"),
        (b"\xff\n", "not a manifest"),
        (b"\n", "not a manifest"),
        (b"", "not a manifest"),
    ],
)
def test_other_content_is_refused_though_its_checksum_is_right(body: bytes, reason: str) -> None:
    with pytest.raises(CorruptIndexError, match=reason) as caught:
        decode(checked(body), "the file")
    assert caught.value.path == "the file"


def test_a_manifest_under_another_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest-0000000008.json").write_bytes(encode(SMALL))
    with pytest.raises(CorruptIndexError, match="that of generation 7"):
        load(Directory(tmp_path), 8)
    with pytest.raises(IndexNotFoundError, match="manifest-0000000007"):
        load(Directory(tmp_path), 7)


def test_files_names_all_of_a_generation() -> None:
    one = FileRecord("a.segment", 1, 2)
    segments = (SegmentRecord(one, 3, None, 0, ()), SegmentRecord(one, 3, FileRecord("b.deletes", 1, 2), 1, ()))
    manifest = msgspec.structs.replace(SMALL, segments=segments)
    assert manifest.files() == ["manifest-0000000007.json", "a.segment", "a.segment", "b.deletes"]


def test_the_manifest_of_an_index_says_what_is_in_it(tmp_path: Path) -> None:
    with sl.create(tmp_path) as writer:
        for n in range(5):
            writer.add(id=f"{n}", body="de la")
    with sl.open(tmp_path) as index, index.writer() as writer:
        writer.delete("3")
        writer.add(id="9", title="unu doi")
    manifest = read_manifest(tmp_path)
    assert (manifest["generation"], manifest["next_sequence"], manifest["next_segment"]) == (2, 6, 3)
    assert manifest["schema"] == sl.NEWS.to_dict()
    assert list(manifest["analyzers"]) == ["english", "romanian"]
    first, second = manifest["segments"]
    assert (first["documents"], first["deleted"], first["totals"]) == (5, 1, [[0, 0], [4, 8], [0, 0], [4, 8]])
    assert (second["documents"], second["deleted"], second["totals"]) == (1, 0, [[1, 2], [0, 0], [1, 2], [0, 0]])
    assert second["deletes"] is None
    named = {file["name"]: file["length"] for s in manifest["segments"] for file in (s["file"], s["deletes"]) if file}
    there = {path.name: path.stat().st_size for path in tmp_path.iterdir() if path.name != "writer.lock"}
    assert there == named | {"manifest-0000000002.json": there["manifest-0000000002.json"]}
    assert first["deletes"]["name"] == "segment-000001-0000000002.deletes"


def test_an_index_of_a_later_format_is_refused_by_name(tmp_path: Path) -> None:
    with sl.create(tmp_path):
        pass
    path = tmp_path / "manifest-0000000001.json"
    body = json.dumps(json.loads(path.read_bytes().rpartition(b"crc32c")[0]) | {"format": 8}).encode() + b"\n"
    path.write_bytes(checked(body))
    with pytest.raises(CorruptIndexError, match=r"manifest-0000000001\.json: format version 8 is not known"):
        sl.open(tmp_path)
    assert [problem.path for problem in sl.verify(tmp_path)] == [str(path)]


def changed(path: Path) -> bytes:
    body = json.loads(path.read_bytes().rpartition(b"crc32c")[0]) | {"format": 7, "more": [1]}
    return checked(json.dumps(body).encode() + b"\n")


@pytest.mark.parametrize("unreadable", [changed, lambda _: b"torn"], ids=["another format", "damaged"])
def test_an_index_that_cannot_be_read_may_be_replaced(tmp_path: Path, unreadable: Callable[[Path], bytes]) -> None:
    schema = sl.NEWS
    for key in "ab":
        with sl.open_or_create(tmp_path, schema) as writer:
            writer.add(id=key, body="de")
    path = max(tmp_path.glob("manifest-*"))
    path.write_bytes(unreadable(path))
    (tmp_path / "notes.txt").write_text("mine")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    with suppress(ZeroDivisionError), sl.create(tmp_path, schema, overwrite=True, memory=1) as writer:
        writer.add(id="c", body="de")
        raise ZeroDivisionError
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before, "nothing is lost before the commit"

    with sl.create(tmp_path, schema, overwrite=True) as writer:
        writer.add(id="d", body="de")
    with sl.open(tmp_path) as index:
        assert [hit["id"] for hit in index.search("de")] == ["d"]
        assert index.generation == 3
    assert sl.verify(tmp_path) == []
    left = {path.name for path in tmp_path.iterdir()} & set(before)
    assert left == {"notes.txt", "writer.lock"}, "what was there is removed with the commit, and no name is given again"
