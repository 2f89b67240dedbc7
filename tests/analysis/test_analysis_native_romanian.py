"""The native Romanian chain gives what the readable one gives, form by form."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchlib import analysis
from searchlib.analysis.native import split
from searchlib.analysis.native_romanian import NativeRomanianAnalyzer, native_chain
from searchlib.analysis.romanian import RomanianAnalyzer
from searchlib.analysis.stemming import snowball_stems, stem_words

DATA = Path(os.environ.get("SEARCHLIB_DATA", Path(__file__).parents[2] / "../shared/data"))
SEEDS = Path(__file__).parents[2] / "seeds"

FAST, READABLE = NativeRomanianAnalyzer(), RomanianAnalyzer()

LETTERS = "aăâbcdeéfghiîjklmnopqrsșştțţuüvwxyzAĂÂIÎSȘŞTȚŢßœÞþºãй東"
JOINERS = "-'’‘ʼ′´`‐‑.,:/_&%+=~?#@"
WORDS = [
    "neîncredere", "pîine", "SÎNT", "sînteţi", "într", "site", "ul", "SIF", "urile", "PSD", "ei", "ADN", "ului", "XIV",
    "lea", "dându", "i", "nord", "coreenii", "covid", "19", "52", "a", "Reagan", "s", "muzeului", "studenţilor",
]  # fmt: skip
CYRILLIC = "абвгджӂзийклмнопрстуфхцчшыьэюяеёщъіїєґђћАБВГДЕКЧЯЮЬЫІЁЩ"
SHAPES = st.one_of(
    st.text(CYRILLIC[:31], min_size=1, max_size=8),
    st.text(CYRILLIC + "aășşţțîZ", min_size=1, max_size=8),
    st.text("БаДғЕЈі" + "aăîZƒçÆøłßñéǆſĸ", min_size=1, max_size=6),
    st.from_regex(r"([Ww]{3}\.)?[a-zA-Z0-9]{1,3}([.-][a-z0-9]{1,3}){0,9}\.(ro|com|RO|uk|info)(-ul)?", fullmatch=True),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map("-".join),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map("’".join),
    st.lists(st.text("0123456789", min_size=1, max_size=4), min_size=1, max_size=4).map(".".join),
    st.from_regex(r"[0-9]{1,3}([.,][0-9]{3}){0,3}([.,][0-9]{1,2})?", fullmatch=True),
    st.text(LETTERS + "\u00ad\u0327\u0326\u0302\u0306\u0301\u200d", min_size=1, max_size=12),
    st.text(LETTERS + JOINERS + "0123456789\u00ad", max_size=20),
    st.text(max_size=20),
)


def assert_alike(raws: Iterable[str]) -> None:
    distinct = list(dict.fromkeys(raws))
    for raw, fast, readable in zip(
        distinct, FAST.analyze_forms(distinct), READABLE.analyze_forms(distinct), strict=True
    ):
        assert fast == readable, repr(raw)


def test_it_is_the_analyzer_of_that_name() -> None:
    assert isinstance(analysis.get("romanian"), NativeRomanianAnalyzer)
    assert FAST.fingerprint() == READABLE.fingerprint()


@given(st.lists(SHAPES, max_size=8))
@example(
    [
        "",
        "\ud800",
        "a" * 120,
        "a" * 121,
        "ș" * 60,
        "ș" * 61,
        "2013-10-12",
        "2013-10",
        "10-12-2013-x",
        "1,200",
        "0.123,5",
    ]
)
@example(["лимба", "ынвэцэмынт", "сынт", "Кишинэу", "чокан", "ань", "окь", "пяцэ", "чинчь", "кяр", "ноембрие", "фемее"])
@example(["неынкредере", "ынтынь", "сэптэмынэ", "завтра", "московский", "новый", "куста", "аксия", "ачея", "щёлъ", "ь"])
@example(
    ["S.U.A.", "S.R.L-ul", "lei/acţiune", "14:30:05", "24/10/2025", "99.99.2025", "1.200-1.300", "Wood&Co", "a.b-c"]
)
@example(
    ["decît", "decit", "mînă", "mina", "sînt", "SINT", "Cîțu", "întîmpinaţi", "Cîmpulung", "piine-piine", "rîs", "ris"]
)
@example(
    ["s\u0327i\u00ad\u0326", "e\u0302\u0301", "\u0301a", "a\u00ad\u0306", "ß-ul", "52-a", "XXI-lea", "It's", "D'Est"]
)
def test_every_form_is_analysed_alike(raws: list[str]) -> None:
    assert_alike(raws)


@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14), min_size=1, max_size=20))
def test_the_native_table_is_the_readable_one(words: list[str]) -> None:
    stems = stem_words(words)
    found = native_chain("unidecode").analyze(words, snowball_stems)
    assert [form[1][0][0] for form in found if form is not None] == [stems[word] for word in words]


HOSTS = ["zf.ro", "www.zf.ro", "WWW.Posta-Romana.ro", "bbc.co.uk", "58.com", "www.ro", "24.10.2025.ro", "a-b.c-d.eu"]


def test_hosts_are_read_natively_and_alike() -> None:
    assert_alike(
        [
            *HOSTS,
            "zf.RO",
            "zf.ro-ul",
            "zf.ro/burse",
            "zf@ro.ro",
            "1.2.ro",
            "a,b.ro",
            "spera.De",
            "CCP.RO",
            "x.Eu-y.eu",
            "știri.ro",
            "s\u00adtiri.ro",
        ]
    )
    left = native_chain("unidecode").analyze(HOSTS, snowball_stems)
    assert [host for host, form in zip(HOSTS, left, strict=True) if form is None] == ["www.ro"]


def test_most_forms_are_not_left_to_python() -> None:
    raws = [
        "Muzeul",
        "s-a",
        "dându-i",
        "1.200,50",
        "2025",
        "nord-coreenii",
        "ar\u00admătura",
        "s\u0327coala\u0306",
        "COVID-19",
    ]
    assert None not in native_chain("unidecode").analyze(raws, snowball_stems)


def test_the_samples_are_analysed_alike() -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert_alike(text[start:end] for start, end in split(text))


def test_real_articles_are_analysed_alike(long_run: bool) -> None:
    path = DATA / "news-dev.jsonl.gz"
    if not path.exists():
        pytest.skip(f"the real articles are not there: {path}")
    forms: dict[str, None] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if long_run or number % 50 == 0:
                text = str(json.loads(line).get("body") or "")
                forms.update((text[start:end], None) for start, end in split(text))
    assert_alike(forms)
