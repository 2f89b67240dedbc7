"""The writer's lock: one at a time, the holder named, nothing left by the dead."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import searchlib as sl
from searchlib.errors import LockedError
from searchlib.storage import WriterLock

HOLDER = """
import sys
from searchlib.storage import WriterLock
lock = WriterLock(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held_elsewhere(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Have another process hold the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def test_a_second_process_is_refused_and_told_who_has_it(tmp_path: Path) -> None:
    path = tmp_path / "writer.lock"
    with held_elsewhere(path) as process:
        with pytest.raises(LockedError, match=f"process {process.pid} on {os.uname().nodename}; try again") as caught:
            WriterLock(str(path))
        assert str(path) in str(caught.value)
        assert str(process.pid) in path.read_text(), "being refused changes nothing"
        with pytest.raises(LockedError):
            WriterLock(str(path))


def test_a_killed_holder_leaves_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "writer.lock"
    with held_elsewhere(path) as process:
        process.kill()
        process.wait()
        assert str(process.pid) in path.read_text()
        lock = WriterLock(str(path))
        assert path.read_text() == f"process {os.getpid()} on {os.uname().nodename}", "nothing of the dead is left"
        lock.release()


def test_a_process_keeps_itself_out_too(tmp_path: Path) -> None:
    path = str(tmp_path / "writer.lock")
    lock = WriterLock(path)
    with pytest.raises(LockedError, match=f"process {os.getpid()}"):
        WriterLock(path)
    lock.release()
    WriterLock(path).release()


def test_releasing_empties_the_file_and_may_be_repeated(tmp_path: Path) -> None:
    path = tmp_path / "writer.lock"
    lock = WriterLock(str(path))
    lock.release()
    assert path.read_bytes() == b""
    other = WriterLock(str(path))
    lock.release()
    with pytest.raises(LockedError):
        WriterLock(str(path))
    other.release()


def test_a_child_that_is_started_does_not_take_the_lock_along(tmp_path: Path) -> None:
    path = str(tmp_path / "writer.lock")
    lock = WriterLock(path)
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, close_fds=False)
    try:
        lock.release()
        WriterLock(path).release()
    finally:
        child.communicate(b"\n")


def test_a_forked_child_neither_keeps_the_lock_nor_lets_others_in(tmp_path: Path) -> None:
    path = str(tmp_path / "writer.lock")
    lock = WriterLock(path)
    ready, go = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        lock.release()
        os.write(ready[1], b"x")
        os.read(go[0], 1)
        os._exit(0)
    try:
        os.read(ready[0], 1)
        with pytest.raises(LockedError, match=f"process {os.getpid()}"):
            WriterLock(path)
    finally:
        os.write(go[1], b"x")
        os.waitpid(child, 0)
    child = os.fork()
    if child == 0:
        os.read(go[0], 1)
        os._exit(0)
    try:
        lock.release()
        WriterLock(path).release()
    finally:
        os.write(go[1], b"x")
        os.waitpid(child, 0)
        for descriptor in (*ready, *go):
            os.close(descriptor)


@pytest.mark.parametrize("content", ["", "{", "\x00\xff"])
def test_a_holder_that_did_not_say_its_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "writer.lock"
    lock = WriterLock(str(path))
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(LockedError, match="is being written by "):
        WriterLock(str(path))
    lock.release()


def test_a_full_disk_leaves_the_lock_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    path = str(tmp_path / "writer.lock")
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with pytest.raises(OSError, match="No space left"):
            WriterLock(path)
    WriterLock(path).release()


def test_an_index_that_is_written_elsewhere(tmp_path: Path) -> None:
    with sl.create(tmp_path) as writer:
        writer.add(id="a", body="de")
    with held_elsewhere(tmp_path / "writer.lock") as process:
        with sl.open(tmp_path) as index:
            assert len(index) == 1, "readers need no lock"
            with pytest.raises(LockedError, match=f"process {process.pid}"):
                index.writer()
        for refused in (
            lambda: sl.create(tmp_path, overwrite=True),
            lambda: sl.open_or_create(tmp_path),
            lambda: sl.reindex(tmp_path),
        ):
            with pytest.raises(LockedError, match=f"process {process.pid}"):
                refused()
    with sl.open_or_create(tmp_path) as writer:
        assert writer.add(id="a", body="de") == "unchanged"
