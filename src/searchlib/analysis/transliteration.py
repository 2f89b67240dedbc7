"""Letters of other scripts in Latin ones."""

from __future__ import annotations

import os
import re
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from searchlib.errors import AnalyzerError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["TRANSLITERATORS", "check_transliterator", "transliterate", "transliterator_version"]

TRANSLITERATORS: Final = ("unidecode", "none")
_DIST_INFO: Final = re.compile(r"[Uu]nidecode-([0-9.]+)\.dist-info")
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")


@cache
def _unidecode() -> Callable[[str], str]:
    try:
        from unidecode import unidecode
    except ImportError as error:
        message = 'the package Unidecode is not installed: install it, or choose transliterator="none"'
        raise AnalyzerError(message) from error
    return unidecode


def check_transliterator(name: str) -> None:
    """Raise `AnalyzerError` if there is no such transliterator, without loading it."""
    if name not in TRANSLITERATORS:
        message = f"unknown transliterator {name!r}: choose one of {', '.join(TRANSLITERATORS)}"
        raise AnalyzerError(message)


def transliterate(text: str, name: str) -> str:
    """Write the characters of `text` beyond ASCII in Latin letters.

    Parameters
    ----------
    text : str
        Folded text.
    name : str
        ``"unidecode"``, or ``"none"`` to leave them.

    Returns
    -------
    str
        The text; with unidecode it is ASCII, but not folded.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If the transliterator is unknown or its package is missing.
    """
    check_transliterator(name)
    if name == "none" or text.isascii():
        return text
    unidecode = _unidecode()
    return _BEYOND_ASCII.sub(lambda match: unidecode(match[0].encode("utf-8", "ignore").decode()), text)


def transliterator_version(name: str) -> str:
    """Return name and version, for the fingerprint of an analyzer."""
    check_transliterator(name)
    if name == "none":
        return name
    return f"{name} {_unidecode_version()}"


@cache
def _unidecode_version() -> str:
    spec = find_spec("unidecode")
    if spec is None or spec.origin is None:
        message = 'the package Unidecode is not installed: install it, or choose transliterator="none"'
        raise AnalyzerError(message)
    # The name of the folder beside the package says it; importlib.metadata would too, but importing that takes
    # a tenth of the time in which the command line has to answer.
    for entry in os.listdir(os.path.dirname(os.path.dirname(spec.origin))):
        match = _DIST_INFO.fullmatch(entry)
        if match:
            return match[1]
    from importlib.metadata import version

    return version("Unidecode")
