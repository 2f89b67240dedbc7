"""Texts read natively for their marks: of the tokens that analysing all of a text gives, those asked for."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib as sl
from searchlib import analysis
from searchlib.analysis import TextToken, analyze_text
from searchlib.analysis.chain import Chain
from searchlib.analysis.multilingual import MultilingualAnalyzer, languages_of
from searchlib.errors import AnalyzerError
from searchlib.results.matches import find_matches
from searchlib.results.reading import FieldReader, Sought
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


@given(st.data(), TEXTS, st.sampled_from(sorted(ANALYZERS)), st.sampled_from([None, DAY]))
def test_the_matches_are_those_of_the_whole_text(data: st.DataObject, text: str, name: str, day: date | None) -> None:
    analyzer = ANALYZERS[name]
    tokens = analyze_text(text, analyzer, languages=languages_of(analyzer), date=day)
    leaves = data.draw(leaves_in(tokens))
    found = READERS[name].tokens(text, Sought(leaves), lambda: day)
    assert find_matches(found, leaves) == find_matches(tokens, leaves)
    everything = {(token.start, token.end, token.position) for token in tokens}
    assert all((token.start, token.end, token.position) in everything for token in found)
    assert all(text[token.start : token.end] == token.text for token in found)


def test_what_is_not_asked_for_is_left_out() -> None:
    found = READERS["romanian"].tokens("Un muzeu și alt muzeu.", Sought([Leaf("body", ((0, "muze"),))]), lambda: None)
    assert [token.text for token in found] in ([], ["muzeu", "muzeu"])
    term = analyze_text("muzeu", ROMANIAN)[0].terms[0]
    found = READERS["romanian"].tokens("Un muzeu și alt muzeu.", Sought([Leaf("body", ((0, term),))]), lambda: None)
    assert [(token.text, token.start, token.position) for token in found] == [("muzeu", 3, 1), ("muzeu", 16, 4)]


def test_a_day_is_asked_for_where_it_matters_only() -> None:
    asked: list[bool] = []

    def day() -> date:
        asked.append(True)
        return DAY

    term = Leaf("body", ((0, "2025-10-23"),))
    (found,) = READERS["romanian"].tokens("pe 23 octombrie", Sought([term]), day)
    assert (found.text, found.terms) == ("23", ("2025-10-23",))
    assert READERS["romanian"].tokens("pe 23 octombrie", Sought([Leaf("body", ((0, "pe"),))]), day) != []
    assert asked == [True]


def test_an_analyzer_that_fails_may_be_asked_again() -> None:
    fail = True

    def lower(word: str) -> str | int:
        return 7 if fail else word.lower()

    analysis.register("failing_for_marks", lower, version="1")  # type: ignore[arg-type]
    reader = FieldReader(analysis.get("failing_for_marks"))
    sought = Sought([Leaf("body", ((0, "muzeu"),))])
    with pytest.raises(AnalyzerError):
        reader.tokens("Muzeu", sought, lambda: None)
    fail = False
    assert [token.text for token in reader.tokens("Muzeu", sought, lambda: None)] == ["Muzeu"]


def test_threads_share_a_reader() -> None:
    reader = FieldReader(ROMANIAN)
    texts = [" ".join(f"cuvânt{number + step} muzeu" for step in range(300)) for number in range(40)]
    sought = Sought([Leaf("body", ((0, analyze_text("muzeu", ROMANIAN)[0].terms[0]),))])
    wrong: list[str] = []

    def work() -> None:
        wrong.extend(text for text in texts if len(reader.tokens(text, sought, lambda: None)) != 300)

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
        assert [token.start for token in reader.tokens(text, sought, lambda: None)] == [0]
    assert reader._table().forms.size < 20


def test_a_chain_of_ones_own_is_read() -> None:
    chain = Chain(tokenizer="words", token_filters=("lowercase",))
    analyzer = analysis.get(str(chain))
    tokens = FieldReader(analyzer).tokens("Un MUZEU", Sought([Leaf("body", ((0, "muzeu"),))]), lambda: None)
    assert [token.text for token in tokens] == ["MUZEU"]


def test_a_day_without_a_year_is_marked_by_the_date_of_its_article(tmp_path: Path) -> None:
    with sl.create(tmp_path / "index") as writer:
        writer.add(id="now", body="Muzeul se deschide pe 23 octombrie, seara.", date="2025-10-24")
        writer.add(id="then", body="Muzeul s-a deschis pe 23 octombrie, seara.", date="2019-10-24")
        writer.add(id="undated", body="Muzeul s-a deschis pe 23 octombrie, seara.")
    with sl.open(tmp_path / "index") as index:
        (hit,) = index.search("23.10.2025")
        assert hit.key == "now"
        assert hit.snippet().marked("[", "]") == "Muzeul se deschide pe [23] octombrie, seara."
