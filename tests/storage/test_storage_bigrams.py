"""The bigrams of a segment are those that the positions of its commonest terms say, no more and no less."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchlib as sl
from storage.format_bigrams import bigrams, check_bigrams, common_terms, commonest, unlisted
from storage.format_reader import Segment, read_manifest

SCHEMA = sl.Schema(
    fields={
        "id": sl.Stored(),
        "title": sl.Text("whitespace", exact=False),
        "body": sl.Text("whitespace", exact=False),
        "lead": sl.Text("romanian"),
        "day": sl.Date(),
        "tags": sl.Keyword(),
    }
)
INVERTED = ["title", "body", "lead", "lead="]


def segment_of(folder: Path, documents: Iterable[Mapping[str, Any]]) -> Segment:
    """Return the one segment of an index of `documents`, every field of which has been checked."""
    with sl.create(folder, SCHEMA) as writer:
        writer.add_many(documents)
    (record,) = read_manifest(folder)["segments"]
    segment = Segment(folder / record["file"]["name"], record)
    for field in INVERTED:
        assert common_terms(segment, field) == commonest(segment, field)
        check_bigrams(segment, field)
    assert sl.verify(folder) == []
    return segment


@pytest.mark.parametrize("count", [255, 256, 257, 300])
def test_small_segments_have_no_common_terms(tmp_path: Path, count: int) -> None:
    segment = segment_of(tmp_path, ({"id": f"{n}", "body": "de la de la"} for n in range(count)))
    listed = bigrams(segment, "body")
    if count < 256:
        assert common_terms(segment, "body") == []
        assert listed == {}
    else:
        assert common_terms(segment, "body") == ["de", "la"]
        assert listed == {("de", "la"): dict.fromkeys(range(count), 2), ("la", "de"): dict.fromkeys(range(count), 1)}


@pytest.mark.parametrize("size", [256, 257, 258, 300, 301])
def test_one_document_in_five_makes_a_term_common(tmp_path: Path, size: int) -> None:
    least = size // 5
    often = {"below": least - 1, "just": least, "above": least + 1}
    documents = (
        {"id": f"{n}", "body": " ".join(word for word, count in often.items() if n < count)} for n in range(size)
    )
    assert common_terms(segment_of(tmp_path, documents), "body") == ["above", "just"]


@pytest.mark.parametrize(
    ("frequencies", "others"),
    [
        ({1: 256}, 0),
        ({1: 257}, 0),
        ({1: 255, 9: 1}, 0),
        ({1: 256, 9: 1}, 1),
        ({1: 100, 2: 100, 3: 57}, 1),
        ({1: 100, 2: 100, 3: 257}, 2),
        ({1: 10, 2: 10, 3: 256, 4: 1}, 3),
        ({2: 300}, 1),
        ({254: 300, 255: 1, 300: 2}, 254),
        ({254: 3, 255: 300, 300: 2}, 254),
    ],
)
def test_only_the_documents_that_have_a_bigram_most_often(
    tmp_path: Path, frequencies: dict[int, int], others: int
) -> None:
    """At most 256 of so small a segment, unless all of them have it equally often."""
    often = [frequency for frequency, count in frequencies.items() for _ in range(count)]
    random.Random(1).shuffle(often)
    segment = segment_of(tmp_path, ({"id": f"{n}", "body": "a b " * count} for n, count in enumerate(often)))
    assert unlisted(segment, "body")["a", "b"] == others
    assert sorted(bigrams(segment, "body")["a", "b"].values()) == sorted(count for count in often if count > others)


@pytest.mark.parametrize("often", [511, 512, 513])
def test_a_sixteenth_of_a_large_segment_is_listed(tmp_path: Path, often: int) -> None:
    """One document more than that, and only the one is listed that has the bigrams most often."""
    documents = (
        {"id": f"{n}", "body": "a b a b a b" if n == 0 else "a b a b" if n < often else "a b"} for n in range(8_192)
    )
    fewer = 0 if often <= 512 else 1
    segment = segment_of(tmp_path, documents)
    assert unlisted(segment, "body") == {("a", "b"): 1 + fewer, ("b", "a"): fewer}
    assert {len(listed) for listed in bigrams(segment, "body").values()} == {1 if fewer else often}


@pytest.mark.parametrize("count", [1, 2, 127, 128, 129, 255, 256, 257])
def test_documents_that_have_a_bigram(tmp_path: Path, count: int) -> None:
    documents = ({"id": f"{n}", "body": "a b" if n < count else "b x a"} for n in range(600))
    assert bigrams(segment_of(tmp_path, documents), "body") == {
        ("a", "b"): dict.fromkeys(range(count), 1),
        ("b", "x"): dict.fromkeys(range(count, 600), 1),
        ("x", "a"): dict.fromkeys(range(count, 600), 1),
    }


@pytest.mark.parametrize("count", [1, 2, 127, 128, 129, 255, 256, 257])
def test_times_that_a_bigram_stands_in_a_document(tmp_path: Path, count: int) -> None:
    documents = ({"id": f"{n}", "body": "a " * count + "b a b" * (n == 7)} for n in range(256))
    listed = bigrams(segment_of(tmp_path, documents), "body")
    assert listed == ({("a", "a"): dict.fromkeys(range(256), count - 1)} if count > 1 else {}), "b is not common"


@pytest.mark.parametrize("count", [15, 16, 17, 254, 255, 256, 300])
def test_as_many_common_terms_as_a_byte_can_name(tmp_path: Path, count: int) -> None:
    """The first words are the commonest; of those of one frequency the lower ones are taken."""
    rng = random.Random(count)
    words = [f"w{n:03}" for n in range(count)]
    documents = [{"id": f"{n}", "body": " ".join(rng.sample(words, count)[: count - n % 3])} for n in range(256)]
    segment = segment_of(tmp_path, documents)
    assert len(common_terms(segment, "body")) == min(count, 255)
    assert len(bigrams(segment, "body")) > count


def test_common_terms_of_every_shape(tmp_path: Path) -> None:
    words = [
        "a" * 255,
        "a" * 254 + "b",
        "a",
        "z",
        "é",
        "e\u0301",
        "日本",
        "𝒂𝒃",
        "ă" * 127,
        "ţară",
        "țară",
        "2025-10-24",
    ]
    rng = random.Random(1)
    documents = ({"id": f"{n}", "body": " ".join(rng.choices(words, k=40))} for n in range(300))
    segment = segment_of(tmp_path, documents)
    assert common_terms(segment, "body") == sorted(words, key=str.encode)


def test_no_bigram_goes_over_the_end_of_a_document(tmp_path: Path) -> None:
    documents = ({"id": f"{n}", "body": "b" if n % 2 else "x a", "title": "b"} for n in range(400))
    listed = bigrams(segment_of(tmp_path, documents), "body")
    assert set(listed) == {("x", "a")}


def test_fields_have_bigrams_of_their_own(tmp_path: Path) -> None:
    documents = (
        {"id": f"{n}", "title": "a b", "body": "b a", "lead": "față fete", "tags": ["a", "b"]} for n in range(256)
    )
    segment = segment_of(tmp_path, documents)
    every = dict.fromkeys(range(256), 1)
    assert bigrams(segment, "title") == {("a", "b"): every}
    assert bigrams(segment, "body") == {("b", "a"): every}
    assert bigrams(segment, "lead=") == {("fata", "fete"): every, ("față", "fete"): every}
    assert len(bigrams(segment, "lead")) == 1
    assert not any(name.startswith(("tags.common", "tags.bigrams")) for name in segment.sections)


PHRASES = (
    "nord-coreenii au",
    "23 octombrie 2025",
    "la 23 octombrie 2025 de",
    "23-25 oct.",
    "covid-19 covid-19",
    "și",
    "fete față fata",
    "de",
    "… —",
    "dintr-un într-o s-a",
    "zf.ro",
)


def test_terms_at_one_position(tmp_path: Path) -> None:
    """Compounds and dates have several terms at a position, or terms of no width."""
    rng = random.Random(2)
    documents = [
        {"id": f"{n}", "lead": " ".join(rng.choices(PHRASES, k=rng.choice((0, 1, 12)))), "day": "2025-10-25"}
        for n in range(500)
    ]
    segment = segment_of(tmp_path, documents)
    listed = bigrams(segment, "lead")
    at: dict[tuple[int, int], set[str]] = {}
    for entry in segment.dictionary("lead"):
        for doc, positions in segment.postings_of("lead", entry):
            for position in positions:
                at.setdefault((doc, position), set()).add(entry.text)
    crowded = [terms for terms in at.values() if len(terms & set(common_terms(segment, "lead"))) > 1]
    assert len(crowded) > 100, "documents without such terms prove nothing"
    assert len(listed) > 30


WORDS = st.lists(st.sampled_from([*"abcd", *PHRASES]), max_size=8).map(" ".join)


@given(
    st.lists(WORDS, min_size=1, max_size=12), st.sampled_from([255, 256, 257, 300]), st.randoms(use_true_random=False)
)
@settings(max_examples=25)
def test_any_documents(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], size: int, rng: random.Random
) -> None:
    documents = ({"id": f"{n}", "body": rng.choice(texts), "lead": rng.choice(texts)} for n in range(size))
    segment_of(tmp_path_factory.mktemp("any"), documents)
