"""The writer: outcomes, reports, commits and roll-backs, what an error leaves behind."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

import searchlib as sl
from searchlib import analysis
from searchlib.analysis import registry
from searchlib.documents import Document
from searchlib.errors import AnalyzerError, DocumentError, SearchlibError
from searchlib.indexing import Report, Writer, preparing
from searchlib.indexing import changes as changes_module
from searchlib.indexing import segments as segments_module

SCHEMA = sl.Schema(fields={"id": sl.Stored(), "body": sl.Text("whitespace"), "tags": sl.Keyword()})


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def bodies(folder: Path) -> dict[str, str]:
    with sl.open(folder) as index:
        return {document["id"]: document["body"] for document in index.documents()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of two segments, one with a deleted document."""
    path = tmp_path / "index"
    with sl.create(path, SCHEMA) as writer:
        for key in "abcd":
            writer.add(id=key, body=f"de {key}")
        writer.commit()
        writer.add(id="e", body="de e")
        writer.delete("b")
    return path


def test_outcomes_and_report(tmp_path: Path) -> None:
    with sl.create(tmp_path, SCHEMA) as writer:
        for round_ in range(3):  # in the buffer, then in a segment, then in another
            assert writer.add(id="a", body=f"de {round_}") == ("changed" if round_ else "new")
            assert writer.add({"id": "a"}, body=f"de {round_}") == "unchanged"
            writer.commit()
            assert writer.add({"body": f"de {round_}", "id": "a"}) == "unchanged"
        assert writer.delete("a")
        assert not writer.delete("a")
        assert writer.add(id="a", body="de 2") == "new"
        assert writer.delete("a")
        assert writer.report == Report(new=2, changed=2, unchanged=6, deleted=2)
    assert bodies(tmp_path) == {}


def test_keywords_win_over_the_document(tmp_path: Path) -> None:
    with sl.create(tmp_path, SCHEMA) as writer:
        writer.add({"id": "a", "body": "unu"}, body="doi")
    assert bodies(tmp_path) == {"a": "doi"}


def test_a_document_is_read_at_once(tmp_path: Path) -> None:
    document = {"id": "a", "body": "unu", "tags": ["x"]}
    with sl.create(tmp_path, SCHEMA) as writer:
        writer.add(document)
        document["body"] = "doi"
        document["tags"].append("y")  # type: ignore[attr-defined]
    with sl.open(tmp_path) as index:
        assert [dict(found) for found in index.documents()] == [{"id": "a", "body": "unu", "tags": ["x"]}]
        assert index.count("doi") == 0


def test_add_many_skips_and_reports(tmp_path: Path) -> None:
    documents: list[dict[str, Any]] = [{"id": "a", "body": "de"}, {"id": "b", "body": 1}, {}, {"id": "c"}]
    errors: list[DocumentError] = []
    with sl.create(tmp_path, SCHEMA) as writer:
        assert writer.add_many(iter(documents), on_error=errors.append) == Report(new=2, skipped=2)
        with pytest.raises(DocumentError, match="field 'body' must be text"):
            writer.add_many(documents)
        assert writer.report == Report(new=2, unchanged=1, skipped=2)
    assert [error.reason[:20] for error in errors] == ["field 'body' must be", "the document is empt"]


@pytest.mark.parametrize("bad", [{"body": 1}, {"x": 2**70}, {"x": object()}, {"x": ["\ud800"]}, {1: "x"}])
@pytest.mark.parametrize("committed", [True, False])
def test_a_refused_document_leaves_the_one_with_its_key(tmp_path: Path, bad: Any, committed: bool) -> None:
    with sl.create(tmp_path, SCHEMA) as writer:
        writer.add(id="a", body="unu")
        if committed:
            writer.commit()
        with pytest.raises(DocumentError):
            writer.add({"id": "a", "body": "doi", **bad})
        assert writer.add(id="b", body="trei") == "new"
    assert bodies(tmp_path) == {"a": "unu", "b": "trei"}


@pytest.mark.parametrize("more", [{}, {"title": "x"}])
def test_an_error_names_the_place_of_the_document(tmp_path: Path, more: dict[str, str]) -> None:
    with sl.create(tmp_path, SCHEMA) as writer:
        with pytest.raises(DocumentError, match=r"^news\.jsonl:7: field 'body' must be text") as caught:
            writer.add(Document({"id": "a", "body": 1}, "news.jsonl:7"), **more)
        assert caught.value.origin == "news.jsonl:7"


def test_nothing_is_seen_before_the_commit(folder: Path) -> None:
    with sl.open(folder) as index, index.writer() as writer:
        writer.add(id="f", body="de f")
        writer.delete("a")
        assert sl.open(folder).generation == 2
        assert index.refresh() is index
        assert writer.commit() == 3
        assert index.count("de") == 4, "an index never changes"
        assert {hit.key for hit in index.refresh().search("de")} == set("cdef")


