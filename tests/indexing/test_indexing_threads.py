"""A writer with several threads: what is found is what a writer with one makes, and errors of any thread are told."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchlib as sl
from searchlib.errors import AnalyzerError, DocumentError, SearchlibError
from searchlib.indexing import dealing, lines
from searchlib.indexing.buffer import Buffer
from searchlib.indexing.flushing import Flushing
from searchlib.indexing.report import Progress, Report
from searchlib.indexing.writer import Writer

SCHEMA = sl.Schema(
    fields={
        "id": sl.Stored(),
        "title": sl.Stored(),
        "body": sl.Text("whitespace"),
        "day": sl.Date(),
        "tags": sl.Keyword(),
    },
)
TINY = 1
"""Bytes of memory with which a segment is written whenever the memory in use is looked at."""


def document(rng: random.Random, key: int) -> dict[str, Any]:
    body = " ".join(rng.choices(["de", "la", "ă", *(f"w{n}" for n in range(40))], k=rng.choice((1, 5, 90))))
    return {
        "id": str(key),
        "title": "t",
        "body": body,
        "day": f"2025-{rng.randrange(1, 13):02}",
        "tags": rng.sample("abc", 2),
    }


def contents(folder: Path) -> list[dict[str, Any]]:
    """Return all documents of an index in the order in which they stand where nothing else tells them apart."""
    with sl.open(folder) as index:
        return [dict(hit) for hit in index.search(sl.query.All(), limit=20_000)]


def answers(folder: Path) -> list[list[tuple[str, float]]]:
    """Return keys and scores of the hits of some queries, in order."""
    with sl.open(folder) as index:
        queries = ["w1", "de w3", '"de la"', "+ă w7", "tags:a w2", "day:2025-03 de"]
        return [[(hit["id"], hit.score) for hit in index.search(query, limit=1000)] for query in queries]


def write_lines(path: Path, records: list[Any]) -> Path:
    """Write records as JSON, one a line, and texts as they are."""
    written = (one if isinstance(one, str) else json.dumps(one) for one in records)
    path.write_text("".join(one + "\n" for one in written), encoding="utf-8")
    return path


def built(
    folder: Path, threads: int, path: Path, *, before: list[dict[str, Any]] | None = None, **options: Any
) -> tuple[Report, list[str]]:
    """Index lines, after documents that are there already; return the report and the errors."""
    errors: list[str] = []
    with sl.create(folder, SCHEMA, threads=threads, policy="none", **options) as writer:
        writer.add_many(before or [])
        report = writer.add_jsonl(path, on_error=lambda error: errors.append(str(error)))
    assert sl.verify(folder) == []
    return report, errors


@pytest.mark.parametrize("memory", [None, TINY])
def test_lines_are_indexed_as_with_one_thread(tmp_path: Path, memory: int | None) -> None:
    rng = random.Random(5)
    # Some megabytes, which are several chunks; the keys of some come twice.
    path = write_lines(tmp_path / "articles.jsonl", [document(rng, rng.randrange(60_000)) for _ in range(9000)])
    found = {threads: built(tmp_path / f"{threads}", threads, path, memory=memory) for threads in (1, 2, 3)}
    assert len(sl.open(tmp_path / "2").info().segments) >= 2
    for threads in (2, 3):
        assert found[threads] == found[1]
        assert contents(tmp_path / f"{threads}") == contents(tmp_path / "1")
        assert answers(tmp_path / f"{threads}") == answers(tmp_path / "1")


RECORDS = st.lists(
    st.one_of(
        st.tuples(st.just("article"), st.integers(0, 5), st.integers(0, 2)),
        st.tuples(st.sampled_from(["broken", "blank", "nested", "dateless"]), st.integers(0, 5), st.integers(0, 2)),
    ),
    max_size=40,
)


def record(kind: str, key: int, version: int) -> Any:
    fields = {"id": f"k{key}", "title": "t", "body": f"a w{version} de la", "day": "2025-10-24", "tags": []}
    made = {
        "article": fields,
        "broken": '{"id": "k',
        "blank": "   ",
        "nested": {**fields, "more": {"of": [1, {"a": 2}]}},
        "dateless": {**fields, "day": "mâine"},
    }
    return made[kind]


@settings(max_examples=60, deadline=None)
@given(RECORDS, RECORDS, st.integers(1, 400), st.integers(1, 5), st.sampled_from([None, TINY]))
def test_the_last_of_a_key_wins_whichever_thread_reads_it(
    tmp_path_factory: pytest.TempPathFactory,
    older: list[tuple[str, int, int]],
    newer: list[tuple[str, int, int]],
    chunk: int,
    most: int,
    memory: int | None,
) -> None:
    folder = tmp_path_factory.mktemp("index")
    path = write_lines(folder / "articles.jsonl", [record(*one) for one in newer])
    before = [made for one in older if isinstance(made := record(*one), dict) and one[0] == "article"]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(lines, "_CHUNK", chunk)
        patched.setattr(dealing, "_MOST_CHUNKS", most)
        found = [built(folder / f"{n}", n, path, before=before, memory=memory) for n in (1, 3)]
    assert found[0] == found[1]
    assert contents(folder / "1") == contents(folder / "3")
    assert answers(folder / "1") == answers(folder / "3")


@pytest.mark.parametrize("bad", [0, 1, 499, 500, 777, 999])
def test_nothing_behind_a_bad_line_is_taken_in(tmp_path: Path, bad: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(9)
    records: list[Any] = [document(rng, rng.randrange(700)) for _ in range(1000)]
    records[bad] = '{"id": "1", "body": '
    path = write_lines(tmp_path / "articles.jsonl", records)
    monkeypatch.setattr(lines, "_CHUNK", 5000)
    reports = {}
    for threads in (1, 2):
        writer = sl.create(tmp_path / f"{threads}", SCHEMA, threads=threads)
        with pytest.raises(DocumentError, match=rf"articles\.jsonl:{bad + 1}: "):
            writer.add_jsonl(path)
        reports[threads] = writer.report
        writer.commit()
        writer.close()
    assert reports[1] == reports[2]
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


def test_a_key_that_comes_again_before_its_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One thread reads all chunks but the first before that is begun, so that each later key is met before its turn."""
    texts = ["a", "b", "a", "a", "c", "c"]
    records = [{"id": "k", "title": "t", "body": text} for text in texts] + [{"id": "l", "title": "t", "body": "z"}]
    path = write_lines(tmp_path / "articles.jsonl", records)
    monkeypatch.setattr(lines, "_CHUNK", 1)
    add = Buffer.add_lines

    def slowly(self: Buffer, adder: Any, chunk: bytes, cursor: Any, segments: Any) -> bool:
        held.append((self, adder, chunk, cursor, segments))
        return True

    held: list[tuple[Any, ...]] = []
    taken = dealing.Dealing.run

    def backwards(self: dealing.Dealing, *arguments: Any) -> list[dealing.Left]:
        monkeypatch.setattr(Buffer, "add_lines", slowly)
        taken(self, *arguments)
        for buffer, adder, chunk, cursor, segments in reversed(held):
            before = cursor.added
            while not add(buffer, adder, chunk, cursor, segments):
                self.leave(chunk, cursor)
            assert cursor.added >= before
            arguments[3](cursor)
        held.clear()
        return sorted(self._left)

    monkeypatch.setattr(dealing.Dealing, "run", backwards)
    report, _ = built(tmp_path / "2", 2, path)
    monkeypatch.undo()
    assert (report, []) == built(tmp_path / "1", 1, path)
    assert report == Report(new=2, changed=3, unchanged=2)
    assert contents(tmp_path / "1") == contents(tmp_path / "2")
    assert [hit["body"] for hit in contents(tmp_path / "2")] in (["c", "z"], ["z", "c"])


