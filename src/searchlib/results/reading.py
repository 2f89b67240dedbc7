"""Finds the words of a question in stored texts, natively: a text is read again as it was when it was indexed.

`make_snippet` is the readable twin.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeAlias

from searchlib.analysis.multilingual import further_form, languages_of
from searchlib.analysis.text import form_tokens
from searchlib.errors import AnalyzerError
from searchlib.results.native import FormTokens, Marks
from searchlib.results.snippets import Snippet, check_length
from searchlib.search.leaves import Leaf, Looks, Together

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from searchlib.analysis import Analyzer
    from searchlib.analysis.defining import FieldForms
    from searchlib.analysis.native import TextForms
    from searchlib.search.leaves import Mark

__all__ = ["FieldReader", "Sought"]

_MOST_FORMS: Final = 1 << 18
"""Forms remembered before all are forgotten: some tens of megabytes, and more than any evening's articles hold."""


_PHRASE, _ANY_TERM, _ANY_EXACT, _LAST_EXACT = range(4)
"""How the native core looks for a thing."""

_Single: TypeAlias = tuple[int, Sequence[tuple[int, str]], int]


class Sought:
    """What is looked for in the texts of one field.

    Parameters
    ----------
    leaves : Sequence[Leaf | Looks | Together]
        The positive parts of a question on the field, none twice.
    """

    def __init__(self, leaves: Sequence[Mark]) -> None:
        self.leaves = leaves
        self.looks: list[Looks] = []
        """Those for which each text has words of its own."""
        self.may_be_dates = False
        """Whether any of it may be the term of a date, which is written in digits."""
        self.marks = Marks([self._mark(leaf) for leaf in leaves])

    def _mark(self, mark: Mark) -> tuple[list[list[_Single]], tuple[int, bool] | None]:
        """Return a leaf as the native core takes it."""
        if isinstance(mark, Together):
            return [[self._single(one) for one in part] for part in mark.parts], (mark.distance, mark.ordered)
        return [[self._single(mark)]], None

    def _single(self, leaf: Leaf | Looks) -> _Single:
        if isinstance(leaf, Leaf):
            self.may_be_dates = self.may_be_dates or any(term[:1].isdigit() for _, term in leaf.terms)
            return _PHRASE, leaf.terms, 0
        self.may_be_dates = self.may_be_dates or not leaf.printed
        self.looks.append(leaf)
        kind = _ANY_TERM if not leaf.printed else _LAST_EXACT if leaf.last else _ANY_EXACT
        return kind, (), len(self.looks) - 1


class FieldReader:
    """Reads texts of one kind of field. The forms of their words are analysed once and remembered, as texts share most.

    Parameters
    ----------
    analyzer : Analyzer
        What the field was indexed with.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self._main: Analyzer = getattr(analyzer, "main", analyzer)
        self._english = next(iter(languages_of(analyzer)), None)
        self._finds_dates: bool = getattr(analyzer, "finds_dates", False)
        self._known: FieldForms | None = None
        self._tokens = FormTokens()
        self._lock = Lock()

    def snippet(self, text: str, sought: Sought, day: Callable[[], date | None], length: int) -> Snippet:
        """Return the excerpt of a text that holds most of what is looked for, as `make_snippet` does.

        Parameters
        ----------
        text : str
            The text.
        sought : Sought
            What is looked for.
        day : Callable[[], date | None]
            The day of the text: days that it names without a year are the nearest to it.
        length : int
            The most characters that the excerpt may have, at least 1.

        Returns
        -------
        Snippet
            Costs about 10 ns a character, and about 1 µs for each form that was not met before.

        Raises
        ------
        AnalyzerError
            If the analyzer returns something that is no form.
        SearchlibError
            If `length` is below 1.
        """
        from searchlib.analysis.native import TextForms

        check_length(length)
        near = day() if self._finds_dates and sought.may_be_dates else None
        packed = text.encode("utf-8", "surrogatepass")
        with self._lock:
            known = self._table()
            try:
                read = TextForms(known.forms, packed, (near.year, near.month, near.day) if near else None)
                known.define()
            except BaseException:
                self._known = None
                raise
            lists = _fitting(read, sought.looks) if sought.looks else []
            for number, raw, english in read.look_for(sought.marks, lists, self._tokens):
                self._learn(known, number, raw, english=english)
            start, end, spans, before, after = read.excerpt(self._tokens, min(length, len(text) or 1))
        return Snippet(text[start:end], tuple(spans), before, after)

    def _table(self) -> FieldForms:
        if self._known is None or self._known.forms.size > _MOST_FORMS:
            from searchlib.analysis.defining import FieldForms
            from searchlib.analysis.native import Forms, native_clues

            clues = native_clues() if self._finds_dates or self._english else None
            forms = Forms(clues, finds_dates=self._finds_dates, marks_english=self._english is not None)
            self._known = FieldForms(forms, self._main, self._english, exact=True)
            self._tokens = FormTokens()
        return self._known

    def _learn(self, known: FieldForms, number: int, raw: str, *, english: bool) -> None:
        """Make the tokens known of a form that was not asked for before."""
        (form,) = self._main.analyze_forms([raw])
        if english and self._english is not None:
            form = further_form(form, self._english.analyze_forms([raw])[0], self._english.name)
        try:
            tokens = [(t.start, t.end, t.position, t.terms, t.exact) for t in form_tokens(raw, form, 0, 0)]
            self._tokens.add(known.forms, number, tokens)
        except TypeError as error:
            message = f"analyzer {self._main.name!r} returned tokens without places for {raw!r}"
            raise AnalyzerError(message) from error


def _fitting(read: TextForms, looks: Sequence[Looks]) -> list[list[str]]:
    """Return for each of some looks the terms of a text, or its exact ones, that look so."""
    found: list[list[str]] = []
    for leaf in looks:
        words = read.words(leaf.printed)
        found.append([word for word, fits in zip(words, leaf.accept(words), strict=True) if fits])
    return found