def test_a_commit_without_changes_makes_no_generation(folder: Path) -> None:
    before = names(folder)
    with sl.open(folder).writer() as writer:
        assert writer.commit() == 2
        assert writer.add(id="a", body="de a") == "unchanged"
        assert not writer.delete("nobody")
        assert writer.commit() == writer.commit() == 2
    assert names(folder) == before


def test_an_index_may_be_empty(tmp_path: Path) -> None:
    with sl.create(tmp_path, SCHEMA) as writer:
        assert writer.commit() == 1
        assert writer.commit() == 1
        assert writer.compact() == 1
    with sl.open(tmp_path) as index:
        assert (len(index), index.generation, index.count("de")) == (0, 1, 0)
        assert index.info().segments == ()


def test_rollback_forgets_and_goes_on(folder: Path) -> None:
    before = names(folder)
    with sl.open(folder).writer() as writer:
        writer.add(id="a", body="alta")
        writer.add(id="new", body="nou")
        writer.delete("c")
        writer.rollback()
        assert writer.report == Report()
        assert names(folder) == before
        assert writer.add(id="a", body="de a") == "unchanged"
        assert writer.delete("c")
        assert writer.commit() == 3
        writer.delete("d")
        writer.rollback()
        assert writer.report == Report(unchanged=1, deleted=1)
    assert set(bodies(folder)) == set("ade")


def add_and_fail(writer: Writer, documents: int) -> None:
    for number in range(documents):
        writer.add(id=f"{number}", body="de")
    writer.delete("a")
    raise ZeroDivisionError


def test_an_error_in_the_block_rolls_back(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(ZeroDivisionError), sl.open(folder).writer(memory=1) as writer:
        add_and_fail(writer, 600)  # more than one segment is written before the error
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_new_index_that_is_rolled_back_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), sl.create(tmp_path, SCHEMA, memory=1) as writer:
        add_and_fail(writer, 300)
    assert names(tmp_path) == []
    with pytest.raises(sl.errors.IndexNotFoundError):
        sl.open(tmp_path)


def test_little_memory_makes_segments_within_a_commit(tmp_path: Path) -> None:
    with sl.create(tmp_path, SCHEMA, memory=1) as writer:
        for number in range(1_100):
            writer.add(id=f"{number % 600}", body=f"de {number}")
        writer.add(id="7", body="ultimul")
        assert writer.report == Report(new=600, changed=501)
    with sl.open(tmp_path) as index:
        assert len(index.info().segments) > 1
        assert index.count("de") == 599
    kept = {f"{n}": f"de {n + 600 if n < 500 else n}" for n in range(600)} | {"7": "ultimul"}
    assert bodies(tmp_path) == kept


@pytest.mark.parametrize("use", ["add", "delete", "commit", "compact", "rollback"])
def test_a_closed_writer_says_so(tmp_path: Path, use: str) -> None:
    writer = sl.create(tmp_path, SCHEMA)
    writer.close()
    writer.close()
    with pytest.raises(SearchlibError, match="the writer is closed"):
        getattr(writer, use)(*{"add": ({"id": "a"},), "delete": ("a",)}.get(use, ()))


def test_a_writer_that_was_closed_in_its_block(tmp_path: Path) -> None:
    with sl.create(tmp_path, SCHEMA) as writer:
        writer.add(id="a", body="de")
        writer.close()
    assert names(tmp_path) == []


def test_keys_of_one_hash_are_two_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (preparing, changes_module):
        monkeypatch.setattr(module, "hash_key", lambda _: 7)

    def add(key: str, body: str) -> str:
        # Dictionaries are hashed natively.
        return writer.add(MappingProxyType({"id": key, "body": body}))

    with sl.create(tmp_path, SCHEMA) as writer:
        for key in "abc":
            assert add(key, key) == "new"
        writer.commit()
        assert add("b", "b") == "unchanged"
        assert add("c", "x") == "changed"
        assert writer.delete("a")
        assert not writer.delete("d")
        writer.compact()
        assert add("b", "y") == "changed"
    assert bodies(tmp_path) == {"b": "y", "c": "x"}


def test_left_overs_of_the_dead_are_removed_and_others_stay(folder: Path) -> None:
    before = names(folder)
    (folder / "manifest-0000000009.json.new").write_bytes(b"{")
    (folder / "segment-000099.segment").write_bytes(b"SEARCH")
    (folder / "notes.txt").write_text("mine")
    with sl.open(folder).writer() as writer:
        assert names(folder) == sorted([*before, "notes.txt"])
        # The numbers of dead files are used again.
        writer.add(id="z", body="de")
    assert sl.verify(folder) == []


# ------------------------------------------------------------ taken now, or refused now


