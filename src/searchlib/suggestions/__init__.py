"""Help with asking: what was probably meant, how a word may go on, what is like a text."""

from __future__ import annotations

from searchlib.suggestions.completing import Completion, complete
from searchlib.suggestions.correcting import Change, Suggestion, suggest
from searchlib.suggestions.vocabulary import KnownWords

__all__ = ["Change", "Completion", "KnownWords", "Suggestion", "complete", "suggest"]
