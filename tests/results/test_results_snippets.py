"""Snippets: the letters of the text, marked exactly where it matches, harmless whatever it holds."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchlib import analysis
from searchlib.analysis import analyze_text
from searchlib.errors import SearchlibError
from searchlib.results import Snippet, make_snippet
from searchlib.results.matches import find_matches
from searchlib.search.leaves import Leaf

SIMPLE = analysis.get("simple")
ROMANIAN = analysis.get("romanian")

WORDS = (
    "știri",
    "stiri",
    "Ştiri",
    "muzeul",
    "memorial",
    "nord-coreeanul",
    "S.U.A.",
    "<b>",
    "&amp;",
    "a",
    "…",
    '"',
    "平壤",
)
QUERY_WORDS = ("stiri", "muzeul", "memorial", "a", "b", "absent")


def word(text: str) -> Leaf:
    return Leaf("body", ((0, text),))


def phrase(*texts: str) -> Leaf:
    return Leaf("body", tuple(enumerate(texts)))


def marked(snippet: Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.highlights]


leaves_of_query = st.lists(
    st.lists(st.sampled_from(QUERY_WORDS), min_size=1, max_size=3).map(lambda words: phrase(*words)), max_size=3
)
texts_of_words = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", "  ", ". ", ".\n", "! ", ", "])), max_size=40
).map(lambda parts: "".join(a + b for a, b in parts))


class TestMatches:
    @pytest.mark.parametrize("text", ["soldaţilor", "soldaților", "soldatilor", "SOLDAT\N{COMBINING COMMA BELOW}ILOR"])
    @pytest.mark.parametrize("query", ["soldatilor", "soldaților", "soldat"])
    def test_every_spelling_and_form_is_marked_as_printed(self, text: str, query: str) -> None:
        (token,) = analyze_text(query, ROMANIAN)
        if text.startswith("SOLDAT"):
            text = text.replace("T\N{COMBINING COMMA BELOW}", "T\N{COMBINING CEDILLA}")
        snippet = make_snippet(f"Numele {text} căzuți.", [word(token.terms[0])], ROMANIAN)
        assert marked(snippet) == [text]

    def test_soft_hyphens_stay_in_the_marked_word(self) -> None:
        assert marked(make_snippet("un mu\u00adzeu mic", [word("muzeu")], SIMPLE)) == ["mu\u00adzeu"]

    def test_a_phrase_is_one_span(self) -> None:
        snippet = make_snippet("Muzeul, memorial. Un muzeul.", [phrase("muzeul", "memorial")], SIMPLE)
        assert marked(snippet) == ["Muzeul, memorial"]

    def test_overlapping_matches_are_joined(self) -> None:
        leaves = [phrase("a", "b"), phrase("b", "c"), word("b")]
        assert marked(make_snippet("a b c d", leaves, SIMPLE)) == ["a b c"]

    def test_no_leaves_need_no_analyzer(self) -> None:
        assert make_snippet("Un text.", [], None) == Snippet("Un text.")


class TestExcerpt:
    def test_a_short_text_is_shown_whole(self) -> None:
        assert make_snippet(" Un text.\n", [word("text")], SIMPLE) == Snippet("Un text.", ((3, 7),))

    def test_without_a_match_it_is_the_beginning(self) -> None:
        snippet = make_snippet("unu doi trei patru", [word("absent")], SIMPLE, 10)
        assert snippet == Snippet("unu doi", (), before=False, after=True)

    def test_the_most_different_leaves_win_over_the_most_matches(self) -> None:
        text = "a a a a a a a a a a" + " x" * 50 + " a b" + " x" * 50
        snippet = make_snippet(text, [word("a"), word("b")], SIMPLE, 20)
        assert marked(snippet) == ["a", "b"]
        assert snippet.before
        assert snippet.after

    def test_the_most_matches_win_among_equals_then_the_first(self) -> None:
        text = "a x" + " x" * 50 + " a a x" + " x" * 50 + " a a x"
        snippet = make_snippet(text, [word("a")], SIMPLE, 8)
        assert marked(snippet) == ["a", "a"]
        assert snippet.after

    def test_it_starts_with_the_sentence_of_the_match(self) -> None:
        text = "Prima propoziție e lungă de tot. A doua are muzeul în ea. A treia vine la urmă și nu încape."
        assert str(make_snippet(text, [word("muzeul")], SIMPLE, 40)) == "… A doua are muzeul în ea. A treia vine la …"

    def test_a_match_at_the_end_keeps_the_room_before_it_filled(self) -> None:
        text = "Una. " * 20 + "Alta spune ceva. Ultima are muzeul."
        snippet = make_snippet(text, [word("muzeul")], SIMPLE, 40)
        assert str(snippet) == "… Una. Alta spune ceva. Ultima are muzeul."

    def test_the_sentence_of_the_match_comes_before_those_around_it(self) -> None:
        text = "Unu e aici. Doi e aici. Trei are muzeul. " + "Altceva urmează aici. " * 5
        snippet = make_snippet(text, [word("muzeul")], SIMPLE, 60)
        assert snippet.text == "Trei are muzeul. Altceva urmează aici. Altceva urmează aici."

    def test_a_word_asked_for_twice_counts_once(self) -> None:
        text = "a" + " x" * 50 + " b c" + " x" * 50
        assert marked(make_snippet(text, [word("a"), word("a"), word("a"), word("b"), word("c")], SIMPLE, 20)) == [
            "b",
            "c",
        ]

    def test_a_match_that_does_not_fit_is_not_begun(self) -> None:
        text = "a unu doi trei bb cc patru"
        snippet = make_snippet(text, [word("a"), phrase("bb", "cc")], SIMPLE, 19)
        assert snippet == Snippet("a unu doi trei bb", ((0, 1),), before=False, after=True)

    @pytest.mark.parametrize("leaves", [[phrase("aa", "bb", "cc"), word("bb")], [word("cc")]])
    def test_no_match_is_cut_for_want_of_a_blank_behind_it(self, leaves: list[Leaf]) -> None:
        snippet = make_snippet("aa bb cc(" + "x" * 100, leaves, SIMPLE, 12)
        assert snippet.text == "aa bb cc(xxx"
        assert snippet.highlights[-1][1] == 8

    def test_in_a_long_sentence_there_are_words_on_both_sides(self) -> None:
        text = "x " * 200 + "muzeul" + " y" * 200
        snippet = make_snippet(text, [word("muzeul")], SIMPLE, 60)
        left, right = snippet.text.split("muzeul")
        assert left.count("x") >= 5
        assert right.count("y") >= 10

    def test_a_match_longer_than_the_excerpt_is_cut_and_marked(self) -> None:
        snippet = make_snippet("un " + "z" * 50 + " doi", [word("z" * 50)], SIMPLE, 20)
        assert snippet == Snippet("z" * 20, ((0, 20),), before=True, after=True)

    @pytest.mark.parametrize("length", [0, -1])
    def test_a_length_below_one_is_an_error(self, length: int) -> None:
        with pytest.raises(SearchlibError, match=f"not {length}"):
            make_snippet("text", [], None, length)

    def test_a_megabyte_of_blanks_or_letters_is_no_trouble(self) -> None:
        for text in (" " * 1_000_000, "\n" * 500_000 + "muzeul", "." * 1_000_000, "x" * 1_000_000, '."' * 500_000):
            snippet = make_snippet(text, [word("muzeul")], SIMPLE)
            assert len(snippet.text) <= 240


class TestForms:
    SNIPPET = Snippet("<b>Muzeul</b> & 'cel' \"mic\"", ((3, 9), (21, 24)), before=True, after=True)

    def test_plain(self) -> None:
        assert str(self.SNIPPET) == "… <b>Muzeul</b> & 'cel' \"mic\" …"

    def test_html_is_escaped_but_for_its_marks(self) -> None:
        snippet = Snippet("<b>Muzeul</b> & 'cel'", ((3, 9),))
        assert snippet.html() == "&lt;b&gt;<mark>Muzeul</mark>&lt;/b&gt; &amp; &#x27;cel&#x27;"
        assert snippet.html("em").count("<em>") == 1

    @pytest.mark.parametrize("tag", ["", "a b", "mark onclick=x", "<", "1", "mark\n"])
    def test_a_tag_is_a_bare_name(self, tag: str) -> None:
        with pytest.raises(SearchlibError, match="HTML element"):
            self.SNIPPET.html(tag)

    def test_marked_and_pieces(self) -> None:
        snippet = Snippet("abcdef", ((0, 1), (3, 6)))
        assert snippet.marked("[", "]") == "[a]bc[def]"
        assert list(snippet.pieces()) == [("a", True), ("bc", False), ("def", True)]
        assert list(Snippet("").pieces()) == []


@given(texts_of_words, leaves_of_query, st.integers(20, 80))
def test_exactly_the_matches_in_the_excerpt_are_marked(text: str, leaves: list[Leaf], length: int) -> None:
    snippet = make_snippet(text, leaves, SIMPLE, length)
    marks = [False] * len(snippet.text)
    for match in find_matches(analyze_text(snippet.text, SIMPLE), leaves):
        marks[match.start : match.end] = [True] * (match.end - match.start)
    shown = [False] * len(snippet.text)
    for start, end in snippet.highlights:
        shown[start:end] = [True] * (end - start)
    assert shown == marks


@given(texts_of_words, leaves_of_query, st.integers(20, 80))
def test_every_mark_is_a_matching_token_or_phrase(text: str, leaves: list[Leaf], length: int) -> None:
    snippet = make_snippet(text, leaves, SIMPLE, length)
    for piece in marked(snippet):
        assert find_matches(analyze_text(piece, SIMPLE), leaves)


@given(texts_of_words, leaves_of_query, st.integers(20, 80))
def test_no_excerpt_has_more_of_the_query(text: str, leaves: list[Leaf], length: int) -> None:
    distinct = list(dict.fromkeys(leaves))
    matches = find_matches(analyze_text(text, SIMPLE), distinct)
    best = max(
        (
            len({m.leaf for m in matches if m.start >= first.start and m.end <= first.start + length})
            for first in matches
        ),
        default=0,
    )
    snippet = make_snippet(text, leaves, SIMPLE, length)
    assert len({m.leaf for m in find_matches(analyze_text(snippet.text, SIMPLE), distinct)}) >= best


@given(st.text() | texts_of_words, leaves_of_query, st.integers(1, 300), st.sampled_from([SIMPLE, ROMANIAN]))
@example("", [word("a")], 1, SIMPLE)
@example("\x00a\x00", [word("a")], 1, SIMPLE)
@example("a" * 5000 + "-a", [word("a")], 1, ROMANIAN)
@example("\ud800 a", [word("a")], 240, ROMANIAN)
def test_any_text_gives_a_harmless_part_of_itself(
    text: str, leaves: list[Leaf], length: int, analyzer: analysis.Analyzer
) -> None:
    snippet = make_snippet(text, leaves, analyzer, length)
    assert snippet.text in text
    assert len(snippet.text) <= length
    assert snippet.text == snippet.text.strip()
    assert bool(snippet.text) == bool(text.strip())
    edges = [edge for span in snippet.highlights for edge in span]
    assert edges == sorted(edges)
    assert all(start < end for start, end in snippet.highlights)
    assert not edges or (edges[0] >= 0 and edges[-1] <= len(snippet.text))
    page = snippet.html()
    assert page.count("<mark>") == page.count("</mark>") == len(snippet.highlights)
    bare = re.sub("</?mark>", "", page)
    assert not set(bare) & set("<>\"'")
    assert html.unescape(bare) == snippet.text
    assert snippet.marked("", "") == snippet.text


def test_a_real_article_in_any_spelling(data_folder: Path) -> None:
    (path,) = (data_folder / "seeds").glob("*.txt")
    text = path.read_text(encoding="utf-8")
    (token,) = analyze_text("soldatilor", ROMANIAN)
    snippet = make_snippet(text, [word(token.terms[0])], ROMANIAN)
    assert "soldaţilor" in marked(snippet)
    assert len(snippet.text) <= 240
