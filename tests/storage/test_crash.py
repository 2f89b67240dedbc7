"""A writing process is killed at random moments: the index opens at the last commit, whole."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import searchlib as sl
from reference.seeds import chance
from searchlib.index import verify
from storage.writing import MARK, state_after

WRITER = Path(__file__).with_name("writing.py")


def killed(path: Path, delay: float) -> int:
    """Let a process write until `delay` seconds after it is ready, kill it, return the last batch it said was safe."""
    with subprocess.Popen([sys.executable, str(WRITER), str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first == b"ready\n", f"the writing process did not start: {first!r}"
        time.sleep(delay)
        assert process.poll() is None, "the writing process ended by itself"
        process.kill()
        said = process.stdout.read().splitlines(keepends=True)
    whole = [line for line in said if line.endswith(b"\n")]
    return int(whole[-1]) if whole else 0


def test_kills_at_random_moments(tmp_path: Path, long_run: bool) -> None:
    rng = chance(24)
    path = tmp_path / "index"
    with sl.create(path, sl.NEWS):
        pass
    last = 0
    commits = 0
    for kill in range(200 if long_run else 12):
        said = max(last, killed(path, rng.uniform(0.0, 0.12)))
        assert verify(path) == [], f"after kill {kill}"
        with sl.open(path) as index:
            found = {hit.key: dict(hit) for hit in index.search(sl.everything(), limit=1_000)}
            number = found[MARK]["number"] if MARK in found else 0
            assert said <= number <= said + 1, f"kill {kill}: batch {said} was safe, the index stands at {number}"
            assert found == state_after(number), f"kill {kill}: batch {number} is not as it was written"
            matching = {hit.key for hit in index.search(sl.word("muzeul", "body"), limit=1_000)}
            assert matching == {key for key, document in found.items() if "muzeul" in document["body"]}
        commits += number - last
        last = number
    assert commits > 0, "nothing was ever committed: the test proves nothing"


def test_what_a_killed_writer_left_is_swept_away(tmp_path: Path) -> None:
    path = tmp_path / "index"
    with sl.create(path, sl.NEWS):
        pass
    for delay in (0.03, 0.05, 0.07):
        killed(path, delay)
    with sl.open(path) as index, index.writer() as writer:
        writer.add(id=MARK, title="mark", body="", number=0)
        writer.commit()
        writer.compact()
    fresh = tmp_path / "fresh"
    with sl.open(path) as index, sl.create(fresh, sl.NEWS) as writer:
        for hit in index.search(sl.everything(), sort="oldest", limit=1_000):
            writer.add(dict(hit))
    kept, needed = (len([p for p in folder.rglob("*") if p.is_file()]) for folder in (path, fresh))
    assert kept <= needed + 1, f"{kept} files where {needed} do: {sorted(p.name for p in path.rglob('*'))}"
