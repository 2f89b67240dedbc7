"""Addresses and tags: mail, URLs, ``pic.twitter.com/…``, ``#KimJongUn``, ``@NorthNKAAL``."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

__all__ = ["address_extras", "canonical_address", "tag_parts"]

_SCHEME: Final = re.compile(r"^(?:[a-z]+://)?(?:www\.)?", re.IGNORECASE)


def canonical_address(text: str) -> str:
    """Return an address without scheme, ``www.`` and closing slash."""
    return _SCHEME.sub("", text, count=1).rstrip("/") or text


def address_extras(address: str) -> list[str]:
    """Return what else finds an address: the host of one with a path or a mail box, the name of a bare host."""
    if "/" in address:
        return [address.split("/", 1)[0]]
    if "@" in address:
        return [address.rsplit("@", 1)[1]]
    return [address.rsplit(".", 2)[-2]] if "." in address else []


def tag_parts(body: str) -> list[tuple[int, int]]:
    """Cut the body of a tag at underscores, capitals and digits.

    Returns the spans of its parts: those of Kim, Jong and Un in ``KimJongUn``, of North and NKAAL in
    ``NorthNKAAL``. A tag without such borders is one part.
    """
    cuts = [0, *(at for at in range(1, len(body)) if _is_border(body, at)), len(body)]
    return [(start, end) for start, end in pairwise(cuts) if body[start:end] != "_"]


def _is_border(body: str, at: int) -> bool:
    before, after = body[at - 1], body[at]
    if before == "_" or after == "_" or before.isdigit() != after.isdigit():
        return True
    if not after.isupper():
        return False
    return before.islower() or (before.isupper() and body[at + 1 : at + 2].islower())
