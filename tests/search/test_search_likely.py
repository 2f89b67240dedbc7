"""What is needed is guessed on the way through windows of documents: the best documents are found wherever they lie.

The index has more windows than guesses begin with, and words of which the best documents lie everywhere, in the first
or the last windows, or all in one.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest

import searchlib as sl
from search.paging import ids_page_by_page
from searchlib.query import And, Not, Or, Query

SCHEMA = sl.Schema(
    fields={"body": sl.Text("whitespace"), "date": sl.Date(), "tags": sl.Keyword()},
    timezone="UTC",
    stop_words=False,
)
WINDOW = 4_096
WINDOWS = 27
DOCUMENTS = WINDOW * (WINDOWS - 1) + 1_234
LIE = ["anywhere", "early", "late", "together", "thinning"]
"""Where the best documents of the words lie that begin like this."""
NUMBERS = range(3)
FIRST = date(1900, 1, 1)


def often(word: str, window: int, rng: random.Random) -> int:
    """Return how often a word may stand in a document of a window."""
    best = {
        "anywhere": True,
        "early": window < 4,
        "late": window >= WINDOWS - 4,
        "together": window == 9,
        "thinning": rng.random() < 0.7**window,
    }
    return 9 if best[word] else 2


@pytest.fixture(scope="module", params=["whole", "with deletions"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sl.Index]:
    path = tmp_path_factory.mktemp("likely") / "index"
    rng = random.Random(5)
    with sl.create(path, SCHEMA, policy="none") as writer:
        for number in range(DOCUMENTS):
            window = number // WINDOW
            words = [f"rest{rng.randrange(9)}"]
            for word, which in product(LIE, NUMBERS):
                if rng.random() < 0.06 * (which + 1):
                    words += [f"{word}{which}"] * min(rng.randrange(1, 10), often(word, window, rng))
            writer.add(
                body=" ".join(words),
                date=FIRST + timedelta(days=(DOCUMENTS - number) // 4),
                tags=["some"] if rng.random() < 0.3 else [],
            )
    if request.param == "with deletions":
        with sl.open(path).writer(policy="none") as writer:
            for which in NUMBERS:
                writer.delete_by_query(And((sl.word(f"early{which}"), sl.word(f"anywhere{which}"))))
    with sl.open(path) as opened:
        yield opened


EVERY = [f"{kind}{which}" for kind, which in product(LIE, NUMBERS)]
SOME = sl.keyword("tags", "some")
OLD = sl.between("date", FIRST, FIRST + timedelta(days=DOCUMENTS // 5), timezone="UTC")


def disjunctions(rng: random.Random) -> Iterator[Query]:
    """Yield any of words of each kind, and of several, alone and with filters."""
    for kind in LIE:
        yield Or(tuple(sl.word(f"{kind}{which}") for which in NUMBERS))
    for count in (2, 3, 5, 10):
        for _ in range(3):
            yield Or(tuple(sl.word(word) for word in rng.sample(EVERY, count)))
    some = Or(tuple(sl.word(word) for word in rng.sample(EVERY, 4)))
    yield And((some, SOME))
    yield And((some, OLD))


def conjunctions(rng: random.Random) -> Iterator[Query]:
    """Yield all of several words: common ones and such that are not, alone, with filters and exclusions."""
    common = [word for word in EVERY if word[-1] != "0"]
    for words in (common, EVERY):
        for count in (2, 2, 2, 3, 3, 4):
            yield And(tuple(sl.word(word) for word in rng.sample(words, count)))
    first, second, third = (sl.word(word) for word in rng.sample(common, 3))
    yield And((first, second, Not(third)))
    yield And((first, second, OLD))
    yield And((first, second, SOME))
    yield And((first, second, Not(OLD)))


PLANS = {"disjunction": disjunctions, "conjunction": conjunctions}


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("k", [1, 2, 10, 100, 1_000])
def test_the_best_documents_are_found_wherever_they_lie(index: sl.Index, k: int, plan: str) -> None:
    for query in PLANS[plan](random.Random(k)):
        prepared = index.prepare(query)
        docs, scores = prepared.top(k)
        expected_docs, expected_scores = prepared.top_exhaustively(k)
        assert prepared.plan == plan, query
        assert docs.tolist() == expected_docs.tolist(), query
        assert scores.tolist() == expected_scores.tolist(), query


@pytest.mark.parametrize("plan", PLANS)
def test_pages_behind_a_hit_are_found_wherever_they_lie(index: sl.Index, plan: str) -> None:
    for query in PLANS[plan](random.Random(0)):
        whole = index.search(query, limit=60)
        assert ids_page_by_page(index, query, 20, len(whole)) == whole.ids.tolist(), query
