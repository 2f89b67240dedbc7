"""Levelling: what is left of a stem without the sounds that change from one form of a word to another.

A final vowel is what an ending left behind; ``oa`` and ``ea`` stand for ``o`` and ``e`` under stress (``persoan`` and
``person``), ``z`` for ``d`` before an ``i`` (``creaz`` and ``cread``), and ``ur`` begins a plural (``timpur`` and
``timp``). So stems meet that rules and Snowball cut at different letters. A stem keeps three of them.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["level"]

_SHORTEST: Final = 3
_VOWEL: Final = re.compile("[aeiu]$")
_STRESSED: Final = (re.compile("oa(?=[^aeiou]{0,3}$)"), re.compile("ea(?=[^aeiou]{0,3}$)"))


def level(stem: str) -> str:
    """Level a stem of the letters a to z; 2 µs."""
    if len(stem) > _SHORTEST:
        stem = _VOWEL.sub("", stem)
    for vowels in _STRESSED:
        if len(stem) > _SHORTEST:
            stem = vowels.sub(vowels.pattern[0], stem)
    if len(stem) > _SHORTEST and stem.endswith("z"):
        stem = f"{stem[:-1]}d"
    if len(stem) > _SHORTEST + 1 and stem.endswith("ur"):
        stem = stem[:-2]
    return stem
