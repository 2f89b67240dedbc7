"""The spelling before 1993: what is respelled, with and without diacritics, and what keeps its letters."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.analysis import get
from searchlib.analysis.folding import fold_text
from searchlib.analysis.native_romanian import NativeRomanianAnalyzer
from searchlib.analysis.old_spelling import SPELLINGS, load_spellings, respell
from searchlib.analysis.romanian import RomanianAnalyzer
from searchlib.errors import AnalyzerError

FAST, READABLE = NativeRomanianAnalyzer(), RomanianAnalyzer()
RULES = sorted(load_spellings().rules)
WORDS = st.builds(
    lambda rule, more: rule.lstrip("^?").replace("i", "î") + more,
    st.sampled_from(RULES),
    st.text("abeilmnrstuățșîâ", max_size=4),
)


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ("pîine", "pâine"), ("piine", "paine"), ("Pîinii", "Pâinii"), ("PÎINE", "PÂINE"), ("PIINE", "PAINE"),
        ("decît", "decât"), ("decit", "decat"), ("pînă", "până"), ("cînd", "când"), ("Tîrgu", "Târgu"),
        ("sînt", "sunt"), ("sint", "sunt"), ("SÎNT", "SUNT"), ("sînteţi", "sunteţi"), ("lîngă", "lângă"),
        ("întîmpinați", "întâmpinați"), ("intimpinati", "intampinati"), ("săptămînă", "săptămână"),
        ("mînă", "mână"), ("rîd", "râd"),
    ],
)  # fmt: skip
def test_old_words_are_respelled(old: str, today: str) -> None:
    assert respell(old) == today
    assert respell(today) == today


@pytest.mark.parametrize(
    "word",
    [
        "mina", "rid", "citi", "paginii", "Cîțu", "Citu", "neîncredere", "neincredere", "înainte", "coborî", "hotărî",
        "mil", "min", "sintetic", "timp", "copii", "pariu", "mini", "turbină", "î", "îi", "", "covid19",
    ],
)  # fmt: skip
def test_other_words_keep_their_letters(word: str) -> None:
    assert respell(word) == word


@given(WORDS)
def test_it_is_decided_without_diacritics_but_where_they_alone_tell(word: str) -> None:
    folded = fold_text(word)
    if f"?{folded}" not in RULES:
        assert fold_text(respell(word)) == fold_text(respell(folded))
    assert respell(respell(word)) == respell(word)


@given(st.lists(st.one_of(WORDS, WORDS.map(fold_text), WORDS.map(str.upper)), min_size=1, max_size=6))
def test_the_native_table_is_the_readable_one(words: list[str]) -> None:
    raws = [*words, "-".join(words)]
    assert FAST.analyze_forms(raws) == READABLE.analyze_forms(raws)


@pytest.mark.parametrize(
    ("printed", "typed"), [("pîine", "piine"), ("Cîţu", "citu"), ("decît", "DECIT"), ("s-a întîmplat", "s-a intimplat")]
)
def test_print_and_keyboard_meet(printed: str, typed: str) -> None:
    romanian = get("romanian")
    terms = [
        [[token.term for token in form.tokens] for form in romanian.analyze_forms(text.split())]
        for text in (printed, typed)
    ]
    assert terms[0] == terms[1]


def table(rules: str, count: int) -> bytes:
    return f"searchlib-spellings 1 {count} {crc32(rules.encode()):08x}\n{rules}".encode()


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "made.spellings"
    path.write_bytes(table("?abi aba\n^cid cad\nefi efa\n", 3))
    spellings = load_spellings(path)
    assert [spellings.find(word) for word in ("abi", "abid", "cid", "cide", "efi", "efida", "ef")] == [
        "?abi", None, "^cid", None, "efi", "efi", None,
    ]  # fmt: skip
    assert [spellings.respell(word) for word in ("abi", "abî", "cîd", "EFIM", "efîm")] == [
        "abi", "abâ", "câd", "EFAM", "efâm",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"searchlib-spellings 2 0 00000000\n",
        table("abi aba\n", 2),
        table("abi ab\n", 1),
        table("b b\na a\n", 2),
        table("a a\na a\n", 2),
        table("ă a\n", 1),
        table("abi aba", 1),
        SPELLINGS.read_bytes()[:-1],
        SPELLINGS.read_bytes().replace(b"paine", b"piine"),
    ],
)
def test_a_broken_table_is_refused(tmp_path: Path, broken: bytes) -> None:
    path = tmp_path / "made.spellings"
    path.write_bytes(broken)
    with pytest.raises(AnalyzerError, match=r"made\.spellings: .* install searchlib again"):
        load_spellings(path)


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(AnalyzerError, match=r"none\.spellings"):
        load_spellings(tmp_path / "none.spellings")
