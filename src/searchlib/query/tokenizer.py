"""Query text → tokens: one regular expression, tried in one order.

Every character that is no blank belongs to exactly one token, so that a parser which reads all tokens has read
all of the text. The quantifiers are possessive: reading is linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = [
    "AND",
    "CLOSE",
    "CLOSING_MARKS",
    "FIELD",
    "NOT",
    "OPEN",
    "OPERATORS",
    "OR",
    "PLAIN",
    "QUOTED",
    "RANGE",
    "SIGN",
    "TOKENS",
    "WORD",
    "field_head",
    "foreign_suffix",
    "has_word",
    "unquote",
]

AND, OR, NOT = "AND", "OR", "NOT"
OPERATORS = {"AND": AND, "&&": AND, "OR": OR, "||": OR, "NOT": NOT}
"""Tokens that are operators, where they stand alone → the operator that each is."""

PLAIN, OPEN, CLOSE, SIGN, QUOTED, FIELD, RANGE, WORD, STRAY = range(1, 10)
"""Kinds of tokens: the numbers of the groups of `TOKENS`."""

CLOSING_MARKS = '"”“»'
"""The marks that can end a quotation."""

TOKENS = re.compile(
    r"""
      ([^\W_]++(?=[\s)]|\Z))                        # PLAIN: only letters and digits; may be an operator
    | (\()                                          # OPEN
    | (\))                                          # CLOSE
    | ((?<![^\s()\]}+\-])[-+](?=[^\s)]))            # SIGN: where an item starts
    | ((?: "(?:[^"\\]|\\.)*+"                       # QUOTED, with the punctuation that follows: „Titanic”-ul, …
         | „(?:[^”“"\\]|\\.)*+[”“"]
         | “(?:[^”"\\]|\\.)*+[”"]
         | ”(?:[^”\\]|\\.)*+”
         | «(?:[^»\\]|\\.)*+»
       )(?:[-+]++(?=[^\s)])|[.,;:!?…]++(?=[\s)]|\Z))?+)
    | ([^\W\d]\w*+:(?:[<>]=?+)?+(?=["„“”«(]))       # FIELD: a quotation or a bracket follows at once
    | ([^\W\d]\w*+:[\[{][^\]}]*+[\]}])              # RANGE: with its field
    | ([^\s()"„“”«»]++)                             # WORD: any other run; may be an operator or field:word
    | (["„“”«»])                                    # STRAY: a quotation mark without its partner
    """,
    re.VERBOSE | re.DOTALL,
)

_HEAD = re.compile(r"([^\W\d]\w*+):")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_FOREIGN_SUFFIX = re.compile(r"(?<=\w)(?:\*|\^\d[\d.]*|~\d*)\Z")
_ESCAPE = re.compile(r'\\(["„“”«»\\])')
_COMPARED = re.compile(r"[<>]=?\w")


def has_word(text: str) -> bool:
    """Return whether `text` holds a letter, a digit or a mark, and not only punctuation."""
    if _LETTER_OR_DIGIT.search(text):
        return True
    return any(unicodedata.category(c)[0] in "LMN" for c in text)


def field_head(text: str) -> tuple[str, bool] | None:
    """Return what may be the field's name at the start of a word, and whether it can be nothing else.

    ``title:muzeu`` → ``("title", True)``; ``http://zf.ro`` → ``("http", False)``; ``19:57`` → None.
    """
    head = _HEAD.match(text)
    if head is None:
        return None
    rest = text[head.end() :]
    certain = bool(rest) and (rest[0].isalpha() or rest[0] in "[{" or _COMPARED.match(rest) is not None)
    return head[1], certain


def foreign_suffix(text: str) -> str | None:
    """Return the operator of other query languages (``*``, ``^2``, ``~1``) at the end of a word, if any."""
    if text[-1].isalpha():
        return None  # at once, as for most words
    found = _FOREIGN_SUFFIX.search(text)
    return found[0] if found else None


def unquote(token: str) -> str:
    """Return what stands between the quotation marks of a QUOTED token, its escapes undone."""
    inner = token.rstrip("-+.,;:!?…")[1:-1]
    return _ESCAPE.sub(r"\1", inner) if "\\" in inner else inner
