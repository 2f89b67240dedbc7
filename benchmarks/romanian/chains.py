"""The chains that are compared: what each makes of a plain word.

Lucene is emulated: its RomanianAnalyzer (since version 10) lowers, writes cedillas as commas, drops the words of its
stop list and stems with Snowball 3; without the stop list that is Snowball 3 alone. The list, by Jacques Savoy under
the BSD licence, is no part of the project: it is read from Lucene's own jar, where ``PEERS_HOME`` names the folder of
the engines (see benchmarks/README.md).
"""

from __future__ import annotations

import os
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import ours
from corpora import strip

__all__ = ["LUCENE", "LUCENE_STOPPED", "OURS", "Chain", "chains", "lucene_stop_words"]

OURS = "ours"
LUCENE = "Snowball 3 = Lucene 10 without stop words"
LUCENE_STOPPED = "Lucene 10"
EXACT = 0.15

_COMMA = str.maketrans("şţŞŢ", "șțȘȚ")


@dataclass(frozen=True)
class Chain:
    """What becomes of words."""

    name: str
    terms: Callable[[Sequence[str]], list[str]]
    """The term of each word."""
    stop_words: frozenset[str] = frozenset()
    """Words that are neither indexed nor asked for, as `plain` writes them."""
    exact: float = 0.0
    """What the folded word itself counts beside its term."""

    def indexed(self, words: Sequence[str]) -> list[str]:
        """Return the term of each word, empty for a stop word."""
        if not self.stop_words:
            return self.terms(words)
        kept = [word for word in words if plain(word) not in self.stop_words]
        terms = dict(zip(kept, self.terms(kept), strict=True))
        return [terms.get(word, "") for word in words]


def chains() -> list[Chain]:
    """Return the chains, ours first; Lucene with its stop words only where its list is."""
    stop_words = lucene_stop_words()
    mine = ours.terms()
    return [
        Chain(OURS, mine),
        Chain(f"ours + {EXACT} exact", mine, exact=EXACT),
        Chain("no stemming", lambda words: [word.lower() for word in words]),
        Chain(LUCENE, _stemmed),
        *([Chain(LUCENE_STOPPED, _stemmed, stop_words)] if stop_words else []),
        Chain("Snowball 3, then fold", lambda words: [strip(term) for term in _stemmed(words)]),
        Chain("fold, then Snowball 3", lambda words: _stemmed([strip(word) for word in words])),
        Chain("simplemma, folded keys", _dictionary()),
    ]


def plain(word: str) -> str:
    """Return a word in lower case, composed, with commas for cedillas."""
    return unicodedata.normalize("NFC", word).translate(_COMMA).lower()


def folded(words: Sequence[str]) -> list[str]:
    """Return words in lower case and without diacritics."""
    return [strip(word.lower()) for word in words]


def lucene_stop_words() -> frozenset[str]:
    """Return Lucene's stop words as `plain` writes them; none if there is no Lucene on this machine."""
    home = os.environ.get("PEERS_HOME")
    jars = sorted(Path(home).glob("**/lucene-analysis-common-*.jar")) if home else []
    if not jars:
        return frozenset()
    with zipfile.ZipFile(jars[-1]) as jar:
        text = jar.read("org/apache/lucene/analysis/ro/stopwords.txt").decode()
    words = (line.partition("#")[0].strip() for line in text.splitlines())
    return frozenset(plain(word) for word in words if word)


def _stemmed(words: Sequence[str]) -> list[str]:
    import snowballstemmer

    stems: list[str] = snowballstemmer.stemmer("romanian").stemWords([plain(word) for word in words])
    return stems


def _dictionary() -> Callable[[Sequence[str]], list[str]]:
    """Return simplemma's dictionary with all its words folded.

    Where words of several lemmas fold alike, the lemma with the most forms is taken, then the first by letters.
    A word that the dictionary does not hold stays as it is.
    """
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    lemmas: defaultdict[str, set[str]] = defaultdict(set)
    for form, lemma in DefaultDictionaryFactory().get_dictionary("ro").items():
        lemmas[strip(form.lower())].add(strip(lemma.lower()))
    forms = Counter(lemma for several in lemmas.values() for lemma in several)
    chosen = {form: min(several, key=lambda lemma: (-forms[lemma], lemma)) for form, several in lemmas.items()}
    return lambda words: [chosen.get(word, word) for word in folded(words)]
