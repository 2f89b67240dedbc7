"""The words of an index, how they go on, what is like them and what stands beside them: against plain Python."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib as sl
from reference.patterns import distance
from searchlib.suggestions import KnownWords
from searchlib.suggestions.native import SideBySide
from suggestions.layouts import LAYOUTS, Layout, layout

EVERY = 1 << 30
ENOUGH = 1 << 31


@pytest.fixture(scope="module", params=LAYOUTS)
def made(request: pytest.FixtureRequest) -> Iterator[Layout]:
    with layout(request.param) as found:
        yield found


def known(index: sl.Index) -> KnownWords:
    return index._words(None)


def brute_completions(made: Layout, prefix: str, limit: int) -> list[tuple[str, int]]:
    found = [(key, documents) for key, documents in made.keys.items() if key.startswith(prefix)]
    found.sort(key=lambda one: (-one[1], one[0].encode()))
    return [(made.spellings(key)[0], documents) for key, documents in found[:limit]]


class TestCompletions:
    @pytest.mark.parametrize("limit", [0, 1, 2, 10, 1000])
    @pytest.mark.parametrize("typed", ["a", "ă", "ab", "s", "ș", "SAT", "ț", "i", "и", "ca", "zz"])
    def test_agree_with_a_search_of_all_words(self, made: Layout, typed: str, limit: int) -> None:
        (token,) = made.index.analyze(typed)
        found = made.index.complete(typed, limit)
        assert [(one.word, one.documents) for one in found] == brute_completions(made, token.exact[0], limit)

    def test_all_words_are_there(self, made: Layout) -> None:
        assert len(known(made.index).native) == len(made.keys) > 100
        assert known(made.index).native.occurrences == sum(
            count for word, count in made.occurrences.items() if fold(made, word) in made.keys
        )

    @pytest.mark.parametrize("count", [0, 1, 2, 127, 128, 129, 255, 256, 257])
    def test_of_any_number_of_words(self, count: int) -> None:
        # Word number n stands in one to eight documents.
        words = [f"w{number:03}" for number in range(count)]
        texts = [("", " ".join(word for n, word in enumerate(words) if n % 8 >= least)) for least in range(8)]
        with layout("one segment", texts) as made:
            assert len(known(made.index).native) == count
            for prefix in ("w", "w0", "w12", "w127", "w25"):
                for limit in (1, 3, EVERY):
                    found = [(one.word, one.documents) for one in made.index.complete(prefix, limit)]
                    assert found == brute_completions(made, prefix, limit)

    def test_only_the_last_word_goes_on(self, made: Layout) -> None:
        (first, *_) = made.index.complete("Bună Ș")
        assert first.text == f"Bună {first.word}"
        assert made.index.complete("") == made.index.complete("abc ") == made.index.complete("abc,") == []


def fold(made: Layout, word: str) -> str:
    (token,) = made.index.analyze(word)
    return token.exact[0]


class TestSpellings:
    def test_agree_with_a_search_of_all_words(self, made: Layout) -> None:
        for key in random.Random(3).sample(sorted(made.keys), 60):
            found = known(made.index).native.spellings(key)
            assert [text for text, _, _ in found] == made.spellings(key)
            assert [count for _, _, count in found] == [made.occurrences[text] for text in made.spellings(key)]

    def test_of_no_word(self, made: Layout) -> None:
        assert known(made.index).native.spellings("zzz") == []
        assert known(made.index).native.find("zzz") == ("zzz", 0, 0)


WORD = st.text(st.sampled_from("aabcstи"), max_size=7)


class TestNeighbours:
    @given(word=WORD, edits=st.sampled_from([1, 2]), limit=st.sampled_from([1, 5, EVERY]))
    def test_agree_with_the_distance_to_every_word(self, made: Layout, word: str, edits: int, limit: int) -> None:
        expected = [
            key for key in made.keys if distance(word, key) == edits and word and (edits == 1 or key[:1] == word[:1])
        ]
        native = known(made.index).native
        expected.sort(key=lambda key: (-native.find(key)[2], key.encode()))
        found = native.neighbours(word, edits, limit)
        assert [key for key, _ in found] == expected[:limit]
        assert all(count == native.find(key)[2] for key, count in found)

    @pytest.mark.parametrize("length", [1, 2, 3, 62, 63, 64, 65, 66, 200])
    def test_of_words_of_any_length(self, length: int) -> None:
        words = ["ab" * length, *("a" * size for size in range(max(1, length - 3), length + 4))]
        words += ["b" + "a" * (length - 1), "a" * (length - 1) + "b", "c" + "a" * length]
        with layout("one segment", [("", " ".join(words))]) as made:
            typed = "a" * length
            for edits in (1, 2):
                expected = {
                    word
                    for word in words
                    if distance(typed, word) == edits and (edits == 1 or word[0] == "a") and length <= 64
                }
                assert {key for key, _ in known(made.index).native.neighbours(typed, edits, EVERY)} == expected


def test_neighbours_among_all_words_of_some_letters() -> None:
    """Words about the length from which on their ends tell: no edit is overlooked wherever it is."""
    words = ["".join(letters) for size in (3, 4, 5, 6, 7) for letters in product("ab", repeat=size)]
    words += ["".join(letters) for letters in product("abc", repeat=5)][::7]
    with layout("one segment", [("", " ".join(words))]) as made:
        native = known(made.index).native
        for typed in (*words[::3], "cabab", "ababc", "acabab", "xbabab"):
            for edits in (1, 2):
                expected = {
                    word for word in words if distance(typed, word) == edits and (edits == 1 or word[0] == typed[0])
                }
                assert {key for key, _ in native.neighbours(typed, edits, EVERY)} == expected, typed


def side_by_side(made: Layout) -> SideBySide:
    return SideBySide(made.index._search().searcher.snapshot, [2, 3])


class TestSideBySide:
    @pytest.mark.parametrize("count", [2, 3])
    def test_agree_with_a_walk_through_all_texts(self, made: Layout, count: int) -> None:
        rng = random.Random(5)
        spellings: dict[str, list[str]] = {}
        for word in sorted(made.occurrences):
            key = fold(made, word)
            of_key = spellings.setdefault(key, [key])
            of_key += [word] if word != key else []
        various = sorted(spellings.values(), key=len, reverse=True)[:40]
        for _ in range(60):
            places = [rng.sample(various, 2) for _ in range(count)]
            flat = [[text for word in place for text in word] for place in places]
            found = side_by_side(made).count(places, ENOUGH, ENOUGH)
            expected = dict.fromkeys(combinations(flat), 0)
            for row in rows(made, count):
                if row in expected:
                    expected[row] += 1
            assert found == list(expected.values())

    def test_a_sample_is_taken_for_the_whole(self) -> None:
        texts = [("", "casă mare" if number % 2 else "casă mică") for number in range(1000)]
        with layout("one segment", texts) as made:
            rows = side_by_side(made)
            places = [[["casa", "casă"]], [["mare"], ["mica", "mică"]]]
            (plain, plain_small, _, mare, mica, marked) = rows.count(places, 100, 100)
            assert plain == plain_small == mica == 0
            assert (mare, marked) == (500, 500)
            assert rows.count(places, 0, 100) == [0.0] * 6

    @pytest.mark.parametrize("budget", [(ENOUGH, ENOUGH), (3, ENOUGH), (ENOUGH, 2), (1, 1)])
    def test_rows_of_three_are_the_same_whatever_was_counted_before(
        self, made: Layout, budget: tuple[int, int]
    ) -> None:
        """Rows with two words that never stand side by side are passed over once that is known."""
        rng = random.Random(7)
        words = sorted({fold(made, word) for word in made.occurrences})
        for _ in range(30):
            places = [[[word] for word in rng.sample(words, 4)] for _ in range(3)]
            before = side_by_side(made)
            for first in (0, 1):
                before.count(places[first : first + 2], *budget)
            assert before.count(places, *budget) == side_by_side(made).count(places, *budget)

    @pytest.mark.parametrize("size", [1, 127, 128, 129, 255, 256, 257])
    def test_no_more_is_read_than_may_be(self, size: int) -> None:
        """The first documents that have both words have them side by side, and none behind does."""
        texts = [("", "unu doi" if number < size else "unu alt doi") for number in range(2 * size)]
        with layout("one segment", texts) as made:
            rows = side_by_side(made)
            places = [[["unu"]], [["doi"]]]
            for documents, common in ((size, ENOUGH), (ENOUGH, size), (2 * size, 2 * size), (size + 1, ENOUGH)):
                read = min(documents, common, 2 * size)
                assert rows.count(places, documents, common) == [min(read, size) * 2 * size / read]


def combinations(places: list[list[str]]) -> Iterator[tuple[str, ...]]:
    if not places:
        yield ()
        return
    for text in places[0]:
        for rest in combinations(places[1:]):
            yield (text, *rest)


def rows(made: Layout, count: int) -> Iterator[tuple[str, ...]]:
    """Yield all words side by side, as printed, in all that was added."""
    for document in made.added:
        for tokens in document:
            by_position = {token.position: token.exact[-1] for token in tokens if token.exact}
            for position in by_position:
                row = tuple(by_position.get(position + step, "") for step in range(count))
                if all(row):
                    yield row
