"""Analyzers by name: the built-in ones, written chains, and chains and functions of the user's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchlib.analysis.chain import Chain, ChainAnalyzer
from searchlib.analysis.character_classes import UNICODE_VERSION
from searchlib.analysis.custom import UserTokenFilter, terms_of
from searchlib.analysis.languages import named_analyzer, names
from searchlib.analysis.protocol import EMPTY, Form, Token
from searchlib.errors import AnalyzerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchlib.analysis.protocol import Analyzer, Role

__all__ = ["FunctionAnalyzer", "get", "register"]

_registered: dict[str, tuple[UserTokenFilter, str] | Chain] = {}
_ROLES: Final[tuple[Role, Role]] = ("part", "extra")


class FunctionAnalyzer:
    """Gives each distinct raw form to a function; all terms that it returns share one position."""

    def __init__(self, name: str, function: UserTokenFilter, version: str = "1") -> None:
        self.name = name
        self._function = function
        self._version = version

    def analyze_forms(self, raws: Sequence[str]) -> list[Form]:
        """Analyse raw forms; see `searchlib.analysis.Analyzer`.

        Raises
        ------
        searchlib.errors.AnalyzerError
            If the function returns anything but terms.
        """
        forms = {raw: self._analyze(raw) for raw in dict.fromkeys(raws)}
        return [forms[raw] for raw in raws]

    def _analyze(self, raw: str) -> Form:
        terms = terms_of(f"analyzer {self.name!r}", self._function, raw)
        tokens = tuple(Token(term, 0, 0, len(raw), _ROLES[at > 0]) for at, term in enumerate(terms))
        return Form(tokens, 1) if tokens else EMPTY

    def fingerprint(self) -> dict[str, str]:
        """Return the names by which the function is known, and the version given; its code cannot be compared."""
        module = getattr(self._function, "__module__", "")
        qualified = getattr(self._function, "__qualname__", type(self._function).__qualname__)
        return {
            "analyzer": self.name,
            "function": f"{module}.{qualified}",
            "version": self._version,
            "characters": UNICODE_VERSION,
        }


def register(name: str, analyzer: UserTokenFilter | Chain, *, version: str = "1") -> None:
    """Make a function or a chain known as an analyzer.

    Parameters
    ----------
    name : str
        The name that a schema uses, without ``|``. Registering a name again replaces what it was.
    analyzer : callable or Chain
        A function that takes one raw form (see `searchlib.analysis.split`) and returns its term, an iterable of
        terms that share one position, or None. It is asked once for each distinct form of a batch.
    version : str
        Of a function: raise it when it gives other terms, so that indexes made with the old one say so.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If the name is empty, built in or a written chain, or the function cannot be called.
    """
    if not name or "|" in name or name in names():
        reason = "empty" if not name else "that of a written chain" if "|" in name else "built in"
        raise AnalyzerError(f"an analyzer cannot be registered as {name!r}: the name is {reason}")
    if isinstance(analyzer, Chain):
        ChainAnalyzer(analyzer, name=name)  # unknown parts are told now
        _registered[name] = analyzer
        return
    given: object = analyzer
    if not callable(given):
        message = f"analyzer {name!r}: {type(analyzer).__name__} is not callable"
        raise AnalyzerError(message)
    _registered[name] = analyzer, version


def get(name: str, transliterator: str = "unidecode") -> Analyzer:
    """Return an analyzer by name.

    Parameters
    ----------
    name : str
        ``"romanian"``, ``"english"`` or another language that Snowball stems, ``"simple"``, ``"whitespace"``,
        a registered name, or a chain as it is written: ``"hyphens compose | words | fold stem:english"``.
    transliterator : str
        ``"unidecode"``, ``"anyascii"`` or ``"none"``; for chains that use one and do not name it.

    Returns
    -------
    Analyzer
        Ready to use; making one is cheap, and it may be shared between threads.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If the name, a part of the chain or the transliterator is unknown.
    """
    registered = _registered.get(name)
    if isinstance(registered, Chain):
        return ChainAnalyzer(registered, transliterator, name)
    if registered is not None:
        return FunctionAnalyzer(name, *registered)
    if "|" in name:
        return ChainAnalyzer(Chain.parse(name), transliterator, name)
    found = named_analyzer(name, transliterator)
    if found is None:
        known = ", ".join(sorted([*names(), *_registered]))
        message = (
            f"unknown analyzer {name!r}: known are {known}; "
            f"make a function of yours known with searchlib.analysis.register({name!r}, function)"
        )
        raise AnalyzerError(message)
    return found