def test_progress_is_told_by_the_thread_that_asked(tmp_path: Path) -> None:
    import threading

    rng = random.Random(3)
    path = write_lines(tmp_path / "articles.jsonl", [document(rng, key) for key in range(6000)])
    told: list[tuple[Progress, int]] = []
    with sl.create(tmp_path / "index", SCHEMA, threads=2) as writer:
        writer.add_jsonl(path, progress=lambda progress: told.append((progress, threading.get_ident())))
    assert {thread for _, thread in told} == {threading.get_ident()}
    documents = [progress.documents for progress, _ in told]
    assert documents == sorted(documents)
    assert documents[-1] == 6000
    assert told[-1][0].bytes_read == told[-1][0].bytes_total == path.stat().st_size
    assert len(told) > 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["add", "delete", "flush", "commit", "rollback"]), st.integers(0, 6))))
def test_changes_mean_the_same_with_several_lanes(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    found = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("searchlib.indexing.lanes.MANY", 1)  # so that each lane gets its share
        for threads in (1, 2):
            rng = random.Random(1)
            folder = tmp_path_factory.mktemp("index")
            outcomes: list[object] = []
            with sl.create(folder, SCHEMA, threads=threads) as writer:
                for step, key in steps:
                    if step == "add":
                        outcomes.append(writer.add(document(rng, key)))
                    elif step == "delete":
                        outcomes.append(writer.delete(str(key)))
                    elif step == "flush":
                        writer._changes.flush()
                    else:
                        getattr(writer, step)()
            found.append((outcomes, contents(folder)))
    assert found[0] == found[1]


def fill_lanes(monkeypatch: pytest.MonkeyPatch, writer: Writer, add: Callable[[int], object]) -> None:
    """Add documents to both lanes."""
    monkeypatch.setattr("searchlib.indexing.lanes.MANY", 1)
    for key in (2, 3, 4):
        add(key)
    assert all(lane.buffer is not None and lane.buffer.documents for lane in writer._changes._lanes)


def test_an_error_of_another_thread_fails_all_until_rollback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(2)
    writer = sl.create(tmp_path / "index", SCHEMA, threads=2)
    writer.add(document(rng, 1))
    writer.commit()
    write = Flushing._write

    def full(self: Flushing) -> Any:
        if self._thread is not None:
            raise OSError(28, "No space left on device")
        return write(self)

    with monkeypatch.context() as patched:
        patched.setattr(Flushing, "_write", full)
        fill_lanes(patched, writer, lambda key: writer.add(document(rng, key)))
        for _ in range(2):
            with pytest.raises(OSError, match="No space left"):
                writer.commit()
    writer.rollback()
    writer.add(document(rng, 5))
    writer.commit()
    writer.close()
    assert sorted(one["id"] for one in contents(tmp_path / "index")) == ["1", "5"]


def test_an_error_while_lines_are_added_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(4)
    path = write_lines(tmp_path / "articles.jsonl", [document(rng, key) for key in range(3000)])
    monkeypatch.setattr(lines, "_CHUNK", 5000)
    add = Buffer.add_lines

    def failing(self: Buffer, adder: Any, chunk: bytes, cursor: Any, segments: Any) -> bool:
        if cursor.record > 1500:
            raise OSError(28, "No space left on device")
        return add(self, adder, chunk, cursor, segments)

    writer = sl.create(tmp_path / "index", SCHEMA, threads=2)
    with monkeypatch.context() as patched:
        patched.setattr(Buffer, "add_lines", failing)
        with pytest.raises(OSError, match="No space left"):
            writer.add_jsonl(path)
    writer.rollback()
    assert writer.report == Report()
    assert writer.add_jsonl(path) == Report(new=3000)
    writer.commit()
    writer.close()
    assert len(contents(tmp_path / "index")) == 3000


def test_a_file_that_breaks_off_is_told_once_with_all_before_it(tmp_path: Path) -> None:
    import gzip

    rng = random.Random(6)
    whole = gzip.compress("".join(json.dumps(document(rng, key)) + "\n" for key in range(4000)).encode())
    path = tmp_path / "articles.jsonl.gz"
    path.write_bytes(whole[: len(whole) * 2 // 3])
    found = [built(tmp_path / f"{threads}", threads, path) for threads in (1, 2)]
    assert found[0] == found[1]
    assert len(found[0][1]) == 1
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


def test_a_form_that_is_refused_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(7)
    writer = sl.create(tmp_path / "index", SCHEMA, threads=2)
    with monkeypatch.context() as patched:
        fill_lanes(patched, writer, lambda key: writer.add(document(rng, key)))
        patched.setattr("searchlib.analysis.defining._forms", lambda _analyzer, _raws: [None])
        with pytest.raises(AnalyzerError):
            writer.commit()
    writer.rollback()
    writer.add(document(rng, 1))
    writer.commit()
    writer.close()
    assert [one["id"] for one in contents(tmp_path / "index")] == ["1"]


def test_there_is_at_least_one_thread(tmp_path: Path) -> None:
    with pytest.raises(SearchlibError, match="at least one thread"):
        sl.create(tmp_path / "index", SCHEMA, threads=0)
