"""What is not in the language is understood as well as it can be, and said so."""

from __future__ import annotations

import pytest

from searchlib.query import understand
from searchlib.schema import NEWS


@pytest.mark.parametrize(
    ("text", "understood", "notes"),
    [
        ("a b", "a OR b", []),
        ("", "*", ["the query is empty"]),
        ("()", "*", ["nothing between the brackets", "the query is empty"]),
        ("a AND", "a", ["nothing follows AND"]),
        ("AND a", "a", ["nothing stands before AND"]),
        ("a OR OR b", "a OR b", ["nothing stands before OR"]),
        ("a NOT", "a", ["nothing follows NOT"]),
        ("(a (b", "a OR b", ["never closed", "never closed"]),
        ("a) b", "a OR b", ["never opened"]),
        ('a "b c', "a OR b OR c", ["no partner"]),
        ("a & b", "a OR b", ["only punctuation"]),
        ("dat:muzeu", "muzeu", ["no field 'dat'"]),
        ('dat:"a b"', '"a b"', ["no field 'dat'"]),
        ("dat:(a b)", "a OR b", ["no field 'dat'"]),
        ("url:zf", "zf", ["only stored"]),
        ("title: a", "a", ["nothing follows title:"]),
        ("date:candva a", "candva OR a", ["'candva' is no date"]),
        ("date:[2026-01-01 TO 2025-01-01}", "date:[2024-12-31T22:00:00Z TO 2026-01-01T22:00:00Z}", ["runs backwards"]),
        ("title:[a TO b]", "a OR b", ["ranges are for dates"]),
        ("muzeu~7", "muzeu OR 7", ["no number of edits"]),
        ("(source:zf)^2", "source:zf", ["no score to multiply"]),
        ("a NEAR/3 -b", "a NEAR/3 b", ["cannot stand after NEAR"]),
        ("a NEAR/3 source:b", "a AND source:b", ["joins what is no word"]),
        ("a NEAR/5000 b", "a NEAR/1000 b", ["too far apart"]),
        ("=minist*", "minist", ["cannot stand there"]),
        ("a \ud800", "a", ["half of a character", "only punctuation"]),
    ],
)
def test_understanding(text: str, understood: str, notes: list[str]) -> None:
    found = understand(text, NEWS)
    assert str(found) == understood
    assert len(found.notes) == len(notes)
    for note, expected in zip(found.notes, notes, strict=True):
        assert expected in note.message


def test_too_much_is_cut() -> None:
    assert str(understand("ști " * 3000, NEWS)) == " OR ".join(["ști"] * 1024)
    assert str(understand("(" * 101 + "a" + ")" * 101 + " b", NEWS)) == "a OR b"
    assert str(understand("a " + "b" * 9000, NEWS)) == "a"
    assert str(understand("« unu " * 1000 + "-", NEWS)).startswith("unu OR unu OR")


def test_notes_say_where() -> None:
    found = understand("muzeu date:[2026 TO 2025] (sport", NEWS)
    assert [note.position for note in found.notes] == [11, 26]
    assert str(found) == "(muzeu OR sport) AND date:[2024-12-31T22:00:00Z TO 2026-12-31T22:00:00Z}"
