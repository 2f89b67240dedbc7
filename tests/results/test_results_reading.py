"""Texts read natively for their marks: the snippets that analysing all of a text gives."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib as sl
from searchlib import analysis
from searchlib.analysis import Analyzer, Form, TextToken, Token, analyze_text
from searchlib.analysis.chain import Chain
from searchlib.analysis.multilingual import MultilingualAnalyzer, languages_of
from searchlib.errors import AnalyzerError, SearchlibError
from searchlib.results import Snippet
from searchlib.results.matches import find_matches
from searchlib.results.reading import FieldReader, Sought
from searchlib.results.snippets import snippet_of
from searchlib.search.leaves import Leaf, Looks, Mark, Together

ROMANIAN = analysis.get("romanian")
ANALYZERS = {
    "simple": analysis.get("simple"),
    "romanian": ROMANIAN,
    "with English": MultilingualAnalyzer(ROMANIAN, [analysis.get("english")]),
    "whitespace": analysis.get("whitespace"),
}
READERS = {name: FieldReader(analyzer) for name, analyzer in ANALYZERS.items()}
DAY = date(2025, 10, 24)

WORDS = st.sampled_from(
    (
        "știri", "Ştiri", "muzeul", "muzee", "nord-coreeanul", "S.U.A.", "23", "octombrie", "2025", "24.10.2025",
        "the", "government", "said", "that", "election", "#muzeu", "zf.ro", "Москва", "mu\u00adzeu", "平壤", "<b>",
        "42,2", "…", "\ud800",
    )
)  # fmt: skip
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", ". ", ", ", "\n", "-"])), max_size=30).map(
    lambda parts: "".join(a + b for a, b in parts)
)


def terms_of(tokens: list[TextToken]) -> list[str]:
    return [term for token in tokens for term in (*token.terms, *token.exact)]


@st.composite
def leaves_in(draw: st.DrawFn, tokens: list[TextToken]) -> list[Mark]:
    """Leaves of terms that the text has, mostly."""
    term = st.sampled_from([*terms_of(tokens), "absent", "2025-10-23"])
    leaf = st.lists(st.tuples(st.integers(0, 2), term), min_size=1, max_size=3, unique_by=lambda at: at[0]).map(
        lambda some: Leaf("body", tuple(sorted(some)))
    )
    looks = st.builds(
        lambda start, printed, last: Looks(
            "body", lambda words: [word.startswith(start) for word in words], printed, last
        ),
        term.map(lambda word: word[:2]), st.booleans(), st.booleans(),
    )  # fmt: skip
    part = st.lists(leaf | looks, min_size=1, max_size=2).map(tuple)
    together = st.builds(
        lambda parts, distance, ordered: Together("body", parts, distance, ordered),
        st.lists(part, min_size=2, max_size=3).map(tuple), st.integers(0, 3), st.booleans(),
    )  # fmt: skip
    return draw(st.lists(leaf | looks | together, max_size=4))


def slowly(text: str, leaves: list[Mark], analyzer: Analyzer, length: int = 240, day: date | None = None) -> Snippet:
    """Return the snippet of a text of which everything is analysed."""
    tokens = analyze_text(text, analyzer, languages=languages_of(analyzer), date=day)
    return snippet_of(text, find_matches(tokens, leaves), length)


def no_day() -> None:
    return None


@given(
    st.data(), TEXTS, st.sampled_from(sorted(ANALYZERS)), st.sampled_from([None, DAY]),
    st.integers(1, 60) | st.sampled_from([240, 1 << 40]),
)  # fmt: skip
def test_snippets_are_those_of_the_whole_text(
    data: st.DataObject, text: str, name: str, day: date | None, length: int
) -> None:
    analyzer = ANALYZERS[name]
    leaves = data.draw(leaves_in(analyze_text(text, analyzer, languages=languages_of(analyzer), date=day)))
    found = READERS[name].snippet(text, Sought(leaves), lambda: day, length)
    assert found == slowly(text, leaves, analyzer, length, day)


LETTERS = st.text(st.sampled_from("abcd "), max_size=80).map(" ".join)
LETTER = st.sampled_from("abcd").map(lambda letter: Leaf("body", ((0, letter),)))
PAIR = st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")).map(lambda p: Leaf("body", ((0, p[0]), (1, p[1]))))
PARTS = st.lists(st.lists(LETTER | PAIR, min_size=1, max_size=2).map(tuple), min_size=1, max_size=4).map(tuple)


@given(LETTERS, PARTS, st.integers(0, 4), st.booleans(), st.integers(1, 200))
def test_what_stands_together(
    text: str, parts: tuple[tuple[Leaf, ...], ...], distance: int, ordered: bool, length: int
) -> None:
    """Words that stand close to each other everywhere: which of them are taken is decided as the twin decides."""
    leaves: list[Mark] = [Together("body", parts, distance, ordered)]
    found = READERS["simple"].snippet(text, Sought(leaves), no_day, length)
    assert found == slowly(text, leaves, ANALYZERS["simple"], length)


EXCERPT_WORDS = st.sampled_from(("ab", "ș", "𝄞x", "a", "muzeu", "muzeul-mare", "z" * 30))
BETWEEN = st.text(st.sampled_from(" .!?…\"'”’»)]\n\t,(  "), min_size=1, max_size=5)


@given(
    st.lists(st.tuples(EXCERPT_WORDS, BETWEEN), max_size=25).map(lambda parts: "".join(a + b for a, b in parts)),
    st.lists(st.sampled_from(("muzeu", "a", "z" * 30)), unique=True, min_size=1),
    st.integers(1, 90),
)
def test_excerpts_are_cut_as_the_twin_cuts_them(text: str, words: list[str], length: int) -> None:
    leaves: list[Mark] = [Leaf("body", ((0, word),)) for word in words]
    for shown in (text, text.strip() + ".", " " + text):
        found = READERS["simple"].snippet(shown, Sought(leaves), no_day, length)
        assert found == slowly(shown, leaves, ANALYZERS["simple"], length)


def test_every_blank_is_one() -> None:
    """At the ends of excerpts and of sentences, of all characters in the planes that have any."""
    leaves: list[Mark] = [Leaf("body", ((0, "muzeu"),))]
    sought = Sought(leaves)
    for code in (*range(0x3100), 0xFEFF, 0x1D173, 0xE0020, 0x10FFFF):
        text = f"ab{chr(code)}cd.{chr(code)}ef muzeu gh{chr(code)}ij kl{chr(code)}"
        for length in (5, 11, 16):
            found = READERS["simple"].snippet(text, sought, no_day, length)
            assert found == slowly(text, leaves, ANALYZERS["simple"], length), hex(code)


@pytest.mark.parametrize("size", [127, 128, 129, 255, 256, 257, 4095, 4096, 4097])
def test_a_match_where_its_window_ends(size: int) -> None:
    """The last match of a window reaches to its end, one before it or one behind it."""
    leaves: list[Mark] = [Leaf("body", ((0, word),)) for word in ("ș", "muzeu")]
    text = "ș " + "x" * (size - 2) + " muzeu și altele. " + "y " * size
    for length in range(size + 4, size + 9):
        found = READERS["simple"].snippet(text, Sought(leaves), no_day, length)
        assert found == slowly(text, leaves, ANALYZERS["simple"], length)


def test_a_length_below_one_is_an_error() -> None:
    with pytest.raises(SearchlibError, match="not 0"):
        READERS["simple"].snippet("text", Sought([Leaf("body", ((0, "text"),))]), no_day, 0)


def test_a_day_is_asked_for_where_it_matters_only() -> None:
    asked: list[bool] = []

    def day() -> date:
        asked.append(True)
        return DAY

    term = Leaf("body", ((0, "2025-10-23"),))
    assert READERS["romanian"].snippet("pe 23 octombrie", Sought([term]), day, 240).highlights == ((3, 5),)
    word = Leaf("body", ((0, "pe"),))
    assert READERS["romanian"].snippet("pe 23 octombrie", Sought([word]), day, 240).highlights == ((0, 2),)
    assert asked == [True]


def test_an_analyzer_that_fails_may_be_asked_again() -> None:
    fail = True

    def lower(word: str) -> str | int:
        return 7 if fail else word.lower()

    analysis.register("failing_for_marks", lower, version="1")  # type: ignore[arg-type]
    reader = FieldReader(analysis.get("failing_for_marks"))
    sought = Sought([Leaf("body", ((0, "muzeu"),))])
    with pytest.raises(AnalyzerError):
        reader.snippet("Muzeu", sought, no_day, 240)
    fail = False
    assert reader.snippet("Muzeu", sought, no_day, 240).highlights == ((0, 5),)


def test_threads_share_a_reader() -> None:
    reader = FieldReader(ROMANIAN)
    texts = [" ".join(f"cuvânt{number + step} muzeu" for step in range(300)) for number in range(40)]
    sought = Sought([Leaf("body", ((0, analyze_text("muzeu", ROMANIAN)[0].terms[0]),))])
    wrong: list[str] = []

    def work() -> None:
        wrong.extend(text for text in texts if len(reader.snippet(text, sought, no_day, 9000).highlights) != 300)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_forms_are_forgotten_before_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("searchlib.results.reading._MOST_FORMS", 10)
    reader = FieldReader(ANALYZERS["simple"])
    sought = Sought([Leaf("body", ((0, "muzeu"),))])
    for number in range(30):
        text = f"muzeu {number} a{number} b{number}"
        assert reader.snippet(text, sought, no_day, 240).highlights == ((0, 5),)
    assert reader._table().forms.size < 20


def test_a_chain_of_ones_own_is_read() -> None:
    chain = Chain(tokenizer="words", token_filters=("lowercase",))
    analyzer = analysis.get(str(chain))
    snippet = FieldReader(analyzer).snippet("Un MUZEU", Sought([Leaf("body", ((0, "muzeu"),))]), no_day, 240)
    assert snippet.highlights == ((3, 8),)


class Misplacing:
    """Says of every word that it begins where it does not."""

    name = "misplacing"

    def __init__(self, start: object) -> None:
        self.start = start

    def analyze_forms(self, raws: Sequence[str]) -> list[Form]:
        start: Any = self.start
        return [Form((Token(raw, 0, start, start + 1, "part"),), 1) for raw in raws]

    def fingerprint(self) -> dict[str, str]:
        return {}


def test_places_outside_of_a_form_are_cut_off() -> None:
    """What an analyzer of someone else says of places is never trusted."""
    sought = Sought([Leaf("body", ((0, "muzeu"),))])
    for start in (3, 4, 5, 6, 1 << 31):
        shown = FieldReader(Misplacing(start)).snippet("un muzeu", sought, no_day, 240)
        assert all(3 <= begin <= end <= 8 for begin, end in shown.highlights)
    for wrong in (-1, 1 << 40, 0.5):
        with pytest.raises(AnalyzerError, match="without places for 'muzeu'"):
            FieldReader(Misplacing(wrong)).snippet("un muzeu", sought, no_day, 240)


def test_a_day_without_a_year_is_marked_by_the_date_of_its_article(tmp_path: Path) -> None:
    with sl.create(tmp_path / "index") as writer:
        writer.add(id="now", body="Muzeul se deschide pe 23 octombrie, seara.", date="2025-10-24")
        writer.add(id="then", body="Muzeul s-a deschis pe 23 octombrie, seara.", date="2019-10-24")
        writer.add(id="undated", body="Muzeul s-a deschis pe 23 octombrie, seara.")
    with sl.open(tmp_path / "index") as index:
        (hit,) = index.search("23.10.2025")
        assert hit.key == "now"
        assert hit.snippet().marked("[", "]") == "Muzeul se deschide pe [23] octombrie, seara."
