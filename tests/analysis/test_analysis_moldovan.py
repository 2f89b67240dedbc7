"""Romanian in Cyrillic letters."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib as sl
from searchlib.analysis import Token, get
from searchlib.analysis.moldovan import moldovan_to_latin
from searchlib.analysis.spelling import modern_letters
from searchlib.analysis.stemming import stem

ROMANIAN = get("romanian")


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        line.split()
        for line in """
            лимба limba|лимбэ limbă|ши și|ын în|ынвэцэмынт învățământ|сынт sunt|рыу râu|ань ani|тоць toți|есте este
            Кишинэу chișinău|Молдова moldova|молдовеняскэ moldovenească|ромынэ română|Ромыния românia|Яшь iași
            Бэлць bălți|Букурешть bucurești|Штефан ștefan|Георге gheorghe|Крянгэ creangă|Унгень ungheni|Орхей orhei
            чел cel|ачест acest|ачаста aceasta|ачея aceea|чея ceea|чинч cinci|чокан ciocan|чудат ciudat|мичь mici|чя cea
            ӂер ger|ӂам geam|ӂимназиу gimnaziu|мерӂь mergi|мерӂе merge|ӂюваер giuvaer|жос jos
            каре care|кеие cheie|окь ochi|кяр chiar|кямэ cheamă|гид ghid|гяцэ gheață|унгь unghi
            яр iar|я ea|сярэ seară|дял deal|ням neam|пяцэ piață|вяцэ viață|пятрэ piatră|вяк veac|воя voia|авя avea
            фемее femeie|требуе trebuie|идее idee|поет poet|фемея femeia|ноембрие noiembrie|фоае foaie
            юние iunie|юбире iubire|копий copii|луй lui|партидулуй partidului|Михай mihai|ноуэ nouă|зиуа ziua
            текст text|експерт expert|екземплу exemplu|хотэрыре hotărâre|царэ țară|цэрь țări
            жудец județ|скрисоаре scrisoare
        """.replace("\n", "|").split("|")
        if line.strip()
    ],
)
def test_words(cyrillic: str, latin: str) -> None:
    assert modern_letters(moldovan_to_latin(cyrillic.lower())) == latin


@pytest.mark.parametrize("word", ["ещё", "щит", "объект", "їжак", "ђак", "limba", "лимбa", "", "лимба-ноастрэ", "л1"])
def test_what_is_not_of_the_alphabet_is_left(word: str) -> None:
    assert moldovan_to_latin(word) == ""


@pytest.mark.parametrize(
    "word", "москва точка объявить новый русских большой российского министерство вчера стены".split()
)
def test_words_that_are_plainly_russian_are_left(word: str) -> None:
    assert moldovan_to_latin(word) == ""


@pytest.mark.parametrize("word", "комунист доктор дом".split())
def test_words_that_may_be_either_have_a_reading(word: str) -> None:
    assert moldovan_to_latin(word)


def test_the_reading_stands_beside_the_transliteration() -> None:
    assert ROMANIAN.analyze_forms(["Кишинэу"])[0].tokens == (
        Token(stem("kishineu"), 0, 0, 7, "part", ("kishineu", "кишинэу")),
        Token(ROMANIAN.analyze_forms(["Chișinău"])[0].tokens[0].term, 0, 0, 7, "whole", ("chisinau",)),
    )
    assert get("simple").analyze_forms(["КИШИНЭУ"])[0].tokens[1].term == "chisinau"
    assert get("simple", "none").analyze_forms(["Кишинэу"])[0].tokens == (Token("кишинэу", 0, 0, 7, "part"),)
    assert get("simple", "anyascii").analyze_forms(["Кишинэу"])[0].tokens[1].term == "chisinau"


def test_the_same_reading_is_not_given_twice() -> None:
    assert get("simple").analyze_forms(["лимба"])[0].tokens == (Token("limba", 0, 0, 5, "part"),)


def test_parts_have_their_readings_as_extras() -> None:
    tokens = ROMANIAN.analyze_forms(["ынтр-ун"])[0].tokens
    assert {(token.term, token.position) for token in tokens} >= {("intr", 0), ("un", 1)}
    assert all(
        token.role == "extra" for token in tokens if token.term in {"intr", "un"} and token.end < 7 and token.start
    )


def test_decomposed_letters_and_soft_hyphens_keep_their_places() -> None:
    plain = ROMANIAN.analyze_forms(["ӂимназий"])[0].tokens
    decomposed = unicodedata.normalize("NFD", "ӂимназий")
    assert len(decomposed) == 10
    tokens = ROMANIAN.analyze_forms([decomposed])[0].tokens
    assert [token.term for token in tokens] == [token.term for token in plain]
    assert {(token.start, token.end) for token in tokens} == {(0, 10)}
    assert [token.term for token in ROMANIAN.analyze_forms(["ӂим\u00adназий"])[0].tokens] == [t.term for t in plain]


def test_a_question_in_either_script_finds_both(tmp_path: Path) -> None:
    with sl.create(tmp_path / "index") as writer:
        writer.add(id="cyrillic", body="Четэцений дин Кишинэу ворбеск лимба молдовеняскэ ынтр-о шкоалэ.")
        writer.add(id="latin", body="Cetățenii din Chișinău vorbesc limba moldovenească într-o școală.")
    with sl.open(tmp_path / "index") as index:
        for question in (
            "limba",
            "chisinau",
            "Chișinău",
            '"limba moldovenească"',
            '"intr-o scoala"',
            "cetățeni",
            "Кишинэу",
        ):
            assert {hit.key for hit in index.search(question)} == {"cyrillic", "latin"}, question


@given(st.text(alphabet="абвгджӂзийклмнопрстуфхцчшыьэюяе", min_size=1))
def test_every_word_of_the_alphabet_becomes_latin_or_is_left(word: str) -> None:
    latin = moldovan_to_latin(word)
    assert set(latin) <= set("abcdefghijlmnoprstuvxzăîșț")


@given(st.text())
def test_any_text_is_taken(word: str) -> None:
    assert isinstance(moldovan_to_latin(word), str)
