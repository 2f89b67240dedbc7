"""BM25 by hand, and against a plain loop."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from bm25 import K1, B, Bm25, best
from corpora import tokenise, words_of


def plainly(texts: list[list[str]], question: list[str]) -> list[float]:
    """The formula, text by text."""
    average = sum(map(len, texts)) / len(texts)
    scores = []
    for text in texts:
        score = 0.0
        for term in question:
            having = sum(term in other for other in texts)
            idf = math.log(1 + (len(texts) - having + 0.5) / (having + 0.5))
            times = text.count(term)
            score += idf * times / (times + K1 * (1 - B + B * len(text) / average))
        scores.append(score)
    return scores


def test_a_score_by_hand() -> None:
    corpus = tokenise(["un om", "un câine și un om", "o casă"])
    scores = Bm25(corpus, corpus.words).scores(["câine"])
    # one of three texts has it, once, in five words of three on average
    assert scores[1] == pytest.approx(math.log(1 + 2.5 / 1.5) * 1 / (1 + 1.2 * (0.25 + 0.75 * 5 / 3)))
    assert scores[0] == scores[2] == 0


def test_the_same_as_a_plain_loop() -> None:
    generator = random.Random(3)
    texts = [[f"w{generator.randrange(12)}" for _ in range(generator.randrange(1, 30))] for _ in range(40)]
    corpus = tokenise(" ".join(text) for text in texts)
    index = Bm25(corpus, corpus.words)
    for _ in range(30):
        question = [f"w{generator.randrange(14)}" for _ in range(generator.randrange(1, 5))]
        assert index.scores(question) == pytest.approx(plainly(texts, question))


def test_words_without_a_term_count_for_no_length() -> None:
    whole, cut = tokenise(["de om de", "de câine"]), tokenise(["om", "câine"])
    left = Bm25(whole, ["" if word == "de" else word for word in whole.words])
    assert left.scores(["om", "de"]) == pytest.approx(Bm25(cut, cut.words).scores(["om"]))


def test_the_best_are_in_order_and_ties_go_to_the_earlier() -> None:
    assert best(np.array([0.0, 2.0, 1.0, 2.0, 3.0, 1.0]), 4) == [4, 1, 3, 2]
    assert best(np.array([0.0, 1.0]), 10) == [1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("S-a dus într-o zi.", ["S", "a", "dus", "într", "o", "zi"]),
        ("1.200,50 lei, 24.10.2025", ["1.200,50", "lei", "24.10.2025"]),
        ("S.U.A. și d'Estaing", ["S.U.A", "și", "d'Estaing"]),
        ("s\u0326coala\u0306 ar\u00admată", ["s\u0326coala\u0306", "ar\u00admată"]),
    ],
)
def test_plain_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words
