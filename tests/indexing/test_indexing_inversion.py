"""Both ways of inverting give the same: counting, for much text, and sorting, where a writer knows far more terms."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchlib as sl
from searchlib.storage import Directory, open_generation

WORDS = ("de", "la", "nord-coreean", "S.U.A.", "23 octombrie 2025", "#KimJongUn", "Ana", "ana", "и", "x" * 300, ".")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=300).map(" ".join)


def newest(folder: Path) -> dict[str, list[tuple[str, object]]]:
    """Return all inverted fields of the newest segment, and the lengths that follow from them."""
    part = open_generation(Directory(folder)).parts[-1]
    fields = {
        name: [(term, part.segment.postings(name, term)) for term, *_ in part.segment.terms(name)]
        for name in (*sl.NEWS.inverted_fields, *sl.NEWS.keyword_fields)
    }
    return {**fields, "totals": [("", part.segment.totals([]))]}


@pytest.fixture(scope="module")
def vocabulary() -> dict[str, str]:
    """Return an article of so many words that a few more texts are inverted by sorting."""
    rng = random.Random(6)
    words = ("".join(rng.choices("abcdefghilmnoprstuvz", k=9)) for _ in range(20_000))
    return {"id": "all", "title": "toate", "body": " ".join((*words, *WORDS))}


@settings(max_examples=30)
@given(texts=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4))
def test_sorting_gives_what_counting_gives(
    tmp_path_factory: pytest.TempPathFactory, vocabulary: dict[str, str], texts: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("inversion")
    documents = [{"id": str(number), "title": title, "body": body} for number, (title, body) in enumerate(texts)]
    with sl.create(folder / "few", sl.NEWS) as writer:
        writer.add_many(documents)
    with sl.create(folder / "many", sl.NEWS) as writer:
        writer.add(vocabulary)
        writer.commit()
        writer.add_many(documents)
    assert newest(folder / "many") == newest(folder / "few")


@pytest.mark.parametrize("length", [0, 1, 127, 128, 129, 255, 256, 257])
def test_places_at_the_ends_of_documents(tmp_path: Path, length: int) -> None:
    """The last term of a document, and the first of the next, across the stretches in which places are looked up."""
    schema = sl.Schema(fields={"id": sl.Stored(), "body": sl.Text("whitespace")})
    bodies = {str(number): " ".join(["a", *["x"] * length, "z"][: length or 1]) for number in range(5)}
    with sl.create(tmp_path / "i", schema) as writer:
        writer.add_many({"id": key, "body": body} for key, body in bodies.items())
    (part,) = open_generation(Directory(tmp_path / "i")).parts
    for term in ("a", "x", "z"):
        expected = [
            (int(key), places)
            for key, body in bodies.items()
            if (places := [at for at, word in enumerate(body.split()) if word == term])
        ]
        assert part.segment.postings("body", term) == expected
