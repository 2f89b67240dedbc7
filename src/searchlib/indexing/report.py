"""What a writer did, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Progress", "Report"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a writer did since it was opened; rolled-back work counts no more.

    Parameters
    ----------
    new, changed, unchanged : int
        Documents added, replaced, and found to be in the index just so.
    deleted : int
        Documents deleted by key.
    skipped : int
        Documents passed over because of an error.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """What a progress callback is told.

    Parameters
    ----------
    documents : int
        Documents taken in so far by this call, unchanged ones among them.
    text_bytes : int
        Bytes of their texts, in UTF-8.
    bytes_read : int
        Bytes read from files so far, compressed as they are; 0 where documents come from elsewhere.
    bytes_total : int or None
        Bytes of all files that are to be read; None if nobody knows.
    """

    documents: int
    text_bytes: int = 0
    bytes_read: int = 0
    bytes_total: int | None = None
