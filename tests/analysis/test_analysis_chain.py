"""Chains: written, kept in a schema, recognised by an index, and equal to the analyzers that take short ways."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib as sl
from searchlib.analysis import Chain, get, register, register_part
from searchlib.analysis.chain import ChainAnalyzer
from searchlib.analysis.languages import BUILT_IN
from searchlib.errors import AnalyzerError, AnalyzerMismatchError, SchemaError

ENGLISH = Chain(("hyphens", "invisible", "compose"), "words", ("exact", "fold", "stem:english"))
RAW = st.one_of(st.text(max_size=20), st.text("aăâșşțîþº9#@-'.,\u00ad\u0327东я", min_size=1, max_size=12))


def test_a_chain_is_written_and_read() -> None:
    assert str(ENGLISH) == ENGLISH.name == "hyphens invisible compose | words | exact fold stem:english"
    for chain in (ENGLISH, Chain(), Chain(tokenizer="plain"), Chain(("compose",)), *BUILT_IN.values()):
        assert Chain.parse(str(chain)) == chain
        assert pickle.loads(pickle.dumps(chain)) == copy.deepcopy(chain) == chain  # noqa: S301 - just pickled
    assert Chain(["compose"], "words", ["fold"]) == Chain(("compose",), "words", ("fold",))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "words", "compose | words", "a | b c | d", "| | fold", "a | b | c | d"])
def test_what_is_no_chain_is_refused(text: str) -> None:
    with pytest.raises(AnalyzerError, match="write it as"):
        Chain.parse(text)


@pytest.mark.parametrize(
    "arguments",
    [("compose",), ((), ""), ((), "a b"), (("a|b",),), ((), "words", ("fold stem",)), ((), "words", "fold")],
)
def test_what_cannot_be_written_is_refused(arguments: tuple[object, ...]) -> None:
    with pytest.raises(AnalyzerError):
        Chain(*arguments)  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize("name", sorted(BUILT_IN))
@pytest.mark.parametrize("transliterator", ["unidecode", "none"])
@given(raws=st.lists(RAW, max_size=6))
def test_built_in_analyzers_are_their_chains_put_together_by_hand(
    name: str, transliterator: str, raws: list[str]
) -> None:
    by_hand = ChainAnalyzer(BUILT_IN[name], transliterator)
    assert get(name, transliterator).analyze_forms(raws) == by_hand.analyze_forms(raws)
    assert get(str(BUILT_IN[name]), transliterator).analyze_forms(raws) == by_hand.analyze_forms(raws)


@given(st.lists(RAW, max_size=8))
def test_many_forms_at_once_are_as_one_by_one(raws: list[str]) -> None:
    analyzer = get(str(ENGLISH))
    assert analyzer.analyze_forms(raws) == [analyzer.analyze_forms([raw])[0] for raw in raws]


def test_the_fingerprint_names_each_part_and_its_version() -> None:
    found = get(str(ENGLISH)).fingerprint()
    assert found["analyzer"] == found["chain"] == str(ENGLISH)
    assert set(found) == {
        *("analyzer", "chain", "characters"),
        *("hyphens", "invisible", "compose", "words", "exact", "fold", "stem:english"),
    }
    assert get("romanian").fingerprint()["stem:romanian"] != get("english").fingerprint()["stem:english"]


def test_a_schema_keeps_a_chain() -> None:
    schema = sl.Schema({"body": sl.Text(analyzer=ENGLISH), "title": sl.Text(analyzer="english")})
    assert schema.analyzer_name("body") == str(ENGLISH)
    kept = json.loads(json.dumps(schema.to_dict()))
    assert sl.Schema.from_dict(kept) == schema
    with pytest.raises(SchemaError):
        sl.Schema.from_dict(kept | {"fields": [{"name": "body", "kind": "text", "analyzer": 5}]})


def test_an_index_is_made_and_searched_with_a_chain(tmp_path: Path) -> None:
    schema = sl.Schema({"body": sl.Text(analyzer=ENGLISH), "codes": sl.Text(analyzer="| whitespace | lowercase")})
    with sl.create(tmp_path, schema) as writer:
        writer.add(body="The soldiers’ well-known caf\u00e9s", codes="AB-12")
        writer.add(body="Nothing here", codes="CD-34")
    with sl.open(tmp_path) as index:
        assert index.schema == schema
        for query in ("soldier", "cafe", "wellknown", '"well known"', "codes:ab-12"):
            assert index.count(query) == 1, query
        assert [token.terms for token in index.analyze("Cafés", "body")] == [("cafe",)]
        assert index.analyze("Cafés") == index.analyze("Cafés", "body") == sl.analyze("Cafés", ENGLISH)


def test_an_index_says_that_a_part_has_changed(tmp_path: Path) -> None:
    register_part("token_filter", "shout", str.upper, version="1")
    schema = sl.Schema({"body": sl.Text(analyzer=Chain((), "words", ("shout",)))})
    with sl.create(tmp_path, schema) as writer:
        writer.add(body="un text")
    assert sl.open(tmp_path).count("TEXT") == 1
    register_part("token_filter", "shout", str.upper, version="2")
    with pytest.raises(AnalyzerMismatchError, match="different: shout"):
        sl.open(tmp_path)
    assert sl.reindex(tmp_path) == 2
    assert sl.open(tmp_path).count("text") == 1


def test_a_chain_has_a_name_of_its_own() -> None:
    register("shop", ENGLISH)
    shop = get("shop")
    assert shop.name == shop.fingerprint()["analyzer"] == "shop"
    assert shop.fingerprint()["chain"] == str(ENGLISH)
    assert shop.analyze_forms(["Shoes"]) == get(str(ENGLISH)).analyze_forms(["Shoes"])
    with pytest.raises(AnalyzerError, match="fodl"):
        register("shop", Chain((), "words", ("fodl",)))
    with pytest.raises(AnalyzerError, match="written chain"):
        register("a|b", ENGLISH)


def test_a_function_is_asked_once_a_form_and_its_version_is_remembered() -> None:
    asked: list[str] = []

    def echo(word: str) -> str:
        asked.append(word)
        return word

    register("echo.once", echo, version="7")
    assert len(get("echo.once").analyze_forms(["a", "b", "a", "a"])) == 4
    assert asked == ["a", "b"]
    assert get("echo.once").fingerprint()["version"] == "7"


def test_parts_that_filters_leave_out_take_no_position() -> None:
    register_part("token_filter", "no.of", lambda word: None if word in ("of", "the") else word)
    chain = Chain((), "words", ("lowercase", "no.of"))
    assert [(t.text, t.position, t.terms) for t in sl.analyze("state-of-the-art of it", chain)] == [
        ("state", 0, ("state",)),
        ("art", 1, ("art",)),
        ("state-of-the-art", 0, ("stateoftheart",)),
        ("it", 2, ("it",)),
    ]