@pytest.mark.parametrize("length", [200, 250, 300])
def test_a_field_with_a_long_name_is_refused_or_works(tmp_path: Path, length: int) -> None:
    name = "a" * length
    try:
        schema = sl.Schema(fields={"id": sl.Stored(), name: sl.Text("whitespace")})
    except SearchlibError:
        return
    with sl.create(tmp_path, schema) as writer:
        writer.add({"id": "a", name: "de"})
    with sl.open(tmp_path) as index:
        assert index.count("de") == 1


@pytest.mark.parametrize("depth", [10, 100, 900])
def test_what_is_taken_can_be_read_again(tmp_path: Path, depth: int) -> None:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    with sl.create(tmp_path, SCHEMA) as writer:
        try:
            writer.add(id="a", x=value)
        except DocumentError:
            return

    def read_from(frames: int) -> Any:
        """Read from so many calls down: the limit on recursion counts them too."""
        return read_from(frames - 1) if frames else [document["x"] for document in sl.open(tmp_path).documents()]

    assert read_from(200) == [value]


# ------------------------------------------------------------ analyzers that fail


@pytest.fixture
def choosy() -> Iterator[sl.Schema]:
    """A schema whose analyzer does not take the word „rău”."""
    analysis.register("choosy", lambda word: 5 if word == "rău" else word)  # type: ignore[arg-type,return-value]
    yield sl.Schema(fields={"id": sl.Stored(), "body": sl.Text("choosy")})
    del registry._registered["choosy"]


def test_an_analyzer_that_fails_takes_nothing_along(tmp_path: Path, choosy: sl.Schema) -> None:
    writer = sl.create(tmp_path, choosy)
    writer.add(id="a", body="un om rău")
    for _ in range(2):
        with pytest.raises(AnalyzerError, match="analyzer 'choosy' must return strings for a word, not int"):
            writer.commit()
    writer.rollback()
    assert names(tmp_path) == ["writer.lock"]
    writer.add(id="b", body="un om bun")
    assert writer.commit() == 1
    writer.close()
    assert bodies(tmp_path) == {"b": "un om bun"}


# ------------------------------------------------------------ disks that fail


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def full_for(*suffixes: str) -> Callable[[int], None]:
    """Return what forces a file to disk unless its name ends so."""
    fsync = os.fsync

    def force(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").readlink().name.endswith(suffixes):
            full()
        fsync(descriptor)

    return force


@pytest.mark.parametrize("suffix", [".segment", ".deletes"])
def test_what_could_not_be_forced_is_never_published(
    folder: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    """A second fsync says nothing of what the first could not write."""
    with sl.open(folder).writer() as writer:
        writer.add(id="f", body="de f")
        writer.delete("a")
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", full_for(suffix))
            with pytest.raises(OSError, match=rf"No space left.*\{suffix}'"):
                writer.commit()
        for _ in range(2):
            with pytest.raises(OSError, match="No space left"):
                writer.commit()
            with pytest.raises(OSError, match="No space left"):
                writer.compact()
        assert set(bodies(folder)) == set("acde")
        writer.rollback()
        writer.add(id="g", body="de g")
        assert writer.commit() == 3
    assert set(bodies(folder)) == set("acdeg")
    assert sl.verify(folder) == []


@pytest.mark.parametrize("step", ["rename", "fsync"])
@pytest.mark.parametrize("then", ["again", "more", "rollback"])
def test_a_commit_that_fails_may_be_tried_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str, then: str
) -> None:
    with sl.open(folder).writer() as writer:
        writer.add(id="f", body="de f")
        writer.delete("a")
        with monkeypatch.context() as patched:
            patched.setattr(os, step, full if step == "rename" else full_for(".new"))
            with pytest.raises(OSError, match="No space left"):
                writer.commit()
        with sl.open(folder) as index:
            assert index.generation == 2
        assert set(bodies(folder)) == set("acde")
        if then == "rollback":
            writer.rollback()
            assert writer.report == Report()
            assert writer.commit() == 2
        else:
            if then == "more":
                writer.delete("c")
            assert writer.commit() == 3
    assert set(bodies(folder)) == {"rollback": set("acde"), "again": set("cdef"), "more": set("def")}[then]
    assert sl.verify(folder) == []


def test_deletes_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_deletes = segments_module._write_deletes
    calls: list[str] = []

    def second_fails(path: str, *arguments: Any) -> tuple[int, int]:
        calls.append(path)
        if len(calls) == 2:
            full()
        return write_deletes(path, *arguments)

    monkeypatch.setattr(segments_module, "_write_deletes", second_fails)
    with sl.create(tmp_path, SCHEMA) as writer:
        for segment in ("abc", "def"):
            for key in segment:
                writer.add(id=key, body="de")
            writer.commit()
        for key in "ae":
            writer.delete(key)
        with pytest.raises(OSError, match="No space left"):
            writer.commit()
        assert set(bodies(tmp_path)) == set("abcdef")
        assert writer.commit() == 3
    assert len(calls) == 4
    assert set(bodies(tmp_path)) == set("bcdf")
    assert sl.verify(tmp_path) == []
