"""Stemming of folded words."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import pytest
import snowballstemmer
from snowballstemmer.romanian_stemmer import RomanianStemmer

from searchlib.analysis import fold_text
from searchlib.analysis.stemming import fingerprint, stem, stem_words


@pytest.mark.parametrize("word", ["kim", "un", "1935", "covid19", "2025", "s", "zf.ro", "москва", "bug", "uri", "eu"])
def test_short_words_and_words_with_digits_stay(word: str) -> None:
    assert stem(word) == word


@pytest.mark.parametrize(
    "family",
    ["om oameni oamenilor omului", "zi zile zilele ziua", "an ani anilor anul", "vedea vad vede vazut", "fi este fost"],
)
def test_irregular_families_meet(family: str) -> None:
    assert len({stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize(
    "family",
    [
        "Ucraina Ucrainei", "Moscova Moscovei", "Rusia Rusiei", "Bucuresti Bucurestiului", "Phenian Phenianului",
        "caz cazuri cazurilor", "ora ore orelor", "valoare valori", "european europeana europeni", "membru membri",
    ],
)  # fmt: skip
def test_inflected_forms_meet(family: str) -> None:
    assert len({stem(word) for word in family.lower().split()}) == 1


@pytest.mark.parametrize(
    "apart",
    [
        ("autor", "autoritate"),
        ("import", "important"),
        ("politic", "politie"),
        ("politie", "polita"),
        ("direct", "directiva"),
        ("respect", "respectiv"),
        ("comun", "comunica"),
        ("aparat", "aparare"),
        ("soldat", "sold"),
        ("medic", "medicatie"),
        ("privat", "privire"),
        ("casa", "cazul"),
    ],
)
def test_words_that_snowball_merges_stay_apart(apart: tuple[str, str]) -> None:
    assert stem(apart[0]) != stem(apart[1])


def test_the_package_and_its_fast_twin_agree(data_folder: Path) -> None:
    fast = snowballstemmer.stemmer("romanian")
    if isinstance(fast, RomanianStemmer):
        pytest.skip("PyStemmer is not installed")
    with gzip.open(data_folder / "morphology" / "rrt-dev.tsv.gz", "rt", encoding="utf-8") as lines:
        words = sorted({fold_text(line.split("\t")[0]) for line in lines})
    assert fast.stemWords(words) == RomanianStemmer().stemWords(words)


def test_the_fingerprint_is_stable() -> None:
    assert fingerprint() == fingerprint()
    assert len(fingerprint()) == 16


def test_conflation_on_dictionary_of_sentences(data_folder: Path) -> None:
    """Content words of UD Romanian-RRT: pairs of tokens of one lemma that share a stem, and the reverse."""
    rows: list[tuple[str, str, int]] = []
    with gzip.open(data_folder / "morphology" / "rrt-dev.tsv.gz", "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            form, lemma, kind, frequency = line.rstrip("\n").split("\t")
            if kind in {"NOUN", "VERB", "ADJ", "PROPN", "ADV"} and form[0].isalpha():
                rows.append((fold_text(form), lemma.lower(), int(frequency)))
    stems = stem_words(form for form, _, _ in rows)
    both: Counter[tuple[str, str]] = Counter()
    by_stem: Counter[str] = Counter()
    by_lemma: Counter[str] = Counter()
    for form, lemma, count in rows:
        both[stems[form], lemma] += count
        by_stem[stems[form]] += count
        by_lemma[lemma] += count
    together = sum(count * count for count in both.values())
    precision = together / sum(count * count for count in by_stem.values())
    recall = together / sum(count * count for count in by_lemma.values())
    assert precision > 0.89, precision
    assert recall > 0.92, recall
