"""Analysis of any text at all: it never fails, and every token says where it stands."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.analysis import Analyzer, analyze_text, get, split

NAMES = ["romanian", "simple", "whitespace", "english", "french", "russian", "turkish", "arabic"]
SAMPLE = 40_000
ALL = 10_000_000
ENCODINGS = ["utf-8", "latin-1", "cp1250", "utf-16-le"]


def check(text: str, analyzer: Analyzer) -> int:
    """Hold the tokens of a text against what they say of themselves; return how many there are."""
    spans = split(text)
    raws = [text[start:end] for start, end in spans]
    forms = analyzer.analyze_forms(raws)
    ends = 0
    for (start, end), form in zip(spans, forms, strict=True):
        assert ends <= start < end <= len(text)
        ends = end
        parts = [token for token in form.tokens if token.role == "part"]
        assert [token.position for token in parts] == list(range(form.width))
        assert [token.start for token in parts] == sorted(token.start for token in parts)
        for token in form.tokens:
            assert 0 <= token.start <= token.end <= end - start
            assert 0 <= token.position < form.width
            assert 0 < len(token.term.encode()) <= 255
            assert all(0 < len(word.encode()) <= 255 for word in token.exact)
            assert token.role != "extra" or not token.exact
    tokens = analyze_text(text, analyzer)
    for token in tokens:
        assert text[token.start : token.end] == token.text
    firsts: dict[int, int] = {}
    for token in tokens:
        firsts.setdefault(token.position, token.start)
    assert list(firsts) == list(range(len(firsts)))
    assert list(firsts.values()) == sorted(firsts.values())
    return len(tokens)


@pytest.mark.parametrize("name", NAMES)
@given(text=st.one_of(st.text(max_size=80), st.text("aăZșî9#@-'.,:/_&?=~w \n\u00ad\u0327東й\u0e33\ud800", max_size=60)))
def test_no_text_fails_or_loses_its_offsets(name: str, text: str) -> None:
    check(text, get(name))


def noise(size: int, seed: int, encoding: str) -> str:
    """Random bytes, read as text whatever they are."""
    return random.Random(seed).randbytes(size).decode(encoding, "replace")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", ["romanian", "english"])
def test_random_bytes(name: str, encoding: str) -> None:
    assert check(noise(SAMPLE, 1, encoding), get(name)) > 100


@pytest.mark.long
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_ten_megabytes_of_random_bytes(encoding: str) -> None:
    for seed in range(10):
        check(noise(ALL // 10, seed, encoding), get("romanian"))
