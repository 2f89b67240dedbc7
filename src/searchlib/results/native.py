"""The one door from this package to the native core."""

from __future__ import annotations

from searchlib._native import DateBuckets, FormTokens, KeywordColumn, Marks, Matches

__all__ = ["DateBuckets", "FormTokens", "KeywordColumn", "Marks", "Matches"]
