"""``searchlib index`` and the commands that look after an index: info, verify, compact."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Write = Callable[..., Path]

GOOD = {"id": "1", "title": "Titlu", "body": "Un text despre mere.", "date": "2025-01-02"}


def report(result: Result) -> dict[str, Any]:
    """Return the counts of ``index --format json``."""
    counts: dict[str, Any] = json.loads(result.stdout)
    return {name: counts[name] for name in ("new", "changed", "unchanged", "skipped")}


def test_a_second_run_changes_nothing(run: Run, write_articles: Write) -> None:
    path = write_articles(GOOD, {**GOOD, "id": "2"})
    first = run("index", "--format", "json", path)
    assert first.exit_code == 0
    assert report(first) == {"new": 2, "changed": 0, "unchanged": 0, "skipped": 0}
    assert report(run("index", "--format", "json", path)) == {"new": 0, "changed": 0, "unchanged": 2, "skipped": 0}
    write_articles({**GOOD, "body": "Un text despre pere."}, {**GOOD, "id": "2"})
    assert report(run("index", "--format", "json", path)) == {"new": 0, "changed": 1, "unchanged": 1, "skipped": 0}
    assert run("search", "--count", "pere").stdout == "1\n"


def test_the_report_for_people_goes_to_standard_error(run: Run, write_articles: Write) -> None:
    result = run("index", write_articles(GOOD))
    assert result.stdout == ""
    assert result.stderr.startswith("1 new, 0 changed, 0 unchanged, 0 skipped in ")


def test_bad_records_are_reported_skipped_and_counted(run: Run, write_articles: Write) -> None:
    path = write_articles(GOOD, "{broken", {**GOOD, "id": "2", "date": "2025-13-01"}, {**GOOD, "id": "3"})
    result = run("index", "--format", "json", path)
    assert result.exit_code == 1
    assert report(result) == {"new": 2, "changed": 0, "unchanged": 0, "skipped": 2}
    second, third = result.stderr.splitlines()
    assert second.startswith(f"{path}:2: ")
    assert third.startswith(f"{path}:3: ")
    assert run("search", "--count", "mere").stdout == "2\n"


def test_strict_stops_and_leaves_the_index_as_it_was(run: Run, write_articles: Write) -> None:
    run("index", write_articles(GOOD))
    before = json.loads(run("info", "--format", "json").stdout)
    path = write_articles({**GOOD, "id": "2"}, "{broken", {**GOOD, "id": "3"}, name="bad.jsonl")
    result = run("index", "--strict", path)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"searchlib: error: {path}:2: ")
    assert json.loads(run("info", "--format", "json").stdout) == before


def test_overwriting_puts_a_new_index_in_place_of_one_that_cannot_be_read(run: Run, write_articles: Write) -> None:
    run("index", "--index", "old/", write_articles(GOOD, {**GOOD, "id": "2"}))
    manifest = max(Path("old").glob("manifest-*"))
    manifest.write_bytes(b"torn")
    path = write_articles(GOOD)
    refused = run("index", "--index", "old/", path)
    assert refused.exit_code == 2
    assert refused.stderr.startswith("searchlib: error: old/manifest-")
    assert manifest.read_bytes() == b"torn"
    assert report(run("index", "--index", "old/", "--overwrite", "--format", "json", path))["new"] == 1
    assert run("search", "--index", "old/", "--count", "mere").stdout == "1\n"


def test_threads_index_the_same(run: Run, write_articles: Write) -> None:
    path = write_articles(*({**GOOD, "id": f"{number % 7}", "body": f"mere {number}"} for number in range(20)))
    one = run("index", "--format", "json", "--index", "one/", path)
    two = run("index", "--format", "json", "--index", "two/", "--threads", "2", path)
    assert report(one) == report(two) == {"new": 7, "changed": 13, "unchanged": 0, "skipped": 0}
    found = [
        json.loads(run("search", "--format", "json", "--index", f"{name}/", "mere").stdout) for name in ("one", "two")
    ]
    assert found[0]["hits"] == found[1]["hits"]
    assert run("index", "--threads", "0", path).exit_code == 2


def test_fields_are_mapped(run: Run, write_articles: Write) -> None:
    path = write_articles({"id": "1", "headline": "Titlu", "content": "Un text despre mere."})
    assert run("index", "--map", "body=content", "--map", "title=headline", path).exit_code == 0
    hit = json.loads(run("search", "--format", "jsonl", "mere").stdout)
    assert hit["fields"]["title"] == "Titlu"


@pytest.mark.parametrize("mapping", [["body"], ["=x"], ["body="], ["body=a", "body=b"]])
def test_a_malformed_mapping_is_wrong_use(run: Run, write_articles: Write, mapping: list[str]) -> None:
    options = [word for value in mapping for word in ("--map", value)]
    result = run("index", *options, write_articles(GOOD))
    assert result.exit_code == 2
    assert "--map" in result.stderr


def test_names_of_a_gazetteer_become_entities(run: Run, write_articles: Write, tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("Ilie Năstase\nMaia Sandu\n", encoding="utf-8")
    path = write_articles({**GOOD, "title": "ILIE NASTASE", "body": "Maia Sandu.", "entities": ["Iași", "Maia Sandu"]})
    assert run("index", "--gazetteer", names, path).exit_code == 0
    hit = json.loads(run("search", "--format", "jsonl", 'entity:"ilie nastase"').stdout)
    assert hit["fields"]["entities"] == ["Iași", "Maia Sandu", "Ilie Năstase"]


def test_a_bad_gazetteer_is_named(run: Run, write_articles: Write, tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_bytes(b"Ilie N\xff\n")
    result = run("index", "--gazetteer", names, write_articles(GOOD))
    assert result.exit_code == 2
    assert "names.txt" in result.stderr


def test_standard_input(run: Run) -> None:
    result = run("index", "-", "--format", "json", stdin=json.dumps(GOOD) + "\n")
    assert result.exit_code == 0
    assert report(result)["new"] == 1


def test_a_folder_without_articles_exits_with_1(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run("index", "empty")
    assert result.exit_code == 1
    assert result.stderr.startswith("empty: ")


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_a_file_without_records_exits_with_1(run: Run, tmp_path: Path, content: str) -> None:
    (tmp_path / "empty.jsonl").write_text(content, encoding="utf-8")
    result = run("index", "empty.jsonl")
    assert result.exit_code == 1
    assert result.stderr.startswith("searchlib: no article found")


def test_a_file_that_breaks_off_is_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(GOOD).encode() * 50)[:-20])
    result = run("index", path)
    assert result.exit_code in (1, 2)
    assert "cut.jsonl.gz" in result.stderr


def test_info_for_people_and_programs(run: Run, news: Path) -> None:
    lines = dict(line.split(maxsplit=1) for line in run("info").stdout.splitlines())
    assert (lines["documents"], lines["deleted"], lines["segments"]) == ("4", "0", "1")
    assert lines["fields"].startswith("title (text), body (text), date (date)")
    info = json.loads(run("info", "--format", "json").stdout)
    assert (info["documents"], info["fields"]["source"]) == (4, "keyword")
    assert info["bytes"] > 0


def test_compact_leaves_one_segment(run: Run, news: Path, write_articles: Write) -> None:
    run("index", write_articles({**GOOD, "id": "leu"}, {**GOOD, "id": "nou"}, name="more.jsonl"))
    before = json.loads(run("info", "--format", "json").stdout)
    assert (before["documents"], before["deleted"], before["segments"]) == (5, 1, 2)
    result = run("compact", "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["segments"] == [2, 1]
    after = json.loads(run("info", "--format", "json").stdout)
    assert (after["documents"], after["deleted"], after["segments"]) == (5, 0, 1)
    assert run("verify").exit_code == 0


def test_compact_tells_people_on_standard_error(run: Run, news: Path) -> None:
    result = run("compact")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "segments" in result.stderr


def test_reindex_keeps_the_documents(run: Run, news: Path) -> None:
    before = json.loads(run("search", "--format", "json", "muzeul").stdout)
    result = run("reindex", "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["documents"] == 4
    assert json.loads(run("search", "--format", "json", "muzeul").stdout) == before
    result = run("reindex")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("4 documents indexed anew in ")


def test_verify_is_clean(run: Run, news: Path) -> None:
    result = run("verify")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no problem found\n")
    assert json.loads(run("verify", "--format", "json").stdout) == []


def test_verify_names_a_damaged_file(run: Run, news: Path) -> None:
    largest = max((path for path in news.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    content = bytearray(largest.read_bytes())
    content[len(content) // 2] ^= 0x10
    largest.write_bytes(content)
    result = run("verify")
    assert result.exit_code == 2
    assert largest.name in result.stdout
    assert result.stderr == "1 problem found\n"
    (problem,) = json.loads(run("verify", "--format", "json").stdout)
    assert largest.name in problem["path"]


def test_info_says_what_takes_room_and_what_is_common(run: Run, news: Path, write_articles: Write) -> None:
    run("index", write_articles({**GOOD, "id": "leu"}, name="more.jsonl"))
    info = json.loads(run("info", "--json").stdout)
    assert sum(info["structures"].values()) <= info["bytes"]
    assert info["structures"]["positions"] > 0
    assert info["structures"]["deletes"] > 0
    assert info["deleted_share"] == 0.2
    assert [segment["documents"] for segment in info["segment_files"]] == [4, 1]
    assert info["segment_files"][0]["days"] == sorted(info["segment_files"][0]["days"])
    assert set(info["terms"]) >= {"title", "body", "source"}
    shown = run("info").stdout
    assert "1 (20.0% of all)" in shown
    assert all(word in shown for word in ("commonest in body: ", "positions", "segment-000001.segment"))
    assert json.loads(run("info", "--json", "--terms", "0").stdout)["terms"] == {}


@pytest.mark.parametrize("name", [None, "out.jsonl", "out.jsonl.gz", "out.jsonl.zst"])
def test_export_gives_back_what_was_indexed(run: Run, news: Path, tmp_path: Path, name: str | None) -> None:
    result = run("export") if name is None else run("export", "--output", name)
    assert (result.exit_code, "4 documents written" in result.stderr) == (0, True)
    if name is None:
        (tmp_path / "out.jsonl").write_text(result.stdout, encoding="utf-8")
    assert run("index", "--index", "again", name or "out.jsonl").exit_code == 0
    again = run("export", "--index", "again")
    assert again.stdout == run("export").stdout
    assert len(again.stdout.splitlines()) == 4
