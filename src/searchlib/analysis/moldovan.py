"""Romanian in the Cyrillic letters of Soviet Moldavia (1940-1989), written in Latin ones: ``лимба`` is ``limba``.

The alphabet is the Russian one without ё, щ and ъ and, since 1967, with ӂ. It shows how Romanian sounds, so most of it
is a matter of single letters; the rules are for what the two spellings divide otherwise:

- к and г are hard c and g, written ch and gh before e and i; ч and ӂ are the soft ones: ``Кишинэу``, ``чокан`` ciocan;
- ь behind a consonant is the short i: ``ань`` ani, ``окь`` ochi;
- ы is î, and inside a word â since 1993: ``ынвэцэмынт`` învățământ;
- я is ia at the beginning and behind vowels, else mostly ea: ``яр`` iar, ``сярэ`` seară, ``пяцэ`` piață.

A Russian word has the same letters. Some sequences are Russian only (``чк``, ``вск``, ``льн``, ``-ть``, ``-ый``), and a
word that has one is left alone; but no sequence is needed to be Romanian: ``комунист`` is both. So each other word has
this reading beside its transliteration. What that adds to a Russian word is a term that hardly anybody asks for.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["ALPHABET", "moldovan_to_latin"]

ALPHABET: Final = "абвгджӂзийклмнопрстуфхцчшыьэюяе"
_WORD: Final = re.compile(f"[{ALPHABET}]+").fullmatch
_RUSSIAN: Final = re.compile(
    "ч[бвгджзклмнпрстфхцш]|в[сзчш]|ь[бвгджзклмнпрстфхцчш]|ств|скв|(?:[^р]ы|[^ш]ть|ый|ых|ого|его|ск(?:ий|ая|ое|ой|их|им|ом|ую))$"
).search
_WORDS: Final = {"я": "ea", "кяр": "chiar", "идее": "idee", "идея": "ideea", "ноембрие": "noiembrie"}
_RULES: Final = tuple(
    (re.compile(pattern), latin)
    for pattern, latin in (
        ("к[сз]", "x"),
        ("чея$", "ceea"),  # ceea, aceea
        ("(?<=[кг])я", "hea"),
        ("(?<=[кг])ю", "hiu"),
        ("(?<=[кг])ь", "hi"),
        ("(?<=[кг])(?=[еи])", "h"),
        ("(?<=[чӂ])[яа]", "ea"),  # aceasta, geam
        ("(?<=[чӂ])о", "io"),
        ("(?<=[чӂ])[ую]", "iu"),
        ("(?<=[чӂ])$", "i"),  # cinci
        ("(?<=и)я", "a"),  # România
        ("(?<=и)ю", "u"),
        ("(?:(?<=^[пбфвм])|(?<=^с[пбфвм]))я(?=[цтрз])", "ia"),  # piatră, viață
        ("(?<=[бвгджзклмнпрстфхцш])я", "ea"),
        ("(?<=[аеоу])е$", "ie"),  # femeie, trebuie
    )
)
_LETTERS: Final = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "j", "ӂ": "g", "з": "z", "и": "i", "й": "i",
        "к": "c", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
        "х": "h", "ц": "ț", "ч": "c", "ш": "ș", "ы": "î", "ь": "i", "э": "ă", "ю": "iu", "я": "ia",
    }
)  # fmt: skip


def moldovan_to_latin(word: str) -> str:
    """Write a word of Moldovan Cyrillic in Latin letters.

    Parameters
    ----------
    word : str
        In lower case, composed.

    Returns
    -------
    str
        As spelled before 1993, with î: `searchlib.analysis.spelling.modern_letters` knows the rest. Empty if there is a
        character in it that is no letter of that alphabet, or if it is plainly Russian. About 5 µs.
    """
    if _WORD(word) is None or _RUSSIAN(word) is not None:
        return ""
    known = _WORDS.get(word)
    if known is not None:
        return known
    for pattern, latin in _RULES:
        word = pattern.sub(latin, word)
    return word.translate(_LETTERS)
