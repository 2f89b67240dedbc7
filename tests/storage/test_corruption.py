"""Every file of an index cut short, and single bits flipped: `verify` names the file, no read crashes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import searchlib as sl
from reference.generators import SCHEMA, Generator, add_to
from reference.seeds import chance
from searchlib.index import verify
from searchlib.storage import Directory, open_generation
from storage.reading import answers

READER = Path(__file__).with_name("reading.py")


class Reader:
    """A process that reads indexes; whether it lives is the question."""

    def __init__(self) -> None:
        self.process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(READER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def ask(self, path: Path) -> dict[str, Any]:
        """Return what the process says of the index at `path`; a crash is an answer too."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{path}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if line:
            said: dict[str, Any] = json.loads(line)
            return said
        code = self.process.wait()
        self.process = self._start()
        return {"crash": f"the reading process ended with {code}"}

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    made = Reader()
    yield made
    made.close()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of several segments with deletions, never changed."""
    path = tmp_path_factory.mktemp("whole") / "index"
    generator = Generator(chance(77), longest=400)
    with sl.create(path, SCHEMA):
        pass
    for size in (150, 60, 20):
        with sl.open(path) as opened, opened.writer() as writer:
            for _ in range(size):
                add_to(writer, generator.change())
    assert verify(path) == []
    return path


@pytest.fixture(scope="module")
def right(index: Path) -> Any:
    return answers(str(index))


def files(index: Path) -> list[Path]:
    """Return the files of `index` that hold anything, relative to it."""
    return sorted(p.relative_to(index) for p in index.rglob("*") if p.is_file() and p.stat().st_size)


def damaged(index: Path, where: Path, name: Path, content: bytes) -> Path:
    """Return a copy of `index` at `where` in which the file `name` holds `content`; the others are links."""
    shutil.copytree(index, where, copy_function=os.link)
    (where / name).unlink()
    (where / name).write_bytes(content)
    return where


@dataclass
class Verdict:
    """What is wrong with how the library takes damage."""

    faults: list[str] = field(default_factory=list[str])
    """Damage that `verify` does not find, or that ends the reading process."""
    silent: list[str] = field(default_factory=list[str])
    """Damage that is read without an error, into wrong answers."""

    def judge(self, path: Path, name: Path, what: str, reader: Reader, right: Any) -> None:
        """Verify and read the index at `path`, whose file `name` is damaged; remove it."""
        problems = verify(path)
        if not any(Path(problem.path).name == name.name for problem in problems):
            self.faults.append(f"{what}: verify does not name {name}: {problems}")
        said = reader.ask(path)
        if "crash" in said:
            self.faults.append(f"{what}: {said['crash']}")
        elif "answers" in said and said["answers"] != right:
            self.silent.append(what)
        shutil.rmtree(path)


def test_the_reader_sees_what_is_there(index: Path, reader: Reader, right: Any) -> None:
    assert reader.ask(index) == {"answers": right}
    assert sum(total > 0 for total, _ in right[1:-1]) > 20, "questions that find nothing prove nothing"


def test_every_file_cut_short(index: Path, tmp_path: Path, reader: Reader, right: Any) -> None:
    rng = chance(3)
    verdict = Verdict()
    names = files(index)
    assert names
    for name in names:
        content = (index / name).read_bytes()
        size = len(content)
        for length in sorted({0, 1, size // 2, rng.randrange(size), size - 1}):
            what = f"{name} cut from {size} to {length} bytes"
            verdict.judge(damaged(index, tmp_path / "cut", name, content[:length]), name, what, reader, right)
    assert verdict == Verdict()


def test_every_file_longer(index: Path, tmp_path: Path, reader: Reader, right: Any) -> None:
    verdict = Verdict()
    for name in files(index):
        longer = damaged(index, tmp_path / "longer", name, (index / name).read_bytes() + b"\0")
        verdict.judge(longer, name, f"{name} with a byte more", reader, right)
    assert verdict == Verdict()


def test_every_file_missing(index: Path, tmp_path: Path, reader: Reader) -> None:
    for name in files(index):
        missing = damaged(index, tmp_path / "missing", name, b"")
        (missing / name).unlink()
        said = reader.ask(missing)
        assert "error" in said, f"{name} missing: {said}"
        shutil.rmtree(missing)


@pytest.fixture(scope="module")
def flipped(
    index: Path, tmp_path_factory: pytest.TempPathFactory, reader: Reader, right: Any, long_run: bool
) -> Verdict:
    """What the library makes of single bits flipped."""
    rng = chance(4)
    verdict = Verdict()
    folder = tmp_path_factory.mktemp("flips")
    names = files(index)
    for flip in range(1_000 if long_run else 150):
        # Every file in turn, so that small ones are not left out; the place is anywhere in it.
        name = names[flip % len(names)]
        content = bytearray((index / name).read_bytes())
        place, bit = rng.randrange(len(content)), rng.randrange(8)
        content[place] ^= 1 << bit
        section = section_at(index, name, place)
        what = f"{name}: bit {bit} of byte {place} of {len(content)} ({section}) flipped"
        before = len(verdict.silent)
        verdict.judge(damaged(index, folder / "flipped", name, bytes(content)), name, what, reader, right)
        if section.endswith(ONLY_VERIFIED):
            del verdict.silent[before:]
    return verdict


# The inverted index and the columns are read by the million for a query: their bounds are checked, their bits are
# not. `verify` does that, and docs/format.md says so. Everything else must never be read wrongly.
ONLY_VERIFIED = (".terms", ".postings", ".positions", ".basis", ".lengths")
ONLY_VERIFIED += tuple(f"document.{c}" for c in ("seconds", "precisions", "sequences", "digests"))
ONLY_VERIFIED += ("document.key_hashes", "document.key_documents")


def section_at(index: Path, name: Path, place: int) -> str:
    """Return the section of a segment in which the byte at `place` stands; empty outside of all, and elsewhere."""
    for part in open_generation(Directory(index)).parts:
        if part.record.file.name == name.name:
            for section, _ in part.segment.section_sizes():
                offset, length = part.segment.section(section)
                if offset <= place < offset + length:
                    return section
    return ""


def test_a_flipped_bit_is_found_and_crashes_nothing(flipped: Verdict) -> None:
    assert flipped.faults == []


def test_a_flipped_bit_is_never_answered_wrongly(flipped: Verdict) -> None:
    assert flipped.silent == []
