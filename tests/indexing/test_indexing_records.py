"""Dictionaries, prepared natively if plain, against other mappings: the same segments to the byte, the same errors."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import searchlib as sl
from searchlib.errors import DocumentError
from searchlib.indexing.native import DictionaryPreparer
from searchlib.indexing.native_preparing import native_preparer
from searchlib.indexing.preparing import Preparer

EAST = timezone(timedelta(hours=2))
TEXTS = st.sampled_from(
    [
        "",
        "de",
        "Ana are mere.",
        "ţară și ȚARĂ",
        "лимба",
        "a\x00b",
        "\x00",
        "\ud800",
        "x\udfff",
        "😀",
        "\u00a0",
        "î" * 600,
    ]
) | st.text(max_size=40)
DATES = st.sampled_from(
    ["2025", "2025-10", "24.10.2025", "2025-10-24T19:57:37+03:00", "2025-03-30T03:30", "ieri", "2025-02-30", ""]
)
MOMENTS = st.sampled_from(
    [
        date(2025, 10, 24),
        date(1, 1, 1),
        date(9999, 12, 31),
        datetime(2025, 10, 24, 19, 57),
        datetime(2025, 3, 30, 3, 30),
        datetime(2025, 10, 24, 19, 57, 37, 5, UTC),
        datetime(2025, 10, 24, 19, 57, tzinfo=EAST),
    ]
)


class Word(str):
    """Text of another class."""

    __slots__ = ()


ODD: list[Any] = [
    *(None, True, False, 0, -5, 7, 1.5, float("nan"), 2**63 - 1, 2**63, -(2**63), 2**64, 10**30),
    *("", "de", "12", "a\x00b", "\ud800", "țară", Word("de"), b"de", "2025-10-24", "ieri"),
    *((), ("a",), [], ["a"], ["a", "a"], [None], ["a", 1], [1, 2.5], [True], [["a"]], ["\ud800"], [Word("a")]),
    *({}, {"a": 1}, {"a": ["b"]}, {"a"}, object(), date(2025, 10, 24), datetime(2025, 10, 24, 19, 57, tzinfo=UTC)),
]
OTHERS = st.sampled_from(ODD)
LISTS = st.lists(TEXTS, max_size=4)
VALUES = TEXTS | DATES | MOMENTS | OTHERS | LISTS
DOCUMENTS = st.dictionaries(
    st.sampled_from(["id", "title", "body", "source", "date", "price", "other", "more", "\ud800", 7, None]),
    VALUES,
    max_size=6,
) | st.fixed_dictionaries(
    {"id": st.sampled_from(["1", "2", 1, "", None]), "body": TEXTS},
    optional={
        "title": TEXTS,
        "source": TEXTS | LISTS,
        "date": DATES | MOMENTS,
        "price": st.integers(-3, 3) | st.just("12"),
        "other": VALUES,
    },
)
SCHEMAS = {
    "all": sl.Schema(
        fields={
            "title": sl.Text("romanian"),
            "body": sl.Text("whitespace", stored=False),
            "source": sl.Keyword(),
            "price": sl.Number(),
            "date": sl.Date(),
        },
        key=("id", "other"),
    ),
    "few": sl.Schema(
        fields={"body": sl.Text("romanian", exact=False), "source": sl.Keyword(stored=False), "other": sl.Stored()},
        timezone="America/New_York",
    ),
}


def build(folder: Path, schema: sl.Schema, documents: list[Mapping[Any, Any]], threads: int = 1) -> tuple[Any, ...]:
    """Return what became of each document, and the segments."""
    said: list[str] = []
    with sl.create(folder, schema, threads=threads, policy="none") as writer:
        for number, document in enumerate(documents):
            try:
                said.append(writer.add(document))
            except DocumentError as error:
                said.append(str(error))
            if number == len(documents) // 2:
                writer.commit()
        report = writer.report
    return said, report, [path.read_bytes() for path in sorted(folder.glob("*.segment"))]


@settings(max_examples=400)
@given(documents=st.lists(DOCUMENTS, max_size=8), name=st.sampled_from(sorted(SCHEMAS)))
@example(documents=[{"id": "1", "body": "de", "price": "12"}], name="all")
@example(documents=[{"id": "1", "body": "de"}, {"id": 1, "body": "de"}, {"id": "1", "body": "la"}], name="all")
@example(
    documents=[{}, {"id": None}, {"body": None}, {"date": date(2025, 1, 1)}, {"body": date(2025, 1, 1)}], name="few"
)
def test_dictionaries_and_other_mappings_give_the_same(
    tmp_path_factory: pytest.TempPathFactory, documents: list[dict[Any, Any]], name: str
) -> None:
    folder = tmp_path_factory.mktemp("records")
    fast = build(folder / "fast", SCHEMAS[name], list(documents))
    slow = build(folder / "slow", SCHEMAS[name], [MappingProxyType(one) for one in documents])
    assert fast[0] == slow[0]
    assert fast[1] == slow[1]
    assert fast[2] == slow[2]


@pytest.mark.parametrize("name", sorted(SCHEMAS))
@pytest.mark.parametrize("field", ["id", "title", "body", "source", "price", "date", "other", "more"])
def test_each_kind_of_value_in_each_field(tmp_path: Path, field: str, name: str) -> None:
    documents = [{"id": f"{number}", "body": "de", field: value} for number, value in enumerate(ODD)]
    fast = build(tmp_path / "fast", SCHEMAS[name], list(documents))
    slow = build(tmp_path / "slow", SCHEMAS[name], [MappingProxyType(one) for one in documents])
    assert fast[0] == slow[0]
    assert fast[2] == slow[2]
    with sl.open(tmp_path / "fast") as one, sl.open(tmp_path / "slow") as other:
        shown = [[repr(dict(hit)) for hit in index.search("body:de", limit=100)] for index in (one, other)]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 1000])
def test_many_documents_are_found_with_what_was_stored(tmp_path: Path, count: int, threads: int) -> None:
    documents = [{"id": number, "body": f"cuvânt{number} de", "date": date(2025, 1, 1)} for number in range(count)]
    with sl.create(tmp_path / "index", SCHEMAS["all"], threads=threads, memory=32 << 20) as writer:
        report = writer.add_many(iter(documents))
    assert report.new == count
    with sl.open(tmp_path / "index") as index:
        assert len(index) == count
        for number in {0, 1, count // 2, count - 1} & set(range(count)):
            [hit] = index.search(f"body:cuvânt{number}")
            assert dict(hit) == {"id": number, "date": "2025-01-01"}


def test_document_is_not_kept_and_may_change(tmp_path: Path) -> None:
    document: dict[str, Any] = {"id": "", "body": "", "source": []}
    with sl.create(tmp_path / "index", SCHEMAS["all"]) as writer:
        for number in range(300):
            document["id"], document["body"] = f"{number}", f"țară{number}"
            document["source"].append(f"ștampilă{number}")
            writer.add(document)
    with sl.open(tmp_path / "index") as index:
        assert [len(index.search(f"body:țară{number}")[0]["source"]) for number in (0, 7, 299)] == [1, 8, 300]


def test_threads_that_share_a_preparer_get_their_own_documents_or_none() -> None:
    """Other letters than Latin ones are folded by Python, where another thread may come in between."""
    schema = SCHEMAS["all"]
    preparer = DictionaryPreparer(native_preparer(schema, Preparer(schema)), (date, datetime), "date")
    right: list[bool] = []

    def prepare(first: int) -> None:
        for number in range(first, first + 500):
            document = {"id": f"{number}", "body": f"țară{number}", "source": [f"лимба{number}", f"Кишинэу{number}"]}
            prepared = preparer.prepare(document)
            right.append(prepared is None or prepared.key == f"{number}")

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [Thread(target=prepare, args=(1000 * one,)) for one in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert right == [True] * 2000
