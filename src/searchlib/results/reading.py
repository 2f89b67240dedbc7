"""Finds the words of a question in stored texts, natively: a text is read again as it was when it was indexed."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Final

from searchlib.analysis.multilingual import further_form, languages_of
from searchlib.analysis.text import TextToken, form_tokens
from searchlib.search.leaves import Leaf, Looks, Together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from searchlib.analysis import Analyzer, Form
    from searchlib.analysis.defining import FieldForms
    from searchlib.analysis.native import TextForms
    from searchlib.search.leaves import Mark

__all__ = ["FieldReader", "Sought"]

_MOST_FORMS: Final = 1 << 18
"""Forms remembered before all are forgotten: some tens of megabytes, and more than any evening's articles hold."""


class Sought:
    """What is looked for in the texts of one field.

    Parameters
    ----------
    leaves : Sequence[Leaf | Looks | Together]
        The positive parts of a question on the field.
    """

    def __init__(self, leaves: Sequence[Mark]) -> None:
        self.leaves = leaves
        single = list(_single(leaves))
        self.looks = [leaf for leaf in single if isinstance(leaf, Looks)]
        self.terms = list({term: None for leaf in single if isinstance(leaf, Leaf) for _, term in leaf.terms})
        self.may_be_dates = any(not leaf.printed for leaf in self.looks) or any(t[:1].isdigit() for t in self.terms)
        """Whether any of it may be the term of a date, which is written in digits."""


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
        self._forms: dict[tuple[str, bool], Form] = {}
        self._lock = Lock()

    def tokens(self, text: str, sought: Sought, day: Callable[[], date | None]) -> list[TextToken]:
        """Return the tokens of a text in which leaves may be found: all others are left out.

        Parameters
        ----------
        text : str
            The text.
        sought : Sought
            What is looked for.
        day : Callable[[], date | None]
            The day of the text: days that it names without a year are the nearest to it.

        Returns
        -------
        list[TextToken]
            Those of `searchlib.analysis.analyze_text` that have a term asked for, in its order. Costs about 10 ns a
            character, and about 1 µs for each form that was not met before.

        Raises
        ------
        AnalyzerError
            If the analyzer returns something that is no form.
        """
        from searchlib.analysis.native import TextForms

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
            terms, exact = _wanted(read, sought)
            found = read.find(terms, exact)
        tokens: list[TextToken] = []
        forms = self._forms
        for raw, english, start, end, position, dated in found:
            if dated:
                tokens.append(TextToken(raw, start, end, position, (dated,)))
                continue
            form = forms.get((raw, english)) or self._form(raw, english=english)
            tokens += form_tokens(raw, form, start, position)
        return tokens

    def _table(self) -> FieldForms:
        if self._known is None or self._known.forms.size > _MOST_FORMS:
            from searchlib.analysis.defining import FieldForms
            from searchlib.analysis.native import Forms, native_clues

            clues = native_clues() if self._finds_dates or self._english else None
            forms = Forms(clues, finds_dates=self._finds_dates, marks_english=self._english is not None)
            self._known = FieldForms(forms, self._main, self._english, exact=True)
            self._forms = {}
        return self._known

    def _form(self, raw: str, *, english: bool) -> Form:
        """Return what a form is analysed as that was not asked for before."""
        (form,) = self._main.analyze_forms([raw])
        if english and self._english is not None:
            form = further_form(form, self._english.analyze_forms([raw])[0], self._english.name)
        self._forms[raw, english] = form
        return form


def _single(leaves: Iterable[Mark]) -> Iterator[Leaf | Looks]:
    """Yield what is looked for one by one."""
    for leaf in leaves:
        if isinstance(leaf, Together):
            for part in leaf.parts:
                yield from part
        else:
            yield leaf


def _wanted(read: TextForms, sought: Sought) -> tuple[list[str], list[str]]:
    """Return the terms and the exact terms of a text in which leaves may be found."""
    terms, exact = sought.terms, list[str]()
    for leaf in sought.looks:
        words = read.words(leaf.printed)
        fitting = [word for word, fits in zip(words, leaf.accept(words), strict=True) if fits]
        if leaf.printed:
            exact = exact + fitting
        else:
            terms = terms + fitting
    return terms, exact
