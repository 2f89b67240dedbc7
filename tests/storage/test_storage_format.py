"""Files of the library, read by a reader of our own that knows only docs/format.md, against the documents given."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib as sl
from reference.engine import fold_name
from searchlib.storage import Directory
from searchlib.storage.generation import open_generation
from searchlib.storage.native import Segment as NativeSegment
from storage.format_bigrams import check_bigrams, common_terms, commonest
from storage.format_numbers import code_of, length_of
from storage.format_reader import Deletes, Segment, read_deletes, read_manifest

SCHEMA = sl.Schema(
    fields={
        "id": sl.Stored(),
        "body": sl.Text("whitespace", exact=False),
        "title": sl.Text("simple", exact=False),
        "lead": sl.Text("romanian"),
        "day": sl.Date(),
        "tags": sl.Keyword(),
    }
)
INVERTED = ["body", "title", "lead", "lead="]
"""What has positions: each text field, and the exact forms of those that say so."""
BOUNDARIES = (1, 2, 15, 16, 17, 127, 128, 129, 255, 256, 257, 4096)


class Pair(NamedTuple):
    """A segment, read by both."""

    ours: Segment
    native: NativeSegment
    deletes: Deletes | None


def written(folder: Path, documents: Iterable[Mapping[str, Any]], deleted: Iterable[str] = ()) -> Pair:
    """Return the one segment of an index of `documents`."""
    with sl.create(folder, SCHEMA) as writer:
        for document in documents:
            writer.add(document)
        writer.commit()
        for key in deleted:
            assert writer.delete(key)
    manifest = read_manifest(folder)
    (record,) = manifest["segments"]
    (part,) = open_generation(Directory(folder)).parts
    ours = Segment(folder / record["file"]["name"], record)
    deletes = None
    if record["deletes"] is not None:
        deletes = read_deletes(folder / record["deletes"]["name"], record["deletes"], ours.size, INVERTED)
        assert len(deletes.documents) == record["deleted"]
    check_totals(record, ours, deletes)
    return Pair(ours, part.segment, deletes)


def check_totals(record: dict[str, Any], segment: Segment, deletes: Deletes | None) -> None:
    dead = set(deletes.documents) if deletes else set()
    for field, totals in zip(INVERTED, record["totals"], strict=True):
        codes = [code for doc, code in enumerate(segment.lengths(field)) if doc not in dead]
        assert totals == [sum(code > 0 for code in codes), sum(map(length_of, codes))]


def expected(ours: Segment, documents: list[Mapping[str, Any]], field: str) -> dict[str, list[tuple[int, list[int]]]]:
    """Return the postings of a field as the documents say, words being what stands between blanks.

    Of the exact forms, ``lead=``, those are the words without diacritics, and the words with them.
    """
    by_key = {document["id"]: document for document in documents}
    postings: dict[str, list[tuple[int, list[int]]]] = {}
    for doc in range(ours.size):
        positions: dict[str, list[int]] = {}
        for position, word in enumerate(by_key[ours.stored(doc)[0]].get(field.rstrip("="), "").split()):
            for form in {word, fold_name(word)} if field.endswith("=") else {word}:
                positions.setdefault(form, []).append(position)
        for word, at in positions.items():
            postings.setdefault(word, []).append((doc, at))
    return postings


def check_field(pair: Pair, documents: list[Mapping[str, Any]], field: str) -> None:
    """Hold a text field against the documents: dictionary, postings, positions, lengths, bounds, bigrams."""
    right = expected(pair.ours, documents, field)
    codes = pair.ours.lengths(field)
    by_key = {document["id"]: document for document in documents}
    for doc, code in enumerate(codes):
        assert code == code_of(len(by_key[pair.ours.stored(doc)[0]].get(field.rstrip("="), "").split()))
    average = pair.ours.average(field)

    def share(frequency: int, code: int) -> float:
        """Return the part of a score that frequency and length decide."""
        return frequency / (frequency + 1.2 * (1 - 0.75 + 0.75 * length_of(code) / average))

    entries = pair.ours.dictionary(field)
    assert pair.native.terms(field) == pair.ours.terms(field)
    assert [entry.text for entry in entries] == sorted(right, key=str.encode)
    for entry in entries:
        postings = right[entry.text]
        assert entry.frequency == len(postings)
        assert entry.total == sum(len(positions) for _, positions in postings)
        assert [tuple(posting) for posting in pair.ours.postings_of(field, entry)] == postings
        assert pair.native.postings(field, entry.text) == postings
        if entry.frequency > 1:
            shares = [share(len(positions), codes[doc]) for doc, positions in postings]
            for number, block in enumerate(pair.ours.blocks(field, entry)):
                greatest = max(shares[128 * number : 128 * number + 128])
                assert block.bound - 1 < greatest * 65535 <= block.bound <= 65535
    assert common_terms(pair.ours, field) == commonest(pair.ours, field)
    check_bigrams(pair.ours, field)


def check_keywords(pair: Pair, documents: list[Mapping[str, Any]]) -> None:
    by_key = {document["id"]: document for document in documents}
    right: dict[str, list[tuple[int, list[int]]]] = {}
    for doc in range(pair.ours.size):
        for tag in sorted(set(by_key[pair.ours.stored(doc)[0]].get("tags", []))):
            right.setdefault(tag, []).append((doc, []))
    assert pair.ours.terms("tags") == [(tag, len(right[tag]), len(right[tag])) for tag in sorted(right, key=str.encode)]
    assert pair.native.terms("tags") == pair.ours.terms("tags")
    for entry in pair.ours.dictionary("tags"):
        assert [tuple(posting) for posting in pair.ours.postings_of("tags", entry)] == right[entry.text]
        assert pair.native.postings("tags", entry.text) == right[entry.text]


def check_rows(pair: Pair, documents: list[Mapping[str, Any]]) -> None:
    numbers = {document["id"]: number for number, document in enumerate(documents)}
    for doc in range(pair.ours.size):
        key, fields = pair.ours.stored(doc)
        row = pair.ours.row(doc)
        assert pair.native.row(doc) == tuple(row)
        assert fields == dict(documents[numbers[key]])
        assert row.sequence == numbers[key]
        assert (row.seconds is None) == ("day" not in fields)
        key_hash = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")
        assert pair.native.find_key(key_hash) == pair.ours.find_key(key_hash) == [doc]
    assert pair.native.find_key(12345) == []


def check(pair: Pair, documents: list[Mapping[str, Any]]) -> None:
    assert pair.native.size == pair.ours.size == len(documents)
    check_rows(pair, documents)
    check_field(pair, documents, "body")
    check_field(pair, documents, "title")
    check_field(pair, documents, "lead=")
    check_keywords(pair, documents)


# ------------------------------------------------------------ sizes at which a writer might go wrong


@pytest.mark.parametrize("count", BOUNDARIES)
def test_documents_that_have_a_term(tmp_path: Path, count: int) -> None:
    documents: list[Mapping[str, Any]] = [{"id": f"{n}", "body": "de la", "tags": ["ro"]} for n in range(count)]
    documents += [{"id": f"x{n}", "body": "la"} for n in range(3)]
    pair = written(tmp_path, documents)
    assert ("de", count, count) in pair.native.terms("body")
    assert pair.native.terms("tags") == [("ro", count, count)]
    check(pair, documents)


@pytest.mark.parametrize("count", BOUNDARIES)
@pytest.mark.parametrize("gap", [0, 1, 3])
def test_occurrences_in_a_document(tmp_path: Path, count: int, gap: int) -> None:
    body = (" ".join(["de", *(["x"] * gap)]) + " ") * count
    documents: list[Mapping[str, Any]] = [{"id": "a", "body": body}, {"id": "b", "body": "de " + body, "title": "de"}]
    pair = written(tmp_path, documents)
    assert ("de", 2, 2 * count + 1) in pair.native.terms("body")
    check(pair, documents)


@pytest.mark.parametrize("count", BOUNDARIES)
def test_terms_in_a_field(tmp_path: Path, count: int) -> None:
    words = [f"w{n}" for n in range(count)]
    documents: list[Mapping[str, Any]] = [{"id": "a", "body": " ".join(words), "tags": words}]
    pair = written(tmp_path, documents)
    assert len(pair.native.terms("body")) == len(pair.native.terms("tags")) == count
    check(pair, documents)
    for missing in ("w", "w00", "", "zz", "w1x", "A"):
        assert pair.native.postings("body", missing) == []


def test_nothing_in_a_field(tmp_path: Path) -> None:
    documents: list[Mapping[str, Any]] = [{"id": "a"}, {"id": "b", "body": " ", "tags": []}, {"id": "c", "body": "… —"}]
    pair = written(tmp_path, [*documents])
    assert pair.ours.dictionary("body") == pair.ours.dictionary("tags") == []
    assert pair.ours.lengths("body") == bytes(3)
    assert pair.native.terms("body") == pair.native.terms("tags") == []
    check_rows(pair, documents)


@pytest.mark.parametrize("gap", [1, 255, 256, 65_535, 65_536, 300_000])
def test_wide_gaps_between_positions(tmp_path: Path, gap: int) -> None:
    documents: list[Mapping[str, Any]] = [
        {"id": "a", "body": "de " + "x " * gap + "de de"},
        {"id": "b", "body": "de"},
        {"id": "c", "body": "x " * gap + "unu"},
    ]
    pair = written(tmp_path, documents)
    assert pair.native.postings("body", "de") == [(0, [0, gap + 1, gap + 2]), (1, [0])]
    assert pair.native.postings("body", "unu") == [(2, [gap])]
    check(pair, documents)


def test_wide_gaps_between_documents(tmp_path: Path) -> None:
    having = {0, 1, 128, 129, 1_000, 1_001, 3_000, 4_095, *range(2_000, 2_130)}
    documents: list[Mapping[str, Any]] = [
        {"id": f"{n}", "body": f"la {'rar ' * (n % 7 + 1) if n in having else ''}"} for n in range(4_096)
    ]
    pair = written(tmp_path, documents)
    assert {doc for doc, _ in pair.native.postings("body", "rar")} == having
    check_field(pair, documents, "body")


def test_whole_blocks_of_many_widths(tmp_path: Path) -> None:
    """Blocks of 128 documents, in which one gap, and one frequency, takes so many bits."""
    widths = range(13)
    last = 126 + 2 ** max(widths)
    bodies = {doc: ["la"] for doc in range(last + 1)}
    for width in widths:
        for doc in (*range(127), 126 + 2**width):
            bodies[doc] += [f"w{width}"] * (2**width if doc == width else 1)
    documents: list[Mapping[str, Any]] = [{"id": f"{n}", "body": " ".join(body)} for n, body in bodies.items()]
    pair = written(tmp_path, documents)
    for width in widths:
        expected = {**dict.fromkeys((*range(127), 126 + 2**width), 1), width: 2**width}
        assert {doc: len(at) for doc, at in pair.native.postings("body", f"w{width}")} == expected
    check_field(pair, documents, "body")


def test_terms_of_every_shape(tmp_path: Path) -> None:
    longest = "a" * 255
    words = ["a", "z", longest, longest[:-1] + "b", longest[:-1], "ă" * 127, "ă" * 127 + "b", "é", "e\u0301", "日本"]
    words += ["Путин", "ș", "ş", "ţară", "țară", "ab", "abc", "abcd", "abd", "ac", "𝒂𝒃", "2025-10-24"]
    words += [longest[:n] for n in range(2, 255, 7)]
    documents: list[Mapping[str, Any]] = [
        {"id": f"{n}", "body": " ".join(words[n % 3 :: n % 5 + 1])} for n in range(40)
    ]
    check_field(written(tmp_path, documents), documents, "body")


@pytest.mark.parametrize(
    ("word", "term"),
    [("a" * 256, "a" * 255), ("a" * 300, "a" * 255), ("ă" * 128, "ă" * 127), ("a" + "日" * 90, "a" + "日" * 84)],
)
def test_longer_terms_are_cut_at_a_character(tmp_path: Path, word: str, term: str) -> None:
    pair = written(tmp_path, [{"id": "a", "body": f"{word} b", "tags": [word]}])
    assert pair.ours.terms("body") == pair.native.terms("body") == sorted([(term, 1, 1), ("b", 1, 1)])
    ((tag, _, _),) = pair.native.terms("tags")
    assert len(tag.encode()) <= 255


def test_many_keywords(tmp_path: Path) -> None:
    rng = random.Random(5)
    names = [f"nume {n}" for n in range(5_000)]
    documents: list[Mapping[str, Any]] = [
        {"id": f"{n}", "tags": rng.sample(names, rng.choice((0, 1, 2, 300)))} for n in range(130)
    ]
    pair = written(tmp_path, documents)
    check_keywords(pair, documents)


def test_keywords_that_fold_alike_stand_once(tmp_path: Path) -> None:
    pair = written(tmp_path, [{"id": "a", "tags": ["Iași", "IASI", "iaşi", "", " "]}])
    assert pair.ours.terms("tags") == pair.native.terms("tags") == [("iasi", 1, 1)]


def test_dates_decide_the_order(tmp_path: Path) -> None:
    days = [
        "2025-10-24",
        None,
        "2025",
        "1969-12-31T23:59:59Z",
        "2025-10-24",
        "0001-01-02",
        None,
        "2025-10",
        "2025-10-25",
    ]
    documents: list[Mapping[str, Any]] = [
        {"id": f"{n}", "body": "de"} | ({"day": day} if day else {}) for n, day in enumerate(days)
    ]
    pair = written(tmp_path, documents)
    assert [pair.ours.stored(doc)[0] for doc in range(len(days))] == list("804723516")
    assert [pair.ours.row(doc).precision for doc in range(len(days))] == [2, 2, 2, 1, 0, 3, 2, 4, 4]
    check(pair, documents)


@pytest.mark.parametrize("count", [1, 7, 8, 9, 127, 128, 129, 300])
def test_deletes_say_what_terms_lost(tmp_path: Path, count: int) -> None:
    rng = random.Random(count)
    documents: list[Mapping[str, Any]] = [
        {"id": f"{n}", "body": " ".join(rng.choices(["de", "la", "pe", f"w{n % 9}"], k=6))} for n in range(2 * count)
    ]
    # A segment of which more than half is deleted would be written anew.
    pair = written(tmp_path, documents, [f"{n}" for n in rng.sample(range(2 * count), count)])
    assert pair.deletes is not None
    assert len(pair.deletes.documents) == count
    dead = set(pair.deletes.documents)
    right = expected(pair.ours, documents, "body")
    lost = [sum(doc in dead for doc, _ in right[entry.text]) for entry in pair.ours.dictionary("body")]
    lost_by_term = {n: count for n, count in enumerate(lost) if count}
    assert pair.deletes.removed == {"body": lost_by_term, "title": {}, "lead": {}, "lead=": {}}


@pytest.mark.parametrize("count", [1, 127, 128, 129, 300])
def test_exact_forms(tmp_path: Path, count: int) -> None:
    rng = random.Random(count)
    words = ["fata", "fată", "față", "feței", "și", "si", "peste"]
    documents: list[Mapping[str, Any]] = [
        {"id": f"{n}", "lead": " ".join(rng.choices(words, k=rng.choice([0, 1, 5, 40])))} for n in range(2 * count)
    ]
    pair = written(tmp_path, documents, [f"{n}" for n in rng.sample(range(2 * count), count)])
    check_field(pair, documents, "lead=")
    assert pair.ours.lengths("lead=") == pair.ours.lengths("lead")
    assert pair.deletes is not None
    right = expected(pair.ours, documents, "lead=")
    dead = set(pair.deletes.documents)
    lost = [sum(doc in dead for doc, _ in right[entry.text]) for entry in pair.ours.dictionary("lead=")]
    assert pair.deletes.removed["lead="] == {n: times for n, times in enumerate(lost) if times}


def test_exact_forms_are_merged(tmp_path: Path) -> None:
    documents: list[Mapping[str, Any]] = [
        {"id": f"{n}", "lead": f"fata {'față ' * (n % 4)}fete", "day": f"2025-01-{1 + n % 9:02}"} for n in range(400)
    ]
    with sl.create(tmp_path, SCHEMA) as writer:
        for begin in range(0, 400, 100):
            writer.add_many(documents[begin : begin + 100])
            writer.commit()
        writer.delete("7")
        writer.compact()
    (record,) = read_manifest(tmp_path)["segments"]
    (part,) = open_generation(Directory(tmp_path)).parts
    pair = Pair(Segment(tmp_path / record["file"]["name"], record), part.segment, None)
    assert pair.ours.size == 399
    check_field(pair, documents, "lead=")
    check_totals(record, pair.ours, None)


# ------------------------------------------------------------ anything at all

ALPHABET = st.sampled_from("ab") | st.sampled_from("aâăz0日𝒂")
WORDS = st.lists(st.text(ALPHABET, min_size=1, max_size=6), max_size=40).map(" ".join)
DAYS = st.none() | st.dates().map(str)


@given(
    st.lists(
        st.tuples(
            WORDS,
            st.text("ab ", max_size=12),
            DAYS,
            st.lists(st.text("ab", min_size=1, max_size=2), max_size=3),
            st.text("aăâ ", max_size=12),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_any_documents(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[str, str, str | None, list[str], str]]
) -> None:
    documents: list[Mapping[str, Any]] = [
        {"id": f"{n}", "body": body, "title": title, "tags": tags, "lead": lead} | ({"day": day} if day else {})
        for n, (body, title, day, tags, lead) in enumerate(made)
    ]
    check(written(tmp_path_factory.mktemp("any"), documents), documents)
