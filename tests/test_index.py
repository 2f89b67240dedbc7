"""The index as people use it: create, open, refresh, reindex; processes side by side; shared statistics."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import searchlib as sl
from searchlib import analysis
from searchlib import index as index_module
from searchlib import storage as storage_module
from searchlib.analysis import registry
from searchlib.errors import (
    AnalyzerError,
    AnalyzerMismatchError,
    CorruptIndexError,
    IndexExistsError,
    IndexNotFoundError,
    LockedError,
    QueryError,
    SchemaError,
    SearchlibError,
)
from searchlib.indexing import Writer
from searchlib.storage import WriterLock

SCHEMA = sl.Schema(
    fields={"id": sl.Stored(), "title": sl.Text("whitespace"), "body": sl.Text("whitespace"), "date": sl.Date()}
)


def make(folder: Path, *keys: str, schema: sl.Schema = SCHEMA, body: str = "de la") -> Path:
    with sl.create(folder, schema) as writer:
        for key in keys:
            writer.add(id=key, body=f"{body} {key}")
    return folder


def keys(index: sl.Index) -> list[str]:
    return [document["id"] for document in index.documents()]


# ------------------------------------------------------------ create and open


def test_where_there_is_no_index(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path, tmp_path / "nowhere", tmp_path / "file", str(tmp_path / "nowhere")):
        with pytest.raises(IndexNotFoundError, match=r"there is no index in .*: build one with `searchlib index`"):
            sl.open(path)
        with pytest.raises(IndexNotFoundError):
            sl.verify(path)
        with pytest.raises(IndexNotFoundError):
            sl.reindex(path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"], "looking makes nothing"


def test_create_makes_folders_and_keeps_other_files(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    make(folder, "x")
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(IndexExistsError, match=r"there is an index in .*: open it, or set overwrite=True"):
        sl.create(folder)
    assert keys(sl.open(folder)) == ["x"]
    with sl.create(folder, SCHEMA, overwrite=True) as writer:
        writer.add(id="y", body="de")
        assert keys(sl.open(folder)) == ["x"], "the old one is there until the commit"
    assert keys(sl.open(folder)) == ["y"]
    assert (folder / "notes.txt").read_text() == "mine"


def test_an_old_index_may_be_replaced_by_an_empty_one(tmp_path: Path) -> None:
    make(tmp_path, "x")
    with sl.create(tmp_path, sl.NEWS, overwrite=True):
        pass
    with sl.open(tmp_path) as index:
        assert (len(index), index.generation, index.schema) == (0, 2, sl.NEWS)


def add_and_fail(writer: Writer) -> None:
    for number in range(300):
        writer.add(id=f"{number}", body="de")
    raise ZeroDivisionError


def test_replacing_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in make(tmp_path, "x").iterdir()}
    with pytest.raises(ZeroDivisionError), sl.create(tmp_path, sl.NEWS, overwrite=True, memory=1) as writer:
        add_and_fail(writer)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_replacing_after_a_roll_back_still_replaces(tmp_path: Path) -> None:
    make(tmp_path, "x")
    with sl.create(tmp_path, SCHEMA, overwrite=True) as writer:
        writer.add(id="y", body="de")
        writer.rollback()
    assert keys(sl.open(tmp_path)) == []


def test_open_or_create(tmp_path: Path) -> None:
    for key in "ab":
        with sl.open_or_create(tmp_path, SCHEMA) as writer:
            writer.add(id=key, body="de")
    assert keys(sl.open(tmp_path)) == ["a", "b"]
    with sl.open_or_create(tmp_path, sl.NEWS) as writer:
        assert writer.schema == SCHEMA, "the schema is for a new index only"


@pytest.mark.parametrize(
    ("use", "error", "left"),
    [
        (lambda folder: sl.create(folder, SCHEMA), IndexExistsError, ["x"]),
        (lambda folder: sl.open_or_create(folder, SCHEMA), None, ["x", "mine"]),
    ],
)
def test_an_index_that_appears_before_the_lock_is_had(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    use: Callable[[Path], Any],
    error: type[SearchlibError] | None,
    left: list[str],
) -> None:
    def late(path: str) -> WriterLock:
        monkeypatch.undo()
        make(tmp_path, "x")
        return WriterLock(path)

    monkeypatch.setattr(storage_module, "WriterLock", late)
    if error is not None:
        with pytest.raises(error):
            use(tmp_path)
    else:
        with use(tmp_path) as writer:
            writer.add(id="mine", body="de")
    assert keys(sl.open(tmp_path)) == left


def test_two_writers(tmp_path: Path) -> None:
    make(tmp_path, "x")
    with sl.open(tmp_path) as index, index.writer() as writer:
        for second in (index.writer, lambda: sl.open_or_create(tmp_path), lambda: sl.reindex(tmp_path)):
            with pytest.raises(LockedError, match=f"process {os.getpid()}"):
                second()
        writer.add(id="y", body="de")
    with sl.open(tmp_path).writer() as writer:
        assert writer.delete("y")


def test_a_writer_that_cannot_be_made_lets_go_of_the_lock(tmp_path: Path) -> None:
    with pytest.raises(AnalyzerError, match="unknown analyzer 'nobody'"):
        sl.create(tmp_path, sl.Schema(fields={"body": sl.Text("nobody")}))
    make(tmp_path, "x")


# ------------------------------------------------------------ what an index says


def test_an_index_says_what_it_is(tmp_path: Path) -> None:
    make(tmp_path, "a", "b", "c")
    with sl.open(tmp_path).writer() as writer:
        writer.delete("b")
        writer.add(id="d", body="de")
    with sl.open(tmp_path) as index:
        info = index.info()
        assert (info.documents, info.deleted, info.generation) == (3, 1, 2) == (len(index), 1, index.generation)
        assert [(s.documents, s.deleted) for s in info.segments] == [(3, 1), (1, 0)]
        assert info.bytes == sum(s.bytes for s in info.segments)
        assert info.bytes == sum(p.stat().st_size for p in tmp_path.iterdir() if p.name.startswith("segment"))
        assert repr(index) == f"<Index {str(tmp_path)!r}: 3 documents, generation 2>"
        assert keys(index) == ["a", "c", "d"]
        assert index.analyzer("body").name == "whitespace"
        for name, reason in (("date", "field 'date' is no text field"), ("nothing", "there is no field 'nothing'")):
            with pytest.raises(SchemaError, match=reason):
                index.analyzer(name)


def test_documents_come_in_the_order_of_adding(tmp_path: Path) -> None:
    rng = random.Random(2)
    order: list[str] = []
    with sl.create(tmp_path, SCHEMA) as writer:
        for number in range(120):
            key = f"{rng.randrange(60)}"
            writer.add(id=key, body=f"de {number}", date=f"20{rng.randrange(10, 26)}")
            order = [*(k for k in order if k != key), key]
            if number % 25 == 0:
                writer.commit()
    assert keys(sl.open(tmp_path)) == order


@pytest.mark.parametrize("limits", [{"limit": -1}, {"offset": -1}])
def test_limits_that_make_no_sense(tmp_path: Path, limits: dict[str, int]) -> None:
    with sl.open(make(tmp_path, "x")) as index, pytest.raises(SearchlibError, match="is a whole number from 0"):
        index.search("de", **limits)  # type: ignore[arg-type]


def test_an_order_that_does_not_exist(tmp_path: Path) -> None:
    with sl.open(make(tmp_path, "x")) as index, pytest.raises(QueryError, match="no order 'best'"):
        index.search("de", sort="best")  # type: ignore[arg-type]


def test_offsets_go_on_where_limits_ended(tmp_path: Path) -> None:
    with sl.open(make(tmp_path, *map(str, range(10)))) as index:
        whole = [hit.key for hit in index.search("de", limit=100)]
        assert len(whole) == 10
        for size in (1, 3, 10):
            pages = [index.search("de", limit=size, offset=start) for start in range(0, 12, size)]
            assert [hit.key for page in pages for hit in page] == whole
        assert len(index.search("de", limit=0)) == 0
        assert index.search("de", limit=0).total == 10


def test_a_closed_index_says_so(tmp_path: Path) -> None:
    index = sl.open(make(tmp_path, "x"))
    hits = index.search("de")
    index.close()
    index.close()
    assert repr(index) == f"<Index {str(tmp_path)!r}: closed>"
    for use in (lambda: index.search("de"), lambda: len(index), index.info, lambda: list(index.documents())):
        with pytest.raises(SearchlibError, match="the index is closed"):
            use()
    assert hits[0]["body"] == "de la x", "hits live on"


def test_refresh(tmp_path: Path) -> None:
    with sl.open(make(tmp_path, "x")) as index:
        assert index.refresh() is index
        with index.writer() as writer:
            writer.add(id="y", body="de")
            writer.commit()
            writer.compact()
        newer = index.refresh()
        assert (len(index), len(newer)) == (1, 2)
        assert [hit["body"] for hit in index.search("de")] == ["de la x"], "the files are gone, the snapshot stays"
        assert newer.refresh() is newer
        shutil.rmtree(tmp_path)
        with pytest.raises(IndexNotFoundError):
            index.refresh()
        assert index.count("de") == 1


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    make(tmp_path, "x")
    (tmp_path / "segment-000001.segment").unlink()
    with pytest.raises(CorruptIndexError, match=r"segment-000001\.segment: the file is missing"):
        sl.open(tmp_path)
    (problem,) = sl.verify(tmp_path)
    assert problem.path == str(tmp_path / "segment-000001.segment")


# ------------------------------------------------------------ analyzers


@pytest.fixture
def shouting() -> Iterator[sl.Schema]:
    """A schema with an analyzer of the test's own."""
    sl.register_analyzer("shouting", shout)
    yield sl.Schema(fields={"id": sl.Stored(), "body": sl.Text("shouting")})
    registry._registered.pop("shouting", None)


