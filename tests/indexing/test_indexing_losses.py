"""What terms lose to deleted documents: told by the documents themselves, it is what a search of all postings finds."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchlib as sl
from searchlib.indexing import segments
from searchlib.indexing.native import write_deletes
from searchlib.storage import Directory, open_generation

PIECES = (
    "de la", "Nord-coreean", "S.U.A.", "la 23 octombrie", "24.10.2025", "#KimJongUn", "ana", "лимба", "x" * 300, "\n",
    "They said that this is the end of it.", "ţară", "țări", "www.zf.ro", "1.000 lei",
)  # fmt: skip
DATES = ("2025", "2024-02", "2024-12-31", "2024-12-31T23:30:00+00:00", None)


def texts(rng: random.Random) -> dict[str, object]:
    body, title = (" ".join(rng.choices(PIECES, k=rng.choice((0, 1, 30, 200)))) for _ in range(2))
    return {"title": title, "body": body, "date": rng.choice(DATES)}


def expected(folder: Path) -> list[tuple[bytes, bytes]]:
    """Return the deletes of each segment as written, and as written by searching its postings."""
    pairs = []
    for number, part in enumerate(open_generation(Directory(folder)).parts):
        if part.deletes is not None and part.record.deletes is not None:
            searched = folder / f"searched{number}"
            searched.unlink(missing_ok=True)
            write_deletes(str(searched), part.segment, part.deletes.documents())
            pairs.append(((folder / part.record.deletes.name).read_bytes(), searched.read_bytes()))
    return pairs


@settings(max_examples=25)
@given(seed=st.integers(0, 2**32), commits=st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_told_as_searched(tmp_path_factory: pytest.TempPathFactory, seed: int, commits: list[int]) -> None:
    folder = tmp_path_factory.mktemp("losses") / "i"
    rng = random.Random(seed)
    with sl.create(folder, sl.NEWS) as writer:
        writer.add_many({"id": str(number), **texts(rng)} for number in range(260))
    keys = rng.sample(range(260), sum(commits))
    for count in commits:
        with sl.open(folder).writer() as writer:
            for _ in range(count):
                assert writer.delete(str(keys.pop()))
        for written, searched in expected(folder):
            assert written == searched


def test_few_deletes_are_not_searched_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(1)
    with sl.create(tmp_path, sl.NEWS) as writer:
        writer.add_many({"id": str(number), **texts(rng)} for number in range(200))
    monkeypatch.setattr(segments, "write_deletes", None)
    with sl.open(tmp_path).writer() as writer:
        assert writer.add({"id": "7", **texts(rng)}) == "changed"
    monkeypatch.undo()
    assert [written == searched for written, searched in expected(tmp_path)] == [True]


def test_texts_that_are_not_stored_are_searched_for(tmp_path: Path) -> None:
    schema = sl.Schema(fields={"id": sl.Stored(), "body": sl.Text(stored=False)})
    with sl.create(tmp_path, schema) as writer:
        writer.add_many({"id": str(number), "body": f"de la {number}"} for number in range(100))
    with sl.open(tmp_path).writer() as writer:
        writer.delete("7")
    assert [written == searched for written, searched in expected(tmp_path)] == [True]
    assert sl.open(tmp_path).count("7") == 0
