"""The very form of a word that was asked for ranks first, and nothing more or less is found for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import searchlib as sl

SCHEMA = sl.Schema(fields={"id": sl.Stored(), "title": sl.Text(), "body": sl.Text()})
FILLER = "ieri azi oras munte mare casa drum"
PAIRS = [("față", "fată"), ("pește", "peste"), ("român", "roman"), ("părți", "parți"), ("sfântul", "sfantul")]


def made(path: Path, bodies: Sequence[str], schema: sl.Schema = SCHEMA) -> sl.Index:
    with sl.create(path, schema) as writer:
        for number, body in enumerate(bodies):
            writer.add(id=f"{number}", body=body)
    return sl.open(path)


def found(index: sl.Index, query: str | sl.Query) -> list[str]:
    return [hit["body"] for hit in index.search(query, limit=100)]


@pytest.mark.parametrize(("one", "other"), [*PAIRS, *((b, a) for a, b in PAIRS)])
def test_the_letters_typed_rank_first(tmp_path: Path, one: str, other: str) -> None:
    # All else speaks for the other: it is printed twice, in shorter texts, and more of them.
    index = made(tmp_path, [*[f"{other} {other}"] * 6, *[f"{one} {FILLER}"] * 3, FILLER])
    folded = "".join({"ț": "t", "ă": "a", "ș": "s", "â": "a"}.get(letter, letter) for letter in one)
    if one != folded:
        assert found(index, one)[:3] == [f"{one} {FILLER}"] * 3
    assert index.count(one) == index.count(other) == index.count(folded) == 9
    assert sorted(found(index, one)) == sorted(found(index, other)) == sorted(found(index, folded))


def test_the_inflection_typed_ranks_first(tmp_path: Path) -> None:
    index = made(tmp_path, [f"{form} {FILLER}" for form in ("soldat", "soldatul", "soldaților", "soldați")])
    for form in ("soldat", "soldatul", "soldatilor", "soldaţi"):
        assert len(found(index, form)) == 4
        first = found(index, form)[0].split()[0]
        assert first.translate(str.maketrans("țţ", "tt")) == form.replace("ţ", "t")


def test_a_phrase_ranks_its_very_letters_first(tmp_path: Path) -> None:
    index = made(tmp_path, ["fata mare", "fata mare", "față mare " + FILLER, "mare față"])
    assert found(index, '"față mare"') == ["față mare " + FILLER, "fata mare", "fata mare"]
    assert index.count('"față mare"') == index.count('"fata mare"') == 3


def test_words_keep_their_weight_where_nobody_writes_them_otherwise(tmp_path: Path) -> None:
    index = made(tmp_path, ["știri sport", "știri", "sport", "știri sport sport"])
    with_letters, without = index.search("știri sport"), index.search("stiri sport")
    assert [(hit.key, hit.score) for hit in with_letters] == [(hit.key, hit.score) for hit in without]


@pytest.mark.parametrize("query", ["față -fata", "+față mare", "(față OR mare) AND munte", "NOT față", '+"față mare"'])
def test_what_is_found_does_not_depend_on_it(tmp_path: Path, query: str) -> None:
    bodies = ["fata mare", "față mare " + FILLER, "mare față", "munte", "fată munte", FILLER, "fete"]
    plain = replace(SCHEMA, fields={"id": sl.Stored(), "title": sl.Text(exact=False), "body": sl.Text(exact=False)})
    index, without = made(tmp_path / "exact", bodies), made(tmp_path / "plain", bodies, plain)
    assert sorted(found(index, query)) == sorted(found(without, query))
    assert index.count(query) == without.count(query)
    assert [hit.key for hit in index.search(query, sort="newest")] == [
        hit.key for hit in without.search(query, sort="newest")
    ]


def test_what_only_filters_is_not_boosted(tmp_path: Path) -> None:
    index = made(tmp_path, ["față", "fata"])
    assert [hit.score for hit in index.search("+față")] == [0, 0]


def test_without_boosts_scores_are_those_of_the_stems(tmp_path: Path) -> None:
    bodies = ["fata mare", "față mare " + FILLER, "mare față", "fete"]
    none = replace(SCHEMA, exact_boost=0, letters_boost=0)
    plain = replace(SCHEMA, fields={"id": sl.Stored(), "title": sl.Text(exact=False), "body": sl.Text(exact=False)})
    index, without = made(tmp_path / "none", bodies, none), made(tmp_path / "plain", bodies, plain)
    for query in ("față", "fete mare", '"față mare"'):
        assert [(hit.key, hit.score) for hit in index.search(query)] == [
            (hit.key, hit.score) for hit in without.search(query)
        ]
    assert set(index.statistics("față").fields) == {"title", "body", "title=", "body="}
    assert set(without.statistics("față").fields) == {"title", "body"}


def test_analyzers_that_tell_no_exact_forms_have_none(tmp_path: Path) -> None:
    schema = sl.Schema(fields={"id": sl.Stored(), "body": sl.Text("whitespace"), "title": sl.Text("simple")})
    index = made(tmp_path, ["față fata", "fata"], schema)
    assert set(index.statistics("față").document_frequencies) == {("body", "față"), ("title", "fata")}


@pytest.mark.parametrize("name", ["exact_boost", "letters_boost"])
@pytest.mark.parametrize("boost", [-0.1, float("nan"), float("inf"), "1", True, None])
def test_a_boost_is_a_number_from_0_on(name: str, boost: object) -> None:
    with pytest.raises(sl.errors.SchemaError, match=f"{name} is a number from 0"):
        replace(SCHEMA, **{name: boost})


def test_the_schema_keeps_what_was_said() -> None:
    schema = sl.Schema(
        fields={"body": sl.Text(exact=False), "title": sl.Text()}, exact_boost=1, letters_boost=0.25, stop_words=False
    )
    assert sl.Schema.from_dict(schema.to_dict()) == schema
    assert schema.exact_fields == ("title",)
    assert schema.inverted_fields == ("body", "title", "title=")


@pytest.mark.parametrize("query", ["față", "față pește mare", '"față mare"', "title:față OR body:față", "față față"])
def test_own_frequencies_are_those_that_statistics_give(tmp_path: Path, query: str) -> None:
    """A query looks a term up once for all that is weighed by it: each field, and letters beyond their word."""
    bodies = ["fata mare", "față mare pește", "mare față", "peste", "fete", "față față", "fata peste mare"]
    with sl.create(tmp_path, SCHEMA, policy="none") as writer:
        for number, body in enumerate(bodies * 3):
            writer.add(id=f"{number}", body=body, title=bodies[number * 2 % 7] if number % 2 else "")
            if number % 6 == 5:
                writer.commit()
        writer.delete("1")
        writer.delete("8")
    with sl.open(tmp_path) as index:
        own, given = index.prepare(query), index.prepare(query, statistics=index.statistics(query))
        assert own.count() > 3
        for one, other in zip(own.top(100), given.top(100), strict=True):
            assert one.tolist() == other.tolist()
