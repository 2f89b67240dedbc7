"""The words that rules are learned from: of a treebank, a dictionary and a list by hand, folded, by lemma."""

from __future__ import annotations

import gzip
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from searchlib.analysis.folding import fold_text

__all__ = [
    "FAMILIES",
    "Lemmas",
    "families",
    "held_out_lemmas",
    "pinned",
    "plain",
    "read_lemmas",
    "spelled_words",
    "treebank_words",
]

Lemmas: TypeAlias = dict[str, dict[str, int]]
"""Lemma → folded form → tokens of it in the treebank, 0 for a form that only the dictionary has."""

FAMILIES = Path(__file__).parent / "families.txt"
"""Irregular words that belong together, written by hand: a lemma and its forms, one family a line."""

FAMILY_TOKENS = 8
"""A form of a family counts as if the treebank held it so often."""

_CONTENT = {
    "rrt-train.tsv.gz": ("Nc", "Np", "Vm", "A", "R"),
    "rrt-dev.tsv.gz": ("NOUN", "PROPN", "VERB", "ADJ", "ADV"),
}
"""Nouns, names, verbs, adjectives and adverbs: the beginnings of their tags in each part of the treebank."""

_COMMA = str.maketrans("şţŞŢ", "șțȘȚ")

# The dictionary prints articles and particles before its forms: "unei case", "să meargă", "nu merge".
_PARTICLES = frozenset("a fi niște nu o se să un unei unor unui".split())


def plain(text: str) -> str:
    """Return a word in lower case, composed, with comma letters."""
    return unicodedata.normalize("NFC", text).translate(_COMMA).lower()


def treebank_words(path: Path) -> Counter[tuple[str, str]]:
    """Return (form, lemma) → tokens of the content words of one part of the treebank."""
    words: Counter[tuple[str, str]] = Counter()
    for form, lemma, tag, frequency in _rows(path):
        if tag.startswith(_CONTENT[path.name]) and form.isalpha():
            words[plain(form), plain(lemma)] += int(frequency)
    return words


def held_out_lemmas(morphology: Path) -> list[str]:
    """Return the lemmas of the content words of the treebank's development part."""
    return sorted({lemma for _, lemma in treebank_words(morphology / "rrt-dev.tsv.gz")})


def read_lemmas(morphology: Path, hold_out: Collection[str] = (), by_hand: Collection[Sequence[str]] = ()) -> Lemmas:
    """Read the sources.

    Parameters
    ----------
    morphology : Path
        The folder that holds ``rrt-train.tsv.gz`` and ``unimorph.tsv.gz``.
    hold_out : collection of str
        Lemmas of the treebank and the dictionary to do without, as `plain` writes them.
    by_hand : collection of sequence of str
        Families to add, as `families` gives them.
    """
    lemmas: defaultdict[str, dict[str, int]] = defaultdict(dict)
    without = frozenset(hold_out)
    for (form, lemma), count in treebank_words(morphology / "rrt-train.tsv.gz").items():
        _note(lemmas, without, form, lemma, count)
    for printed, entry, *_ in _rows(morphology / "unimorph.tsv.gz"):
        *before, form = printed.split(" ")
        if _PARTICLES.issuperset(before):
            for word in (form, entry):
                _note(lemmas, without, word, plain(entry), 0)
    for lemma, *forms in by_hand:
        for word in (fold_text(lemma), *forms):
            known = lemmas[lemma].get(word, 0)
            lemmas[lemma][word] = max(known, FAMILY_TOKENS)
    _join_infinitives(lemmas, _verbs(morphology))
    return dict(lemmas)


def spelled_words(morphology: Path) -> tuple[set[str], dict[str, int]]:
    """Return words with their letters, as `plain` writes them.

    First all of both sources. Then words of today with their tokens in the treebank: those that stand in it, and from
    the dictionary the forms of its lemmas, with the tokens of the lemma, where that has an â.
    """
    used: Counter[str] = Counter()
    lemmas: Counter[str] = Counter()
    for form, lemma, _, frequency in _rows(morphology / "rrt-train.tsv.gz"):
        used[plain(form)] += int(frequency)
        lemmas[plain(lemma)] += int(frequency)
    known = {*used, *lemmas}
    for printed, entry, *_ in _rows(morphology / "unimorph.tsv.gz"):
        words = set(map(plain, (*printed.split(" "), entry)))
        known |= words
        if "â" in plain(entry):
            for word in words:
                used[word] = max(used[word], lemmas[plain(entry)])
    return known, dict(used)


def _verbs(morphology: Path) -> set[str]:
    """Return the lemmas of the verbs of both sources."""
    verbs = {plain(lemma) for _, lemma, tag, _ in _rows(morphology / "rrt-train.tsv.gz") if tag.startswith("Vm")}
    return verbs.union(
        plain(lemma) for _, lemma, tag, _ in _rows(morphology / "unimorph.tsv.gz") if tag.startswith("V")
    )


def _join_infinitives(lemmas: Lemmas, verbs: Collection[str]) -> None:
    """Join the noun of a verb in -a or -i with it: who asks for "organiza" wants "organizarea", too.

    The treebank has two lemmas there. Short verbs keep apart: "stare" and "mare" are no forms of "sta" and "ma".
    """
    for noun in sorted(lemmas):
        verb = noun.removesuffix("re")
        if verb != noun and len(verb) >= 5 and verb[-1] in "ai" and verb in verbs:
            forms = lemmas.pop(noun)
            joined = lemmas.setdefault(verb, {})
            for word, tokens in forms.items():
                joined[word] = joined.get(word, 0) + tokens


def _note(lemmas: Lemmas, without: Collection[str], form: str, lemma: str, count: int) -> None:
    word = fold_text(form)
    if lemma not in without and word.isascii() and word.isalpha():
        forms = lemmas[lemma]
        forms[word] = forms.get(word, 0) + count


def _rows(path: Path) -> Iterator[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            yield line.rstrip("\n").split("\t")


def families() -> list[list[str]]:
    """Return the hand-written families, each its lemma and then its forms."""
    return [[lemma.partition("=")[0], *forms] for lemma, *forms in _families()]


def pinned() -> dict[str, str]:
    """Return word → stem for the families whose stem is given."""
    stems: dict[str, str] = {}
    for head, *forms in _families():
        lemma, _, stem = head.partition("=")
        if stem:
            stems.update(dict.fromkeys([fold_text(lemma), *forms], stem))
    return stems


def _families() -> list[list[str]]:
    lines = FAMILIES.read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]
