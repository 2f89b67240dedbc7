"""Answers read page by page."""

from __future__ import annotations

import searchlib as sl
from searchlib.query import Query

__all__ = ["ids_page_by_page"]


def ids_page_by_page(index: sl.Index, query: Query, limit: int, most: int) -> list[int]:
    """Return the documents of pages of so many hits, each behind the last hit of the one before, up to `most`."""
    page = index.search(query, limit=limit)
    found: list[int] = page.ids.tolist()
    while page.after is not None and len(found) < most:
        page = index.search(query, limit=limit, after=page.after)
        found += page.ids.tolist()
    return found
