"""An analyzer that remembers the forms it has met, for texts that are analysed one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchlib.analysis.multilingual import languages_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchlib.analysis.protocol import Analyzer, Form

__all__ = ["RememberingAnalyzer"]

_MOST: Final = 1 << 16
"""Forms remembered before all are forgotten: about 30 MB, and more than any evening's articles hold."""


class RememberingAnalyzer:
    """Gives what another analyzer gives, and asks it once for each distinct form.

    Parameters
    ----------
    analyzer : Analyzer
        The other one. A form is analysed without its neighbours, so what it gave once holds.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self.name = analyzer.name
        self.finds_dates: bool = getattr(analyzer, "finds_dates", False)
        self.languages: tuple[Analyzer, ...] = tuple(map(RememberingAnalyzer, languages_of(analyzer)))
        self._analyzer = analyzer
        self._known: dict[str, Form] = {}

    def analyze_forms(self, raws: Sequence[str]) -> list[Form]:
        """Analyse raw forms; see `searchlib.analysis.Analyzer`."""
        known = self._known
        if len(known) > _MOST:
            known = self._known = {}
        new = [raw for raw in dict.fromkeys(raws) if raw not in known]
        if new:
            known.update(zip(new, self._analyzer.analyze_forms(new), strict=True))
        return [known[raw] for raw in raws]

    def fingerprint(self) -> dict[str, str]:
        """Return that of the other analyzer."""
        return self._analyzer.fingerprint()
