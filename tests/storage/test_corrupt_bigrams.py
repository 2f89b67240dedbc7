"""Damage to bigrams and common terms: where it is found, and that nothing crashes where it is not."""

from __future__ import annotations

import dataclasses
import random
import shutil
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

import searchlib as sl
from reference.generators import SCHEMA as STORIES
from reference.generators import WORDS
from reference.seeds import chance
from searchlib.errors import CorruptIndexError
from searchlib.index import verify
from searchlib.storage import Directory, Manifest, open_generation
from searchlib.storage.manifest import encode
from searchlib.storage.native import ContainerWriter
from storage.format_bigrams import bigrams, common_terms
from storage.format_numbers import crc32c
from storage.format_reader import Segment, read_manifest
from storage.reading import answers
from storage.test_corruption import Reader, Verdict, damaged

SCHEMA = dataclasses.replace(
    STORIES, fields={**STORIES.fields, "body": sl.Text("romanian", exact=False)}, default_fields=("body",)
)
"""With one field that is searched, whose phrases are read from bigrams."""
SECTIONS = ("body.common", "body.bigrams.terms", "body.bigrams.postings")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two segments with bigrams and some deletions, never changed."""
    path = tmp_path_factory.mktemp("whole") / "index"
    rng = random.Random(1)
    with sl.create(path, SCHEMA) as writer:
        for begin, end in ((0, 400), (400, 460)):
            for number in range(begin, end):
                writer.add(id=str(number), body=" ".join(rng.choices(["de", "la", *WORDS], k=30)), source="zf.ro")
            writer.commit()
        for number in range(0, 460, 23):
            writer.delete(str(number))
    for record in read_manifest(path)["segments"]:
        segment = Segment(path / record["file"]["name"], record)
        assert len(common_terms(segment, "body")) > 4
        assert ("de", "la") in bigrams(segment, "body")
    assert verify(path) == []
    return path


def rewritten(index: Path, where: Path, sections: Mapping[str, bytes]) -> Path:
    """Return a copy of `index` whose first segment has these sections, with all checksums right."""
    shutil.copytree(index, where)
    content = read_manifest(where)
    record = content["segments"][0]
    path = where / record["file"]["name"]
    old = Segment(path, record).sections
    path.unlink()
    out = ContainerWriter(str(path))
    for name, data in old.items():
        out.begin(name)
        out.write(sections.get(name, data))
        out.end()
    length, checksum = out.finish()
    manifest = msgspec.convert(content, Manifest)
    first = manifest.segments[0]
    first = replace(first, file=replace(first.file, length=length, checksum=checksum))
    (manifest_path,) = where.glob("manifest-*.json")
    manifest_path.write_bytes(encode(replace(manifest, segments=(first, *manifest.segments[1:]))))
    assert set(sections) <= set(old)
    return where


def listed(terms: list[bytes]) -> bytes:
    """Return a list of common terms of fewer than 128 bytes, or of 256, with the right checksum."""
    packed = b"".join(
        (bytes([len(term)]) if len(term) < 128 else bytes([len(term) & 127 | 128, 2])) + term for term in terms
    )
    return packed + crc32c(packed).to_bytes(4, "little")


def dictionary(entries: Mapping[bytes, bytes]) -> bytes:
    """Return a term dictionary of one block."""
    assert len(entries) <= 16
    packed = b""
    for number, (term, entry) in enumerate(entries.items()):
        packed += (b"\0" if number else b"") + bytes([len(term)]) + term + entry
    first = next(iter(entries), b"")[:8].ljust(8, b"\0")
    return packed + struct.pack("<QQQI", 0, int.from_bytes(first, "big"), len(packed), len(entries))


ONE = b"\x01\x00\x05\x00"
"""The entry of a bigram that document 5 has once."""


def test_a_copy_with_nothing_changed_is_right(index: Path, tmp_path: Path) -> None:
    """So what is refused below is refused for the damage."""
    same = rewritten(index, tmp_path / "same", {})
    assert verify(same) == []
    assert answers(str(same)) == answers(str(index))
    with sl.open(same).writer() as writer:
        writer.compact()
    assert verify(same) == []


@pytest.mark.parametrize(
    ("common", "message"),
    [
        (listed([b"la", b"de"]), "do not ascend"),
        (listed([b"de", b"de"]), "do not ascend"),
        (listed([b"a%03d" % n for n in range(256)]), "too long or too many"),
        (listed([b"a" * 256]), "too long or too many"),
        (listed([b"de"])[:-1] + b"\xff", "checksum"),
        (b"\x02dx" + listed([b"de"])[3:], "checksum"),
        (b"", "too short"),
        (b"\0\0\0", "too short"),
        (b"\x05de" + crc32c(b"\x05de").to_bytes(4, "little"), "data ends too early"),
        (listed([b"de"]), "more bigrams than its common terms can form"),
        (listed([]), "more bigrams than its common terms can form"),
    ],
)
def test_damaged_common_terms_are_refused_on_opening(index: Path, tmp_path: Path, common: bytes, message: str) -> None:
    path = rewritten(index, tmp_path / "damaged", {"body.common": common})
    with pytest.raises(CorruptIndexError, match=rf"segment-000001\.segment: .*{message}"):
        sl.open(path)
    assert any(message in str(problem) for problem in verify(path))


def test_as_many_common_terms_as_there_may_be(index: Path, tmp_path: Path) -> None:
    most = listed([b"a%03d" % n for n in range(255)])
    path = rewritten(index, tmp_path / "most", {"body.common": most})
    with sl.open(path) as opened:
        assert len(opened) == len(sl.open(index))


@pytest.mark.parametrize("key", [b"", b"\0", b"\0\0\0", b"\0\xfe", b"\xfe\0", b"\xff\xff"])
@pytest.mark.parametrize("alone", [True, False])
def test_a_bigram_that_is_none_is_not_merged(index: Path, tmp_path: Path, key: bytes, alone: bool) -> None:
    entries = {key: ONE} if alone else dict(sorted({b"\0\0": ONE, b"\1\0": ONE, key: ONE}.items()))
    path = rewritten(index, tmp_path / "damaged", {"body.bigrams.terms": dictionary(entries)})
    with sl.open(path).writer() as writer:
        with pytest.raises(CorruptIndexError, match=r"a bigram is not of two common terms"):
            writer.compact()
        writer.rollback()
    before = answers(str(index))[0]
    assert answers(str(path))[0] == before, "no question names such a bigram"


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (b"\x01\x00\xff\x7f\x00", "more documents than there are"),
        (b"\xff\x7f\x00\x00\x00\x00", "more documents than there are"),
        (b"\x02\x00\x00\x04\x00", "too short"),
        (b"\x02\x00\xff\xff\xff\x7f\x04\x00", "outside its section"),
        (b"\x00\x00\x00\x00", "stands in no document"),
        (b"\x02\x00\x00", "ends too early"),
    ],
)
def test_damaged_lists_are_refused_when_read(index: Path, tmp_path: Path, entry: bytes, message: str) -> None:
    record = read_manifest(index)["segments"][0]
    common = common_terms(Segment(index / record["file"]["name"], record), "body")
    key = bytes([common.index("de"), common.index("la")])
    path = rewritten(index, tmp_path / "damaged", {"body.bigrams.terms": dictionary({key: entry})})
    for text in ("de la", "de la pe"):
        with sl.open(path) as opened, pytest.raises(CorruptIndexError, match=message):
            list(opened.search(sl.phrase(text, "body")))
    with sl.open(path).writer() as writer:
        with pytest.raises(CorruptIndexError, match=message):
            writer.compact()
        writer.rollback()


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    made = Reader()
    yield made
    made.close()


@pytest.mark.parametrize("section", SECTIONS)
def test_flipped_bits_are_found_and_crash_nothing(
    index: Path, tmp_path: Path, reader: Reader, section: str, long_run: bool
) -> None:
    rng = chance(8)
    right = answers(str(index))
    verdict = Verdict()
    for part in open_generation(Directory(index)).parts:
        name = Path(part.record.file.name)
        begin, size = part.segment.section(section)
        whole = (index / name).read_bytes()
        for place in rng.sample(range(size), min(size, 200 if long_run else 12)):
            content = bytearray(whole)
            content[begin + place] ^= 1 << rng.randrange(8)
            verdict.judge(
                damaged(index, tmp_path / "flipped", name, bytes(content)), name, f"{section} {place}", reader, right
            )
    assert verdict.faults == []
    if section == "body.common":
        assert verdict.silent == []