def shout(word: str) -> list[str]:
    return [word.upper(), f"{word[0]}…"]


def whisper(word: str) -> str | None:
    return None if word == "de" else word.lower()


def test_a_function_is_an_analyzer(tmp_path: Path, shouting: sl.Schema) -> None:
    make(tmp_path, "x", schema=shouting, body="Muzeul memorial")
    with sl.open(tmp_path) as index:
        assert index.count("muzeul") == index.count('"MUZEUL memorial"') == 1
        assert index.count('"memorial muzeul"') == index.count("muzeu") == 0
    assert sl.open(tmp_path).analyzer("body").analyze_forms(["Ab"])[0].tokens[0].term == "AB"


def test_an_analyzer_that_is_not_registered(tmp_path: Path, shouting: sl.Schema) -> None:
    make(tmp_path, "x", schema=shouting)
    del registry._registered["shouting"]
    for use in (sl.open, sl.reindex, sl.open_or_create):
        with pytest.raises(
            AnalyzerError, match=r"unknown analyzer 'shouting'.*analysis\.register\('shouting', function"
        ):
            use(tmp_path)
    assert sl.verify(tmp_path) == [], "its bytes are right all the same"


@pytest.mark.parametrize("documents", [[], ["x", "y", "z"]])
def test_another_analyzer_is_refused_until_the_index_is_made_anew(
    tmp_path: Path, shouting: sl.Schema, documents: list[str]
) -> None:
    make(tmp_path, *documents, schema=shouting)
    if documents:
        with sl.open(tmp_path).writer() as writer:
            writer.delete("y")
            writer.add(id="x", body="De nou x")
    sl.register_analyzer("shouting", whisper)
    generation = storage_module.Directory(tmp_path).newest()
    for use in (sl.open, sl.open_or_create):
        with pytest.raises(AnalyzerMismatchError, match=f"searchlib reindex --index {tmp_path}$") as caught:
            use(tmp_path)
        assert "'shouting' (different: function)" in str(caught.value)
    assert sl.reindex(tmp_path) == generation + 1
    with sl.open(tmp_path) as index:
        assert keys(index) == (["z", "x"] if documents else [])
        assert index.count("body:de") == 0
        assert index.count("nou") == bool(documents)
        assert index.generation == generation + 1
    assert sl.verify(tmp_path) == []


