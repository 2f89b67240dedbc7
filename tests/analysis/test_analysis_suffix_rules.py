"""The table of stem rules: its reader trusts nothing, its lookup has a plain twin."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.analysis.levelling import level
from searchlib.analysis.suffix_rules import STEMS, SuffixRules, load
from searchlib.errors import AnalyzerError

RULES = load()


def written(folder: Path, body: bytes, count: int | None = None, checksum: int | None = None) -> Path:
    path = folder / "made.stems"
    lines = body.count(b"\n") if count is None else count
    head = f"searchlib-stems 1 {lines} {crc32(body) if checksum is None else checksum:08x}\n"
    path.write_bytes(head.encode() + body)
    return path


def plain(rules: SuffixRules, word: str) -> str | None:
    """The lookup, from its definition."""
    if word in rules.words:
        return rules.words[word]
    holding = [
        (len(ending), level(word[: len(word) - strip] + append))
        for ending, (strip, append) in rules.endings.items()
        if word.endswith(ending) and len(word) >= 3 and len(word) - strip >= 2 and len(word) - strip + len(append) >= 3
    ]
    return max(holding)[1] if holding else None


@given(st.one_of(st.text("abceilnorstuz", max_size=12), st.sampled_from(sorted(RULES.words))))
def test_the_lookup_and_its_plain_twin_agree(word: str) -> None:
    assert RULES.apply(word) == plain(RULES, word)


def test_the_longest_ending_that_holds_wins(tmp_path: Path) -> None:
    body = b"^oameni 6 om\n^zi 0 -\nile 3 -\nori 3 -\nri 1 x\n"
    rules = load(written(tmp_path, body))
    assert {word: rules.apply(word) for word in "oameni zi casele casile ile ori mori nori ri".split()} == {
        "oameni": "om",
        "zi": "zi",
        "casele": None,
        "casile": "cas",
        "ile": None,
        "ori": "orx",
        "mori": "morx",
        "nori": "norx",
        "ri": None,
    }
    assert (len(rules), rules.checksum) == (5, f"{crc32(body):08x}")


@given(st.text("abceilnorstuz", min_size=3, max_size=12).filter(lambda word: word not in RULES.words))
def test_an_ending_leaves_a_stem_of_three_letters(word: str) -> None:
    stem = RULES.apply(word)
    assert stem is None or len(stem) >= 3


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (b"ile 3 -\nele 3 -\n", 3),
        (b"ile 3 -\nile 2 -\n", 3),
        (b"ele 3 -\nile 4 -\n", 3),
        (b"^zi 3 -\n", 2),
        (b"^zi 2 -\n", 2),
        (b"ele 3 -\nIle 3 -\n", 3),
        (b"ele 3\n", 2),
        (b"ele 3 -\nile 3 -", 3),
        (b"ele 3 \xc4\x83\n", 2),
        (b"ele -1 a\n", 2),
    ],
)
def test_a_broken_table_is_named_with_its_line(tmp_path: Path, body: bytes, line: int) -> None:
    path = written(tmp_path, body)
    with pytest.raises(AnalyzerError, match=rf"made\.stems:{line}: "):
        load(path)


def test_the_head_is_checked(tmp_path: Path) -> None:
    for path in (written(tmp_path, b"ele 3 -\n", count=2), written(tmp_path, b"ele 3 -\n", checksum=1)):
        with pytest.raises(AnalyzerError, match=r"made\.stems:1: "):
            load(path)
    (tmp_path / "made.stems").write_bytes(b"searchlib-stems 2 0 00000000\n")
    with pytest.raises(AnalyzerError, match=r"made\.stems:1: "):
        load(tmp_path / "made.stems")
    with pytest.raises(AnalyzerError, match=r"none\.stems"):
        load(tmp_path / "none.stems")


def test_a_changed_byte_is_found(tmp_path: Path) -> None:
    data = bytearray(STEMS.read_bytes())
    for at in range(0, len(data), len(data) // 40):
        broken = bytes(data[:at]) + bytes([data[at] ^ 1]) + bytes(data[at + 1 :])
        (tmp_path / "made.stems").write_bytes(broken)
        with pytest.raises(AnalyzerError):
            load(tmp_path / "made.stems")


def test_the_shipped_table_is_small() -> None:
    assert STEMS.stat().st_size <= 200_000
    assert STEMS.with_name("LICENSE.CC-BY-SA-4.0").is_file()
