"""Adds the names that a gazetteer finds in documents to their entities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, MutableMapping

    from searchlib.entities.gazetteer import Gazetteer

__all__ = ["tag"]

_Document = TypeVar("_Document", bound="MutableMapping[str, Any]")


def tag(documents: Iterable[_Document], gazetteer: Gazetteer) -> Iterator[_Document]:
    """Yield the documents, with the names found in title and body behind their own entities.

    Parameters
    ----------
    documents : iterable of mutable mappings
        With ``title``, ``body`` and ``entities`` as `searchlib.documents.read` gives them; changed in place.
    gazetteer : Gazetteer
        The names.
    """
    for document in documents:
        found = gazetteer.find(f"{document.get('title') or ''}\n{document.get('body') or ''}")
        if found:
            own: str | list[str] = document.get("entities") or []
            document["entities"] = list(dict.fromkeys([*([own] if isinstance(own, str) else own), *found]))
        yield document
