"""More like this: the terms that tell most, by plain Python, and the documents that have them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

import pytest

import searchlib as sl
from searchlib.analysis import TextToken
from searchlib.query import Query
from searchlib.search.quieting import known_stop_words
from searchlib.suggestions.similar import Significant, significant, similar_query
from suggestions.layouts import LAYOUTS, SCHEMA, Layout, layout

STOPS = known_stop_words(SCHEMA, "body")


@pytest.fixture(scope="module", params=LAYOUTS)
def made(request: pytest.FixtureRequest) -> Iterator[Layout]:
    with layout(request.param) as found:
        yield found


def terms_of(document: list[list[TextToken]]) -> Counter[str]:
    """How often each term stands in a document, stop words aside: of the words of these tests ca, asta and such."""
    return Counter(t.terms[0] for tokens in document for t in tokens if not (t.exact and t.exact[0] in STOPS))


def frequencies(made: Layout) -> list[Counter[str]]:
    """Live documents that have a term in the title, and in the body."""
    return [Counter(t for d in made.live for t in {one for token in d[at] for one in token.terms}) for at in (0, 1)]


def told(document: list[list[TextToken]], made: Layout, *, indexed: bool) -> list[tuple[float, str]]:
    """The terms of a document with tf·idf, best first."""
    titles, bodies = frequencies(made)
    live = len(made.live)
    found: list[tuple[float, str]] = []
    for term, count in terms_of(document).items():
        own = sum(any(term == token.terms[0] for token in tokens) for tokens in document) if indexed else 0
        if titles[term] + bodies[term] > own:
            known = max(titles[term], bodies[term])
            found.append((-(count / (count + 1.2)) * math.log(1 + (live - known + 0.5) / (known + 0.5)), term))
    return sorted(found)


@pytest.mark.parametrize("terms", [1, 3, 25])
def test_hits_are_the_documents_with_the_terms_that_tell_most(made: Layout, terms: int) -> None:
    found_any = 0
    for place, document in enumerate(made.live[:40]):
        chosen = {term for _, term in told(document, made, indexed=True)[:terms]}
        doc = number_of(made, place)
        hits = made.index.similar(doc, limit=500, terms=terms)
        expected = {
            n
            for n, other in enumerate(made.live)
            if n != place and any(chosen & set(t.terms) for f in other for t in f)
        }
        assert {hit["id"] for hit in hits} == {ids(made)[n] for n in expected}
        assert hits.total == len(hits)
        assert doc not in hits.ids.tolist()
        assert hits.scores.tolist() == sorted(hits.scores.tolist(), reverse=True)
        found_any += len(hits)
        some = made.index.similar(doc, limit=2, terms=terms)
        assert some.ids.tolist() == hits.ids.tolist()[:2]
        assert some.total == hits.total
    assert found_any > 40


def ids(made: Layout) -> list[str]:
    """Return the ids of the live documents, in the order in which they were added."""
    return [str(document["id"]) for document in made.index.documents()]


def number_of(made: Layout, place: int) -> int:
    number = made.index.find(ids(made)[place])
    assert number is not None
    assert made.index.document(number)["id"] == ids(made)[place]
    return number


def test_terms_are_those_of_plain_python(made: Layout) -> None:
    titles, bodies = frequencies(made)
    analyzers = {name: made.index.analyzer(name) for name in ("title", "body")}
    for document in list(made.index.documents())[:40]:
        tokens = [made.index.analyze(document[name]) for name in ("title", "body")]
        texts = {name: [document[name]] for name in ("title", "body")}
        stops = dict.fromkeys(texts, STOPS)
        for indexed in (False, True):
            found = significant(
                texts, analyzers, len(made.index), lambda t: [titles[t], bodies[t]], stops, indexed=indexed
            )
            expected = told(tokens, made, indexed=indexed)
            assert [one.term for one in found] == [term for _, term in expected]
            assert [one.score for one in found] == pytest.approx([-score for score, _ in expected])


def test_a_hit_and_its_number_are_alike(made: Layout) -> None:
    (hit, *_) = made.index.search("a* b* c*", limit=1)
    assert made.index.similar(hit).ids.tolist() == made.index.similar(hit.doc).ids.tolist()
    assert hit.doc not in made.index.similar(hit).ids.tolist()
    assert made.index.find(hit.key) == hit.doc


def test_what_is_not_there(made: Layout) -> None:
    assert made.index.find("nothing") is None
    with pytest.raises(IndexError):
        made.index.similar(1 << 20)
    for text in ("", "…", "xyzzy qwerty"):
        hits = made.index.similar(text)
        assert (len(hits), hits.total, hits.after) == (0, 0, None)
    with pytest.raises(sl.errors.SearchlibError, match="whole number"):
        made.index.similar("a", limit=-1)


def test_no_terms_ask_for_nothing() -> None:
    query: Query = similar_query([])
    assert str(query) == "NOT *"
    assert str(similar_query([Significant("casă", "cas", 0.5, 1.0), Significant("mare", "mar", 0.4, 0.9)])) == (
        "casă OR mare"
    )


def test_deleted_documents_are_not_found() -> None:
    with layout("with deletions") as made:
        assert made.index.find("0") is None
        assert made.index.find("1") is not None


def test_snippets_show_why(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("alike") / "index"
    with sl.create(path) as writer:
        writer.add(id="1", title="Inundații", body="Dunărea a ieșit din matcă la Galați.")
        writer.add(id="2", title="Ape", body="La Galați, Dunărea se retrage; inundațiile scad.")
        writer.add(id="3", title="Fotbal", body="S-a jucat un meci.")
    with sl.open(path) as index:
        number = index.find("1")
        assert number is not None
        (hit,) = index.similar(number)
        assert hit.key == "2"
        assert hit.snippet().marked("[", "]") == "La [Galați], [Dunărea] se retrage; [inundațiile] scad."
