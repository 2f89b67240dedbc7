"""An analyzer with those of further languages, whose sentences may stand in the same text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchlib.analysis.stretches import check_detected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchlib.analysis.protocol import Analyzer

__all__ = ["MultilingualAnalyzer", "languages_of"]


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
        self.finds_dates: bool = getattr(main, "finds_dates", False)
        self.languages = tuple(languages)
        self.analyze_forms = main.analyze_forms
        self.fingerprint = main.fingerprint


def languages_of(analyzer: Analyzer) -> tuple[Analyzer, ...]:
    """Return the analyzers of the further languages of an analyzer."""
    return getattr(analyzer, "languages", ())
