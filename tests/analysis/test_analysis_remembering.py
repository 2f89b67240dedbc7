"""The analyzer that remembers gives what the other gives, and asks it once a form."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib import analysis
from searchlib.analysis import Form, remembering
from searchlib.analysis.remembering import RememberingAnalyzer


class Counting:
    """The simple analyzer, with a list of what it was asked."""

    def __init__(self) -> None:
        self.name = "counting"
        self.asked: list[str] = []
        self._simple = analysis.get("simple")

    def analyze_forms(self, raws: Sequence[str]) -> list[Form]:
        self.asked += raws
        return self._simple.analyze_forms(raws)

    def fingerprint(self) -> dict[str, str]:
        return {"analyzer": self.name}


@given(st.lists(st.lists(st.sampled_from(["muzeu", "nord-coreean", "#KimJongUn", "24.10.2025", "„", ""]))))
def test_the_same_forms_each_asked_for_once(batches: list[list[str]]) -> None:
    other = Counting()
    analyzer = RememberingAnalyzer(other)
    for batch in batches:
        assert analyzer.analyze_forms(batch) == analysis.get("simple").analyze_forms(batch)
    assert len(other.asked) == len(set(other.asked))
    assert (analyzer.name, analyzer.fingerprint()) == ("counting", {"analyzer": "counting"})


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "_MOST", 3)
    other = Counting()
    analyzer = RememberingAnalyzer(other)
    words = [f"cuvânt{number}" for number in range(10)]
    for word in [*words, *words]:
        assert analyzer.analyze_forms([word]) == analysis.get("simple").analyze_forms([word])
    assert len(analyzer._known) <= 4
