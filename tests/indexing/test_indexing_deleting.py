"""Deleting by query and by date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import searchlib as sl
from searchlib.errors import DocumentError, QueryError


def test_deleting_by_query_takes_what_is_not_committed_too(tmp_path: Path) -> None:
    with sl.create(tmp_path, sl.NEWS) as writer:
        for number in range(300):
            writer.add(
                id=f"{number}", body="pace" if number % 3 else "război", source="zf.ro" if number % 2 else "b.ro"
            )
            if number == 200:
                writer.commit()
        writer.delete("1")
        assert writer.delete_by_query("pace -source:b.ro") == 99
        assert writer.delete_by_query("pace -source:b.ro") == 0
        assert writer.delete_by_query(sl.keyword("source", "nimic.ro")) == 0
        assert writer.report.deleted == 100
        with pytest.raises(QueryError):
            writer.delete_by_query("nimic:x")
    index = sl.open(tmp_path)
    assert len(index) == 200
    assert {hit["source"] for hit in index.search("pace", limit=300)} == {"b.ro"}
    assert index.count("razboi") == 100


@pytest.mark.parametrize(
    ("before", "left"),
    [
        (date(2024, 1, 1), {"old", "none", "edge", "new"}),
        ("2025", {"none", "edge", "new"}),
        ("2025-01-01T00:00:01", {"none", "new"}),
        (date(2026, 1, 1), {"none"}),
    ],
)
def test_expiring(tmp_path: Path, before: date | str, left: set[str]) -> None:
    dates = {"old": "2024-02-01", "none": None, "edge": "2025-01-01", "new": "2025-10-24"}
    for commits in (True, False):
        folder = tmp_path / f"{commits}"
        with sl.create(folder, sl.NEWS, policy="none") as writer:
            for key, day in dates.items():
                writer.add(id=key, body="text", date=day)
                if commits:
                    writer.commit()
            assert writer.expire(before) == len(dates) - len(left)
        assert {one["id"] for one in sl.open(folder).documents()} == left
        assert sl.verify(folder) == []
        if commits:
            assert len(list(folder.glob("*.segment"))) == len(left), "segments of nothing else are gone"
            assert not list(folder.glob("*.deletes"))


def test_what_is_no_date_expires_nothing(tmp_path: Path) -> None:
    with sl.create(tmp_path, sl.NEWS) as writer, pytest.raises(DocumentError, match="no date"):
        writer.expire("mâine")
