"""Bigrams of merged segments: joined where the common terms are the same ones, looked for where they are not."""

from __future__ import annotations

import random
from collections.abc import Iterable
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
        "body": sl.Text("whitespace", exact=False),
        "lead": sl.Text("romanian"),
        "day": sl.Date(),
        "tags": sl.Keyword(),
    }
)
INVERTED = ["body", "lead", "lead="]
SETS = {"abc": "a b c ă", "xyz": "x y z a", "none": "", "rare": "a b c ă x y z"}
"""Kinds of documents: what is common in them."""


def segments(folder: Path) -> list[Segment]:
    return [Segment(folder / record["file"]["name"], record) for record in read_manifest(folder)["segments"]]


def check(folder: Path) -> list[Segment]:
    """Return the segments, having held all their bigrams against their positions."""
    found = segments(folder)
    for segment in found:
        for field in INVERTED:
            check_bigrams(segment, field)
    assert sl.verify(folder) == []
    return found


def document(rng: random.Random, key: int, kind: str) -> dict[str, Any]:
    words = SETS[kind].split() or [f"w{rng.randrange(400)}"]
    if kind == "rare":
        words = [f"{word}{rng.randrange(40)}" for word in words]
    text = " ".join(rng.choices(words, k=rng.choice((0, 1, 5, 30))))
    lead = " ".join(rng.choices(["nord-coreenii", "23 octombrie 2025", "față", "fete", "de", *words], k=6))
    made: dict[str, Any] = {"id": f"{key}", "body": text, "lead": lead, "tags": rng.sample("abc", 1)}
    if rng.random() < 0.8:
        made["day"] = f"2025-{rng.randrange(1, 13):02}-{rng.randrange(1, 28):02}"
    return made


def fill(folder: Path, parts: list[tuple[str, int]], *, seed: int = 0) -> None:
    """Write each part by a commit of its own."""
    rng = random.Random(seed)
    key = 0
    with sl.create(folder, SCHEMA, policy="none") as writer:
        for kind, size in parts:
            for _ in range(size):
                writer.add(document(rng, key, kind))
                key += 1
            writer.commit()


def compact(folder: Path, dead: Iterable[int] = ()) -> Segment:
    with sl.open(folder).writer() as writer:
        for key in dead:
            assert writer.delete(f"{key}")
        writer.compact()
    (segment,) = check(folder)
    return segment


def test_segments_take_the_common_terms_of_the_largest(tmp_path: Path) -> None:
    fill(tmp_path, [("abc", 300), ("xyz", 400), ("abc", 1)])
    found = check(tmp_path)
    assert [common_terms(segment, "body") for segment in found] == [["a", "b", "c", "ă"]] * 3
    assert bigrams(found[1], "body").keys() == {("a", "a")}, "of the others none stands there"
    merged = compact(tmp_path)
    assert common_terms(merged, "body") == ["a", "b", "c", "ă"]
    assert len(bigrams(merged, "body")) == 16


@pytest.mark.parametrize("order", [["small", "large"], ["large", "small"]])
def test_a_source_without_common_terms(tmp_path: Path, order: list[str]) -> None:
    """It has fewer documents than are needed; they are looked for in it."""
    parts = {"small": ("abc", 255), "large": ("abc", 256)}
    fill(tmp_path, [parts[name] for name in order])
    before = {len(common_terms(segment, "body")) for segment in check(tmp_path)}
    assert before == ({0, 4} if order[0] == "small" else {4})
    assert len(bigrams(compact(tmp_path), "body")) == 16


def test_sources_without_common_terms_have_some_together(tmp_path: Path) -> None:
    fill(tmp_path, [("abc", 100)] * 3)
    assert {len(common_terms(segment, "body")) for segment in check(tmp_path)} == {0}
    merged = compact(tmp_path)
    assert common_terms(merged, "body") == commonest(merged, "body") == ["a", "b", "c", "ă"]
    assert len(bigrams(merged, "body")) == 16


def test_sources_stay_without_common_terms(tmp_path: Path) -> None:
    fill(tmp_path, [("abc", 100), ("xyz", 155)])
    merged = compact(tmp_path)
    assert common_terms(merged, "body") == []
    assert bigrams(merged, "body") == {}


