"""What native code finds over several raw forms: the dates and English sentences that its readable twins find."""

from __future__ import annotations

import gzip
import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchlib._native import Forms
from searchlib.analysis.gaps import gaps
from searchlib.analysis.native import native_clues, split
from searchlib.analysis.stretches import EVIDENCE, evidence, stretches
from searchlib.analysis.written_dates import WORD_CLASSES, date_class, written_dates

DATA = Path(os.environ.get("SEARCHLIB_DATA", Path(__file__).parents[2] / "../shared/data"))
SEEDS = Path(__file__).parents[2] / "seeds"
ENGLISH, DATE = "\x01", "\x02"
NEAR = date(2024, 3, 1)

WORDS = sorted({*WORD_CLASSES, *EVIDENCE})
NUMBERS = [
    "1",
    "02",
    "23",
    "31",
    "29",
    "30",
    "32",
    "0",
    "1st",
    "22nd",
    "01st",
    "23-25",
    "25-23",
    "1-31",
    "2024",
    "1399",
]
SEPARATORS = [" ", " ", " ", ", ", ". ", " – ", "-", "\n", "! ", " (", "\u00a0", "\u00ad", "…” ", "\u2028", "."]
ODD = [
    "Şi",
    "s\u0327i",
    "î\u0302n",
    "DON’T",
    "it´s",
    "I’ve",
    "Octom\u00advrie",
    "întâi",
    "май",
    "of",
    "Of",
    "IT",
    "May",
    "ăi",
]
PIECES = st.one_of(st.sampled_from(WORDS), st.sampled_from(NUMBERS), st.sampled_from(ODD), st.text(max_size=4))
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(SEPARATORS)), max_size=25).map(
    lambda pairs: "".join(piece + separator for piece, separator in pairs)
)


def read(text: str, near: date | None) -> list[str]:
    """Read a text as the builder does."""
    return Forms(native_clues(), finds_dates=True, marks_english=True).read(
        text, near and (near.year, near.month, near.day)
    )


def twin(text: str, near: date | None) -> list[str]:
    """Say the same by the readable parts."""
    spans = split(text)
    raws = [text[start:end] for start, end in spans]
    before = gaps(text, spans)
    languages = stretches([evidence(raw) for raw in raws], before)
    marked = [ENGLISH * language + raw for raw, language in zip(raws, languages, strict=True)]
    dates: list[list[str]] = [[] for _ in raws]
    for at, term in written_dates([date_class(raw) for raw in raws], before, near):
        dates[at].append(DATE + term)
    return [form for at, raw in enumerate(marked) for form in (*dates[at], raw)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("joi, 23 octombrie 2025", ["joi", DATE + "2025-10-23", "23", "octombrie", "2025"]),
        ("23-25 oct.", [DATE + "2023-10-23", DATE + "2023-10-24", DATE + "2023-10-25", "23-25", "oct"]),
        ("A spus. This is the end of it.", ["A", "spus", *(ENGLISH + w for w in "This is the end of it".split())]),
    ],
)
def test_examples(text: str, expected: list[str]) -> None:
    assert read(text, date(2024, 1, 5)) == expected


@given(TEXTS, st.sampled_from([NEAR, date(2023, 12, 31), None]))
@example("23 24 și 25 mai multe 1 mai 2024", NEAR)
@example("29 februarie 29 februarie 2023", NEAR)
@example("The end of the day. Da. That is it.\nThe end of it", None)
def test_texts_are_read_as_the_twins_do(text: str, near: date | None) -> None:
    text = text.encode("utf-8", "replace").decode()
    assert read(text, near) == twin(text, near)


@given(PIECES)
def test_forms_give_the_same_clues(raw: str) -> None:
    for start, end in split(raw.encode("utf-8", "replace").decode()):
        form = raw.encode("utf-8", "replace").decode()[start:end]
        assert native_clues().of(form) == (date_class(form), evidence(form))


def test_the_samples_are_read_alike() -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert read(text, NEAR) == twin(text, NEAR), path.name


def test_real_articles_are_read_alike(long_run: bool) -> None:
    path = DATA / "news-dev.jsonl.gz"
    if not path.exists():
        pytest.skip(f"the real articles are not there: {path}")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if long_run or number % 100 == 0:
                text = str(json.loads(line).get("body") or "")
                assert read(text, NEAR) == twin(text, NEAR), f"line {number + 1}"


WORD_SIZES = st.integers(1, 40)
ALIKE = st.lists(
    st.builds(
        lambda size, at, other: ("a" * at + other + "a" * 40)[:size],
        WORD_SIZES,
        st.integers(0, 39),
        st.sampled_from("abș"),
    ),
    min_size=1,
    max_size=80,
)


@given(ALIKE)
@example(["a" * size for size in range(1, 41)])
@example(["a" * 8 + "b", "a" * 8, "a" * 16, "a" * 16 + "b", "b" * 16, "a" * 7 + "b"])
@example([f"word{number}" for number in range(257)])
def test_forms_are_told_apart_whatever_their_length_and_place(words: list[str]) -> None:
    """Short words are keyed by their bytes, read together with what follows them; the last ones have nothing behind."""
    forms = Forms()
    for text in (" ".join(words), *words, " ".join(reversed(words)) + " "):
        assert forms.read(text, None) == text.split()
    assert forms.size == len(set(words))


@pytest.mark.parametrize(
    "text", ["", "a", " ", "a b", "a b " * 500, "a" * 4096 + "b", "ab" * 6000, "a-" * 6000 + "b c", "#a" * 5000]
)
def test_as_many_forms_are_read_as_there_can_be(text: str) -> None:
    assert Forms().read(text, None) == [text[start:end] for start, end in split(text)]
