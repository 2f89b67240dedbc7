"""An index among processes and threads: read while it is written, read only, shared."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchlib as sl

SCHEMA = sl.Schema(
    fields={"id": sl.Stored(), "title": sl.Text("whitespace"), "body": sl.Text("whitespace"), "date": sl.Date()}
)


def make(folder: Path, *keys: str, body: str = "de la") -> Path:
    with sl.create(folder, SCHEMA) as writer:
        for key in keys:
            writer.add(id=key, body=f"{body} {key}")
    return folder


WRITES_FOR_EVER = """
import sys
import searchlib as sl
with sl.open(sys.argv[1]) as index:
    writer = index.writer()
print("ready", flush=True)
number = 0
while True:
    number += 1
    writer.add(id="counter", body=f"numarul {number}")
    writer.add(id=f"{number % 50}", body=f"numarul {number}")
    writer.delete(f"{(number * 7) % 50}")
    writer.commit()
    if number % 10 == 0:
        writer.compact()
"""


COMMITS = 12
PATIENCE = 300  # seconds: only a machine on which nothing moves any more fails by time


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[Path]:
    """An index to which another process writes, one commit after another."""
    make(tmp_path, "counter", body="numarul")
    process = subprocess.Popen(
        [sys.executable, "-c", WRITES_FOR_EVER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        yield tmp_path
        assert process.poll() is None, "the writer died"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_opening_while_another_process_commits(busy: Path) -> None:
    generations: set[int] = set()
    last = 0
    end = time.monotonic() + PATIENCE
    while len(generations) < COMMITS:
        assert time.monotonic() < end, f"{len(generations)} commits seen in {PATIENCE} s"
        with sl.open(busy) as index:
            assert index.generation >= last
            last = index.generation
            generations.add(last)
            (hit,) = (hit for hit in index.search("numarul", limit=100) if hit.key == "counter")
            assert hit["body"].startswith("numarul ")
            assert len(index) == len(list(index.documents())) == index.count(sl.everything())
            newer = index.refresh()
            assert newer.generation >= last


def test_verifying_while_another_process_commits(busy: Path) -> None:
    last = first = sl.open(busy).generation
    end = time.monotonic() + PATIENCE
    while last < first + COMMITS:
        assert time.monotonic() < end, f"{last - first} commits in {PATIENCE} s"
        assert sl.verify(busy) == []
        last = sl.open(busy).generation


READS_UNPRIVILEGED = """
import contextlib, os, sys
import searchlib as sl
with contextlib.suppress(PermissionError):
    sl.open(sys.argv[1]).writer().close()  # what is imported late is imported while it can be read
def answer():
    with sl.open(sys.argv[1]) as index:
        return len(index), [hit["body"] for hit in index.search("la")], len(sl.verify(sys.argv[1]))
answer()
if os.geteuid() == 0:
    os.setegid(65534)
    os.seteuid(65534)  # root may write anywhere
try:
    open(os.path.join(sys.argv[1], "x"), "w")
except PermissionError:
    print(*answer())
try:
    sl.open(sys.argv[1]).writer()
except PermissionError as error:
    print("refused", error.filename)
"""


def test_a_folder_that_may_only_be_read(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory() as parent:  # that of pytest is closed to other users
        folder = make(Path(parent) / "index", "x")
        try:
            Path(parent).chmod(0o755)
            folder.chmod(0o555)
            for path in folder.iterdir():
                path.chmod(0o444)
            command = [sys.executable, "-c", READS_UNPRIVILEGED, str(folder)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        finally:
            folder.chmod(0o755)
    assert done.stdout.splitlines() == ["1 ['de la x'] 0", f"refused {folder / 'writer.lock'}"], done.stderr


def test_threads_share_an_index(tmp_path: Path) -> None:
    make(tmp_path, *map(str, range(200)), body="de la " + "x " * 400)
    wrong: list[object] = []

    def ask(seed: int) -> None:
        rng = random.Random(seed)
        for _ in range(40):
            key = f"{rng.randrange(200)}"
            hits = index.search(sl.word(key, "body"))
            if [(hit.key, hit["body"].split()[-1]) for hit in hits] != [(key, key)]:
                wrong.append(key)

    with sl.open(tmp_path) as index:
        threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []
