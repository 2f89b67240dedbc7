"""A writer that merges, and readers, each in a process of its own, beside a dict of documents."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event
from typing import Any

import pytest

import searchlib as sl
from searchlib.errors import LockedError
from searchlib.indexing import changes
from searchlib.indexing.merging import Merging
from searchlib.indexing.policy import FAN_IN

STEPS = 20_000 if os.environ.get("SEARCHLIB_LONG") else 2000
WORDS = ("pace", "război", "muzeul", "soldaţi", "de", "la")
SPAWN = multiprocessing.get_context("spawn")


def article(rng: random.Random, key: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": key,
        "title": f"titlu {key}",
        "body": " ".join(rng.choices(WORDS, k=rng.randrange(40))),
    }
    if rng.random() < 0.8:
        made["date"] = f"20{rng.randrange(10, 26)}-{rng.randrange(1, 13):02}"
    return made


def write(path: str, folder: str, orders: Connection) -> None:
    """Do what comes through the pipe, one thing after the other, and answer with the generation or the report."""
    writer = sl.open(path).writer()
    while True:
        what, argument = orders.recv()
        if what == "add":
            for document in argument:
                writer.add(document)
            orders.send(None)
        elif what == "lines":
            file = Path(folder) / "batch.jsonl"
            file.write_text("".join(json.dumps(document) + "\n" for document in argument), encoding="utf-8")
            writer.add_jsonl(file)
            orders.send(None)
        elif what == "delete":
            orders.send([writer.delete(key) for key in argument])
        elif what == "query":
            orders.send(writer.delete_by_query(sl.word(argument, "body")))
        elif what == "expire":
            orders.send(writer.expire(argument))
        elif what == "reopen":
            writer.close()
            writer = sl.open(path).writer()
            orders.send(None)
        else:
            orders.send(getattr(writer, what)())


def read(path: str, questions: Connection) -> None:
    """Hold an index open; refresh it or say all that it holds, as the pipe asks."""
    index = sl.open(path)
    while True:
        if questions.recv() == "refresh":
            index = index.refresh()
            questions.send(index.generation)
        else:
            counts = {word: index.count(sl.word(word, "body")) for word in WORDS}
            questions.send(({one["id"]: dict(one) for one in index.documents()}, counts))


class World:
    """The processes, and what each must see."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "index"
        self.committed: dict[str, dict[str, Any]] = {}
        self.working: dict[str, dict[str, Any]] = {}
        with sl.create(self.path, sl.NEWS) as writer:
            writer.commit()
        self.processes: list[Any] = []
        self.writer = self.start(write, str(self.path), str(folder))
        self.readers = [self.start(read, str(self.path)) for _ in range(2)]
        self.seen: list[dict[str, dict[str, Any]]] = [{}, {}]

    def start(self, target: Any, *arguments: str) -> Connection:
        ours, theirs = SPAWN.Pipe()
        process = SPAWN.Process(target=target, args=(*arguments, theirs), daemon=True)
        process.start()
        self.processes.append(process)
        return ours

    def order(self, what: str, argument: object = None) -> Any:
        self.writer.send((what, argument))
        assert self.writer.poll(60), f"the writer is stuck at {what}"
        return self.writer.recv()

    def ask(self, reader: int, what: str) -> Any:
        self.readers[reader].send(what)
        assert self.readers[reader].poll(60), f"reader {reader} is stuck at {what}"
        return self.readers[reader].recv()

    def check(self, reader: int) -> None:
        documents, counts = self.ask(reader, "all")
        assert documents == self.seen[reader]
        for word, count in counts.items():
            assert count == sum(word in one["body"].split() for one in documents.values())

    def close(self) -> None:
        for process in self.processes:
            process.kill()
            process.join()


def step(world: World, rng: random.Random) -> None:
    """Do one thing drawn by chance, there and to the dict."""
    what = rng.choices(
        ("add", "lines", "delete", "query", "expire", "commit", "rollback", "reopen", "compact", "refresh", "check"),
        (20, 10, 8, 1, 1, 25, 3, 4, 2, 12, 8),
    )[0]
    working = world.working
    if what in ("add", "lines"):
        batch = [article(rng, f"k{rng.randrange(120)}") for _ in range(rng.randrange(1, 6))]
        world.order(what, batch)
        working.update({one["id"]: one for one in batch})
    elif what == "delete":
        keys = [f"k{rng.randrange(120)}" for _ in range(3)]
        assert world.order(what, keys) == [working.pop(key, None) is not None for key in keys]
    elif what == "query":
        word = rng.choice(WORDS[:2])
        gone = [key for key, one in working.items() if word in one["body"].split()]
        assert world.order(what, word) == len(gone)
        world.working = {key: one for key, one in working.items() if key not in gone}
    elif what == "expire":
        year = f"20{rng.randrange(10, 14)}"
        gone = [key for key, one in working.items() if one.get("date", "9") < year]
        assert world.order(what, year) == len(gone)
        world.working = {key: one for key, one in working.items() if key not in gone}
    elif what in ("commit", "compact"):
        world.order(what)
        world.committed = dict(working)
    elif what in ("rollback", "reopen"):
        world.order(what)
        world.working = dict(world.committed)
    elif what == "refresh":
        reader = rng.randrange(2)
        world.ask(reader, what)
        world.seen[reader] = dict(world.committed)
        world.check(reader)
    else:
        world.check(rng.randrange(2))


@pytest.mark.parametrize("seed", range(2))
def test_readers_see_commits_and_keep_what_they_saw(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    world = World(tmp_path)
    try:
        for _ in range(STEPS // 2):
            step(world, rng)
        with pytest.raises(LockedError, match=f"process {world.processes[0].pid}"):
            sl.open(world.path).writer()
        world.order("commit")
        os.kill(world.processes[0].pid, signal.SIGKILL)
        world.processes[0].join()
        world.committed = dict(world.working)
        assert {one["id"]: dict(one) for one in sl.open(world.path).documents()} == world.committed
        world.writer = world.start(write, str(world.path), str(tmp_path))  # the dead left no lock
        for _ in range(STEPS // 20):
            step(world, rng)
    finally:
        world.close()
    assert sl.verify(world.path) == []


def test_a_slow_merge_blocks_no_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_merge = Merging._write
    may_go_on = Event()

    def waiting(self: Merging) -> None:
        assert may_go_on.wait(60), "a commit waited for the merge"
        write_merge(self)

    monkeypatch.setattr(Merging, "_write", waiting)
    monkeypatch.setattr(changes, "AT_ONCE", 0)  # so that small segments are merged beside, too
    with sl.create(tmp_path, sl.NEWS) as writer:
        for number in range(12):
            writer.add(id=f"{number}", body="pace")
            writer.commit()
            assert len(sl.open(tmp_path)) == number + 1
        assert len(sl.open(tmp_path).info().segments) == 12
        may_go_on.set()
    assert len(sl.open(tmp_path).info().segments) == 12 - FAN_IN + 1
    assert sl.verify(tmp_path) == []
