"""Having the forms analysed that a builder met: each distinct one once, in the language of its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from searchlib.analysis.multilingual import further_form
from searchlib.analysis.native import Forms, native_clues
from searchlib.analysis.stretches import check_detected
from searchlib.errors import AnalyzerError

if TYPE_CHECKING:
    from searchlib.analysis import Analyzer, Form
    from searchlib.schema import Schema

__all__ = ["FieldForms", "field_forms"]

ENGLISH_MARK: Final = "\x01"
DATE_MARK: Final = "\x02"
"""What forms begin with that the builder says are in English, or the term of a date: see `text_reader.hpp`."""

_AT_ONCE: Final = 4096
"""Forms handed to an analyzer in one call: enough for its batches, few enough that Python's garbage collector
does not walk through all of them again and again: of 190,000, 11 µs a form against 15 all at once."""

_AT_ONCE_NATIVELY: Final = 32768
"""The same where only what native code leaves becomes objects of Python."""

_Terms: TypeAlias = list[tuple[str, int]]
_Definition: TypeAlias = tuple[_Terms, _Terms, int]


class FieldForms(NamedTuple):
    """The forms that fields of one kind have met, and what analyses them.

    Parameters
    ----------
    forms : Forms
        The native table of them.
    analyzer : Analyzer
        That of the field.
    english : Analyzer or None
        That of its English sentences; None if they are not told apart.
    exact : bool
        Whether exact forms are indexed.
    """

    forms: Forms
    analyzer: Analyzer
    english: Analyzer | None
    exact: bool

    def define(self) -> None:
        """Have the forms analysed that were not met before.

        Raises
        ------
        AnalyzerError
            If an analyzer returns something that is no form, or not one for each.
        """
        define = getattr(self.analyzer, "define", None)
        try:
            while raws := self.forms.undefined(_AT_ONCE if define is None else 1):
                if define is None:
                    self.forms.define(self._definitions(raws))
                else:
                    define(
                        self.forms, _AT_ONCE_NATIVELY, exact=self.exact, english=self.english, others=self._definitions
                    )
        except (AttributeError, TypeError) as error:
            message = f"analyzer {self.analyzer.name!r} returned something that is no form: {error}"
            raise AnalyzerError(message) from error

    def _in_english(self, raws: list[str]) -> list[Form]:
        if self.english is None:
            return []
        pairs = zip(_forms(self.analyzer, raws), _forms(self.english, raws), strict=True)
        return [further_form(main, further, self.english.name) for main, further in pairs]

    def _definitions(self, raws: Sequence[str]) -> list[_Definition]:
        """Return what the native core is told of forms."""
        english = [raw[1:] for raw in raws if raw[0] == ENGLISH_MARK]
        plain = [raw for raw in raws if raw[0] not in {ENGLISH_MARK, DATE_MARK}]
        in_english = iter(self._in_english(english))
        in_main = iter(_forms(self.analyzer, plain))
        found: list[_Definition] = []
        for raw in raws:
            if raw[0] == DATE_MARK:
                found.append(([(raw[1:], 0)], [], 0))
            else:
                form = next(in_english if raw[0] == ENGLISH_MARK else in_main)
                found.append(_definition(form, exact=self.exact))
        return found


def field_forms(schema: Schema, analyzers: dict[str, Analyzer]) -> dict[str, FieldForms]:
    """Return for each text field its forms; fields that are analysed alike share them."""
    shared: dict[tuple[str, tuple[str, ...]], FieldForms] = {}
    exact = {schema.analyzer_name(field) for field in schema.exact_fields}
    found: dict[str, FieldForms] = {}
    for field in schema.text_fields:
        name, languages = schema.analyzer_name(field), schema.languages(field)
        if (name, languages) not in shared:
            analyzer = analyzers[name]
            dates = bool(getattr(analyzer, "finds_dates", False))
            clues = native_clues() if dates or languages else None
            check_detected(analyzer.name, languages)
            english = analyzers[languages[0]] if languages else None
            forms = Forms(clues, finds_dates=dates, marks_english=english is not None)
            shared[name, languages] = FieldForms(forms, analyzer, english, name in exact)
        found[field] = shared[name, languages]
    return found


def _forms(analyzer: Analyzer, raws: list[str]) -> list[Form]:
    forms = analyzer.analyze_forms(raws) if raws else []
    if len(forms) != len(raws):
        raise AnalyzerError(f"analyzer {analyzer.name!r} returned {len(forms)} forms for {len(raws)}")
    return forms


def _definition(form: Form, *, exact: bool) -> _Definition:
    """Return terms and exact terms at their positions, and the width."""
    terms = [(token.term, token.position) for token in form.tokens]
    if not exact:
        return terms, [], form.width
    return terms, [(text, token.position) for token in form.tokens for text in token.exact], form.width
