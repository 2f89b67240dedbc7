"""A writer with two threads: what is found is what a writer with one makes, and errors of the other thread are told."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchlib as sl
from searchlib.indexing.buffer import Buffer
from searchlib.indexing.flushing import Flushing

SCHEMA = sl.Schema(
    fields={"id": sl.Stored(), "body": sl.Text("whitespace"), "day": sl.Date(), "tags": sl.Keyword()},
)
TINY = 1
"""Bytes of memory with which a segment is written whenever the memory in use is looked at."""


def document(rng: random.Random, key: int) -> dict[str, Any]:
    body = " ".join(rng.choices(["de", "la", "ă", *(f"w{n}" for n in range(40))], k=rng.choice((1, 5, 90))))
    return {"id": str(key), "body": body, "day": f"2025-{rng.randrange(1, 13):02}", "tags": rng.sample("abc", 2)}


def contents(folder: Path) -> list[dict[str, Any]]:
    """Return all documents of an index in the order of their keys."""
    with sl.open(folder) as index:
        hits = index.search(sl.query.All(), limit=10_000)
        return sorted((dict(hit) for hit in hits), key=lambda fields: int(fields["id"]))


def answers(folder: Path) -> list[list[tuple[str, float]]]:
    """Return keys and scores of the hits of some queries."""
    with sl.open(folder) as index:
        queries = ["w1", "de w3", '"de la"', "+ă w7", "tags:a w2", "day:2025-03 de"]
        return [[(hit["id"], hit.score) for hit in index.search(query, limit=1000)] for query in queries]


def test_lines_are_indexed_as_with_one_thread(tmp_path: Path) -> None:
    rng = random.Random(5)
    # Lines of some megabytes, as memory is looked at after each quarter of one; the keys of many come twice.
    documents = [document(rng, rng.randrange(9000)) for _ in range(9000)]
    lines = tmp_path / "articles.jsonl"
    lines.write_text("".join(json.dumps(one) + "\n" for one in documents), encoding="utf-8")
    reports = {}
    for threads in (1, 2):
        with sl.create(tmp_path / f"{threads}", SCHEMA, memory=TINY, threads=threads) as writer:
            reports[threads] = writer.add_jsonl(lines)
        assert sl.verify(tmp_path / f"{threads}") == []
    assert len(sl.open(tmp_path / "2").info().segments) > 2
    assert reports[1] == reports[2]
    assert contents(tmp_path / "1") == contents(tmp_path / "2")
    assert answers(tmp_path / "1") == answers(tmp_path / "2")


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(["add", "delete", "flush", "commit", "rollback"]), st.integers(0, 6))))
def test_changes_mean_the_same_while_a_segment_is_written(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    found = []
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
                    writer._changes._begin_flush()
                else:
                    getattr(writer, step)()
        found.append((outcomes, contents(folder)))
    assert found[0] == found[1]


def test_an_error_of_the_other_thread_fails_all_until_rollback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(2)
    writer = sl.create(tmp_path / "index", SCHEMA, threads=2)
    writer.add(document(rng, 1))
    writer.commit()

    def full(_: Flushing) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Flushing, "_write", full)
        writer.add(document(rng, 2))
        writer._changes._begin_flush()
        for _ in range(2):
            with pytest.raises(OSError, match="No space left"):
                writer.commit()
    writer.rollback()
    writer.add(document(rng, 3))
    writer.commit()
    writer.close()
    assert [one["id"] for one in contents(tmp_path / "index")] == ["1", "3"]


def test_an_error_of_packing_texts_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Buffer] = []
    plain = Buffer.__init__

    def remember(self: Buffer, *arguments: Any, **options: Any) -> None:
        plain(self, *arguments, **options)
        made.append(self)

    monkeypatch.setattr(Buffer, "__init__", remember)
    writer = sl.create(tmp_path / "index", SCHEMA, threads=2)
    writer.add(id="1", body="a " * 40_000)
    made[0].out.finish()  # what is written now is refused
    writer.add(id="2", body="b " * 40_000)
    with pytest.raises(RuntimeError):
        writer.commit()
    writer.rollback()
    writer.add(id="3", body="c")
    writer.commit()
    writer.close()
    assert [one["id"] for one in contents(tmp_path / "index")] == ["3"]
