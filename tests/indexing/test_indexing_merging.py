"""Merges: all that is live stays as it was, in the one order; damage is not taken over."""

from __future__ import annotations

import itertools
import random
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib as sl
from searchlib.errors import CorruptIndexError, SearchlibError
from searchlib.indexing.merging import Merging
from searchlib.indexing.native import ContainerWriter
from searchlib.indexing.policy import AT_ONCE, FAN_IN, OVERDUE
from searchlib.storage.stored import BLOCK
from storage.format_reader import Segment, read_manifest

SCHEMA = sl.Schema(
    fields={"id": sl.Stored(), "body": sl.Text("whitespace"), "day": sl.Date(), "tags": sl.Keyword()},
)


def segments(folder: Path) -> list[Segment]:
    return [Segment(folder / record["file"]["name"], record) for record in read_manifest(folder)["segments"]]


def live(folder: Path) -> dict[str, dict[str, Any]]:
    """Return all that an index says of its live documents, by key, beside what is stored."""
    found: dict[str, dict[str, Any]] = {}
    deleted = sl.open(folder)
    for part, segment in zip(deleted._open.parts, segments(folder), strict=True):
        dead = set(part.deletes.documents()) if part.deletes else set()
        keys = [segment.stored(doc)[0] for doc in range(segment.size)]
        for doc in range(segment.size):
            if doc not in dead:
                fields = segment.stored(doc)[1]
                code = segment.lengths("body")[doc]
                found[keys[doc]] = {"fields": fields, "row": segment.row(doc), "code": code, "body": {}, "tags": set()}
        for entry in segment.dictionary("body"):
            for doc, positions in segment.postings_of("body", entry):
                if doc not in dead:
                    found[keys[doc]]["body"][entry.text] = positions
        for entry in segment.dictionary("tags"):
            for doc, _ in segment.postings_of("tags", entry):
                if doc not in dead:
                    found[keys[doc]]["tags"].add(entry.text)
    return found


def document(rng: random.Random, key: int) -> dict[str, Any]:
    words = ["de", "la", f"w{rng.randrange(30)}", "ă", "x" * rng.randrange(1, 9)]
    made: dict[str, Any] = {"id": f"{key}", "body": " ".join(rng.choices(words, k=rng.choice((0, 1, 5, 60))))}
    if rng.random() < 0.7:
        made["day"] = f"2025-{rng.randrange(1, 13):02}"
    if rng.random() < 0.7:
        made["tags"] = rng.sample(["a", "b", "c"], rng.randrange(1, 4))
    return made


@pytest.mark.parametrize("sizes", [[1, 1], [127, 1], [128, 128], [129, 300, 2], [5] * 7, [400]])
@pytest.mark.parametrize("share", [0, 0.2, 0.45])
def test_compaction_keeps_what_is_live(tmp_path: Path, sizes: list[int], share: float) -> None:
    rng = random.Random(f"{sizes} {share}")
    key = 0
    for number, size in enumerate(sizes):
        with sl.create(tmp_path, SCHEMA) if number == 0 else sl.open(tmp_path).writer() as writer:
            for _ in range(size):
                writer.add(document(rng, key))
                key += 1
    with sl.open(tmp_path).writer() as writer:
        for dead in rng.sample(range(key), int(share * key)):
            assert writer.delete(f"{dead}")
    before = live(tmp_path)
    assert len(before) == key - int(share * key)
    with sl.open(tmp_path).writer() as writer:
        writer.compact()
    assert live(tmp_path) == before
    (segment,) = segments(tmp_path)
    assert segment.size == len(before)
    words = {word for said in before.values() for word in said["body"]}
    assert [entry.text for entry in segment.dictionary("body")] == sorted(words, key=str.encode), "no term of the dead"
    assert sl.verify(tmp_path) == []


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 15), st.booleans()), max_size=6), min_size=1, max_size=6), st.integers()
)
def test_any_history(
    tmp_path_factory: pytest.TempPathFactory, history: list[list[tuple[int, bool]]], seed: int
) -> None:
    rng = random.Random(seed)
    folder = tmp_path_factory.mktemp("any") / "index"
    held: dict[str, dict[str, Any]] = {}
    with sl.create(folder, SCHEMA) as writer:
        for batch in history:
            for key, adds in batch:
                if adds:
                    held[f"{key}"] = document(rng, key)
                    writer.add(held[f"{key}"])
                else:
                    assert writer.delete(f"{key}") == (f"{key}" in held)
                    held.pop(f"{key}", None)
            writer.commit()
    before = live(folder)
    assert {key: said["fields"] for key, said in before.items()} == held
    with sl.open(folder).writer() as writer:
        writer.compact()
    assert live(folder) == before


