"""Analysing whole texts, for snippets, phrases and experiments; indexing goes another way.

What is found over several raw forms is joined here with what an analyzer makes of each: the language of each sentence
says whose terms a form gets, and a date written in words adds its term. The index builder does natively what
`analyze_text` does; this is its oracle.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from searchlib.analysis.native import split

if TYPE_CHECKING:
    import datetime as dt

    from searchlib.analysis.gaps import Gap
    from searchlib.analysis.protocol import Analyzer, Form

__all__ = ["TextToken", "analyze_text", "form_tokens"]


class TextToken(NamedTuple):
    """The terms that one stretch of a text gives at one position."""

    text: str
    """The letters as they stand."""
    start: int
    """Character offset in the whole text."""
    end: int
    position: int
    """In the whole text, from 0."""
    terms: tuple[str, ...]
    exact: tuple[str, ...] = ()
    """The words themselves, not stemmed, if the analyzer gives them: see `searchlib.analysis.Token`."""


def analyze_text(
    text: str, analyzer: Analyzer, *, languages: Sequence[Analyzer] = (), date: dt.date | None = None
) -> list[TextToken]:
    """Analyse a text.

    Parameters
    ----------
    text : str
        Any text.
    analyzer : Analyzer
        As `searchlib.analysis.get` gives it. If it says of itself that it `finds_dates`, those written in words
        add their terms.
    languages : sequence of Analyzer
        Those of further languages, under whose names their sentences are detected.
    date : datetime.date, optional
        The date of the text: a day written without a year is the one nearest to it.

    Returns
    -------
    list of TextToken
        By form, position and place. About 0.3 µs a character.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If a registered function does not return terms, or the sentences of a further language cannot be detected.
    """
    spans = split(text)
    raws = [text[start:end] for start, end in spans]
    finds_dates = getattr(analyzer, "finds_dates", False)
    before: list[Gap] = []
    if languages or finds_dates:
        from searchlib.analysis.gaps import gaps

        before = gaps(text, spans)
    dates = _dates(raws, before, date) if finds_dates else {}
    tokens: list[TextToken] = []
    base = 0
    forms = _forms(raws, before, analyzer, languages)
    for at, ((origin, _), raw, form) in enumerate(zip(spans, raws, forms, strict=True)):
        tokens += form_tokens(raw, form, origin, base, dates.get(at, ()) if form.width else ())
        base += form.width
    return tokens


def form_tokens(raw: str, form: Form, origin: int, base: int, dates: Sequence[str] = ()) -> list[TextToken]:
    """Return what one raw form gives in a text: by position and place, what stands together as one token.

    Parameters
    ----------
    raw : str
        The raw form.
    form : Form
        What its analyzer made of it.
    origin, base : int
        Its character offset in the text, and the position of its first term.
    dates : sequence of str
        Terms of the dates written in words that begin with it.
    """
    if len(form.tokens) == 1 and not dates:
        (term, position, start, end, _, exact) = form.tokens[0]
        return [TextToken(raw[start:end], origin + start, origin + end, base + position, (term,), exact)]
    grouped: dict[tuple[int, int, int], list[tuple[str, tuple[str, ...]]]] = {}
    for token in form.tokens:
        grouped.setdefault((token.position, token.start, token.end), []).append((token.term, token.exact))
    if dates:
        grouped.setdefault((0, 0, len(raw)), []).extend((term, ()) for term in dates)
    tokens: list[TextToken] = []
    for (position, start, end), group in grouped.items():
        terms = tuple(dict.fromkeys(term for term, _ in group))
        exact = tuple(dict.fromkeys(word for _, words in group for word in words))
        tokens.append(TextToken(raw[start:end], origin + start, origin + end, base + position, terms, exact))
    return tokens


def _dates(raws: Sequence[str], before: Sequence[Gap], near: dt.date | None) -> dict[int, list[str]]:
    """Return the terms of dates at the numbers of their forms."""
    from searchlib.analysis.written_dates import date_class, written_dates

    classes = {raw: date_class(raw) for raw in dict.fromkeys(raws)}
    found: dict[int, list[str]] = {}
    for at, term in written_dates([classes[raw] for raw in raws], before, near):
        found.setdefault(at, []).append(term)
    return found


def _forms(raws: Sequence[str], before: Sequence[Gap], analyzer: Analyzer, languages: Sequence[Analyzer]) -> list[Form]:
    """Return the form of each raw form by the analyzer of its language, each asked once for each distinct one."""
    if not languages:
        return _forms_in(raws, analyzer)
    from searchlib.analysis.multilingual import further_form
    from searchlib.analysis.stretches import check_detected, evidence, stretches

    further = [one.name for one in languages]
    check_detected(analyzer.name, further)
    known = {raw: evidence(raw) for raw in dict.fromkeys(raws)}
    found = stretches([known[raw] for raw in raws], before, further)
    main = iter(_forms_in(raws, analyzer))
    each = [
        iter(_forms_in([raw for raw, language in zip(raws, found, strict=True) if language == number], one))
        for number, one in enumerate(languages, 1)
    ]
    return [
        further_form(form, next(each[language - 1]), further[language - 1]) if language else form
        for form, language in zip(main, found, strict=True)
    ]


def _forms_in(raws: Sequence[str], analyzer: Analyzer) -> list[Form]:
    distinct = list(dict.fromkeys(raws))
    forms = dict(zip(distinct, analyzer.analyze_forms(distinct), strict=True))
    return [forms[raw] for raw in raws]
