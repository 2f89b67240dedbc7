"""Plain English words in the sentences of another language, without the way through the chain.

What the chain gives for a word of the letters a to z is its stem, and the word in lower case as its exact form: so the
index builder has such words stemmed many at once, and nothing else done to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchlib.analysis.chain import ChainAnalyzer
from searchlib.analysis.multilingual import further_term
from searchlib.analysis.snowball import snowball

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchlib.analysis.protocol import Analyzer

__all__ = ["is_plain", "plain_terms"]

_NAME = "english"


def is_plain(analyzer: Analyzer | None) -> bool:
    """Return whether an analyzer is the built-in one of English, so that `plain_terms` gives what it gives."""
    return isinstance(analyzer, ChainAnalyzer) and analyzer.name == _NAME


def plain_terms(words: Sequence[str]) -> list[str]:
    """Return the term of each word as it is indexed in a sentence of a further language.

    Parameters
    ----------
    words : sequence of str
        Words of the letters a to z, or numbers of digits alone. 1 µs a word.
    """
    return [further_term(_NAME, stem) for stem in snowball(_NAME).stemWords(words)]