def test_three_hundred_small_commits_leave_few_segments(tmp_path: Path) -> None:
    most = 0
    with sl.create(tmp_path, SCHEMA) as writer:
        for number in range(300):
            writer.add(id=f"{number}", body=f"de {number}")
            writer.add(id="again", body=f"mereu {number}")
            writer.commit()
            writer._changes._sweeping.wait()
            named = {record["file"]["name"] for record in read_manifest(tmp_path)["segments"]}
            files = {path.name for path in tmp_path.iterdir() if path.name.endswith(".segment")}
            assert len(files - named) <= 1, "the one that a merge is writing"
            most = max(most, len(named))
    assert most <= OVERDUE * FAN_IN + 2 * FAN_IN
    assert len(read_manifest(tmp_path)["segments"]) <= 2 * FAN_IN, "of two tiers"
    with sl.open(tmp_path) as index:
        assert index.generation in (300, 301), "the last merge may have come after the last commit"
        assert len(index) == 301
        assert [document["id"] for document in index.documents()] == [*(f"{n}" for n in range(300)), "again"]
        assert index.count("mereu") == 1
    assert sl.verify(tmp_path) == []


def test_small_segments_are_merged_by_the_commit_that_would_leave_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a large merge goes on beside, which has yet to end."""
    write_merge = Merging._write
    may_go_on = Event()

    def waiting(self: Merging) -> None:
        if self.memory > (32 << 20) + 100 * AT_ONCE:
            assert may_go_on.wait(60), "a commit waited for a large merge"
        write_merge(self)

    monkeypatch.setattr(Merging, "_write", waiting)
    with sl.create(tmp_path, SCHEMA) as writer:
        for batch in range(FAN_IN):
            writer.add_many({"id": f"{batch} {n}", "body": "mult de tot"} for n in range(AT_ONCE))
            writer.commit()
        for number in range(40):
            writer.add(id=f"{number}", body=f"de {number}")
            writer.delete(f"0 {number}")
            writer.commit()
            sizes = [record["documents"] for record in read_manifest(tmp_path)["segments"]]
            assert sizes[:FAN_IN] == [AT_ONCE] * FAN_IN, "these are being merged"
            assert len(sizes) - FAN_IN == 1 + number % (FAN_IN - 1)
            assert sl.open(tmp_path).count("de") == FAN_IN * AT_ONCE
        may_go_on.set()
    assert len(sl.open(tmp_path)) == FAN_IN * AT_ONCE
    assert len(read_manifest(tmp_path)["segments"]) <= FAN_IN
    assert sl.verify(tmp_path) == []


def test_without_a_policy_only_compacting_merges(tmp_path: Path) -> None:
    with sl.create(tmp_path, SCHEMA, policy="none") as writer:
        for number in range(3 * FAN_IN):
            writer.add(id=f"{number}", body="de")
            writer.add(id="again", body=f"de {number}")
            writer.commit()
        sizes = [(one["documents"], one["deleted"]) for one in read_manifest(tmp_path)["segments"]]
        assert sizes == [(2, 1)] * (3 * FAN_IN - 1) + [(2, 0)]
        writer.compact()
    assert len(read_manifest(tmp_path)["segments"]) == 1
    with sl.open_or_create(tmp_path, policy="none") as writer:
        writer.delete("again")
    assert len(sl.open(tmp_path)) == 3 * FAN_IN


@pytest.mark.parametrize("policy", ["", "never", None])
def test_an_unknown_policy_is_refused(tmp_path: Path, policy: Any) -> None:
    with pytest.raises(SearchlibError, match="a merge policy is one of 'tiered', 'none', not "):
        sl.create(tmp_path / "new", SCHEMA, policy=policy)
    with sl.create(tmp_path / "index", SCHEMA) as writer:
        writer.add(id="1", body="de")
    with sl.open(tmp_path / "index") as index:
        with pytest.raises(SearchlibError, match="not "):
            index.writer(policy=policy)
        index.writer().close()


def test_a_damaged_small_segment_stops_no_commit_before_the_merge_beside_tells(tmp_path: Path) -> None:
    with sl.create(tmp_path, SCHEMA) as writer:
        for number in range(FAN_IN - 1):
            writer.add(id=f"{number}", body="de la " * 200)
            writer.commit()
    damage(tmp_path / "segment-000001.segment", "body.positions")
    writer = sl.open(tmp_path).writer()
    writer.add(id="x", body="de")
    writer.commit()
    assert len(sl.open(tmp_path)) == FAN_IN
    with pytest.raises(CorruptIndexError, match=r"segment-000001\.segment: the checksum does not match"):
        writer.close()
    assert len(sl.open(tmp_path)) == FAN_IN
    assert [Path(problem.path).name for problem in sl.verify(tmp_path)] == ["segment-000001.segment"]


@pytest.mark.parametrize("size", [BLOCK, BLOCK // 4, 2 * BLOCK])
@pytest.mark.parametrize("share", [0, 0.3, 0.7, 0.97])
def test_blocks_of_texts_are_copied_or_gathered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, share: float, size: int
) -> None:
    """Bodies of all lengths about the bounds between short and long texts, and of documents added one a commit.

    The blocks are of today's size, or as writers made them that knew another.
    """
    monkeypatch.setattr("searchlib.storage.stored.BLOCK", size)
    rng = random.Random(f"{share}")
    lengths = (0, 1, 255, 256, 257, 1000, 40_000)
    bodies = {str(key): "".join(rng.choices("ab ă", k=rng.choice(lengths))) for key in range(300)}
    for begin, end in ((0, 100), (100, 290), *((at, at + 1) for at in range(290, 300))):
        with sl.open_or_create(tmp_path, SCHEMA) as writer:
            for key in range(begin, end):
                writer.add(id=str(key), body=bodies[str(key)])
    with sl.open(tmp_path).writer() as writer:
        for key in rng.sample(sorted(bodies), int(share * len(bodies))):
            writer.delete(key)
            del bodies[key]
    monkeypatch.undo()
    assert {one["id"]: one["body"] for one in sl.open(tmp_path).documents()} == bodies
    blocks = {block for segment in segments(tmp_path) for block in stored_blocks(segment)}
    with sl.open(tmp_path).writer() as writer:
        writer.compact()
    assert {one["id"]: one["body"] for one in sl.open(tmp_path).documents()} == bodies
    assert sl.verify(tmp_path) == []
    (segment,) = segments(tmp_path)
    after = stored_blocks(segment)
    if share == 0 and size >= BLOCK:
        assert blocks & set(after), "some are copied"
    assert len(after) <= 2 + sum(map(len, bodies.values())) // (BLOCK // 2), "none are small or mostly dead"


def stored_blocks(segment: Segment) -> list[bytes]:
    """Return the compressed blocks of texts."""
    raw, offsets = segment.sections["stored.texts"], segment.sections["stored.text_offsets"]
    ends = [int.from_bytes(offsets[at : at + 8], "little") for at in range(0, len(offsets), 8)]
    return [bytes(raw[begin:end]) for begin, end in itertools.pairwise(ends)]


def test_deletes_during_a_merge_are_carried_over(tmp_path: Path) -> None:
    with sl.create(tmp_path, SCHEMA) as writer:
        for number in range(400):
            writer.add(id=f"{number}", body=f"de {number}")
            if number % 40 == 0:
                writer.commit()
                writer.delete(f"{number // 2}")  # while what the commit began may still go on
                writer.add(id=f"{number}", body="altul")
    dead = {f"{number // 2}" for number in range(40, 400, 40)}
    expected = {f"{n}": "altul" if n % 40 == 0 else f"de {n}" for n in range(400) if f"{n}" not in dead}
    with sl.open(tmp_path) as index:
        assert {one["id"]: one["body"] for one in index.documents()} == expected
        assert index.count("altul") == sum(body == "altul" for body in expected.values())
    assert sl.verify(tmp_path) == []


def test_rollback_during_a_merge(tmp_path: Path) -> None:
    with sl.create(tmp_path, SCHEMA) as writer:
        for number in range(FAN_IN):
            writer.add(id=f"{number}", body="de")
            writer.commit()
        writer.delete("1")
        writer.add(id="x", body="de")
        writer.rollback()
        writer.add(id="y", body="de")
    assert sorted(one["id"] for one in sl.open(tmp_path).documents()) == [*(f"{n}" for n in range(FAN_IN)), "y"]
    assert sl.verify(tmp_path) == []


def test_the_order_is_that_of_adding_whatever_was_merged(tmp_path: Path) -> None:
    with sl.create(tmp_path, SCHEMA) as writer:
        for number in range(40):
            writer.add(id=f"{number}", body="de")
            if number % 3 == 0:
                writer.commit()
            if number % 17 == 0:
                writer.compact()
    with sl.open(tmp_path) as index:
        assert [hit.key for hit in index.search("de", limit=40)] == [f"{n}" for n in range(40)]


def damage(path: Path, section: str) -> None:
    """Change one bit of a section that no opening of the file looks at."""
    (record,) = [r for r in read_manifest(path.parent)["segments"] if r["file"]["name"] == path.name]
    with sl.open(path.parent) as index:
        (part,) = [part for part in index._open.parts if part.record.file.name == path.name]
        begin, size = part.segment.section(section)
    assert record["file"]["length"] == path.stat().st_size
    content = bytearray(path.read_bytes())
    content[begin + size // 2] ^= 4
    path.write_bytes(content)


@pytest.mark.parametrize(
    "section", ["body.positions", "body.postings", "body.terms", "body.lengths", "stored.texts", "document.sequences"]
)
def test_a_damaged_source_is_refused(tmp_path: Path, section: str) -> None:
    with sl.create(tmp_path, SCHEMA) as writer:
        for number in range(20):
            writer.add(id=f"{number}", body="de la " * 200)
        writer.commit()
        writer.add(id="x", body="de")
    damage(tmp_path / "segment-000001.segment", section)
    before = (tmp_path / "segment-000001.segment").read_bytes()
    with sl.open(tmp_path).writer() as writer:
        with pytest.raises(CorruptIndexError, match=r"segment-000001\.segment: the checksum does not match"):
            writer.compact()
        writer.rollback()
    assert read_manifest(tmp_path)["generation"] == 2
    assert (tmp_path / "segment-000001.segment").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "manifest-0000000002.json",
        "segment-000001.segment",
        "segment-000002.segment",
        "writer.lock",
    ]
    assert [Path(problem.path).name for problem in sl.verify(tmp_path)] == ["segment-000001.segment"]


def test_damaged_deletes_bring_nobody_back(tmp_path: Path) -> None:
    with sl.create(tmp_path, SCHEMA) as writer:
        for number in range(20):
            writer.add(id=f"{number}", body="de la")
        writer.commit()
        writer.delete("3")
    (path,) = tmp_path.glob("*.deletes")
    content = bytearray(path.read_bytes())
    place = content.index(8, 16)
    content[place] = 1  # document 0 in place of document 3: the number is right
    path.write_bytes(content)
    with pytest.raises(CorruptIndexError, match=r"\.deletes"), sl.open(tmp_path).writer() as writer:
        writer.compact()
    assert read_manifest(tmp_path)["generation"] == 2


def test_a_merge_of_nothing_but_deleted_documents(tmp_path: Path) -> None:
    with sl.create(tmp_path, SCHEMA) as writer:
        for batch in range(3):
            writer.add(id=f"{batch}", body="de")
            writer.commit()
        for batch in range(3):
            writer.delete(f"{batch}")
        writer.compact()
    assert read_manifest(tmp_path)["segments"] == []
    with sl.open(tmp_path) as index:
        assert len(index) == 0
        assert index.count("de") == 0
    with sl.open(tmp_path).writer() as writer:
        assert writer.add(id="1", body="de") == "new"


def test_what_waits_for_its_section_in_a_file_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(3)
    documents = [document(rng, key) for key in range(600)]

    def build(folder: Path) -> list[bytes]:
        with sl.create(folder, SCHEMA) as writer:
            writer.add_many(documents[:300])
            writer.commit()
            writer.add_many(documents[300:])
        written = [path.read_bytes() for path in sorted(folder.glob("*.segment"))]
        with sl.open(folder).writer() as writer:
            writer.compact()
        return [*written, *(path.read_bytes() for path in sorted(folder.glob("*.segment")))]

    expected = build(tmp_path / "in memory")
    for in_memory in (0, 1, 127, 4096):
        for module in ("buffer", "merging"):
            small = partial(ContainerWriter, in_memory=in_memory)
            monkeypatch.setattr(f"searchlib.indexing.{module}.ContainerWriter", small)
        assert build(tmp_path / f"{in_memory}") == expected
        left = {path.suffix for path in (tmp_path / f"{in_memory}").iterdir()}
        assert left <= {".segment", ".json", ".lock"}
