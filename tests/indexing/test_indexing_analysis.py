"""What is indexed of a text is what `analyze_text` says of it: terms, positions, dates, sentences in English."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib as sl
from searchlib.analysis import analyze_text, get
from searchlib.dates import middle_day, parse_instant
from searchlib.storage import Directory, Generation, open_generation

SEEDS = Path(__file__).parents[2] / "seeds"
DATE = "2024-01-05"
SENTENCES = [
    "Întâlnirea din 23 octombrie 2025 a fost amânată.", "This is the end of it, they said.", "La 31 decembrie s-a dus.",
    "The leaders of the two countries met on October 24.", "#KimJongUn la Phenian", "24.10.2025", "23-25 mai",
    "S.U.A. și UE", "лимба ноастрэ", "neîn\u00adcrederea", "Nothing.", "\n",
]  # fmt: skip
WORDS = st.text("aeglsyngtionEABșб'’-1", min_size=1, max_size=9)
ENGLISH = st.lists(WORDS, max_size=4).map(lambda words: f"This is the {' '.join(words)} of which they said that.")
TEXTS = st.lists(st.one_of(st.sampled_from(SENTENCES), ENGLISH), max_size=6).map(" ".join)


def indexed(generation: Generation, field: str) -> dict[int, set[tuple[str, int]]]:
    """Read back which terms stand where, by the number of the document."""
    (part,) = generation.parts
    found: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for term, *_ in part.segment.terms(field):
        for document, positions in part.segment.postings(field, term):
            found[document].update((term, position) for position in positions)
    return found


def expected(text: str, date: str | None) -> tuple[set[tuple[str, int]], set[tuple[str, int]]]:
    near = middle_day(parse_instant(date, sl.NEWS.timezone), sl.NEWS.timezone) if date else None
    tokens = analyze_text(text, get("romanian"), languages=[get("english")], date=near)
    terms = {(term, token.position) for token in tokens for term in token.terms}
    return terms, {(word, token.position) for token in tokens for word in token.exact}


def check(folder: Path, texts: list[str], date: str | None) -> None:
    with sl.create(folder, sl.NEWS) as writer:
        for number, text in enumerate(texts):
            writer.add(id=str(number), body=text, date=date)
    generation = open_generation(Directory(folder))
    terms, exact = indexed(generation, "body"), indexed(generation, "body=")
    for document in range(len(texts)):
        text = texts[int(generation.parts[0].stored.document(document).key)]
        assert (terms[document], exact[document]) == expected(text, date), text


@given(texts=st.lists(TEXTS, min_size=1, max_size=3, unique=True), date=st.sampled_from([DATE, "2024", None]))
def test_texts(tmp_path_factory: pytest.TempPathFactory, texts: list[str], date: str | None) -> None:
    check(tmp_path_factory.mktemp("index") / "i", texts, date)


def test_the_samples(tmp_path: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    check(tmp_path / "i", texts, DATE)
