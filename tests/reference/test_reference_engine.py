"""The reference engine against answers worked out by hand."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from reference.engine import GRID, LENGTHS, Ranked, ReferenceIndex, fold_name, quantised, utc_seconds
from reference.generators import SCHEMA, Generator
from searchlib.analysis import Form, Token
from searchlib.query.tree import (
    All,
    And,
    DateRange,
    Filter,
    KeywordIs,
    Not,
    Nothing,
    Or,
    Phrase,
    Query,
    Undated,
    Word,
)
from searchlib.schema import Date, Keyword, Schema, Stored, Text


class Hyphens:
    """Parts at hyphens, the whole beside them, and the first letter as an extra; a lone # has no terms."""

    def analyze_forms(self, raws: Sequence[str]) -> list[Form]:
        return [self._form(raw.lower()) for raw in raws]

    def _form(self, raw: str) -> Form:
        if raw == "nimic":
            return Form((), 0)
        parts = raw.split("-")
        tokens = [Token(part, position, 0, len(raw), "part") for position, part in enumerate(parts)]
        if len(parts) > 1:
            tokens.append(Token("".join(parts), 0, 0, len(raw), "whole"))
            tokens.append(Token(raw[0], 0, 0, 1, "extra"))
        return Form(tuple(tokens), len(parts))


PLAIN = Schema(
    fields={"title": Text(), "body": Text(), "date": Date(), "source": Keyword(), "id": Stored()},
    default_fields=("body",),
)


def index_of(*documents: dict[str, object], schema: Schema = PLAIN) -> ReferenceIndex:
    index = ReferenceIndex(schema, {name: Hyphens() for name in schema.text_fields})
    for number, document in enumerate(documents):
        index.add({"id": str(number), **document})
    return index


def keys(index: ReferenceIndex, query: Query, **options: Any) -> str:
    return "".join(hit.key for hit in index.search(query, **options))


def test_the_lengths_are_exact_to_32_and_then_grow_by_sixteenths() -> None:
    assert LENGTHS[:32] == list(range(32))
    assert [LENGTHS[i] for i in (32, 33, 47, 48, 49, 64)] == [32, 34, 62, 64, 68, 128]
    assert sorted(set(LENGTHS)) == LENGTHS
    assert [quantised(n) for n in (0, 31, 32, 33, 34, 63, 64, 67, 68)] == [0, 31, 32, 32, 34, 62, 64, 64, 68]
    assert quantised(10**9) == LENGTHS[255]


def test_one_term_is_scored_by_the_formula() -> None:
    index = index_of({"body": "pace"}, {"body": "pace pace la"}, {"body": ""}, {"body": "la la la la"})
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    average = (1 + 3 + 4) / 3
    twice = idf * 2 / (2 + 1.2 * (1 - 0.75 + 0.75 * 3 / average))
    once = idf * 1 / (1 + 1.2 * (1 - 0.75 + 0.75 * 1 / average))
    expected = sorted([("1", twice), ("0", once)], key=lambda pair: -pair[1])
    assert index.search(Word("pace")) == [Ranked(k, math.floor(s * GRID + 0.5) / GRID) for k, s in expected]


def test_a_repeated_child_counts_twice_and_a_filter_not_at_all() -> None:
    index = index_of({"body": "pace la"}, {"body": "la"})
    [(_, once)] = index.search(Word("pace"))
    assert index.search(Or((Word("pace"), Word("pace")))) == [("0", 2 * once)]
    assert index.search(And((Word("pace"), Filter(Word("pace"))))) == [("0", once)]
    assert index.search(Filter(Word("pace"))) == [("0", 0.0)]


def test_boolean_queries() -> None:
    index = index_of({"body": "a b"}, {"body": "a c"}, {"body": "c"}, {"body": ""})
    assert sorted(keys(index, And((Word("a"), Word("c"))))) == ["1"]
    assert sorted(keys(index, Or((Word("b"), Word("c"))))) == ["0", "1", "2"]
    assert keys(index, And((Word("a"), Not(Word("b"))))) == "1"
    assert index.search(Not(Word("c"))) == [("0", 0.0), ("3", 0.0)]
    assert sorted(keys(index, Or((Not(Word("c")), Word("c"))))) == ["0", "1", "2", "3"]
    assert keys(index, All()) == "0123"
    assert keys(index, Nothing()) == ""
    assert index.count(Not(Nothing())) == 4


def test_a_phrase_stands_at_its_positions() -> None:
    index = index_of({"body": "a b c a b"}, {"body": "b a"}, {"body": "a nimic b"}, {"body": "a c b"}, {"body": "q"})
    assert sorted(keys(index, Phrase("a b"))) == ["0", "2"]
    assert keys(index, Phrase("a zzz")) == ""
    assert keys(index, Phrase("nimic")) == ""
    assert index.search(Phrase("a")) == index.search(Word("a"))
    idf = index.idf("body", "a") + index.idf("body", "b")
    assert dict(index.search(Phrase("a b")))["0"] == index.contribution("body", idf, 2, 5) / GRID
    assert index.count(Phrase("a a")) == 0