def test_the_command_that_an_error_names_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "x", schema=sl.NEWS)
    with monkeypatch.context() as patched:
        patched.setattr(
            "searchlib.analysis.romanian.RomanianAnalyzer.fingerprint", lambda _: {"analyzer": "romanian", "chain": "0"}
        )
        with sl.create(tmp_path, sl.NEWS, overwrite=True) as writer:
            writer.add(id="x", body="de")
    with pytest.raises(AnalyzerMismatchError) as caught:
        sl.open(tmp_path)
    command = str(caught.value).rpartition("searchlib reindex")[2].split()
    assert command[:1] == ["--index"]
    subprocess.run([sys.executable, "-m", "searchlib", "reindex", *command], check=True, capture_output=True)
    assert keys(sl.open(tmp_path)) == ["x"]


def test_reindexing_needs_the_text(tmp_path: Path) -> None:
    schema = sl.Schema(
        fields={"id": sl.Stored(), "a": sl.Text("simple", stored=False), "b": sl.Keyword(stored=False), "c": sl.Text()}
    )
    make(tmp_path, schema=schema)
    with pytest.raises(SchemaError, match=r"not stored, so not to be indexed anew from there: a, b$"):
        sl.reindex(tmp_path)


def test_reindexing_changes_nothing_but_terms(tmp_path: Path) -> None:
    rng = random.Random(4)
    with sl.create(tmp_path, sl.NEWS) as writer:
        for number in range(60):
            writer.add(
                title=f"Titlul {number % 40}",
                body="mereu " * rng.choice((1, 300)),
                date=rng.choice([None, "2025", "2025-10-24T19:57:37+03:00"]),
                entities=["Kim Jong Un"],
                more={"deep": [1, None, 2.5]},
            )
            if number % 20 == 0:
                writer.commit()
    with sl.open(tmp_path) as index:
        before = [(hit.key, dict(hit), hit.score) for hit in index.search("mereu titlul", limit=100)]
    assert len(before) > 40
    sl.reindex(tmp_path)
    with sl.open(tmp_path) as index:
        assert [(hit.key, dict(hit), hit.score) for hit in index.search("mereu titlul", limit=100)] == before
        assert len(index.info().segments) == 1


def test_a_commit_just_before_reindexing_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "x")

    def late(path: str) -> WriterLock:
        monkeypatch.undo()
        with sl.open(tmp_path).writer() as writer:
            writer.add(id="y", body="de")
        return WriterLock(path)

    monkeypatch.setattr(storage_module, "WriterLock", late)
    try:
        sl.reindex(tmp_path)
    except LockedError as error:
        assert "try again" in str(error)  # noqa: PT017 - refusing is right, losing a document is not
    assert keys(sl.open(tmp_path)) == ["x", "y"]
    sl.reindex(tmp_path)
    assert keys(sl.open(tmp_path)) == ["x", "y"]


def test_the_rooms_join_here_only() -> None:
    public = {name for name in index_module.__all__ if name[0].islower()}
    assert public == {"create", "open", "open_or_create", "reindex", "verify"}
    assert all(getattr(sl, name) is getattr(index_module, name) for name in public)
    assert analysis.register is sl.register_analyzer
