"""Damage to the entries of exact forms that have the lists of their stems: it is found, and nothing crashes."""

from __future__ import annotations

from pathlib import Path

import pytest

import searchlib as sl
from searchlib.errors import CorruptIndexError
from searchlib.index import verify
from storage.format_reader import Segment, read_manifest
from storage.test_corrupt_bigrams import dictionary, rewritten

SCHEMA = sl.Schema(fields={"id": sl.Stored(), "body": sl.Text("romanian")}, default_fields=("body",))
COUNT = 300
"""Documents, in three blocks of each list."""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one segment, never changed, where two of three exact forms share their list."""
    path = tmp_path_factory.mktemp("whole") / "index"
    with sl.create(path, SCHEMA) as writer:
        for number in range(COUNT):
            writer.add(id=str(number), body="casei de la casa" if number % 2 else "casa de la de la casa")
    return path


def segment(path: Path) -> Segment:
    (record,) = read_manifest(path)["segments"]
    return Segment(path / record["file"]["name"], record)


def varint(value: int) -> bytes:
    packed = b""
    while value > 127:
        packed += bytes([value & 127 | 128])
        value >>= 7
    return packed + bytes([value])


def damaged(index: Path, where: Path, *, offset: int | None = None, positions: int | None = None) -> Path:
    """Return a copy where the entry of the form "de" points elsewhere, with all checksums right."""
    entries: dict[bytes, bytes] = {}
    for entry in segment(index).dictionary("body="):
        at = entry.offset if offset is None or entry.text != "de" else offset
        behind = entry.positions if positions is None or entry.text != "de" else positions
        numbers = (entry.frequency, entry.total - entry.frequency, at, entry.length, behind)
        entries[entry.text.encode()] = b"".join(map(varint, numbers))
    return rewritten(index, where, {"body=.terms": dictionary(entries)})


def sizes(index: Path) -> tuple[int, int, int, int]:
    """Return the bytes of postings and of positions, of the stems and of the exact forms."""
    sections = segment(index).sections
    names = ("body.postings", "body=.postings", "body.positions", "body=.positions")
    of_stems, own, positions_of_stems, own_positions = (len(sections[name]) for name in names)
    return of_stems, own, positions_of_stems, own_positions


def refuses_to_merge(path: Path) -> None:
    with sl.open(path).writer() as writer:
        writer.add(id="more", body="de")
        writer.commit()
        with pytest.raises(CorruptIndexError):
            writer.compact()
        writer.rollback()


def test_an_entry_written_anew_is_right(index: Path, tmp_path: Path) -> None:
    """So what is refused below is refused for the damage."""
    same = damaged(index, tmp_path / "same")
    assert verify(same) == []
    de, la = (next(one for one in segment(index).dictionary("body=") if one.text == text) for text in ("de", "la"))
    assert de.positions < sizes(index)[2]
    assert la.positions < sizes(index)[2]
    with sl.open(same) as opened:
        assert opened.count("=de") == opened.count('="de la"') == COUNT
        assert opened.count("=la") == COUNT


@pytest.mark.parametrize("where", ["behind the lists of the stems", "behind all lists", "far away"])
def test_a_list_outside_its_section_is_refused(index: Path, tmp_path: Path, where: str) -> None:
    of_stems, own, _, _ = sizes(index)
    offset = {"behind the lists of the stems": of_stems - 8, "behind all lists": of_stems + own, "far away": 1 << 62}
    path = damaged(index, tmp_path / "damaged", offset=offset[where])
    for question in ("=de", '="de la"', "de"):
        with sl.open(path) as opened, pytest.raises(CorruptIndexError, match=r"segment-000001\.segment"):
            list(opened.search(question))


@pytest.mark.parametrize("where", ["behind those of the stems", "behind all", "far away"])
def test_positions_outside_their_section_are_refused(index: Path, tmp_path: Path, where: str) -> None:
    _, _, of_stems, own = sizes(index)
    offset = {"behind those of the stems": of_stems - 1, "behind all": of_stems + own, "far away": 1 << 62}
    path = damaged(index, tmp_path / "damaged", positions=offset[where])
    with sl.open(path) as opened, pytest.raises(CorruptIndexError, match=r"segment-000001\.segment"):
        list(opened.search('="de la"'))
    refuses_to_merge(path)


def test_a_form_that_points_at_no_stem_is_read_when_merged(index: Path, tmp_path: Path) -> None:
    """Its positions are in the section of the stems, but none of them begins there."""
    found = next(one for one in segment(index).dictionary("body") if one.text == "de")
    path = damaged(index, tmp_path / "damaged", positions=found.positions + 1)
    refuses_to_merge(path)
