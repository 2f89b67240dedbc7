"""Fields of hits are read for a page of them at once: what is shown is what each document holds."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchlib as sl
from searchlib.errors import CorruptIndexError
from searchlib.results.hits import _PAGE
from searchlib.storage import Directory, open_generation
from searchlib.storage.stored import LONG

SCHEMA = sl.Schema(fields={"id": sl.Stored(), "body": sl.Text("whitespace"), "day": sl.Date()}, timezone="UTC")
NAMES = ["id", "body", "day", "first", "second", "third", "nowhere", "", "îț", "\ud800"]


def index_of(folder: Path, documents: list[dict[str, Any]], *, commits: int = 1) -> sl.Index:
    with sl.create(folder, SCHEMA, policy="none") as writer:
        for number, document in enumerate(documents):
            writer.add(document, id=f"{number}")
            if commits > 1 and number % max(1, len(documents) // commits) == 0:
                writer.commit()
    return sl.open(folder)


def shown(hit: sl.results.Hit, name: str) -> Any:
    """Return a field as it is looked at in one of three ways, which must agree."""
    try:
        found = hit[name]
    except KeyError:
        assert hit.get(name) is None
        assert hit.get(name, "nothing") == "nothing"
        assert name not in hit
        return "nothing"
    assert hit.get(name, "nothing") == found
    return found


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.sampled_from([0, -1, -32, -33, 127, 128, 255, 256, 2**16 - 1, 2**16, 2**32 - 1, 2**32, 2**63])
    | st.floats(allow_nan=False)
    | st.text(st.characters(codec="utf-8"), max_size=40)
    | st.sampled_from([15, 16, 31, 32, LONG - 1, LONG, LONG + 1, 2**16]).map(lambda size: "ă" * size),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3)
        | st.sampled_from([15, 16, 17]).flatmap(lambda size: st.lists(st.just(7), min_size=size, max_size=size))
    ),
    max_leaves=6,
)


@settings(max_examples=60)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(["first", "second", "third", "îț"]), VALUES, max_size=4),
        min_size=1,
        max_size=6,
    ),
    st.randoms(use_true_random=False),
)
def test_a_hit_shows_what_its_document_holds(
    tmp_path_factory: pytest.TempPathFactory, documents: list[dict[str, Any]], rng: random.Random
) -> None:
    with index_of(tmp_path_factory.mktemp("columns"), documents, commits=2) as index:
        hits = index.search(sl.everything(), limit=10)
        assert len(hits) == len(documents)
        asked = [
            (hit, name, index.document(int(number)))
            for hit, number in zip(hits, hits.ids, strict=True)
            for name in NAMES
        ]
        rng.shuffle(asked)
        for hit, name, document in asked:
            assert shown(hit, name) == document.get(name, "nothing")
            assert dict(hit) == dict(document)


@pytest.mark.parametrize("count", [0, 1, _PAGE - 1, _PAGE, _PAGE + 1, 2 * _PAGE, 2 * _PAGE + 1])
def test_pages_of_all_sizes(tmp_path: Path, count: int) -> None:
    documents = [{"first": f"t{n}", "body": "x" * (LONG + 1) if n % 3 else "kurz"} for n in range(count)]
    with index_of(tmp_path, documents, commits=3) as index:
        hits = index.search(sl.everything(), limit=1000)
        expected = [index.document(int(number))["first"] for number in hits.ids]
        assert [hit["first"] for hit in hits] == expected
        assert sorted(expected) == sorted(document["first"] for document in documents)
        assert [len(hit["body"]) for hit in hits] == [len(documents[int(hit["id"])]["body"]) for hit in hits]
        assert [hit["id"] for hit in index.search(sl.everything(), limit=1000, offset=1)] == [h["id"] for h in hits[1:]]


def test_a_damaged_record_is_told_by_its_own_hit_alone(tmp_path: Path) -> None:
    index_of(tmp_path, [{"first": f"value number {n}"} for n in range(10)]).close()
    (part,) = open_generation(Directory(tmp_path)).parts
    path = tmp_path / part.record.file.name
    content = bytearray(path.read_bytes())
    at = content.index(b"value number 4")
    content[at] ^= 1
    path.write_bytes(content)
    with sl.open(tmp_path) as index:
        hits = index.search(sl.everything())
        whole = 0
        for hit, number in zip(hits, hits.ids, strict=True):
            try:
                index.document(int(number))
            except CorruptIndexError:
                for name in ("first", "nowhere"):
                    with pytest.raises(CorruptIndexError, match="is damaged"):
                        hit.get(name)
            else:
                assert hit["first"].startswith("value number")
                whole += 1
        assert whole == 9
