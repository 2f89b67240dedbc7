"""Letters of other scripts in Latin ones."""

from __future__ import annotations

import os
import re
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, cast

from searchlib.errors import AnalyzerError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["TRANSLITERATORS", "check_transliterator", "transliterate", "transliterator_version"]

TRANSLITERATORS: Final = ("unidecode", "anyascii", "none")
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")


def _missing(name: str) -> AnalyzerError:
    return AnalyzerError(
        f"the transliterator {name!r} needs the package {name}, which is not installed: "
        f"install it (pip install {name}), or name another in the schema: {', '.join(TRANSLITERATORS)}"
    )


@cache
def _function(name: str) -> Callable[[str], str]:
    """Import the package of a transliterator; its function has the name of the package."""
    try:
        return cast("Callable[[str], str]", getattr(import_module(name), name))
    except ImportError as error:
        raise _missing(name) from error


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
        ``"unidecode"`` or ``"anyascii"``, or ``"none"`` to leave them.

    Returns
    -------
    str
        The text; unless left as it was it is ASCII, but not folded.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If the transliterator is unknown or its package is missing.
    """
    check_transliterator(name)
    if name == "none" or text.isascii():
        return text
    function = _function(name)
    return _BEYOND_ASCII.sub(lambda match: function(match[0].encode("utf-8", "ignore").decode()), text)


def transliterator_version(name: str) -> str:
    """Return name and version, for the fingerprint of an analyzer."""
    check_transliterator(name)
    if name == "none":
        return name
    return f"{name} {_package_version(name)}"


@cache
def _package_version(name: str) -> str:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise _missing(name)
    # The name of the folder beside the package says it; importlib.metadata would too, but importing that takes
    # a tenth of the time in which the command line has to answer.
    for entry in os.listdir(os.path.dirname(os.path.dirname(spec.origin))):
        package, _, rest = entry.partition("-")
        if package.lower() == name and rest.endswith(".dist-info"):
            return rest.removesuffix(".dist-info")
    from importlib.metadata import version

    return version(name)
