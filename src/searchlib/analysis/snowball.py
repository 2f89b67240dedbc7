"""The stemmers of the Snowball project, by the name of their language."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["languages", "snowball", "snowball_version"]


class _Snowball(Protocol):
    def stemWords(self, words: Sequence[str]) -> list[str]: ...  # noqa: N802 - the package's name


def _package() -> Any:
    """Import the package when it is first needed; it hands over to PyStemmer where that is installed."""
    import snowballstemmer

    return cast("Any", snowballstemmer)  # it has no types


@cache
def languages() -> frozenset[str]:
    """Return the names of all stemmers."""
    return frozenset(_package().algorithms())


@cache
def snowball(language: str) -> _Snowball:
    """Return the stemmer of a language; one for all, as making one costs more than stemming."""
    return cast("_Snowball", _package().stemmer(language))


@cache
def snowball_version() -> str:
    """Return the version of Snowball that the stemmers are of: the same for PyStemmer and the pure-Python package.

    Both are numbered as Snowball is; behind the second point stands what changed in a package alone.
    """
    try:
        import Stemmer

        found = str(cast("Any", Stemmer).version())
    except ImportError:
        from importlib.metadata import version  # which would be slow to import where PyStemmer is installed

        found = version("snowballstemmer")
    return ".".join(found.split(".")[:2])
