"""Analysis: text becomes terms.

Two steps: `split` cuts a text into raw forms, then an `Analyzer` takes each distinct raw form
apart once. `analyze_text` does both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from searchlib.analysis.chain import Chain
from searchlib.analysis.folding import fold_keyword, fold_text
from searchlib.analysis.native import split
from searchlib.analysis.parts import register_part
from searchlib.analysis.protocol import Analyzer, Form, Role, Token
from searchlib.analysis.registry import get, register
from searchlib.analysis.text import TextToken, analyze_text

if TYPE_CHECKING:
    from searchlib.analysis.showing import Explanation, Step, analyze, explain

__all__ = [
    "Analyzer",
    "Chain",
    "Explanation",
    "Form",
    "Role",
    "Step",
    "TextToken",
    "Token",
    "analyze",
    "analyze_text",
    "explain",
    "fold_keyword",
    "fold_text",
    "get",
    "register",
    "register_part",
    "split",
]


def __getattr__(name: str) -> Any:
    # Searching shows nothing of analysis, and the command line has to answer within 150 ms of its start.
    if name in ("Explanation", "Step", "analyze", "explain"):
        from searchlib.analysis import showing

        return getattr(showing, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
