"""`add_jsonl` against its slow twin, reading document by document: the same segments to the byte, the same errors."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchlib as sl
from searchlib._native import blake2b
from searchlib.errors import DocumentError
from searchlib.indexing import Report

DATES = st.sampled_from([
    "2025", "2025-10", "2025-10-24", "24.10.2025", "2025-10-24T19:57", "2025-10-24T19:57:37", "2025-03-30T03:30",
    "2025-03-30T02:30:00+02:00", "2025-10-26T03:30", "2025-10-26", "2025-10-24T19:57:37.123Z", "1969-12-31T23:59:59.5z",
    "2025-10-24 19:57 +03", "2025-10-24T23:30:00-0330", "0999-01-01", "9999-12-31", "2025-02-30", "ieri", " ", "",
    "2025-10-24T24:00", "2025-10-24T19:57:60", "2025-10-24T19:57+25:00", "2025-10-24 ", "1990-05-06T00:30:00+03:00",
])  # fmt: skip
WORDS = st.lists(
    st.sampled_from(["Ana", "are", "mere.", "Ads", "\n", "\r\n", "și", "\u00a0", "ţară", "23 mai", "x" * 300, "\t"]),
    max_size=30,
).map(" ".join)
NAMES = st.sampled_from(
    ["zf.ro", " Kim  Jong Un ", "Știri", "\u00a0", "", "România", "лимба", "\u3000a", "a\u2003", "Ș\u0327"]
)
VALUES = (
    st.none() | WORDS | NAMES | st.integers(-5, 2**62) | st.booleans() | st.lists(NAMES, max_size=4) | st.floats(0, 1)
)
FIELDS = {
    "title": WORDS | st.none() | st.just("\u00a0"),
    "body": WORDS | VALUES,
    "content": WORDS,
    "date": DATES | VALUES,
    "source": NAMES | VALUES,
    "category": st.lists(NAMES, max_size=4),
    "entities": st.lists(NAMES, max_size=4) | NAMES,
    "id": st.sampled_from(["1", "2", " 3 ", "", "ă", 7, -7, 0, None]) | VALUES,
    "url": NAMES | VALUES,
    "views": VALUES,
    "author": NAMES,
}
RECORDS = st.fixed_dictionaries({}, optional=FIELDS)
LINES = RECORDS.map(lambda record: json.dumps(record, ensure_ascii=False)) | st.sampled_from(
    ["", " ", "\x0b", "{", "[1]", '{"title": "a", "title": "b"}', '{"title": "\\ud800"}', '{"body": "a\\u0000b"}']
)
UNSTORED = sl.Schema(
    fields={
        "title": sl.Text("whitespace", stored=False),
        "body": sl.Text(),
        "source": sl.Keyword(stored=False),
        "date": sl.Date(),
    },
    key=("url", "views"),
    timezone="America/New_York",
)
MAPPINGS = st.sampled_from(
    [{}, {"body": "content"}, {"title": "content", "body": "content", "source": "author", "url": "id"}]
)


def build(
    folder: Path, schema: sl.Schema, file: Path, mapping: dict[str, str], *, fast: bool
) -> tuple[list[str], Report, list[bytes]]:
    """Return the errors, the report, and the segments."""
    errors: list[str] = []
    with sl.create(folder, schema) as writer:
        on_error = lambda error: errors.append(str(error))  # noqa: E731
        if fast:
            writer.add_jsonl(file, mapping=mapping, on_error=on_error)
        else:
            writer.add_many(sl.documents.read(file, mapping=mapping, on_error=on_error), on_error=on_error)
        report = writer.report
    return errors, report, [path.read_bytes() for path in sorted(folder.glob("*.segment"))]


@settings(max_examples=300)
@given(lines=st.lists(LINES, max_size=8), mapping=MAPPINGS, schema=st.sampled_from([sl.NEWS, UNSTORED]))
def test_both_ways_give_the_same(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], mapping: dict[str, str], schema: sl.Schema
) -> None:
    folder = tmp_path_factory.mktemp("lines")
    file = folder / "news.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8", newline="")
    fast = build(folder / "fast", schema, file, mapping, fast=True)
    slow = build(folder / "slow", schema, file, mapping, fast=False)
    assert fast[0] == slow[0]
    assert (fast[1].new, fast[1].changed, fast[1].unchanged) == (slow[1].new, slow[1].changed, slow[1].unchanged)
    missing = sum("no record has" in error for error in fast[0])
    assert fast[1].skipped == len(fast[0])
    assert slow[1].skipped <= fast[1].skipped - missing
    assert fast[2] == slow[2]


def same_both_ways(folder: Path, records: list[dict[str, Any]]) -> None:
    file = folder / "news.jsonl"
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")
    fast, slow = (build(folder / f"{fast}", sl.NEWS, file, {}, fast=fast) for fast in (True, False))
    assert fast[0] == slow[0]
    assert fast[1].new == len(records) - len(fast[0])
    assert fast[2] == slow[2]


def test_keywords_fold_the_same_both_ways(tmp_path: Path) -> None:
    letters = [chr(code) for code in range(0x20, 0x250) if code != 0x7F]
    keywords = [
        *(f"x{letter}Y" for letter in letters),
        *(f"{letter}\u0327 A  b\t" for letter in letters),
        *("Ș" * length for length in (49, 50, 51, 127, 128)),
        *("a" * length for length in (99, 100, 101, 255, 256, 300)),
    ]
    same_both_ways(tmp_path, [{"id": f"{n}", "body": "a", "source": one} for n, one in enumerate(keywords)])


def test_titles_are_made_the_same_both_ways(tmp_path: Path) -> None:
    bodies = [
        f"{before}{letter * length}{end} Apoi."
        for before in ("", "  \n", "\u00a0 ", "\x1f")
        for letter in ("a", "ș", "東", "𝒜", "a ", "𝒜 ")
        for length in (1, 248, 249, 250, 251, 995, 999, 1000, 1001, 4001)
        for end in ("", ".", "\n")
    ]
    same_both_ways(tmp_path, [{"id": f"{n}", "body": one} for n, one in enumerate(bodies)])


@pytest.mark.parametrize("value", ["12", "", ["12"], [], 12, -0.5, [1, 2.5], True, None, 10**30])
def test_numbers_are_read_the_same_both_ways(tmp_path: Path, value: object) -> None:
    schema = sl.Schema(fields={"title": sl.Text(), "body": sl.Text(), "views": sl.Number()})
    file = tmp_path / "news.jsonl"
    file.write_text(json.dumps({"id": "a", "body": "de", "views": value}), encoding="utf-8")
    fast, slow = (build(tmp_path / f"{fast}", schema, file, {}, fast=fast) for fast in (True, False))
    assert fast[0] == slow[0]
    assert bool(fast[0]) == (value in ("12", "", ["12"], True, 10**30))
    assert fast[2] == slow[2]


def test_real_news(tmp_path: Path) -> None:
    data = Path(os.environ.get("SEARCHLIB_DATA", "../shared/data")) / "news-dev.jsonl.gz"
    if not data.is_file():
        pytest.skip(f"there is no {data}: set SEARCHLIB_DATA")
    with gzip.open(data, "rb") as lines:
        sample = [line for number, line in enumerate(lines) if number % 100 == 0]
    (tmp_path / "news.jsonl").write_bytes(b"".join(sample))
    fast = build(tmp_path / "fast", sl.NEWS, tmp_path / "news.jsonl", {}, fast=True)
    slow = build(tmp_path / "slow", sl.NEWS, tmp_path / "news.jsonl", {}, fast=False)
    assert fast[2] == slow[2]
    assert fast[1].new > 300


def test_changed_and_unchanged_in_the_buffer_and_in_segments(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    first = [{"id": "1", "body": "unu"}, {"id": "2", "body": "doi"}]
    file.write_text("\n".join(map(json.dumps, [*first, {"id": "1", "body": "un"}, {"id": "2", "body": "doi"}])))
    with sl.create(tmp_path / "i", sl.NEWS) as writer:
        assert writer.add_jsonl(file) == Report(new=2, changed=1, unchanged=1)
    with sl.open(tmp_path / "i").writer() as writer:
        assert writer.add_jsonl(file) == Report(changed=2, unchanged=2)
    index = sl.open(tmp_path / "i")
    assert sorted((hit["id"], hit["body"]) for hit in index.search("date:none")) == [("1", "un"), ("2", "doi")]


def test_the_line_of_an_error_is_named(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_text('{"id": "1", "body": "unu"}\n\n{"id": "2"}\n', encoding="utf-8")
    with sl.create(tmp_path / "i", sl.NEWS) as writer:
        with pytest.raises(DocumentError, match=r"news\.jsonl:3: no field"):
            writer.add_jsonl(file)
        assert writer.report == Report(new=1)


def test_progress(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_text("".join(json.dumps({"id": str(n), "body": "text " * 50}) + "\n" for n in range(5000)))
    seen: list[Any] = []
    with sl.create(tmp_path / "i", sl.NEWS) as writer:
        writer.add_jsonl(file, progress=seen.append)
        assert [at.documents for at in seen] == sorted(at.documents for at in seen)
        assert (seen[-1].documents, seen[-1].bytes_read, seen[-1].bytes_total) == (5000, *[file.stat().st_size] * 2)
        assert len(seen) > 3
        seen.clear()
        writer.add_many(({"id": f"a{n}", "body": "a"} for n in range(300)), progress=seen.append)
        assert [at.documents for at in seen] == [256, 300]


@pytest.mark.parametrize("suffix", [".jsonl", ".gz", ".zst", ".odd"])
def test_files_of_all_kinds(tmp_path: Path, suffix: str) -> None:
    import zstandard

    raw = b"".join(json.dumps({"id": str(n), "body": "x" * 5000}).encode() + b"\n" for n in range(200))
    packed = {".gz": gzip.compress, ".zst": zstandard.compress}.get(suffix, bytes)(raw)
    file = tmp_path / f"news{suffix}"
    file.write_bytes(packed)
    with sl.create(tmp_path / "i", sl.NEWS) as writer:
        assert writer.add_jsonl(file) == Report(new=200)


def test_a_line_longer_than_a_chunk(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    bodies = ["a" * 10, "b " * 500_000, "c"]
    file.write_text("\n".join(json.dumps({"id": str(n), "body": body}) for n, body in enumerate(bodies)))
    with sl.create(tmp_path / "i", sl.NEWS) as writer:
        assert writer.add_jsonl(file) == Report(new=3)
    assert [one["body"] for one in sl.open(tmp_path / "i").documents()] == bodies


@given(message=st.binary(max_size=300), size=st.integers(1, 64))
def test_blake2b(message: bytes, size: int) -> None:
    assert blake2b(message, size) == hashlib.blake2b(message, digest_size=size).digest()


@pytest.mark.parametrize("length", [0, 1, 127, 128, 129, 255, 256, 257])
def test_blake2b_at_the_ends_of_blocks(length: int) -> None:
    message = bytes(range(256)) * 2
    assert blake2b(message[:length], 16) == hashlib.blake2b(message[:length], digest_size=16).digest()
