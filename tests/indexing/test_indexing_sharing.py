"""One writer in the hands of several threads: nothing is lost, and the counts are right."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import searchlib as sl
from searchlib.errors import DocumentError
from searchlib.indexing.report import Progress
from searchlib.indexing.writer import Writer

SCHEMA = sl.Schema(fields={"id": sl.Stored(), "body": sl.Text("whitespace"), "day": sl.Date(), "tags": sl.Keyword()})
THREADS = 4
EACH = 300


@pytest.fixture(autouse=True)
def _impatient() -> Iterator[None]:
    """Have Python change from thread to thread as often as it can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def document(thread: int, number: int) -> dict[str, Any]:
    """Return a document; every third holds what only Python prepares."""
    tags = [f"t{thread}"]
    return {
        "id": f"{thread}-{number}",
        "body": f"comun w{thread} n{number}",
        "day": "2025-10-24",
        "tags": tuple(tags) if number % 3 == 0 else tags,
    }


def in_threads(work: Callable[[int], object]) -> None:
    """Call `work` with the number of each thread at the same time, and raise what any of them raises."""
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in pool.map(work, range(THREADS)):
            pass


def keys(folder: Path, query: str = "comun") -> list[str]:
    with sl.open(folder) as index:
        return sorted(hit["id"] for hit in index.search(query, limit=10_000))


def all_keys() -> list[str]:
    return sorted(f"{thread}-{number}" for thread in range(THREADS) for number in range(EACH))


def one_by_one(writer: Writer, documents: list[dict[str, Any]], _folder: Path) -> None:
    for one in documents:
        writer.add(one)


def many(writer: Writer, documents: list[dict[str, Any]], _folder: Path) -> None:
    writer.add_many(documents)


def lines(writer: Writer, documents: list[dict[str, Any]], folder: Path) -> None:
    path = folder / f"{documents[0]['id']}.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in documents), encoding="utf-8")
    writer.add_jsonl(path)


@pytest.mark.parametrize("memory", [None, 1])
@pytest.mark.parametrize("ways", [[one_by_one], [many], [lines], [one_by_one, many, lines]])
@pytest.mark.parametrize("own_threads", [1, 2])
def test_every_document_of_every_thread_is_found(
    tmp_path: Path, own_threads: int, ways: list[Callable[..., None]], memory: int | None
) -> None:
    with sl.create(tmp_path / "index", SCHEMA, threads=own_threads, memory=memory) as writer:
        in_threads(
            lambda thread: ways[thread % len(ways)](
                writer, [document(thread, number) for number in range(EACH)], tmp_path
            )
        )
        assert writer.report.new == THREADS * EACH
    assert keys(tmp_path / "index") == all_keys()
    for thread in range(THREADS):
        assert len(keys(tmp_path / "index", f"w{thread}")) == EACH
    assert sl.verify(tmp_path / "index") == []


def test_a_key_that_all_threads_add_is_there_once(tmp_path: Path) -> None:
    with sl.create(tmp_path, SCHEMA) as writer:
        in_threads(lambda thread: writer.add_many({**document(thread, n), "id": f"{n % 7}"} for n in range(EACH)))
        report = writer.report
        assert (report.new, report.new + report.changed + report.unchanged) == (7, THREADS * EACH)
    assert keys(tmp_path) == [f"{n}" for n in range(7)]
    assert sl.verify(tmp_path) == []


def test_others_may_commit_and_delete_meanwhile(tmp_path: Path) -> None:
    def work(thread: int) -> None:
        for number in range(EACH):
            writer.add(document(thread, number))
            if number % 10 == 9:
                assert writer.delete(f"{thread}-{number}")
            if number % 50 == 10 * thread:
                writer.commit()

    with sl.create(tmp_path, SCHEMA) as writer:
        in_threads(work)
        assert writer.report.deleted == THREADS * EACH // 10
    assert keys(tmp_path) == [key for key in all_keys() if not key.endswith("9")]
    assert sl.verify(tmp_path) == []


def test_bad_documents_are_counted_once_each(tmp_path: Path) -> None:
    errors: list[DocumentError] = []
    with sl.create(tmp_path, SCHEMA) as writer:
        in_threads(
            lambda thread: writer.add_many(
                ({**document(thread, n), **({"day": "mâine"} if n % 2 else {})} for n in range(EACH)),
                on_error=errors.append,
            )
        )
        assert (writer.report.new, writer.report.skipped) == (THREADS * EACH // 2, THREADS * EACH // 2)
    assert len(errors) == THREADS * EACH // 2


def test_callbacks_may_use_the_writer_that_calls_them(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps(document(0, 0)) + "\n{\n", encoding="utf-8")

    def told(_: Progress) -> None:
        writer.add(document(1, 1))

    with sl.create(tmp_path / "index", SCHEMA) as writer:
        writer.add_jsonl(path, progress=told, on_error=lambda _: writer.add(document(2, 2)) and None)
    assert keys(tmp_path / "index") == ["0-0", "1-1", "2-2"]
