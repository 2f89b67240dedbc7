"""The table of stem rules: its reader trusts nothing, its lookup has a plain twin."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.analysis.levelling import level
from searchlib.analysis.native import RomanianChain
from searchlib.analysis.suffix_rules import STEMS, SuffixRules, load, rule_lines
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


LISTS = ["endings", "acronym_endings", "ordinal_endings", "clitics_before", "clitics_behind", "prefixes", "domains"]


def native(lines: bytes) -> RomanianChain:
    return RomanianChain({name: [] for name in LISTS}, [], lines)


RULE = st.tuples(st.text("abc", min_size=1, max_size=3), st.integers(0, 3), st.text("bcx", max_size=2))


@given(st.lists(st.tuples(st.booleans(), RULE), max_size=12), st.lists(st.text("abcx", min_size=1, max_size=6)))
def test_the_native_table_does_what_the_lines_say(
    made: list[tuple[bool, tuple[str, int, str]]], words: list[str]
) -> None:
    rules = {"^" * whole + pattern: (min(strip, len(pattern)), append) for whole, (pattern, strip, append) in made}
    rules = {p: (strip, append) for p, (strip, append) in rules.items() if p[0] != "^" or strip < len(p) - 1 or append}
    body = "".join(
        f"{pattern} {strip} {append or '-'}\n" for pattern, (strip, append) in sorted(rules.items())
    ).encode()
    with TemporaryDirectory() as folder:
        table = load(written(Path(folder), body))
        assert rule_lines(written(Path(folder), body)) == (body, table.checksum)
    asked: list[str] = []

    def stems(left: Sequence[str]) -> list[str]:
        asked.extend(left)
        return list(left)

    found = native(body).analyze(words, stems)
    for word, form in zip(words, found, strict=True):
        assert form is not None
        stem = table.apply(word)
        assert (stem is None) == (word in asked)
        assert form[1][0][0] == (level(word) if stem is None else stem)


@pytest.mark.parametrize(
    "lines",
    ["a", "a 1", "a x -\n", "a 2 -\n", "^a 1 -\n", "A 0 -\n", "^ 0 -\n", "a 0 X\n", "b 0 -\na 0 -\n", "a 0 -\na 0 -\n"],
)
def test_neither_reader_takes_what_is_no_rule(tmp_path: Path, lines: str) -> None:
    with pytest.raises(ValueError, match="rule"):
        native(lines.encode())
    with pytest.raises(AnalyzerError):
        load(written(tmp_path, lines.encode()))


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
