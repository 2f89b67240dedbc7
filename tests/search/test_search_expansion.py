"""The terms that patterns stand for, against plain Python over the whole dictionary."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchlib as sl
from reference.patterns import distance, stands_for
from searchlib.analysis.folding import fold_text
from searchlib.errors import QueryError
from searchlib.query import Fuzzy, Prefix, Regex, Wildcard
from searchlib.query.patterns import Pattern
from searchlib.search.automata import automaton_of, regex_automaton, spellings_of
from searchlib.search.native import Automaton, Snapshot, expand

LETTERS = "aabcșțăи"
SCHEMA = sl.Schema({"id": sl.Stored(), "body": sl.Text(), "tags": sl.Keyword()}, letters_boost=0)
EXACT = 1
EVERY = 1 << 30
Terms = dict[str, int]


def words(rng: random.Random) -> list[str]:
    return ["".join(rng.choice(LETTERS) for _ in range(rng.randrange(1, 7))) for _ in range(rng.randrange(1, 12))]


def snapshot_of(index: sl.Index) -> Snapshot:
    return index._search().searcher._snapshot


@pytest.fixture(scope="module", params=["one segment", "several segments", "with deletions"])
def dictionary(request: pytest.FixtureRequest) -> Iterator[tuple[Snapshot, Terms]]:
    rng = random.Random(7)
    texts = [words(rng) for _ in range(300)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        with sl.create(path, SCHEMA, policy="none") as writer:
            for number, text in enumerate(texts):
                writer.add(id=f"{number}", body=" ".join(text), tags=text)
                if request.param != "one segment" and number % 70 == 69:
                    writer.commit()
        if request.param == "with deletions":
            with sl.open(path) as index, index.writer() as writer:
                for number in range(0, 300, 3):
                    writer.delete(f"{number}")
        live = [t for n, t in enumerate(texts) if request.param != "with deletions" or n % 3]
        with sl.open(path) as index:
            exact = [{form for token in index.analyze(" ".join(text)) for form in token.exact} for text in live]
            frequencies: Terms = {}
            for forms in exact:
                for form in forms:
                    frequencies[form] = frequencies.get(form, 0) + 1
            yield snapshot_of(index), frequencies


def check(dictionary: tuple[Snapshot, Terms], pattern: Pattern, text: str) -> int:
    snapshot, frequencies = dictionary
    expected = {word: n for word, n in frequencies.items() if stands_for(pattern, text, word) is not None}
    found, cut = expand(snapshot, EXACT, False, automaton_of(pattern, text), EVERY)
    assert not cut
    assert found == sorted(expected.items(), key=lambda item: item[0].encode())
    return len(found)


def test_the_whole_dictionary(dictionary: tuple[Snapshot, Terms]) -> None:
    assert check(dictionary, Prefix(""), "") == len(dictionary[1]) > 500


TEXT = st.text(st.sampled_from(LETTERS), min_size=1, max_size=6)
SHAPE = st.text(st.sampled_from(LETTERS + "**??"), max_size=7)
EXPRESSION = st.recursive(
    st.sampled_from([*LETTERS, ".", "[abc]", "[^ab]", "[ă-ț]", "()", r"\w", r"\x{103}"]),
    lambda inner: (
        st.tuples(inner, inner).map("".join)
        | st.tuples(inner, inner).map(lambda pair: f"({pair[0]}|{pair[1]})")
        | st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{2,}", "{0}"])).map(
            lambda pair: f"({pair[0]}){pair[1]}"
        )
    ),
    max_leaves=8,
)


@given(TEXT)
@settings(max_examples=100)
def test_prefixes(dictionary: tuple[Snapshot, Terms], text: str) -> None:
    check(dictionary, Prefix(text), text)


@given(SHAPE)
@settings(max_examples=200)
def test_wildcards(dictionary: tuple[Snapshot, Terms], text: str) -> None:
    check(dictionary, Wildcard(text), text)


@given(TEXT, st.integers(1, 2), st.integers(0, 4))
@settings(max_examples=200)
def test_fuzzy_words(dictionary: tuple[Snapshot, Terms], text: str, edits: int, prefix: int) -> None:
    check(dictionary, Fuzzy(text, edits, prefix), text)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 15, 16, 17, 55, 56, 57, 62, 63, 64, 65, 120])
@pytest.mark.parametrize("edits", [1, 2])
def test_words_of_all_lengths(tmp_path: Path, size: int, edits: int) -> None:
    """Short words have a table of their letters, longer ones none."""
    rng = random.Random(size)
    word = "".join(rng.choice("abcș") for _ in range(size))
    others = {word}
    for _ in range(200):
        other = list(word)
        for _ in range(rng.choice((1, 1, 2, 3))):
            at = rng.randrange(len(other) + 1)
            other[at : at + rng.choice((0, 1, 1, 2))] = rng.choice(([], ["b"], ["ș"], other[at : at + 2][::-1]))
        others.add("".join(other))
    with sl.create(tmp_path / "index", sl.Schema({"id": sl.Stored(), "tags": sl.Keyword()})) as writer:
        writer.add(id="1", tags=sorted(others - {""}))
    with sl.open(tmp_path / "index") as index:
        known, _ = expand(snapshot_of(index), 0, True, automaton_of(Prefix(""), ""), EVERY)
        for fixed in (0, 1, size - 1, size, size + 1):
            pattern = Fuzzy(fold_text(word), edits, fixed)
            found, _ = expand(snapshot_of(index), 0, True, automaton_of(pattern, pattern.text), EVERY)
            assert [t for t, _ in found] == [t for t, _ in known if stands_for(pattern, pattern.text, t) is not None]
            assert automaton_of(pattern, pattern.text).accepts([t for t, _ in known]) == [
                stands_for(pattern, pattern.text, t) is not None for t, _ in known
            ]


@pytest.mark.parametrize("threads", [1, 4])
def test_words_with_edits_are_the_same_the_first_time_and_later(tmp_path: Path, threads: int) -> None:
    """From the third time on a filter of the dictionary tells which words there cannot be."""
    rng = random.Random(3)
    words = {"".join(rng.choice("abcdeșț") for _ in range(rng.randrange(1, 20))) for _ in range(3_000)}
    with sl.create(tmp_path / "index", sl.Schema({"id": sl.Stored(), "tags": sl.Keyword()})) as writer:
        writer.add(id="1", tags=sorted(words))
    with sl.open(tmp_path / "index") as index, ThreadPoolExecutor(threads) as pool:
        snapshot = snapshot_of(index)
        known = [term for term, _ in expand(snapshot, 0, True, automaton_of(Prefix(""), ""), EVERY)[0]]
        patterns = [Fuzzy(fold_text(word), edits) for word in rng.sample(sorted(words), 6) for edits in (1, 2)]
        for pattern in patterns:
            expected = [term for term in known if stands_for(pattern, pattern.text, term) is not None]
            automaton = automaton_of(pattern, pattern.text)
            found = list(pool.map(lambda one: expand(snapshot, 0, True, one, EVERY)[0], [automaton] * 2 * threads))
            assert all([term for term, _ in terms] == expected for terms in found)


@given(EXPRESSION)
@settings(max_examples=200)
def test_regular_expressions(dictionary: tuple[Snapshot, Terms], text: str) -> None:
    check(dictionary, Regex(text), text)


ODD_EXPRESSIONS = r"""
    a|b ab| | a||b (a) () (?:ab)+c a*b+c? a{0} a{2} a{2,} a{2,4} a{0,0} (ab){1,3} ((a|b)*c)? [abc]
    [^abc] [a-c] [^a-c-] [-a] [a-] []a] [^]a] [a\]b] [\d_] [\w] \d \D \w \W \s \S \. \* \- A-Z [A-C]
    [A-z] .* .+a a.c a{255} a{254,255} (a|bc|d{3}){2} [a^] \/ (((((a))))) x*y*z* [0-9]{4} a\{2 = a=b
    <a> , - a-b (a a) [a *a a** a+? a{ a{2 a{2,1} a{256} a{1,256} a{00001} a{,2} a{a} ^a a$ \ \a \1
    \x{61} [c-a] [\d-a] [a-\d] ăa [ă] (a{200}){6} (((a{10}){10}){10}){10}
    a{200}b{200}c{200}d{200}e{199} a{200}b{200}c{200}d{200}e{200}f
""".split()


@pytest.mark.parametrize("expression", [*ODD_EXPRESSIONS, "(" * 50 + "a" + ")" * 50, "(" * 51 + "a" + ")" * 51, ""])
def test_both_readers_of_expressions_agree(expression: str) -> None:
    """The native one leaves what it does not read, and all mistakes, to the one in Python."""
    found = Automaton.matching(expression)
    try:
        readable = regex_automaton(expression)
    except QueryError:
        assert found is None
        return
    assert (found is None) == (not expression.isascii() or "\\x" in expression)
    if found is not None:
        rng = random.Random(expression)
        letters = [*set(expression) & set("abcdexyz"), *"ab0_-.*]^= \\\u2000ă"]
        sample = ["".join(rng.choices(letters, k=rng.randrange(9))) for _ in range(3_000)]
        sample += [letter * size for letter in "ab" for size in (199, 200, 201, 254, 255, 256)]
        assert found.accepts(sample) == readable.accepts(sample)


@given(EXPRESSION | st.text("ab(|)[]^-*+?{}12,.\\dwsWA", max_size=12))
@settings(max_examples=500)
def test_both_readers_of_expressions_agree_on_any_text(expression: str) -> None:
    test_both_readers_of_expressions_agree(expression)


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("", "", 0), ("ab", "ba", 1), ("abc", "ca", 3), ("abcd", "acbd", 1), ("ministru", "minisrtu", 1), ("a", "", 1)],
)
def test_the_table_of_edits(one: str, other: str, edits: int) -> None:
    assert distance(one, other) == distance(other, one) == edits


@pytest.mark.parametrize("limit", [0, 1, 2, 10, 100])
def test_the_commonest_are_kept(dictionary: tuple[Snapshot, Terms], limit: int) -> None:
    snapshot, frequencies = dictionary
    matching = {word: n for word, n in frequencies.items() if word.startswith("a")}
    found, cut = expand(snapshot, EXACT, False, automaton_of(Prefix("a"), "a"), limit)
    assert cut
    commonest = sorted(matching.items(), key=lambda item: (-item[1], item[0].encode()))[:limit]
    assert sorted(commonest, key=lambda item: item[0].encode()) == found


def test_keywords(dictionary: tuple[Snapshot, Terms]) -> None:
    found, _ = expand(dictionary[0], 0, True, automaton_of(Prefix("ab"), "ab"), EVERY)
    assert found
    assert all(word.startswith("ab") for word, _ in found)


def test_spellings(dictionary: tuple[Snapshot, Terms]) -> None:
    snapshot, frequencies = dictionary
    found = 0
    for folded in {fold_text(word) for word in frequencies}:
        spelt, _ = expand(snapshot, EXACT, False, spellings_of(folded), EVERY)
        assert [word for word, _ in spelt] == sorted((w for w in frequencies if fold_text(w) == folded), key=str.encode)
        found += len(spelt)
    assert found == len(frequencies)


def test_an_expression_that_would_take_too_many_states_is_refused(dictionary: tuple[Snapshot, Terms]) -> None:
    with TemporaryDirectory() as folder:
        with sl.create(Path(folder) / "index", SCHEMA) as writer:
            rng = random.Random(3)
            for number in range(3000):
                writer.add(id=f"{number}", body="".join(rng.choice("ab") for _ in range(60)))
        with sl.open(Path(folder) / "index") as index:
            automaton = automaton_of(Regex("(a|b)*a(a|b){30}"), "(a|b)*a(a|b){30}")
            with pytest.raises(ValueError, match="too complicated"):
                expand(snapshot_of(index), EXACT, False, automaton, EVERY)
