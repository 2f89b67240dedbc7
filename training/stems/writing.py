"""Writing the table that `searchlib.analysis.suffix_rules` reads."""

from __future__ import annotations

from collections.abc import Mapping
from zlib import crc32

from learning import Rule, cut

__all__ = ["table"]


def table(endings: Mapping[str, Rule], words: Mapping[str, str]) -> bytes:
    """Return the bytes of a table of rules for endings and for whole words."""
    rules = dict(endings) | {"^" + word: cut(word, stem) for word, stem in words.items()}
    body = "".join(f"{pattern} {rules[pattern].strip} {rules[pattern].append or '-'}\n" for pattern in sorted(rules))
    return f"searchlib-stems 1 {len(rules)} {crc32(body.encode()):08x}\n{body}".encode("ascii")
