"""A writer under random use, beside a dict that says what the index must hold."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import searchlib as sl
from searchlib.dates import parse_instant
from searchlib.index import verify

KEYS = st.sampled_from([f"k{n}" for n in range(8)])
WORDS = st.lists(st.sampled_from(["pace", "soldaţi", "nord-coreean", "muzeul", "de", "-"]), max_size=6).map(" ".join)
DATES = st.sampled_from(["2025-10-24", "2025-10", "2013-01-31T19:57:37+03:00", ""])
NAMES = st.lists(st.sampled_from(["Kim Jong Un", "Iași", "Rusia"]), max_size=2)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    made: dict[str, Any] = {"id": draw(KEYS), "title": draw(WORDS), "body": draw(WORDS)}
    if draw(st.booleans()):
        made["date"] = draw(DATES.filter(bool))
    if draw(st.booleans()):
        made["entities"] = draw(NAMES)
    if draw(st.booleans()):
        made["author"] = draw(st.sampled_from(["", "Ana", "Ștefan"]))
    return made


class WriterMachine(RuleBasedStateMachine):
    """Adds, replaces, deletes by key, query and date, commits, rolls back, reopens and compacts."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="searchlib-machine-"))
        self.path = self.folder / "index"
        self.writer: Any = sl.create(self.path, sl.NEWS)
        self.writer.commit()
        self.committed: dict[str, dict[str, Any]] = {}
        self.working: dict[str, dict[str, Any]] = {}
        self.generation = 0
        self.snapshots: list[tuple[Any, dict[str, dict[str, Any]]]] = []

    def teardown(self) -> None:
        self.writer.close()
        for index, _ in self.snapshots:
            index.close()
        shutil.rmtree(self.folder)

    @rule(document=documents())
    def add(self, document: dict[str, Any]) -> None:
        old = self.working.get(document["id"])
        expected = "new" if old is None else "unchanged" if old == document else "changed"
        assert self.writer.add(document) == expected
        self.working[document["id"]] = document

    @precondition(lambda self: self.working)
    @rule(data=st.data())
    def add_again(self, data: st.DataObject) -> None:
        document = self.working[data.draw(st.sampled_from(sorted(self.working)))]
        assert self.writer.add(dict(document)) == "unchanged"

    @rule(key=KEYS)
    def delete(self, key: str) -> None:
        assert self.writer.delete(key) == (key in self.working)
        self.working.pop(key, None)

    @rule(batch=st.lists(documents(), max_size=5))
    def add_lines(self, batch: list[dict[str, Any]]) -> None:
        file = self.folder / "batch.jsonl"
        file.write_text("".join(json.dumps(document) + "\n" for document in batch), encoding="utf-8")
        self.writer.add_jsonl(file, on_error=lambda _: None)
        for fields in sl.documents.read(file, on_error=lambda _: None):
            self.working[fields["id"]] = dict(fields)

    @rule(word=st.sampled_from(["pace", "coreean"]))
    def delete_by_query(self, word: str) -> None:
        found = {key for key, document in self.working.items() if word in document["body"]}
        assert self.writer.delete_by_query(sl.word(word, "body")) == len(found)
        self.working = {key: document for key, document in self.working.items() if key not in found}

    @rule(before=st.sampled_from(["2013", "2013-02", "2025-10-01", "2025-10-02", "2025-10-24", "2026"]))
    def expire(self, before: str) -> None:
        limit = parse_instant(before, sl.NEWS.timezone).seconds
        old = {
            key
            for key, document in self.working.items()
            if "date" in document and parse_instant(document["date"], sl.NEWS.timezone).seconds < limit
        }
        assert self.writer.expire(before) == len(old)
        self.working = {key: document for key, document in self.working.items() if key not in old}

    @rule()
    def commit(self) -> None:
        generation = self.writer.commit()
        assert generation >= self.generation
        self.generation = generation
        self.committed = dict(self.working)

    @rule()
    def rollback(self) -> None:
        self.writer.rollback()
        self.working = dict(self.committed)

    @rule(commits=st.booleans())
    def reopen(self, commits: bool) -> None:
        if commits:
            self.commit()
        else:
            self.rollback()
        self.writer.close()
        with sl.open(self.path) as index:
            self.writer = index.writer()

    @rule()
    def compact(self) -> None:
        self.commit()
        self.writer.compact()
        with sl.open(self.path) as index:
            assert index.info().deleted == 0
            assert len(index.info().segments) <= 1

    @precondition(lambda self: len(self.snapshots) < 3)
    @rule()
    def take_a_snapshot(self) -> None:
        self.snapshots.append((sl.open(self.path), dict(self.committed)))

    @precondition(lambda self: self.snapshots)
    @rule(data=st.data())
    def refresh_a_snapshot(self, data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(self.snapshots) - 1))
        index, _ = self.snapshots[place]
        newer = index.refresh()
        if newer is not index:
            index.close()
        self.snapshots[place] = (newer, dict(self.committed))

    @invariant()
    def a_reader_sees_the_last_commit(self) -> None:
        with sl.open(self.path) as index:
            holds(index, self.committed)

    @invariant()
    def snapshots_do_not_move(self) -> None:
        for index, expected in self.snapshots:
            holds(index, expected)

    @invariant()
    def every_file_is_whole(self) -> None:
        assert verify(self.path) == []


def holds(index: Any, expected: dict[str, dict[str, Any]]) -> None:
    """Insist that `index` holds exactly the documents of `expected`, each with all its fields."""
    assert len(index) == len(expected)
    hits = index.search(sl.everything(), limit=100)
    assert {hit.key: dict(hit) for hit in hits} == expected
    for word in ("pace", "coreean"):
        found = {hit.key for hit in index.search(sl.word(word, "body"), limit=100)}
        assert found == {key for key, d in expected.items() if word in d["body"]}


TestWriterMachine = WriterMachine.TestCase
TestWriterMachine.settings = settings(
    max_examples=max(25, settings().max_examples // 5), stateful_step_count=25, deadline=None
)