@pytest.mark.parametrize("deletes", [False, True])
def test_sources_with_other_common_terms(tmp_path: Path, deletes: bool) -> None:
    """The largest that has some decides; they are looked for in the others, thousands of documents of them."""
    # The first segment is the largest and has none in the body, so that the others choose for themselves.
    sizes = {"none": 6_000, "abc": 2_000, "xyz": 4_500}
    fill(tmp_path, list(sizes.items()))
    sets = [common_terms(segment, "body") for segment in check(tmp_path)]
    assert sets == [[], ["a", "b", "c", "ă"], ["a", "x", "y", "z"]]
    total = sum(sizes.values())
    merged = compact(tmp_path, random.Random(6).sample(range(total), 2_000) if deletes else [])
    assert common_terms(merged, "body") == ["a", "x", "y", "z"]
    listed = bigrams(merged, "body")
    assert len(listed) == 16
    assert {merged.stored(doc)[1]["body"].count("b") > 0 for doc in listed["a", "a"]} == {True, False}, "of both"


@pytest.mark.parametrize("share", [0.01, 0.3, 0.9, 0.997])
def test_deletions_take_bigrams_along(tmp_path: Path, share: float) -> None:
    fill(tmp_path, [("abc", 700), ("rare", 300), ("xyz", 10)])
    dead = random.Random(f"{share}").sample(range(1_010), int(share * 1_010))
    merged = compact(tmp_path, dead)
    assert merged.size == 1_010 - len(dead)
    assert common_terms(merged, "body") == ["a", "b", "c", "ă"]
    assert set(common_terms(merged, "lead=")) >= {"fata", "față", "fete"}


def test_a_bigram_whose_documents_are_all_dead_goes(tmp_path: Path) -> None:
    with sl.create(tmp_path, SCHEMA) as writer:
        for key in range(400):
            writer.add(id=f"{key}", body="a b" if key < 150 else "b x a")
        writer.commit()
        assert ("a", "b") in bigrams(check(tmp_path)[0], "body")
    assert bigrams(compact(tmp_path, range(150)), "body").keys() == {("b", "x"), ("x", "a")}


def test_a_bigram_whose_listed_documents_are_all_dead_stays(tmp_path: Path) -> None:
    """Of others it is known only that they have it at most once: they are found by positions."""
    bodies = ["a b a b"] * 10 + ["a b"] * 300 + ["b x a"] * 290
    with sl.create(tmp_path, SCHEMA) as writer:
        writer.add_many({"id": f"{key}", "body": body} for key, body in enumerate(bodies))
        writer.commit()
        assert len(bigrams(check(tmp_path)[0], "body")["a", "b"]) == 10
    merged = compact(tmp_path, range(10))
    assert unlisted(merged, "body") == {("a", "b"): 1, ("b", "x"): 0, ("x", "a"): 0}
    assert bigrams(merged, "body")["a", "b"] == {0: 1}
    with sl.open(tmp_path) as index:
        assert index.count('body:"a b"') == len(index.search('body:"a b"', limit=1_000)) == 300
    merged = compact(tmp_path, range(10, 310))
    assert bigrams(merged, "body")["a", "b"] == {0: 1}
    with sl.open(tmp_path) as index:
        assert index.count('body:"a b"') == len(index.search('body:"a b"')) == 0


def test_merging_takes_what_all_sources_list(tmp_path: Path) -> None:
    parts = (["a b a b"] * 300, ["a b"] * 300 + ["a b a b a b"] * 20, ["a b"] * 256, ["b"])
    with sl.create(tmp_path, SCHEMA, policy="none") as writer:
        for number, bodies in enumerate(parts):
            writer.add_many({"id": f"{number}.{key}", "body": body} for key, body in enumerate(bodies))
            writer.commit()
    assert [unlisted(segment, "body").get(("a", "b")) for segment in check(tmp_path)] == [1, 1, 0, None]
    merged = compact(tmp_path)
    assert unlisted(merged, "body")["a", "b"] == 2
    assert sorted(bigrams(merged, "body")["a", "b"].values()) == [3] * 20


@given(
    st.lists(st.tuples(st.sampled_from(sorted(SETS)), st.sampled_from([1, 127, 128, 255, 256, 257, 400])), max_size=5),
    st.floats(0, 0.99),
    st.integers(),
)
@settings(max_examples=15)
def test_any_parts(
    tmp_path_factory: pytest.TempPathFactory, parts: list[tuple[str, int]], share: float, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("any") / "index"
    parts = [*parts, ("abc", 3)]
    fill(folder, parts, seed=seed)
    check(folder)
    total = sum(size for _, size in parts)
    compact(folder, random.Random(seed).sample(range(total), int(share * total)))
