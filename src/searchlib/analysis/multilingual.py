"""An analyzer with those of further languages, whose sentences may stand in the same text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchlib.analysis.protocol import Form, cut_term
from searchlib.analysis.stretches import check_detected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchlib.analysis.protocol import Analyzer

__all__ = ["MultilingualAnalyzer", "further_form", "further_term", "languages_of"]


class MultilingualAnalyzer:
    """Gives what its main analyzer gives; `languages_of` it are the others.

    Parameters
    ----------
    main : Analyzer
        That of most of the text.
    languages : sequence of Analyzer
        Those of the further languages.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If sentences of a further language cannot be told from the main one.
    """

    def __init__(self, main: Analyzer, languages: Sequence[Analyzer]) -> None:
        check_detected(main.name, [one.name for one in languages])
        self.name: str = main.name
        self.main = main
        self.finds_dates: bool = getattr(main, "finds_dates", False)
        self.languages = tuple(languages)
        self.analyze_forms = main.analyze_forms
        self.fingerprint = main.fingerprint


def languages_of(analyzer: Analyzer) -> tuple[Analyzer, ...]:
    """Return the analyzers of the further languages of an analyzer."""
    return getattr(analyzer, "languages", ())


def further_term(language: str, term: str) -> str:
    """Return a term of a further language as it is indexed: apart from those of the main one, as ``en:elect``.

    Stems of two languages that are spelled alike mean nothing to each other: English ``principal`` is stemmed as
    Romanian ``principiu`` is.
    """
    return cut_term(f"{language[:2]}:{term}")


def further_form(main: Form, further: Form, language: str) -> Form:
    """Return what a raw form is indexed as in a sentence of a further language.

    Its places are those of the analyzer of that language. The terms of the main one stand there too, as extras, so that
    a name is found as anywhere.
    """
    if not further.width:
        return main
    own = [token._replace(term=further_term(language, token.term)) for token in further.tokens]
    last = further.width - 1
    beside = [token._replace(position=min(token.position, last), role="extra", exact=()) for token in main.tokens]
    return Form((*own, *beside), further.width)