def test_roles_of_tokens() -> None:
    index = index_of({"body": "nord-coreean"}, {"body": "nordcoreean"}, {"body": "nord coreean"}, {"body": "n"})
    assert sorted(keys(index, Word("nord-coreean"))) == ["0", "1", "2"], "the whole or its parts"
    assert sorted(keys(index, Phrase("nord-coreean"))) == ["0", "2"], "a phrase has parts only"
    assert sorted(keys(index, Word("nord-coreean q"))) == []
    assert sorted(keys(index, Word("n"))) == ["0", "3"], "an extra term is found, but never asked for"
    both = dict(index.search(Word("nord-coreean")))
    phrase = dict(index.search(Phrase("nord coreean")))
    whole = dict(index.search(Word("nordcoreean")))
    assert both["0"] == phrase["0"] + whole["0"]


def test_a_term_stands_at_a_position_once() -> None:
    index = index_of({"body": "a-b a"})
    assert dict(index.entries["0"].texts["body"].positions) == {"a": [0, 2], "b": [1], "ab": [0]}


def test_default_fields_are_alternatives() -> None:
    schema = Schema(fields=PLAIN.fields)
    index = index_of({"title": "pace", "body": "pace"}, {"title": "pace"}, {"body": "x"}, schema=schema)
    both = dict(index.search(Word("pace")))
    title = dict(index.search(Word("pace", "title")))
    body = dict(index.search(Word("pace", "body")))
    assert both == {"0": title["0"] + body["0"], "1": title["1"]}


def test_dates_and_keywords_filter() -> None:
    index = index_of(
        {"date": date(2025, 10, 24), "source": "Știrile  ŢĂRII"},
        {"date": "2025-10-25T00:00:00+03:00"},
        {"source": ["x", "stirile tarii"]},
    )
    day = utc_seconds("2025-10-24", "Europe/Bucharest")
    assert day == 1_761_253_200
    assert keys(index, DateRange("date", day, day + 86_400)) == "0"
    assert keys(index, DateRange("date", day, day + 86_401)) == "10"
    assert keys(index, DateRange("date", None, None)) == "10"
    assert keys(index, DateRange("date", day + 86_400, day)) == ""
    assert keys(index, Undated("date")) == "2"
    assert keys(index, KeywordIs("source", "stirile tarii")) == "02"
    assert fold_name(" Łódź\tMOSKVA ") == "lodz moskva"
    assert utc_seconds("2025", "Europe/Bucharest") == 1_735_682_400
    assert utc_seconds("2025-10", "UTC") == 1_759_276_800


def test_order_and_ties() -> None:
    days: list[object] = [None, "2025-10-01", "2025-10-02", "2025-10-01", None]
    index = index_of(*({"body": "x", **({"date": day} if day else {})} for day in days))
    assert keys(index, Word("x")) == "21304"
    assert keys(index, Word("x"), sort="newest") == "21304"
    assert keys(index, Word("x"), sort="oldest") == "13204"
    assert keys(index, Word("x"), limit=2, offset=1) == "13"
    assert keys(index, Word("x"), limit=9, offset=9) == keys(index, Word("x"), limit=0) == ""
    assert all(hit.score == 0.0 for hit in index.search(Word("x"), sort="newest"))


def test_changing() -> None:
    index = index_of({"body": "x"}, {"body": "x"}, {"body": "x"})
    assert index.add({"id": "0", "body": "x"}) == "unchanged"
    assert keys(index, Word("x")) == "012"
    assert index.add({"id": "0", "body": "x x"}) == "changed"
    assert keys(index, All()) == "120", "a changed document takes a new number"
    assert index.delete("1")
    assert not index.delete("1")
    assert index.statistics("body") == (2, 3)
    assert index.document_frequency("body", "x") == 2
    assert len(index) == 2


@pytest.mark.parametrize("seed", range(5))
def test_a_seed_always_makes_the_same(seed: int) -> None:
    def made() -> tuple[object, object]:
        generator = Generator(random.Random(seed))
        return [generator.change() for _ in range(30)], [generator.query() for _ in range(30)]

    assert made() == made()


def test_the_generators_reach_what_matters() -> None:
    generator = Generator(random.Random(1), longest=1_200)
    documents = [generator.document(number) for number in range(1_500)]
    lengths = {len(str(d.get("body", "")).split()) for d in documents}
    assert {0, 1, 31, 32, 33, 63, 64} <= lengths
    assert max(lengths) > 500
    assert sum("date" not in d for d in documents) > 20
    assert len({str(d["date"]) for d in documents if "date" in d}) < len(documents) / 2
    kinds = {type(part).__name__ for _ in range(400) for part in _walk(generator.query())}
    assert kinds >= {"Word", "Phrase", "And", "Or", "Not", "Filter", "KeywordIs", "DateRange", "Undated", "All"}
    assert set(SCHEMA.text_fields) == {"title", "body", "summary"}


def _walk(query: Query) -> list[Query]:
    children = getattr(query, "children", None) or [c for c in [getattr(query, "child", None)] if c]
    return [query, *(part for child in children for part in _walk(child))]
