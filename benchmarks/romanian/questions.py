"""The three sets of questions with known answers.

``XQuAD paragraphs``: the Romanian questions of XQuAD, each answered by one of its 240 paragraphs.
``XQuAD sentences``: the same questions over the sentences of the paragraphs, with as many sentences of the news among
them, drawn with a seed. The data give the words of the answer, not its place: a sentence counts as relevant if it
stands in the question's paragraph and holds the answer from word to word; where several do, each counts. Questions
whose answer goes over a border of sentences are left out.
``ZF headlines``: a headline is the question, the body of its article the answer, among the bodies of all the news.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from corpora import lines, strip, words_of

__all__ = ["ASKED", "SEED", "QuestionSet", "question_sets", "sentences"]

SEED = 20251024
ASKED = ("typed", "stripped", "base", "base, stripped")
"""As typed; without diacritics; the content words in dictionary form; these without diacritics."""

_END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"”»’)\]]))\s+(?=[\"„«“(\[–—-]?\s?[A-ZĂÂÎȘȚŞŢÉ0-9])|\n+")
_NO_END = re.compile(
    r"(?:\b[A-ZĂÂÎȘȚŞŢ]|\b(?:[Dd]r|[Nn]r|[Pp]rof|[Aa]rt|[Ss]t|[Ee]tc|[Ll]it|[Cc]ca|[Ii]ng|Jr|Sr|op|cit))\.$"
)


class QuestionSet(NamedTuple):
    """Questions, what they are asked of, and what answers them."""

    name: str
    texts: Mapping[str, str]
    """Id → what is searched."""
    asked: Mapping[str, Mapping[str, str]]
    """One of `ASKED` → id of the question → its text."""
    relevant: Mapping[str, frozenset[str]]
    """Id of the question → ids of its answers."""
    left_out: int = 0
    """Questions without an answer among the texts."""


def question_sets(folder: Path, news: Mapping[str, str]) -> list[QuestionSet]:
    """Return the three sets."""
    paragraphs = {line["id"]: line["body"] for line in lines(folder / "retrieval" / "xquad_ro" / "docs.jsonl.gz")}
    headlines = folder / "retrieval" / "knownitem_zf"
    xquad = _read("XQuAD paragraphs", folder / "retrieval" / "xquad_ro", paragraphs)
    return [xquad, _over_sentences(folder, xquad, news), _read("ZF headlines", headlines, news)]


def sentences(text: str) -> list[str]:
    """Cut a text into sentences: at a full stop and a capital, but for initials and common abbreviations."""
    parts: list[str] = []
    for part in filter(None, (part.strip() for part in _END.split(text))):
        if parts and _NO_END.search(parts[-1]):
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    return parts


def _read(name: str, folder: Path, texts: Mapping[str, str]) -> QuestionSet:
    relevant: defaultdict[str, set[str]] = defaultdict(set)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        question, _, answer, grade = line.split("\t")
        if int(grade) > 0:
            relevant[question].add(answer)
    typed = {line["id"]: line["text"] for line in lines(folder / "queries.jsonl.gz")}
    base = {line["id"]: line["text"] for line in lines(folder / "queries-base.jsonl.gz")}
    return QuestionSet(name, texts, _asked(typed, base), {key: frozenset(ids) for key, ids in relevant.items()})


def _asked(typed: Mapping[str, str], base: Mapping[str, str]) -> dict[str, dict[str, str]]:
    texts = {"typed": typed, "base": base}
    stripped = {
        name: {key: strip(text) for key, text in given.items()}
        for name, given in (("stripped", typed), ("base, stripped", base))
    }
    return {name: dict(texts[name]) if name in texts else stripped[name] for name in ASKED}


def _over_sentences(folder: Path, paragraphs: QuestionSet, news: Mapping[str, str]) -> QuestionSet:
    cut = {key: sentences(text) for key, text in paragraphs.texts.items()}
    texts = {f"{key}-{number}": one for key, several in cut.items() for number, one in enumerate(several)}
    texts |= _news_sentences(news, len(texts))
    relevant: dict[str, frozenset[str]] = {}
    questions = list(lines(folder / "retrieval" / "xquad_ro" / "queries.jsonl.gz"))
    for question in questions:
        answers = [words for answer in question["answers"] if (words := _words(answer))]
        holding = frozenset(
            f"{key}-{number}"
            for key in paragraphs.relevant[question["id"]]
            for number, one in enumerate(cut[key])
            if any(_holds(_words(one), answer) for answer in answers)
        )
        if holding:
            relevant[question["id"]] = holding
    asked = {
        name: {key: text for key, text in given.items() if key in relevant} for name, given in paragraphs.asked.items()
    }
    return QuestionSet("XQuAD sentences", texts, asked, relevant, len(questions) - len(relevant))


def _news_sentences(news: Mapping[str, str], count: int) -> dict[str, str]:
    """Draw sentences of at least five words, one of an article, all of them different."""
    drawn: dict[str, str] = {}
    generator = random.Random(SEED)
    for key in generator.sample(sorted(news), len(news)):
        if len(drawn) == count:
            break
        long = [one for one in sentences(news[key]) if len(words_of(one)) >= 5]
        if long:
            drawn[generator.choice(long)] = f"news-{key}"
    return {key: one for one, key in drawn.items()}


def _words(text: str) -> list[str]:
    return [word.lower() for word in words_of(text)]


def _holds(words: list[str], run: list[str]) -> bool:
    return any(words[at : at + len(run)] == run for at in range(len(words) - len(run) + 1))
