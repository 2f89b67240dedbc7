"""Ids and scores → answers: hits with their stored fields, and snippets that show why they match."""

from __future__ import annotations

from searchlib.results.answering import Answerer
from searchlib.results.hits import Hit, Hits, Source
from searchlib.results.snippets import Snippet, make_snippet

__all__ = ["Answerer", "Hit", "Hits", "Snippet", "Source", "make_snippet"]
