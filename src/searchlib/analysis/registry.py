"""Analyzers by name: the built-in ones, and functions of the user's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from searchlib.analysis.character_classes import UNICODE_VERSION
from searchlib.analysis.protocol import EMPTY, Form, Role, Token, cut_term
from searchlib.analysis.romanian import RomanianAnalyzer
from searchlib.analysis.simple import SimpleAnalyzer, WhitespaceAnalyzer
from searchlib.errors import AnalyzerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchlib.analysis.protocol import Analyzer

__all__ = ["FunctionAnalyzer", "WordFunction", "get", "register"]

WordFunction: TypeAlias = Callable[[str], "str | Iterable[str] | None"]
"""Gives the term or terms of one word, or None to leave it out."""

_BUILT_IN: Final = ("romanian", "simple", "whitespace")
_registered: dict[str, WordFunction] = {}


class FunctionAnalyzer:
    """Gives each raw form to a function; all terms that it returns share one position."""

    def __init__(self, name: str, function: WordFunction) -> None:
        self.name = name
        self._function = function

    def analyze_forms(self, raws: Sequence[str]) -> list[Form]:
        """Analyse raw forms; see `searchlib.analysis.Analyzer`.

        Raises
        ------
        searchlib.errors.AnalyzerError
            If the function returns anything but terms.
        """
        return [self._analyze(raw) for raw in raws]

    def _analyze(self, raw: str) -> Form:
        result = cast("object", self._function(raw))
        if result is None:
            return EMPTY
        if not isinstance(result, Iterable):
            raise AnalyzerError(self._complaint(raw, result))
        terms = cast("Iterable[object]", [result] if isinstance(result, str) else result)
        tokens: dict[str, Token] = {}
        for term in terms:
            if not isinstance(term, str):
                raise AnalyzerError(self._complaint(raw, term))
            cut = cut_term(term)
            if cut:
                role: Role = "extra" if tokens else "part"
                tokens.setdefault(cut, Token(cut, 0, 0, len(raw), role))
        return Form(tuple(tokens.values()), 1) if tokens else EMPTY

    def _complaint(self, raw: str, found: object) -> str:
        return f"analyzer {self.name!r} must return strings for a word, not {type(found).__name__} (word {raw!r})"

    def fingerprint(self) -> dict[str, str]:
        """Return the names by which the function is known; its code cannot be compared."""
        module = getattr(self._function, "__module__", "")
        qualified = getattr(self._function, "__qualname__", type(self._function).__qualname__)
        return {"analyzer": self.name, "function": f"{module}.{qualified}", "characters": UNICODE_VERSION}


def register(name: str, function: WordFunction) -> None:
    """Make a function known as an analyzer.

    Parameters
    ----------
    name : str
        The name that a schema uses. Registering a name again replaces its function.
    function : callable
        Takes one raw form (see `searchlib.analysis.split`) and returns its term, an iterable of
        terms that share one position, or None.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If the name is empty or built in, or the function cannot be called.
    """
    if not name or name in _BUILT_IN:
        reason = "built in" if name else "empty"
        raise AnalyzerError(f"an analyzer cannot be registered as {name!r}: the name is {reason}")
    given: object = function
    if not callable(given):
        message = f"analyzer {name!r}: {type(function).__name__} is not callable"
        raise AnalyzerError(message)
    _registered[name] = function


def get(name: str, transliterator: str = "unidecode") -> Analyzer:
    """Return an analyzer by name.

    Parameters
    ----------
    name : str
        ``"romanian"``, ``"simple"``, ``"whitespace"``, or a registered name.
    transliterator : str
        ``"unidecode"``, ``"anyascii"`` or ``"none"``; used by the first two.

    Returns
    -------
    Analyzer
        Ready to use; making one is cheap, and it may be shared between threads.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If the name or the transliterator is unknown.
    """
    if name == "romanian":
        return RomanianAnalyzer(transliterator)
    if name == "simple":
        return SimpleAnalyzer(transliterator)
    if name == "whitespace":
        return WhitespaceAnalyzer()
    function = _registered.get(name)
    if function is None:
        known = ", ".join(sorted([*_BUILT_IN, *_registered]))
        message = (
            f"unknown analyzer {name!r}: known are {known}; "
            f"make a function of yours known with searchlib.analysis.register({name!r}, function)"
        )
        raise AnalyzerError(message)
    return FunctionAnalyzer(name, function)
