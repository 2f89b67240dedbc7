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
    "REGEX",
    "ROMANIAN_OPERATORS",
    "SIGN",
    "TOKENS",
    "WORD",
    "field_head",
    "has_word",
    "strip_accents",
    "unquote",
]

AND, OR, NOT = "AND", "OR", "NOT"
OPERATORS = {"AND": AND, "&&": AND, "OR": OR, "||": OR, "NOT": NOT}
"""Tokens that are operators, where they stand alone → the operator that each is."""

ROMANIAN_OPERATORS = {"SI": AND, "SAU": OR, "NU": NOT}
"""Further ones, without diacritics, where Romanian operators are read."""

PLAIN, OPEN, CLOSE, SIGN, QUOTED, FIELD, RANGE, REGEX, WORD, STRAY = range(1, 11)
"""Kinds of tokens: the numbers of the groups of `TOKENS`."""

CLOSING_MARKS = '"”“»'
"""The marks that can end a quotation."""

TOKENS = re.compile(
    r"""
      ([^\W_]++(?=[\s)]|\Z))                        # PLAIN: only letters and digits; may be an operator
    | (\()                                          # OPEN
    | (\)(?:\^=?+[\d.]++)?+)                        # CLOSE, with its boost
    | ((?<![^\s()\]}+\-])[-+](?=[^\s)]))            # SIGN: where an item starts
    | (=?+(?: "(?:[^"\\]|\\.)*+"                    # QUOTED, with its operators or the punctuation that follows:
           | „(?:[^”“"\\]|\\.)*+[”“"]               #   „Titanic”-ul, …
           | “(?:[^”"\\]|\\.)*+[”"]
           | ”(?:[^”\\]|\\.)*+”
           | «(?:[^»\\]|\\.)*+»
         )(?:(?:~\d++)?+(?:\^=?+[\d.]++)?+(?=[\s)]|\Z)|[-+]++(?=[^\s)])|[.,;:!?…]++(?=[\s)]|\Z))?+)
    | ([^\W\d]\w*+:(?:[<>]=?+|=)?+(?=["„“”«(]))     # FIELD: a quotation or a bracket follows at once
    | ([^\W\d]\w*+:[\[{][^\]}]*+[\]}](?:\^=?+[\d.]++)?+)    # RANGE: with its field
    | ((?<![^\s()+\-])(?:[^\W\d]\w*+:)?+                    # REGEX: with its field, if any
       /(?:[^/\\\s]|\\\S)++/(?:\^=?+[\d.]++)?+(?![^\s()"„“”«»]))
    | ([^\s()"„“”«»]++)                             # WORD: any other run; may be an operator or field:word
    | (["„“”«»])                                    # STRAY: a quotation mark without its partner
    """,
    re.VERBOSE | re.DOTALL,
)

_HEAD = re.compile(r"([^\W\d]\w*+):")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_ESCAPE = re.compile(r'\\(["„“”«»\\])')
_COMPARED = re.compile(r"(?:[<>]=?|=)\w")


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
    certain = bool(rest) and (rest[0].isalpha() or rest[0] in "[{*" or _COMPARED.match(rest) is not None)
    return head[1], certain


def unquote(token: str) -> str:
    """Return what stands between the quotation marks of a QUOTED token, its escapes undone."""
    start = 2 if token[0] == "=" else 1
    inner = token[start : max(map(token.rfind, CLOSING_MARKS))]
    return _ESCAPE.sub(r"\1", inner) if "\\" in inner else inner


def strip_accents(text: str) -> str:
    """Return `text` without diacritics."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
