"""Exact forms that stand just where their stem does have its list, and all lists say what the texts do."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchlib as sl
from searchlib.analysis import get, split
from storage.format_reader import Segment, Term, read_manifest

SCHEMA = sl.Schema(fields={"id": sl.Stored(), "body": sl.Text("romanian"), "lead": sl.Text("romanian", exact=False)})
WORDS = "de la casa casei case școală scoala școlii pâine piine nord-coreenii coreenii covid-19 d'Arc".split()
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)

Postings = dict[str, list[tuple[int, list[int]]]]


def segments(folder: Path) -> list[Segment]:
    return [Segment(folder / record["file"]["name"], record) for record in read_manifest(folder)["segments"]]


def expected(texts: list[str]) -> dict[str, Postings]:
    """Return the postings of the terms and of the exact forms of texts, analysed word by word."""
    analyzer = get("romanian", SCHEMA.transliterator)
    found: dict[str, dict[str, dict[int, set[int]]]] = {
        field: defaultdict(lambda: defaultdict(set)) for field in ("body", "body=")
    }
    for doc, text in enumerate(texts):
        position = 0
        for start, end in split(text):
            [form] = analyzer.analyze_forms([text[start:end]])
            for token in form.tokens:
                found["body"][token.term][doc].add(position + token.position)
                for exact in token.exact:
                    found["body="][exact][doc].add(position + token.position)
            position += form.width
    return {
        field: {term: [(doc, sorted(at)) for doc, at in docs.items()] for term, docs in terms.items()}
        for field, terms in found.items()
    }


def read(segment: Segment, field: str) -> Postings:
    return {
        entry.text: [(doc, positions) for doc, positions in segment.postings_of(field, entry)]
        for entry in segment.dictionary(field)
    }


def shared(segment: Segment) -> dict[str, str]:
    """Return which exact forms have the list of which term; what both know of it is the same."""

    def place(entry: Term) -> tuple[object, ...]:
        return (*entry[1:],)

    terms = {place(entry): entry.text for entry in segment.dictionary("body")}
    stems = len(segment.sections["body.positions"])
    return {entry.text: terms[place(entry)] for entry in segment.dictionary("body=") if entry.positions < stems}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=6), min_size=1, max_size=4), st.data())
def test_lists_say_what_the_texts_do(batches: list[list[str]], data: st.DataObject) -> None:
    keys = [f"{batch} {number}" for batch, texts in enumerate(batches) for number in range(len(texts))]
    gone = data.draw(st.sets(st.sampled_from(keys), max_size=len(keys) - 1))
    with TemporaryDirectory() as name:
        folder = Path(name) / "index"
        with sl.create(folder, SCHEMA, policy="none") as writer:
            for batch, texts in enumerate(batches):
                for number, text in enumerate(texts):
                    writer.add(id=f"{batch} {number}", body=text, lead=text)
                writer.commit()
            for segment, texts in zip(segments(folder), batches, strict=True):
                right = expected(texts)
                assert read(segment, "body") == read(segment, "lead") == right["body"]
                assert read(segment, "body=") == right["body="]
                for form, term in shared(segment).items():
                    assert right["body="][form] == right["body"][term]
            for key in gone:
                writer.delete(key)
            writer.commit()
            writer.compact()
        left = [
            text for batch, texts in enumerate(batches) for n, text in enumerate(texts) if f"{batch} {n}" not in gone
        ]
        right = expected(left)
        [merged] = segments(folder)
        assert read(merged, "body") == right["body"]
        assert read(merged, "body=") == right["body="]
        for form, term in shared(merged).items():
            assert right["body="][form] == right["body"][term]


@pytest.mark.parametrize("copies", [1, 127, 128, 129, 1023, 1025])
def test_what_is_shared_stays_so_in_merges(tmp_path: Path, copies: int) -> None:
    first = ["de la casa", *["de la casa"] * copies]
    second = ["de la casei", "la școală"]
    with sl.create(tmp_path, SCHEMA, policy="none") as writer:
        for batch, texts in enumerate((first, second)):
            for number, text in enumerate(texts):
                writer.add(id=f"{batch} {number}", body=text)
            writer.commit()
        one, other = segments(tmp_path)
        assert shared(one) == {"de": "de", "la": "la", "casa": "cas"}
        assert shared(other) == {"de": "de", "la": "la", "casei": "cas", "școală": "scol", "scoala": "scol"}
        writer.compact()
    [merged] = segments(tmp_path)
    assert shared(merged) == {"de": "de", "la": "la", "școală": "scol", "scoala": "scol"}
    assert read(merged, "body=") == expected([*first, *second])["body="]
    with sl.open(tmp_path) as index:
        for word, count in (("de", copies + 2), ("la", copies + 3), ("casa", copies + 1), ("casei", 1), ("școală", 1)):
            assert index.count(f"={word}") == count


def test_a_form_that_two_terms_have_is_its_own(tmp_path: Path) -> None:
    with sl.create(tmp_path, SCHEMA) as writer:
        writer.add(id="a", body="casa casei de")
    [segment] = segments(tmp_path)
    assert shared(segment) == {"de": "de"}
