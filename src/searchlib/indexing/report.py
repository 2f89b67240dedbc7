"""What a writer did, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from searchlib.documents.reading import Reading

__all__ = ["OnProgress", "Progress", "Report", "Tally", "text_bytes"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a writer did since it was opened; rolled-back work counts no more.

    Parameters
    ----------
    new, changed, unchanged : int
        Documents added, replaced, and found to be in the index just so.
    deleted : int
        Documents deleted by key, by query or by date.
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


OnProgress: TypeAlias = Callable[[Progress], None]


class Tally:
    """Counts what one call takes in, for its progress callback.

    Parameters
    ----------
    progress : callable, optional
        The callback.
    reading : Reading, optional
        What says how much of the files was read.
    """

    def __init__(self, progress: OnProgress | None, reading: Reading | None = None) -> None:
        self._progress = progress
        self._reading = reading
        self._total = reading.bytes_total if reading and progress else None
        self._documents = 0
        self._text_bytes = 0

    def count(self, documents: int, text_bytes: int) -> None:
        """Add documents, and the bytes of their texts."""
        self._documents += documents
        self._text_bytes += text_bytes

    def tell(self) -> None:
        """Call the callback, if there is one."""
        if self._progress is not None:
            read = self._reading.bytes_read if self._reading else 0
            self._progress(Progress(self._documents, self._text_bytes, read, self._total))


def text_bytes(document: Mapping[str, Any], fields: Iterable[str]) -> int:
    """Return how many bytes the texts in these fields of a document take in UTF-8."""
    texts = (document.get(name) for name in fields)
    return sum(len(text) if text.isascii() else len(text.encode()) for text in texts if isinstance(text, str))
