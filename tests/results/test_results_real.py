"""The proof of highlights: on real articles and real questions every marked span is a match, and every match is marked.

The questions are made of headlines, of every kind; a third of the articles have been made hostile. The sample of `make
test` is a part of what the long run looks at.
"""

from __future__ import annotations

import datetime as dt
import html
import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import searchlib as sl
from reference.seeds import chance
from results.spans import SLOP, Asked, Span, spans_of
from searchlib.analysis import TextToken, analyze_text, fold_text
from searchlib.analysis.multilingual import languages_of
from searchlib.dates import middle_day, parse_instant
from searchlib.results import Hit, Snippet
from searchlib.schema import Text

HOSTILE = ("<script>alert('x')</script>", '" onload="x', "&lt;b&gt;", "</mark>", "<mark>", "&", "'", "\x00", "﷽")
WORD = re.compile(r"[^\W\d_]{3,}")
KINDS = ("words", "words", "phrase", "slop", "prefix", "fuzzy", "exact", "excluding", "title")
ENGLISH = sl.Schema(
    {
        "id": sl.Stored(),
        "title": Text(languages=("english",)),
        "body": Text(languages=("english",)),
        "date": sl.Date(),
    },
    stop_words=False,
)


class Archive(NamedTuple):
    """Real articles in an index."""

    index: sl.Index
    documents: list[dict[str, Any]]


@pytest.fixture(scope="module")
def archive(data_folder: Path, tmp_path_factory: pytest.TempPathFactory, long_run: bool) -> Iterator[Archive]:
    count = 1000 if long_run else 120
    rng = chance(8)
    every = (
        list(sl.documents.read(data_folder / "news-dev.jsonl.gz"))
        if long_run
        else list(islice(sl.documents.read(data_folder / "news-dev.jsonl.gz"), 3000))
    )
    documents = [
        {name: document[name] for name in ("id", "title", "body", "date") if document.get(name)}
        for document in rng.sample(every, count)
    ]
    for document in documents[::3]:
        for name in ("title", "body"):
            document[name] = hostile(document.get(name, ""), rng)
    path = tmp_path_factory.mktemp("real") / "index"
    with sl.create(path, ENGLISH) as writer:
        writer.add_many(documents)
    with sl.open(path) as index:
        yield Archive(index, documents)


def hostile(text: str, rng: random.Random) -> str:
    """Put what a page must not run among the words of a text."""
    words = text.split(" ")
    for _ in range(1 + len(words) // 20):
        words.insert(rng.randrange(len(words) + 1), rng.choice(HOSTILE))
    return " ".join(words)


def questions(archive: Archive, count: int, rng: random.Random) -> Iterator[Asked]:
    """Yield questions of every kind, made of the headlines of the articles."""
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        words: list[str] = []
        while len(words) < 2:
            title = rng.choice(archive.documents).get("title", "")
            words = [word for word in WORD.findall(title) if word.upper() not in ("AND", "NOT", "NEAR", "ADJ")]
        yield asked_of(kind, words, rng)


def asked_of(kind: str, words: list[str], rng: random.Random) -> Asked:
    """Return a question of a kind, of the words of a headline."""
    at = rng.randrange(len(words) - 1)
    pair, three = tuple(words[at : at + 2]), tuple(words[at : at + 3])
    quoted = '"' + " ".join(pair) + '"'
    long = max(words, key=len)
    folded, exact = fold_text(long), letters(long)
    some = tuple(rng.sample(words, min(3, len(words))))
    kinds = {
        "words": (" ".join(some), some),
        "phrase": (quoted, pair),
        "title": (f"title:{quoted}", pair),
        "slop": (f'"{" ".join(three)}"~{SLOP}', three),
        "prefix": (f"{long[:4]}*", (folded[:4],)),
        "fuzzy": (f"{folded[:-1]}~1", (folded[:-1],)),
        "exact": (f"={exact}", (exact,)),
        "excluding": (f"{some[0]} -xyzzy", some[:1]),
    }
    query, meant = kinds[kind]
    return Asked(query, kind, meant)


def letters(word: str) -> str:
    """Return a word in lower case, with today's letters."""
    return word.lower().translate(str.maketrans("şţ", "șț"))


def tokens_of(archive: Archive, field: str, text: str, day: dt.date | None) -> list[TextToken]:
    analyzer = archive.index.analyzer(field)
    return analyze_text(text, analyzer, languages=languages_of(analyzer), date=day)


def day_of(hit: Hit) -> dt.date | None:
    value = hit.get("date")
    return middle_day(parse_instant(value, ENGLISH.timezone), ENGLISH.timezone) if value else None


def painted(size: int, spans: set[Span]) -> list[bool]:
    marks = [False] * size
    for start, end in spans:
        marks[start : min(end, size)] = [True] * (min(end, size) - start)
    return marks


def check_marks(asked: Asked, field: str, text: str, snippet: Snippet, spans: set[Span]) -> int:
    """Hold the marks of a snippet against those of the whole text; return how many there are."""
    shown = painted(len(snippet.text), set(snippet.highlights))
    places = [place.start() for place in re.finditer(f"(?={re.escape(snippet.text)})", text)]
    assert places, f"{asked}: the excerpt is no part of the text"
    for place in places:
        end = place + len(snippet.text)
        if painted(len(snippet.text), {(a - place, b - place) for a, b in spans if a >= place and b <= end}) == shown:
            return len(snippet.highlights)
    raise AssertionError(f"{asked}: {field} marks {snippet.marked('[', ']')!r}")


def check_html(snippet: Snippet) -> None:
    page = snippet.html()
    assert page.count("<mark>") == page.count("</mark>") == len(snippet.highlights)
    bare = page.replace("<mark>", "").replace("</mark>", "")
    assert not set(bare) & set("<>\"'")
    assert re.findall(r"&(?!amp;|lt;|gt;|quot;|#x27;)", bare) == []
    assert html.unescape(bare) == snippet.text


def test_what_is_marked_is_what_matches(archive: Archive) -> None:
    marks: Counter[str] = Counter()
    hits = 0
    read: dict[tuple[str, str], list[TextToken]] = {}
    for asked in questions(archive, len(archive.documents), chance(9)):
        for hit in archive.index.search(asked.query, limit=10, default_operator="or"):
            hits += 1
            for field in ("title", "body"):
                text = hit.get(field, "")
                if (hit.key, field) not in read:
                    read[hit.key, field] = tokens_of(archive, field, text, day_of(hit))
                spans = spans_of(asked, read[hit.key, field], archive.index.analyzer(field), field)
                for length in (240, 60, max(1, len(text))):
                    snippet = hit.snippet(field, length=length)
                    assert len(snippet.text) <= length
                    marks[asked.kind] += check_marks(asked, field, text, snippet, spans)
                    check_html(snippet)
    assert hits > 3 * len(archive.documents)
    assert all(marks[kind] > 0 for kind in KINDS), marks


def test_letters_are_kept(archive: Archive) -> None:
    """What is stored is what was added, but for what reading cleans; hostile letters and old ones stay."""
    by_key = {str(document["id"]): document for document in archive.documents}
    for document in archive.index.documents():
        added = by_key[str(document["id"])]
        for field in ("title", "body"):
            assert document.get(field, "") == added.get(field, ""), document["id"]
