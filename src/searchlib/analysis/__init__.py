"""Analysis: text becomes terms.

Two steps: `split` cuts a text into raw forms, then an `Analyzer` takes each distinct raw form
apart once. `analyze_text` does both.
"""

from __future__ import annotations

from searchlib.analysis.chain import Chain
from searchlib.analysis.folding import fold_keyword, fold_text
from searchlib.analysis.native import split
from searchlib.analysis.parts import register_part
from searchlib.analysis.protocol import Analyzer, Form, Role, Token
from searchlib.analysis.registry import get, register
from searchlib.analysis.text import TextToken, analyze_text

__all__ = [
    "Analyzer",
    "Chain",
    "Form",
    "Role",
    "TextToken",
    "Token",
    "analyze_text",
    "fold_keyword",
    "fold_text",
    "get",
    "register",
    "register_part",
    "split",
]
