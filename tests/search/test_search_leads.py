"""Documents of a disjunction's rarer terms are found along their lists, those of the others in windows: together they
are the best ones, each once.

Words differ in how many documents have them, from one to nearly all, so that some lead, some are bitmaps and some are
neither; and the best documents have rare words, several of them, or none.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

import searchlib as sl
from search.paging import ids_page_by_page
from searchlib.query import And, Not, Or, Query
from searchlib.search import FieldTotals, Statistics

DOCUMENTS = 20_000
"""Bitmaps are for words of a thousand documents and more."""
SHARES = {
    "single": 0.0,
    "rare": 1 / 900,
    "seldom": 1 / 150,
    "below": 1 / 36,
    "above": 1 / 29,
    "sparse": 1 / 18,
    "middling": 1 / 12,
    "dense": 1 / 7,
    "third": 1 / 3,
    "most": 0.7,
    "nearly": 0.8,
    "every": 1.0,
}
"""Of each word the documents that have it (the first: one): a term leads below a 32nd, is a bitmap from an eighth."""
FORMS = {
    ("față", "fata"): 0.5,
    ("pește", "peste"): 0.3,
    ("părți", "parti"): 0.12,
    ("roșu", "rosu"): 0.02,
    ("mână", "mana"): 0.01,
    ("țară", "tara"): 0.003,
}
"""Two ways to write a word each, and the documents that have one: what is typed ranks first."""
FIRST = date(1950, 1, 1)
SCHEMA = sl.Schema(
    fields={
        "title": sl.Text(),
        "body": sl.Text(),
        "words": sl.Text("whitespace", exact=False),
        "date": sl.Date(),
        "tags": sl.Keyword(),
    },
    timezone="UTC",
    stop_words=False,
)


def article(number: int, rng: random.Random) -> dict[str, object]:
    """Return a document whose words stand in it up to six times, more often where it has few of them."""
    words = [word for word, share in SHARES.items() if rng.random() < share]
    if number == DOCUMENTS // 2:
        words.append("single")
    often = 1 if rng.random() < 0.8 else 6
    body = [rng.choice(pair) for pair, share in FORMS.items() for _ in range(3) if rng.random() < share]
    rng.shuffle(body)
    return {
        "title": " ".join(body[:1]),
        "body": " ".join(body),
        "words": " ".join(word for word in words for _ in range(rng.randrange(1, often + 1))),
        "date": FIRST + timedelta(days=(DOCUMENTS - number) // 2),
        "tags": [tag for tag, share in (("few", 0.01), ("half", 0.5)) if rng.random() < share],
    }


@pytest.fixture(scope="module", params=["one segment", "several segments", "with deletions"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sl.Index]:
    path = tmp_path_factory.mktemp("leads") / "index"
    rng = random.Random(11)
    sizes = [700, 12_000, DOCUMENTS - 12_700] if request.param == "several segments" else [DOCUMENTS]
    with sl.create(path, SCHEMA, policy="none"):
        pass
    number = 0
    for size in sizes:
        with sl.open(path).writer(policy="none") as writer:
            for _ in range(size):
                writer.add(**article(number, rng))
                number += 1
    if request.param == "with deletions":
        with sl.open(path).writer(policy="none") as writer:
            writer.delete_by_query(And((sl.word("below", "words"), sl.word("third", "words"))))
            writer.delete_by_query(And((sl.word("seldom", "words"), sl.word("most", "words"))))
    with sl.open(path) as opened:
        assert len(opened.info().segments) == len(sizes)
        yield opened


def words(*names: str) -> Query:
    return Or(tuple(sl.word(name, "words") for name in names))


def disjunctions(rng: random.Random) -> Iterator[Query]:
    """Yield any of several words: none of them rare, all, or some, alone and with filters and exclusions."""
    names = list(SHARES)
    rare, common = names[:4], names[5:]
    yield words(*rare)
    yield words(*common)
    yield words(*names)
    yield words("below", "above", "middling", "dense", "third")
    for count in (2, 3, 4, 5, 7, 9):
        for _ in range(2):
            yield words(*rng.sample(names, count))
            yield words(*rng.sample(rare, min(count, 2)), *rng.sample(common, min(count, 5)))
    some = words(*rng.sample(rare, 2), *rng.sample(common, 4))
    yield And((some, sl.keyword("tags", "half")))
    yield And((some, sl.keyword("tags", "few")))
    yield And((some, sl.between("date", FIRST, FIRST + timedelta(days=DOCUMENTS // 8), timezone="UTC")))
    yield And((some, Not(sl.word("third", "words"))))
    yield And((some, Not(sl.word("rare", "words"))))


def written(rng: random.Random) -> Iterator[Query]:
    """Yield what people type: each word in two fields, its letters as they are boosted."""
    for count in (4, 5, 6):
        for _ in range(4):
            yield sl.parse(" ".join(rng.choice(pair) for pair in rng.sample(list(FORMS), count)), SCHEMA)
    yield Or((words("rare", "below", "dense", "nearly"), sl.parse("față pește roșu", SCHEMA)))


def check(index: sl.Index, query: Query, k: int, statistics: Statistics | None = None) -> None:
    prepared = index.prepare(query, statistics=statistics)
    assert prepared.plan == "disjunction", query
    docs, scores = prepared.top(k)
    expected_docs, expected_scores = prepared.top_exhaustively(k)
    assert docs.tolist() == expected_docs.tolist(), query
    assert scores.tolist() == expected_scores.tolist(), query


@pytest.mark.parametrize("k", [1, 2, 10, 100, 1_000, DOCUMENTS])
def test_the_best_documents_are_found_each_once(index: sl.Index, k: int) -> None:
    for query in disjunctions(random.Random(k)):
        check(index, query, k)


@pytest.mark.parametrize("k", [1, 10, 100])
def test_boosts_count_with_the_terms_they_belong_to(index: sl.Index, k: int) -> None:
    for query in written(random.Random(k)):
        check(index, query, k)


@pytest.mark.parametrize("k", [1, 10, 100])
def test_boosts_may_bring_more_than_their_terms(index: sl.Index, k: int) -> None:
    """So it is where stems stand nearly everywhere in a larger archive, and their very forms seldom."""
    rng = random.Random(k)
    many = 1_000_000
    for query in written(rng):
        own = index.statistics(query)
        frequencies = {
            # Letters stand in no more documents than the form that is written with them.
            (field, term): (rng.choice((1, 1_000)) if term.isascii() else 1)
            if field.endswith("=")
            else rng.choice((many // 2, many))
            for field, term in own.document_frequencies
        }
        totals = {field: FieldTotals(many, many * 3) for field in own.fields}
        check(index, query, k, Statistics(totals, frequencies))


def test_what_no_document_of_one_block_has_may_stand_in_the_next(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The first blocks of the word that leads lack another word, which stands all around and in the last of them."""
    path = tmp_path_factory.mktemp("blocks") / "index"
    rng = random.Random(3)
    common = "față pește părți munte vânt câmp".split()
    with sl.create(path, SCHEMA, policy="none") as writer:
        for number in range(DOCUMENTS):
            found = [word for word in common if rng.random() < 0.2]
            found += ["mână"] * (number % 50 == 0) + ["țară"] * (number % 20 == 5)
            found = ["mână", "țară", *common] if number < 6_000 and number % 500 == 0 else found
            writer.add(body=" ".join(found) or "rest", date=FIRST + timedelta(days=number))
    with sl.open(path) as opened:
        query = sl.parse(" ".join(["mână", "țară", *common]), SCHEMA)
        for k in (1, 10, 100):
            check(opened, query, k)


def test_more_rare_words_than_lead_are_found_as_well(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("many") / "index"
    rng = random.Random(7)
    names = [f"w{number}" for number in range(40)]
    with sl.create(path, SCHEMA, policy="none") as writer:
        for number in range(3_000):
            some = rng.sample(names, rng.randrange(1, 4)) if rng.random() < 0.2 else []
            common = [name for name in ("third", "most", "every") if rng.random() < SHARES[name]]
            writer.add(words=" ".join(some * rng.randrange(1, 3) + common), date=FIRST + timedelta(days=number % 97))
    with sl.open(path) as opened:
        for k in (1, 10, 200):
            check(opened, words(*names), k)
            check(opened, words(*names, "third", "most", "every"), k)


def test_pages_behind_a_hit_leave_none_out(index: sl.Index) -> None:
    for query in (
        words("rare", "seldom", "below", "middling", "dense", "third", "nearly"),
        words("single", "above", "most", "third"),
    ):
        whole = index.search(query, limit=90)
        assert ids_page_by_page(index, query, 30, len(whole)) == whole.ids.tolist(), query
