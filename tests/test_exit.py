"""An interpreter that ends says nothing: what native objects hold of Python is let go, whoever holds them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ASKING = """
import sys
import searchlib as sl

with sl.create(sys.argv[1]) as writer:
    writer.add({{"id": "1", "title": "Muzeul satului", "body": "Muzeul satului s-a deschis.", "category": "știri"}})
{open}
hits = index.search("muzeul \\"satului\\" category:știri")
assert [hit["title"] for hit in hits] == ["Muzeul satului"]
assert hits[0].snippet().text
assert len(index.search_many(["muzeul", "satului"], threads=2)) == 2
{more}
"""
OPEN = {
    "index": "index = sl.open(sys.argv[1])",
    "synonyms": 'index = sl.open(sys.argv[1], synonyms=sl.Synonyms.parse("muzeu, galerie"))',
}
MORE = {
    "plain": "",
    "in a cycle": "index.itself = [index, hits]; index.itself.append(index.itself)",
    "in a module": "sl.analysis.kept = index; sys.kept = hits",
    "in what it holds": "from searchlib.search import searcher; searcher.UNREAD_INDEX = index",
}


@pytest.mark.parametrize("more", MORE.values(), ids=MORE)
@pytest.mark.parametrize("opening", OPEN.values(), ids=OPEN)
def test_nothing_is_left_over(tmp_path: Path, opening: str, more: str) -> None:
    script = ASKING.format(open=opening, more=more)
    command = [sys.executable, "-c", script, str(tmp_path / "index")]
    quiet = {**os.environ, "SKBUILD_EDITABLE_VERBOSE": "0"}
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=quiet)
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
