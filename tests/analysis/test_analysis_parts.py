"""The parts of chains, each alone; and parts of a user's."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.analysis import Chain, analyze, parts, register_part
from searchlib.analysis.spelling import normalise, run_char_filters
from searchlib.errors import AnalyzerError


def filtered(name: str, text: str) -> str:
    return parts.char_filter(name).apply(text)[0]


def words(name: str, text: str) -> list[tuple[str, str]]:
    return [(piece[0], piece[4]) for piece in parts.tokenizer(name).apply(text)]


def terms(name: str, *given: str) -> list[tuple[str, ...]]:
    table = parts.token_filter(name, "unidecode").apply(given)
    return [table[word] for word in given]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("cedilla", "ŞTIINŢĂ şi ţară", "ȘTIINȚĂ și țară"),
        ("compose", "s\u0327i a\u0306", "şi ă"),
        ("hyphens", "s\u2010a n\u2011a d\u2019Artagnan O\u00b4Neill", "s-a n-a d'Artagnan O'Neill"),
        ("invisible", "ar\u00admă\u200btu\ufeffra", "armătura"),
        ("misread", "oraºul þara ªtefan 1º Þór", "orașul țara Ștefan 1º Þór"),
        ("misread", "inflaþionistì Pawe³ Wa³êsa Mi³osz", "inflaționistì Paweł Wałêsa Miłosz"),
        ("misread", "Petroviæ Æsir Mærsk m³ km³ þiæ º³a", "Petrović Æsir Mærsk m³ km³ țić șła"),
        ("misread", "investíþii nºel mi-º 1º 2ª Nº Hafþór", "investíții nșel mi-ș 1º 2ª Nº Hafþór"),
    ],
)
def test_char_filters(name: str, before: str, after: str) -> None:
    assert filtered(name, before) == after
    assert filtered(name, after) == after
    assert parts.char_filter(name).name == name


def test_char_filters_follow_each_character_back() -> None:
    filters = [parts.char_filter(name).apply for name in ("hyphens", "invisible", "compose")]
    text, starts = run_char_filters("a\u00ads\u0327\u2010b", filters)
    assert (text, starts) == ("aş-b", [0, 2, 4, 5, 6])


@given(st.text("aşșţ\u0326\u0327\u0301\u00ad\u200b’‐þº1Å\u212b가\u1100\u1161", max_size=12))
def test_the_four_char_filters_of_romanian_are_its_normalisation(text: str) -> None:
    filters = [parts.char_filter(name).apply for name in ("hyphens", "invisible", "compose", "misread")]
    assert run_char_filters(text, filters) == normalise(text)


@given(st.one_of(st.text(max_size=30), st.text("aăsșşţi\u0301\u00ad’‐þºª³¹æÆáÐ1Nn가\u1100\u1161", max_size=12)))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once, starts = normalise(text)
    assert normalise(once) == (once, None)
    assert len(starts or range(len(text) + 1)) == len(once) + 1


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("words", "nord-coreenii", [("nord", "part"), ("coreenii", "part"), ("nordcoreenii", "whole")]),
        ("words", "l'homme", [("l", "part"), ("homme", "part"), ("lhomme", "whole")]),
        ("words", "Obama's", [("Obama", "part")]),
        ("words", "o's", [("o", "part"), ("s", "part"), ("os", "whole")]),
        ("words", "2008-2009", [("2008", "part"), ("2009", "part")]),
        ("words", "pîine", [("pîine", "part")]),
        ("words", "1.200", [("1200", "part")]),
        ("words:english", "1.200", [("1.200", "part")]),
        ("words:english", "1,200", [("1200", "part")]),
        ("words:english", "1,200.50", [("1200.50", "part")]),
        ("words:english", "4,45", [("4.45", "part")]),
        ("words:english", "1.200.000", [("1200000", "part")]),
        ("words:romanian", "s-a", [("s", "part"), ("a", "part")]),
        ("words:romanian", "pîine", [("pâine", "part")]),
        ("plain", "#KimJongUn zf.ro", [("KimJongUn", "part"), ("zf", "part"), ("ro", "part")]),
        ("whitespace", "#KimJongUn", [("#KimJongUn", "part")]),
        ("whitespace", "", []),
    ],
)
def test_tokenizers(name: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert words(name, text) == expected


@pytest.mark.parametrize(
    ("name", "word", "expected"),
    [
        ("lowercase", "ȘTIRI", ("știri",)),
        ("lowercase:turkish", "IŞIK İz", ("ışık iz",)),
        ("fold", "Soldaţilor", ("soldatilor",)),
        ("fold", "\u0301", ()),
        ("respell", "pîine", ("pâine",)),
        ("transliterate", "москва", ("moskva",)),
        ("transliterate:anyascii", "юлия", ("yuliya",)),
        ("transliterate:none", "москва", ("москва",)),
        ("stem:romanian", "soldatilor", ("soldat",)),
        ("stem:english", "running", ("run",)),
        ("stem:english", "1990s", ("1990s",)),
        ("stem:german", "häuser", ("haus",)),
        ("snowball:romanian", "copilului", ("copil",)),
        ("exact", "Soldaţilor", ("Soldaţilor",)),
    ],
)
def test_token_filters(name: str, word: str, expected: tuple[str, ...]) -> None:
    assert terms(name, word) == [expected]
    assert parts.token_filter(name, "unidecode").version()


def test_exact_keeps_the_word_folded_and_as_printed() -> None:
    keep = parts.token_filter("exact", "unidecode").keep
    assert keep is not None
    assert keep("Soldaţilor") == ("soldatilor", "soldaților")
    assert keep("Kim") == ("kim",)
    assert keep("Москва") == ("moskva", "москва")
    assert keep("\u0301") == ()
    assert keep("ș" * 200) == ("s" * 200,)


@pytest.mark.parametrize(
    ("chain", "message"),
    [
        (Chain(("cedila",)), "unknown char filter 'cedila': known are cedilla, compose, hyphens"),
        (Chain((), "word"), r"unknown tokenizer 'word': known are plain, whitespace, words, .*register_part"),
        (Chain((), "words", ("fodl",)), r"unknown token filter 'fodl': known are exact, .*stem:romanian"),
        (Chain((), "words", ("fold:x",)), "unknown token filter 'fold:x'"),
        (Chain((), "words", ("stem:klingon",)), "'stem:klingon': Snowball stems .*english"),
        (Chain((), "words", ("stem",)), "unknown token filter 'stem'"),
        (Chain((), "words", ("transliterate:icu",)), "unknown transliterator 'icu'"),
        (Chain((), "words", ("exact:icu",)), "unknown transliterator 'icu'"),
    ],
)
def test_unknown_parts_are_told_what_is_known(chain: Chain, message: str) -> None:
    with pytest.raises(AnalyzerError, match=message):
        analyze("x", chain)


def test_a_char_filter_of_ones_own_keeps_offsets_where_it_changed_nothing() -> None:
    register_part("char_filter", "units", lambda text: text.replace("km²", "km2").replace("½", "0.5"))
    tokens = analyze("în 25km²-xy", Chain(("units",), "plain", ("fold",)))
    assert [(token.terms, token.start, token.end) for token in tokens] == [
        (("in",), 0, 2),
        (("25km2",), 3, 8),
        (("xy",), 9, 11),
    ]
    register_part("char_filter", "drop", lambda text: text.replace("(", "").replace("~~", ""))
    assert [(t.start, t.end) for t in analyze("ab~~cd-ef", Chain(("drop",), "plain"))] == [(0, 6), (7, 9)]


@given(st.text("ab", max_size=6), st.text("ab", max_size=6))
def test_the_offsets_of_a_changed_form_lie_in_the_old_one(before: str, after: str) -> None:
    register_part("char_filter", "anything", lambda _: after)
    text, starts = run_char_filters(before, [parts.char_filter("anything").apply])
    assert text == after
    if starts is not None:
        assert len(starts) == len(after) + 1
        assert list(starts) == sorted(starts)
        assert all(0 <= start <= len(before) for start in starts)
        assert starts[-1] == len(before)


@pytest.mark.parametrize("found", [["ab", "cd", "e"], [(0, 2), (3, 5), (6, 7)], [("ab"), (3, 5), "", "e"]])
def test_a_tokenizer_of_ones_own_gives_words_or_spans(found: list[str | tuple[int, int]]) -> None:
    register_part("tokenizer", "mine", lambda _: found)  # type: ignore[arg-type, return-value]  # mixed on purpose
    tokens = analyze("xx ab/cd/e".split()[1], Chain((), "mine"))
    assert [(token.text, token.position, token.start) for token in tokens] == [("ab", 0, 0), ("cd", 1, 3), ("e", 2, 6)]


@pytest.mark.parametrize("found", ["ab", None, 7, ["cd", "ab"], [(0, 99)], [(2, 1)], [(0,)], [3]])
def test_what_a_tokenizer_returns_is_checked(found: object) -> None:
    register_part("tokenizer", "mine", lambda _: found)  # type: ignore[arg-type, return-value]  # that is the point
    with pytest.raises(AnalyzerError, match="tokenizer 'mine' "):
        analyze("ab/cd", Chain((), "mine"))


def test_a_token_filter_of_ones_own_is_asked_once_a_word() -> None:
    asked: list[str] = []

    def names(word: str) -> list[str] | str | None:
        asked.append(word)
        return {"de": None, "kim": ["kim", "lider", "kim", ""]}.get(word, word)

    register_part("token_filter", "names", names)
    tokens = analyze("Kim de Kim KIM de-acum", Chain((), "words", ("lowercase", "names", "stem:english")))
    assert [(token.position, token.terms) for token in tokens] == [
        *((position, ("kim", "lider")) for position in range(3)),
        (3, ("acum",)),
        (3, ("deacum",)),
    ]
    assert sorted(asked) == ["acum", "de", "deacum", "kim"]


@pytest.mark.parametrize(
    ("kind", "name", "function", "message"),
    [
        ("token_filter", "fold", str, "built in"),
        ("token_filter", "stem", str, "built in"),
        ("char_filter", "a b", str, "letters"),
        ("char_filter", "", str, "letters"),
        ("tokenizer", "x|y", str.split, "letters"),
        ("tokenizer", "x", 3, "not callable"),
        ("filter", "x", str, "char_filter, tokenizer, token_filter"),
    ],
)
def test_what_cannot_be_registered(kind: str, name: str, function: object, message: str) -> None:
    with pytest.raises(AnalyzerError, match=message):
        register_part(kind, name, function)  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize("wrong", [7, [1], b"ab"])
def test_what_filters_return_is_checked(wrong: object) -> None:
    register_part("token_filter", "wrong", lambda _: wrong)  # type: ignore[arg-type, return-value]  # that is the point
    register_part("char_filter", "wrong", lambda _: wrong)  # type: ignore[arg-type, return-value]
    with pytest.raises(AnalyzerError, match="token filter 'wrong' must return strings"):
        analyze("ab", Chain((), "words", ("wrong",)))
    with pytest.raises(AnalyzerError, match="char filter 'wrong' must return a string"):
        analyze("ab", Chain(("wrong",)))


def test_composition_does_not_depend_on_what_follows() -> None:
    text = "ţară nouă"
    assert filtered("compose", unicodedata.normalize("NFD", text)) == text
