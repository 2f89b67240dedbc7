"""The one door to searchlib: the terms of its Romanian chain, and its indexes as a user makes and asks them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import searchlib as sl
from searchlib import analysis
from searchlib.analysis.defining import FieldForms, field_forms
from searchlib.indexing.native import Builder

__all__ = [
    "ask",
    "body_forms",
    "build",
    "fill",
    "question",
    "same_articles",
    "schemas",
    "table_files",
    "terms",
    "terms_by_table",
]

# What is left of a question is words alone: nothing in it is an operator.
_NOT_WORDS = re.compile(r"[^\w\u0300-\u036f]+(?=\s|$)|(?:(?<=\s)|^)[^\w\u0300-\u036f]+|[^\w\u0300-\u036f\-'’.,]+")
_OPERATORS = re.compile(r"\b(?:AND|OR|NOT|TO)\b")


def terms() -> Callable[[Sequence[str]], list[str]]:
    """Return what gives the terms of words: those that a query for the word needs, joined where there are several."""
    chain = analysis.get("romanian")
    known: dict[str, str] = {}

    def terms_of(words: Sequence[str]) -> list[str]:
        new = [word for word in dict.fromkeys(words) if word not in known]
        for word, form in zip(new, chain.analyze_forms(new), strict=True):
            known[word] = " ".join(token.term for token in form.tokens if token.role == "part")
        return [known[word] for word in words]

    return terms_of


def terms_by_table(stem_table: Path) -> Callable[[Sequence[str]], list[str]]:
    """Return the same for words of letters alone, with another stem table than the one that ships."""
    import snowballstemmer

    from searchlib.analysis.folding import fold_text
    from searchlib.analysis.levelling import level
    from searchlib.analysis.old_spelling import respell
    from searchlib.analysis.suffix_rules import load

    rules, snowball = load(stem_table), snowballstemmer.stemmer("romanian")

    def stem(word: str) -> str:
        folded = fold_text(respell(word))
        return rules.apply(folded) or level(snowball.stemWord(folded))

    return lambda words: [stem(word) for word in words]


def schemas() -> dict[str, sl.Schema]:
    """Return the schemas that are measured, by what stands in the tables."""
    unstemmed = {name: sl.Text("simple") for name in sl.NEWS.text_fields}
    return {
        "searchlib, as it comes": sl.NEWS,
        "searchlib, without exact forms": replace(sl.NEWS, exact_boost=0.0, letters_boost=0.0),
        "searchlib, with stop words": replace(sl.NEWS, stop_words=False),
        "searchlib, analyzer simple": sl.Schema(
            {**sl.NEWS.fields, **unstemmed}, key=sl.NEWS.key, aliases=sl.NEWS.aliases
        ),
    }


def build(path: Path, texts: Mapping[str, str] | Iterable[tuple[str, str]], schema: sl.Schema = sl.NEWS) -> sl.Index:
    """Index texts as bodies and open the index."""
    pairs = texts.items() if isinstance(texts, Mapping) else texts
    with sl.create(path, schema, overwrite=True) as writer:
        writer.add_many({"id": key, "body": text} for key, text in pairs)
    return sl.open(path)


def question(text: str) -> str:
    """Return the words of a text as a query, without anything that the query language reads as an operator."""
    words = _NOT_WORDS.sub(" ", unicodedata.normalize("NFC", text))
    return _OPERATORS.sub(lambda operator: operator[0].lower(), words).strip()


def ask(index: sl.Index, text: str, count: int = 10) -> list[str]:
    """Return the ids of the best articles for a text."""
    return [hit["id"] for hit in index.search(question(text), limit=count)]


def same_articles(index: sl.Index, text: str, other: str) -> bool:
    """Return whether two texts find the same articles: as many each as both together."""
    one, two = question(text), question(other)
    return index.count(one) == index.count(two) == index.count(f"{one} {two}")


def body_forms() -> FieldForms:
    """Return an empty table of forms, analysed as those of a body in the news schema."""
    analyzers = {name: analysis.get(name) for name in sl.NEWS.analyzer_names()}
    return field_forms(sl.NEWS, analyzers)["body"]


def fill(texts: Iterable[str], forms: FieldForms) -> None:
    """Turn texts into terms as the index does: read them natively, then analyse each new form once."""
    builder = Builder([("body", forms.forms, "body=")], [])
    for number, text in enumerate(texts):
        builder.add(None, 0, number, number, bytes(16), None, [text], [])
    forms.define()


def table_files() -> list[Path]:
    """Return the data files that the chain reads."""
    assert analysis.__file__ is not None
    folder = Path(analysis.__file__).parent
    return [path for path in sorted(folder.rglob("*")) if path.suffix in (".spellings", ".stems")]
