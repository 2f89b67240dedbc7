"""How well the answers are found: MRR@10 of chains by plain BM25, and of searchlib from end to end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import ir_measures
import numpy as np
import ours
from bm25 import Bm25, best
from bootstrap import paired
from chains import LUCENE, LUCENE_STOPPED, Chain, folded
from corpora import Corpus, tokenise, words_of
from numpy.typing import NDArray
from questions import ASKED, SEED, QuestionSet

import searchlib as sl

__all__ = ["by_chain", "by_searchlib", "compared", "reciprocal_ranks", "same_documents"]

DEPTH = 10
Ranks: TypeAlias = dict[str, dict[str, dict[str, NDArray[np.float64]]]]
"""Row → name of the set → one of `ASKED` → reciprocal rank of each question."""


def reciprocal_ranks(
    relevant: Mapping[str, frozenset[str]], ranked: Mapping[str, Sequence[str]]
) -> NDArray[np.float64]:
    """Return RR@10 of each question, in the order of `ranked`."""
    grades = {key: dict.fromkeys(answers, 1) for key, answers in relevant.items() if key in ranked}
    run = {key: {text: float(-place) for place, text in enumerate(texts)} for key, texts in ranked.items()}
    found = {one.query_id: one.value for one in ir_measures.iter_calc([ir_measures.RR @ DEPTH], grades, run)}
    return np.array([found.get(key, 0.0) for key in ranked])


def by_chain(sets: Sequence[QuestionSet], chains: Sequence[Chain]) -> Ranks:
    """Rank by plain BM25 over the terms of each chain."""
    ranks: Ranks = {chain.name: {} for chain in chains}
    for one in sets:
        corpus, ids = tokenise(one.texts.values()), list(one.texts)
        indexes: dict[int, Bm25] = {}
        for chain in chains:
            answer = _asking(chain, corpus, indexes)
            ranks[chain.name][one.name] = _ranks(one, lambda text, say=answer, names=ids: [names[n] for n in say(text)])
    return ranks


def _asking(chain: Chain, corpus: Corpus, indexes: dict[int, Bm25]) -> Callable[[str], list[int]]:
    """Return what gives the best texts for a question; an index is kept for the next chain with the same terms."""
    key = hash((chain.terms, chain.stop_words))
    index = indexes.get(key) or indexes.setdefault(key, Bm25(corpus, chain.indexed(corpus.words)))
    exact = Bm25(corpus, folded(corpus.words)) if chain.exact else None

    @cache  # typed and stripped are mostly one question
    def best_of(terms: tuple[str, ...], forms: tuple[str, ...]) -> list[int]:
        scores = index.scores(terms)
        if exact is not None:
            scores += chain.exact * exact.scores(forms)
        return best(scores, DEPTH)

    def answer(text: str) -> list[int]:
        words = words_of(text)
        return best_of(tuple(chain.indexed(words)), tuple(folded(words)) if chain.exact else ())

    return answer


def by_searchlib(sets: Sequence[QuestionSet], folder: Path) -> tuple[Ranks, dict[str, sl.Index]]:
    """Index and ask through the public API; return the ranks, and the indexes of the default schema by set."""
    ranks: Ranks = {}
    indexes: dict[str, sl.Index] = {}
    for number, (row, schema) in enumerate(ours.schemas().items()):
        for place, one in enumerate(sets):
            index = ours.build(folder / f"{number}-{place}", one.texts, schema)
            if not number:
                indexes[one.name] = index
            ranks.setdefault(row, {})[one.name] = _ranks(one, lambda text, which=index: ours.ask(which, text, DEPTH))
    return ranks, indexes


def _ranks(one: QuestionSet, answer: Callable[[str], Sequence[str]]) -> dict[str, NDArray[np.float64]]:
    return {
        asked: reciprocal_ranks(one.relevant, {key: answer(text) for key, text in one.asked[asked].items()})
        for asked in ASKED
    }


def same_documents(sets: Sequence[QuestionSet], indexes: Mapping[str, sl.Index]) -> dict[str, dict[str, int]]:
    """Count the questions that find the same articles typed and stripped of their diacritics."""
    counts: dict[str, dict[str, int]] = {}
    for one in sets:
        stripped = one.asked["stripped"]
        same = [ours.same_articles(indexes[one.name], text, stripped[key]) for key, text in one.asked["typed"].items()]
        counts[one.name] = {"questions": len(same), "same": sum(same)}
    return counts


def compared(ranks: Ranks, row: str) -> dict[str, Any]:
    """Compare one row with Lucene, by the better of its rows in each way of asking, and with itself typed."""
    lucenes = [name for name in (LUCENE, LUCENE_STOPPED) if name in ranks]
    sets = list(ranks[row])
    record: dict[str, Any] = {}
    for asked in ASKED:
        lucene = max(lucenes, key=lambda name: _mean(ranks[name], asked))
        away = {one: ranks[row][one][asked] - ranks[lucene][one][asked] for one in sets}
        typed = [ranks[row][one][asked] - ranks[row][one]["typed"] for one in sets]
        record[asked] = {
            "lucene": lucene,
            "to_lucene": paired(list(away.values()), SEED)._asdict(),
            "to_lucene_by_set": {one: paired([values], SEED)._asdict() for one, values in away.items()},
            "to_typed": paired(typed, SEED)._asdict(),
        }
    return record


def _mean(by_set: Mapping[str, Mapping[str, NDArray[np.float64]]], asked: str) -> float:
    return float(np.mean([by_asked[asked].mean() for by_asked in by_set.values()]))
