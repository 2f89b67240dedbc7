"""Bad input of every kind: named by file and line, skipped or raised, never a surprise."""

from __future__ import annotations

import gzip
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from searchlib.documents import Document, read
from searchlib.errors import DocumentError, SearchlibError

GOOD = b'{"id": "a", "body": "Un text."}'


def tolerant(*paths: Path | str, **options: Any) -> tuple[list[Document], list[DocumentError]]:
    errors: list[DocumentError] = []
    return list(read(paths, on_error=errors.append, **options)), errors


def many(count: int) -> bytes:
    lines = (json.dumps({"id": str(i), "body": f"Articolul {i * 7919 % 104729}."}) for i in range(count))
    return "\n".join(lines).encode() + b"\n"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "broken JSON: "),
        (b'{"body": "x"', "broken JSON: "),
        (b'{"body": "x"} {"body": "y"}', "broken JSON: trailing characters"),
        (b"{'body': 'x'}", "broken JSON: "),
        (b'{"body": NaN}', "broken JSON: "),
        (b'{"body": "x\\ud800"', "broken JSON: "),
        (b'{"body": "x\0y"}', "broken JSON: "),
        (b"\0\0\0\0", "broken JSON: "),
        (b'{"body": ' + b"[" * 100_000, "broken JSON: nested too deeply"),
        (b'{"body": "\\ud800", "x": ' + b"[" * 100_000, "broken JSON: nested too deeply"),
        (b'{"body": "\\ud800", "x": NaN}', "broken JSON: NaN is not JSON"),
        (b"[1]", "must be a JSON object in {…}, not array"),
        (b'"text"', "must be a JSON object in {…}, not str"),
        (b"null", "must be a JSON object in {…}, not null"),
        (b'{"body": "ru\xba"}', "byte 13 of the line (0xba) is not UTF-8"),
        (b'{"body": "x\\u0000y"}', "'body' holds a NUL character"),
        (b'{"body": 5}', "'body' must be text, not a number"),
        (b'{"body": ["x"]}', "'body' must be text, not a list"),
        (b'{"title": {}, "body": "x"}', "'title' must be text, not an object"),
        (b'{"title": true, "body": "x"}', "'title' must be text, not true or false"),
        (b'{"title": "T\\u0000", "body": "x"}', "'title' holds a NUL character"),
        (b"{}", "no field 'title' or 'body': its fields are none"),
        (b'{"id": 1, "content": "text"}', "are 'id', 'content'; map the one with the text, as in body=content"),
        (b'{"title": " ", "body": "\\n"}', "neither title nor body holds text"),
        (b'{"title": null, "body": "\\nAds\\n"}', "neither title nor body holds text"),
        (b'{"body": "x", "date": "ieri"}', "'date': 'ieri' is no date"),
        (b'{"body": "x", "date": "2025-02-30"}', "day is out of range"),
        (b'{"body": "x", "date": 1761325057}', "it is a number, not text"),
        (b'{"body": "x", "entities": 5}', "'entities' must be a list"),
        (b'{"body": "x", "entities": ["a", 5]}', "'entities' must hold text, not a number"),
        (b'{"body": "x", "entities": [null]}', "'entities' must hold text"),
        (b'{"body": "x", "entities": "a\\u0000"}', "'entities' holds a NUL"),
        (b'{"body": "x", "source": 5}', "'source' must be text, not a number"),
        (b'{"body": "x", "category": [{}]}', "'category' must hold text, not an object"),
        (b'{"body": "x", "id": 1.5}', "'id' must be text or a whole number"),
        (b'{"body": "x", "id": true}', "'id' must be text or a whole number"),
        (b'{"body": "x", "id": ["a"]}', "'id' must be text or a whole number"),
        (b'{"body": "x", "url": ["a"]}', "'url' must be text, not a list"),
    ],
    ids=lambda value: value[:40] if isinstance(value, bytes) else None,
)  # fmt: skip
def test_bad_record(tmp_path: Path, line: bytes, reason: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(GOOD + b"\n\n" + line + b"\n" + GOOD)
    documents, errors = tolerant(path)
    assert [d.origin for d in documents] == [f"{path}:1", f"{path}:4"]
    assert [e.origin for e in errors] == [f"{path}:3"]
    assert reason in errors[0].reason
    assert str(errors[0]) == f"{path}:3: {errors[0].reason}"
    with pytest.raises(DocumentError, match=r"a\.jsonl:3: "):
        list(read(path))


def test_missing_path_is_told_at_once(tmp_path: Path) -> None:
    good = tmp_path / "a.jsonl"
    good.write_bytes(GOOD)
    for missing in (tmp_path / "lipsă.jsonl", "", "a\0b", "x" * 5000):
        with pytest.raises(DocumentError, match="no such file or folder"):
            read([good, missing], on_error=lambda _: None)


def test_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "poză.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / ".ascuns.jsonl").write_bytes(GOOD)
    documents, errors = tolerant(tmp_path)
    assert documents == []
    assert [e.origin for e in errors] == [str(tmp_path)]
    assert "holds no file to read (.jsonl" in errors[0].reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file_and_folder(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(GOOD)
    (tmp_path / "a.jsonl").chmod(0)
    (tmp_path / "b").mkdir(mode=0)
    documents, errors = tolerant(tmp_path)
    assert documents == []
    assert [e.origin for e in errors][:2] == [str(tmp_path / "a.jsonl"), str(tmp_path / "b")]


def test_what_the_system_cannot_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(GOOD)
    errors: list[DocumentError] = []
    reading = read(path, on_error=errors.append)
    path.unlink()
    assert list(reading) == []
    assert [(e.origin, e.reason) for e in errors] == [(str(path), "cannot be read: No such file or directory")]

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    documents, errors = tolerant("-", stdin=Broken())
    assert documents == []
    assert [(e.origin, e.reason) for e in errors] == [("<stdin>", "cannot be read: Input/output error")]


def test_empty_files(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.json", "c.txt", "d.csv", "e.jsonl.gz", "f.csv.zst", "g"):
        (tmp_path / name).write_bytes(b"")
    assert tolerant(tmp_path / "a.jsonl", tmp_path / "b.json", tmp_path / "g") == ([], [])
    documents, errors = tolerant(tmp_path)
    assert documents == []
    assert [(Path(e.origin).name, e.reason.split(":")[0]) for e in errors] == [
        ("c.txt:1", "neither title nor body holds text"),
        ("d.csv", "is empty"),
        ("e.jsonl.gz", "is empty, so it was cut off"),
        ("f.csv.zst", "is empty, so it was cut off"),
    ]


COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "zst": zstandard.ZstdCompressor().compress}


@pytest.mark.parametrize("kind", COMPRESSORS)
def test_cut_off(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.jsonl.{kind}"
    whole = COMPRESSORS[kind](many(20_000))
    for size in (1, 3, 5, 10, len(whole) // 2, len(whole) - 9, len(whole) - 1):
        path.write_bytes(whole[:size])
        documents, errors = tolerant(path)
        assert [e.origin for e in errors] == [str(path)], size
        assert [d["id"] for d in documents] == [str(i) for i in range(len(documents))]
        assert len(documents) < 20_000 or size >= len(whole) - 9
        with pytest.raises(DocumentError):
            list(read(path))
    path.write_bytes(whole[: len(whole) // 2])
    assert len(tolerant(path)[0]) > 1000  # what came before the cut is not lost


@pytest.mark.parametrize("kind", COMPRESSORS)
def test_damaged_compression(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.jsonl.{kind}"
    whole = bytearray(COMPRESSORS[kind](many(20_000)))
    whole[len(whole) // 2 : len(whole) // 2 + 8] = b"\xff" * 8
    path.write_bytes(whole)
    _, errors = tolerant(path)
    assert str(path) in [e.origin for e in errors]
    path.write_bytes(GOOD)
    assert tolerant(path)[1][0].reason.startswith("is not what its name says")
    path.write_bytes(COMPRESSORS[kind](GOOD) + b"more")
    documents, errors = tolerant(path)
    assert len(documents) + len(errors) >= 1
    assert [e.origin for e in errors] == [str(path)]


def test_a_broken_file_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(many(10))[:-20])
    (tmp_path / "b.jsonl").write_bytes(GOOD)
    documents, errors = tolerant(tmp_path)
    assert documents[-1]["id"] == "a"
    assert len(errors) == 1


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes("\ufeff".encode(encoding) + GOOD.decode().encode(encoding))
    assert [e.reason for e in tolerant(path)[1]] == ["is UTF-16 text: convert it to UTF-8"]


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"date 2025-10-24 Text\n\nal doilea r\xe2nd", 3, "byte 12 of the line (0xe2) is not UTF-8"),
        (b"title: T\ndate 2025-13-45 Text", 2, "'date': '2025-13-45' is no date: month"),
        (b"source: x\ndate: ieri\n\nText", 2, "'date': 'ieri' is no date"),
        (b"source: x\nSource: y\n\nText", 2, "the head line 'source' stands twice"),
        (b"date 2025-10-24\nsource: x\n", 1, "neither title nor body"),
        (b"Un text\0 stricat", 1, "'body' holds a NUL"),
        (b" \n\n", 1, "neither title nor body"),
    ],
)
def test_bad_text_article(tmp_path: Path, content: bytes, line: int, reason: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    documents, errors = tolerant(path)
    assert documents == []
    assert [e.origin for e in errors] == [f"{path}:{line}"]
    assert reason in errors[0].reason


@pytest.mark.parametrize(
    ("content", "origin", "reason"),
    [
        (b"", "", "is empty: the first row"),
        (b"\n\n", "", "is empty: the first row"),
        (b"Primul text, cu virgule\nAl doilea, la fel\n", ":1", "no column 'body' or 'title': the first row must name"),
        (b"id,content\n1,text\n", ":1", "no column 'body' or 'title'"),
        (b"body,id,body\nx,1,y\n", ":1", "the column 'body' stands twice"),
        (b'body,"id\nx,1\n', ":1", "broken CSV"),
        (b"body,\xe3\nx,1\n", ":1", "byte 6 of the line (0xe3) is not UTF-8"),
    ],
)
def test_bad_csv_header(tmp_path: Path, content: bytes, origin: str, reason: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    documents, errors = tolerant(path)
    assert documents == []
    assert [e.origin for e in errors] == [f"{path}{origin}"]
    assert reason in errors[0].reason


@pytest.mark.parametrize(
    ("row", "line", "reason"),
    [
        (b"2", 4, "the row has 1 column, but the first row names 2"),
        (b"2,x,y", 4, "the row has 3 columns"),
        (b'2,"x"y', 4, "broken CSV: "),
        (b"2,r\xe2u", 4, "byte 4 of the line (0xe2) is not UTF-8"),
        (b'2,"primul\nal doilea r\xe2nd"', 5, "byte 12 of the line (0xe2) is not UTF-8"),
        (b"2,x\0y", 4, "NUL"),
        (b"2,", 4, "no field 'title' or 'body'"),
    ],
)
def test_bad_csv_row(tmp_path: Path, row: bytes, line: int, reason: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'id,body\n1,"doua\nlinii"\n' + row + b"\n3,bun\n")
    documents, errors = tolerant(path)
    assert [d["id"] for d in documents] == ["1", "3"]
    assert [e.origin for e in errors] == [f"{path}:{line}"]
    assert reason in errors[0].reason


def test_csv_quote_that_never_closes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'id,body\n1,bun\n2,"deschis\n3,bun\n')
    documents, errors = tolerant(path)
    assert [d["id"] for d in documents] == ["1"]
    assert [e.origin for e in errors] == [f"{path}:3"]
    assert "a quote opened here is never closed" in errors[0].reason


def test_broken_json_of_many_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b'[\n  {"body": "x"},\n  5,\n  {"body": "y"},\n  {"body" "z"}\n]')
    documents, errors = tolerant(path)
    assert [d.origin for d in documents] == [f"{path}:2", f"{path}:4"]
    assert [e.origin for e in errors] == [f"{path}:3", f"{path}:5"]
    path.write_bytes(b'[\n  {"body": "x"}\n')
    documents, errors = tolerant(path)
    assert len(documents) == 1
    assert "the array is not closed" in errors[0].reason
    path.write_bytes(b'[\n{"body": "x", "deep": ' + b"[" * 5_000 + b"]" * 5_000 + b"}]")
    assert [e.reason for e in tolerant(path)[1]] == ["broken JSON: nested too deeply"]
    path.write_bytes(b'\n[\n  {"body": "\xe2"}]\n')
    assert [e.origin for e in tolerant(path)[1]] == [f"{path}:3"]


def test_on_error_may_stop_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"[]\n" + GOOD)

    def stop(error: DocumentError) -> None:
        raise RuntimeError(str(error))

    with pytest.raises(RuntimeError, match=r"a\.jsonl:1"):
        next(read(path, on_error=stop))


@given(st.sampled_from(["a.jsonl", "a.json", "a.txt", "a.csv", "a.csv.gz", "a.zst", "-"]), st.binary(max_size=200))
def test_no_bytes_make_another_error(tmp_path_factory: pytest.TempPathFactory, name: str, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(content)
    errors: list[DocumentError] = []
    for prefix in (b"", b"body,id\n", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"[{", b'{"body":'):
        path.write_bytes(prefix + content)
        target = "-" if name == "-" else path
        for document in read(target, on_error=errors.append, stdin=io.BytesIO(prefix + content)):
            assert document["title"].strip()
            json.dumps(document, ensure_ascii=False).encode()
    assert all(isinstance(error, SearchlibError) and error.origin for error in errors)
