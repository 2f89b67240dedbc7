"""Tables of Arrow, pandas and Polars give the documents that their rows are."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import searchlib as sl
from searchlib.errors import DocumentError, SearchlibError

pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")

ROWS: list[dict[str, Any]] = [
    {
        "id": "1",
        "title": "Muzeul memorial",
        "content": "Soldaţii au plecat.",
        "date": date(2025, 10, 24),
        "entities": ["Kim"],
    },
    {"id": "2", "title": None, "content": "Fără titlu. Cu text.", "date": None, "entities": []},
    {"id": "3", "title": "Ștefan", "content": "лимба", "date": date(2013, 1, 31), "entities": ["Iași", "Rusia"]},
]


def reader(rows: list[dict[str, Any]]) -> Any:
    table = pa.Table.from_pylist(rows)
    return pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=2))


MAKERS: dict[str, Callable[[list[dict[str, Any]]], Any]] = {
    "arrow": pa.Table.from_pylist,
    "batch": pa.RecordBatch.from_pylist,
    "reader": reader,
    "pandas": pd.DataFrame,
    "polars": pl.DataFrame,
}


def documents(table: Any, **options: Any) -> list[dict[str, Any]]:
    return [dict(one) for one in sl.interop.read_table(table, **options)]


@pytest.mark.parametrize("kind", MAKERS)
def test_rows_are_what_lines_are(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row, default=str) + "\n" for row in ROWS), encoding="utf-8")
    mapping = {"body": "content"}
    with sl.create(tmp_path / "table", sl.NEWS) as writer:
        report = writer.add_many(sl.interop.read_table(MAKERS[kind](ROWS), mapping=mapping))
        assert report.new == 3
    with sl.create(tmp_path / "lines", sl.NEWS) as writer:
        writer.add_jsonl(file, mapping=mapping)
    assert [dict(one) for one in sl.open(tmp_path / "table").documents()] == [
        dict(one) for one in sl.open(tmp_path / "lines").documents()
    ]


def test_many_rows_and_moments() -> None:
    moments = [datetime(2025, 1, 1, 12, minute % 60, tzinfo=UTC) for minute in range(10_000)]
    table = pa.table({"id": list(range(10_000)), "body": ["text"] * 10_000, "date": moments})
    found = documents(table)
    assert [one["id"] for one in found] == [f"{n}" for n in range(10_000)]
    assert [one["date"] for one in found] == moments


def test_bad_rows_are_named() -> None:
    table = pa.table({"id": [1, 2, 3], "body": ["unu", None, "trei"]})
    with pytest.raises(DocumentError, match="row 1: "):
        documents(table)
    errors: list[str] = []
    assert [one["id"] for one in documents(table, on_error=lambda error: errors.append(str(error)))] == ["1", "3"]
    assert len(errors) == 1


@pytest.mark.parametrize("table", [None, [{"id": 1}], "text"])
def test_what_is_no_table(table: Any) -> None:
    with pytest.raises(SearchlibError, match="is no table"):
        sl.interop.read_table(table)


def test_without_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(SearchlibError, match=r"searchlib\[arrow\]"):
        sl.interop.read_table(None)
