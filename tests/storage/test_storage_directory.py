"""The directory of an index: names, publishing, sweeping."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from searchlib.errors import IndexNotFoundError
from searchlib.indexing.sweeping import Sweeping
from searchlib.storage import Directory


def test_names_are_those_of_the_format_page() -> None:
    assert Directory.manifest_name(1) == "manifest-0000000001.json"
    assert Directory.segment_name(12) == "segment-000012.segment"
    assert Directory.deletes_name("segment-000012.segment", 3) == "segment-000012-0000000003.deletes"


def test_the_newest_generation_is_the_highest_number(tmp_path: Path) -> None:
    directory = Directory(tmp_path)
    assert directory.generation() is None
    for number in (2, 10, 9):
        (tmp_path / Directory.manifest_name(number)).touch()
    for other in ("manifest-0000000011.json.new", "manifest-12.json", "xmanifest-0000000013.json", "manifest.json"):
        (tmp_path / other).touch()
    assert directory.generation() == directory.newest() == 10


@pytest.mark.parametrize("path", ["nowhere", "nowhere/deep", "file", "file/below"])
def test_where_no_index_is_none_is_found(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").touch()
    directory = Directory(tmp_path / path)
    assert directory.generation() is None
    with pytest.raises(IndexNotFoundError, match=f"there is no index in .*{path}: build one with `searchlib index`"):
        directory.newest()


def test_publishing_makes_a_whole_file(tmp_path: Path) -> None:
    directory = Directory(tmp_path)
    (tmp_path / "manifest-0000000003.json.new").write_bytes(b"the rest of a crash, which was longer")
    directory.publish(3, b"content")
    assert [path.name for path in tmp_path.iterdir()] == ["manifest-0000000003.json"]
    assert (tmp_path / "manifest-0000000003.json").read_bytes() == b"content"


def test_publishing_forces_files_then_names_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = ["segment-000002.segment", "segment-000001-0000000001.deletes"]
    for name in [*new, "segment-000001.segment"]:
        (tmp_path / name).write_bytes(b"content")
    steps: list[str] = []
    fsync, rename = os.fsync, os.rename

    def fsync_seen(descriptor: int) -> None:
        target = Path(f"/proc/self/fd/{descriptor}").resolve()
        steps.append(f"fsync {target.name}")
        if target.is_file():
            assert target.read_bytes() == b"content", "all is written before it is forced to disk"
        fsync(descriptor)

    def rename_seen(old: str, new: str) -> None:
        steps.append(f"rename {Path(old).name} {Path(new).name}")
        rename(old, new)

    monkeypatch.setattr(os, "fsync", fsync_seen)
    monkeypatch.setattr(os, "rename", rename_seen)
    Directory(tmp_path).publish(1, b"content", new)
    assert sorted(steps[:3]) == sorted(f"fsync {name}" for name in [*new, "manifest-0000000001.json.new"])
    assert steps[3:] == [
        "rename manifest-0000000001.json.new manifest-0000000001.json",
        f"fsync {tmp_path.name}",
    ]


@pytest.mark.parametrize("failing", ["fsync", "rename"])
def test_a_publication_that_fails_leaves_the_generation_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    directory = Directory(tmp_path)
    directory.publish(1, b"one")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, failing, fail)
    with pytest.raises(OSError, match="No space left"):
        directory.publish(2, b"two")
    monkeypatch.undo()
    assert directory.newest() == 1
    assert (tmp_path / "manifest-0000000001.json").read_bytes() == b"one"


@pytest.mark.parametrize("failing", [0, 1, 2])
def test_any_file_that_cannot_be_forced_stops_the_publication(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    names = ["segment-000001.segment", "segment-000002.segment", "manifest-0000000001.json.new"]
    for name in names[:2]:
        (tmp_path / name).touch()
    fsync = os.fsync

    def fail_one(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").resolve().name == names[failing]:
            raise OSError(28, "No space left on device")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", fail_one)
    directory = Directory(tmp_path)
    with pytest.raises(OSError, match="No space left"):
        directory.publish(1, b"content", names[:2])
    assert directory.generation() is None


def test_what_cannot_be_removed_stays_until_the_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [Directory.segment_name(number) for number in range(5)]
    for name in names:
        (tmp_path / name).touch()
    unlink = Path.unlink

    def busy(path: Path) -> None:
        if path.name == names[2]:
            raise PermissionError(13, "Permission denied")
        unlink(path)

    sweeping = Sweeping(Directory(tmp_path))
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", busy)
        sweeping.start(names[:1])
        sweeping.wait()
    assert sorted(path.name for path in tmp_path.iterdir()) == [names[0], names[2]]
    sweeping.start(names[:1])
    sweeping.wait()
    assert [path.name for path in tmp_path.iterdir()] == names[:1]


def test_sweeping_takes_our_left_overs_only(tmp_path: Path) -> None:
    ours = [
        "manifest-0000000001.json",
        "manifest-0000000004.json.new",
        "segment-000001.segment",
        "segment-000001-0000000002.deletes",
        "segment-1000000.segment",
        "segment-1000000-0000000002.deletes",
    ]
    kept = ["manifest-0000000002.json", "segment-000002.segment", "segment-000002-0000000002.deletes"]
    others = [
        "writer.lock",
        ".gitignore",
        "notes.txt",
        "manifest.json",
        "manifest-1.json",
        "manifest-0000000001.json.bak",
        "segment-000001.segment.old",
        "my-segment-000001.segment",
        "segment-abcdef.segment",
    ]
    for name in [*ours, *kept, *others]:
        (tmp_path / name).touch()
    (tmp_path / "folder").mkdir()
    sweeping = Sweeping(Directory(tmp_path))
    sweeping.start(kept)
    sweeping.wait()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*kept, *others, "folder"])
