"""Numbers and numeric dates: one canonical term for each way of writing them."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["canonical_date", "canonical_number", "english_number"]

_ROMANIAN: Final = re.compile(r"([1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d+))?").fullmatch
_ENGLISH: Final = re.compile(r"([1-9]\d{0,2}(?:,\d{3})+)\.(\d+)|([1-9]\d{0,2}(?:,\d{3}){2,})").fullmatch
_ENGLISH_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?").fullmatch
_DECIMAL: Final = re.compile(r"(\d+)[.,](\d+)").fullmatch
_DATE: Final = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})").fullmatch
_ISO_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})").fullmatch


def canonical_number(text: str) -> str | None:
    """Return a number without thousands separators and with a decimal point, or None.

    ``1.200,50`` and ``1200,50`` give ``1200.50``, ``1.200`` gives ``1200``, ``4,45`` and ``4.45`` give
    ``4.45``. None for digits and separators that make no number, such as ``0318.256.286``.
    """
    match = _ROMANIAN(text)
    if match is not None:
        whole = match[1].replace(".", "")
        return f"{whole}.{match[2]}" if match[2] else whole
    match = _ENGLISH(text)
    if match is not None:
        whole = (match[1] or match[3]).replace(",", "")
        return f"{whole}.{match[2]}" if match[2] else whole
    match = _DECIMAL(text)
    return f"{match[1]}.{match[2]}" if match is not None else None


def english_number(text: str) -> str | None:
    """Return a number as `canonical_number` does, but ``1,200`` is ``1200`` and ``1.200`` stays what it is."""
    if _ENGLISH_THOUSANDS(text) is not None:
        return text.replace(",", "")
    match = _DECIMAL(text)
    return f"{match[1]}.{match[2]}" if match is not None else canonical_number(text)


def canonical_date(text: str) -> str | None:
    """Return ``2025-10-24`` for ``24.10.2025``, ``24/10/2025``, ``24-10-2025`` and itself; None if no date."""
    match = _DATE(text)
    if match is not None:
        day, month, year = int(match[1]), int(match[3]), int(match[4])
    else:
        match = _ISO_DATE(text)
        if match is None:
            return None
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{year:04}-{month:02}-{day:02}"
