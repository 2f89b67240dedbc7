"""From text to ten hits with title, date and source: searchlib beside tantivy, each with its own Romanian chain.

    python benchmarks/engines/end_to_end.py                              the sample articles
    SEARCHLIB_DATA=/path/to/data python benchmarks/engines/end_to_end.py    real news
    PEERS_HOME=/path/to/engines python benchmarks/engines/end_to_end.py --corpus ro500k
                                                                         the texts of a corpus of the peers kit

What is timed is one call from the text of a question to a list of ten rows of three stored fields. searchlib indexes
the schema of news as it is, exact forms included, and keeps the bodies; tantivy keeps the three fields only. Both look
in titles and bodies. The figures are saved as end-to-end-NAME.json; ``--save reference-end-to-end`` makes them those of
docs/performance.md. tantivy may be installed for another Python: ``--tantivy path/to/python``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import records
from end_to_end_worker import FIELDS
from rows import kit_corpus, rows

HERE = Path(__file__).resolve().parent
SEEDS = HERE.parent.parent / "seeds"
OURS = "searchlib"
EPOCH = date(1970, 1, 1)
WORD = re.compile(r"[a-zA-ZăâîșțĂÂÎȘȚ]{4,}")
SIDE_BY_SIDE = re.compile(r"[a-zA-ZăâîșțĂÂÎȘȚ]{4,} [a-zA-ZăâîșțĂÂÎȘȚ]{4,}")

Article = dict[str, Any]


def words(count: int, join: str = " ") -> Callable[[Article, random.Random], str | None]:
    """Return what draws words of one article."""

    def draw(article: Article, chance: random.Random) -> str | None:
        found = list(dict.fromkeys(word for word in WORD.findall(article["body"]) if word.lower() not in _stop_words()))
        return join.join(chance.sample(found, count)) if len(found) >= count else None

    return draw


def phrase(article: Article, chance: random.Random) -> str | None:
    found = SIDE_BY_SIDE.findall(article["body"])
    return f'"{chance.choice(found)}"' if found else None


CLASSES: dict[str, Callable[[Article, random.Random], str | None]] = {
    "one word": words(1),
    "two words": words(2),
    "five words": words(5),
    "ten words": words(10),
    "two words, all": words(2, " AND "),
    "three words, all": words(3, " AND "),
    "phrase of two": phrase,
}
"""Where nothing else is said, one of the words is enough, in both engines."""


def _stop_words() -> frozenset[str]:
    from searchlib.analysis.stop_words import stop_words

    return stop_words("romanian", "english")  # which searchlib leaves out where other words tell more


class Engine:
    """The process of one engine."""

    def __init__(self, name: str, python: str, core: int | None) -> None:
        command = [python, str(HERE / "end_to_end_worker.py"), name, *([] if core is None else [str(core)])]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def call(self, *command: object) -> Any:
        """Send a command and return the answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise SystemExit(f"an engine ended with code {self._process.wait()} at {command[0]}; see above")
        return json.loads(answer)

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def articles(source: Path, limit: int | None) -> Iterator[Article]:
    """Yield the fields of articles that both engines index."""
    import searchlib as sl

    for number, document in enumerate(islice(sl.documents.read(source), limit)):
        shown = {name: document.get(name) or "" for name in FIELDS}
        yield {**shown, "id": f"{number}", "body": document["body"]}


def kit_articles(corpus: str, limit: int | None) -> Iterator[Article]:
    """Yield the texts of a corpus of the kit in the same fields; their first sentences are their titles."""
    from searchlib.documents.cleaning import first_sentence

    for row in islice(rows(str(kit_corpus(corpus) / "b.tsv")), limit):
        day = (EPOCH + timedelta(days=row.day)).isoformat()
        source = row.labels[0] if row.labels else ""
        shown = {"title": first_sentence(row.text), "date": day, "source": source}
        yield {**shown, "id": f"{row.number}", "body": row.text}


def questions(file: Path, begins: Sequence[int], count: int, seed: int) -> dict[str, list[str]]:
    """Draw questions of each class, from articles drawn by chance: lines that begin at those bytes of a file."""
    drawn: dict[str, list[str]] = {}
    with file.open("rb") as lines:
        for name, draw in CLASSES.items():
            chance = random.Random(f"{name} {seed}")
            some: list[str] = []
            while len(some) < count:
                lines.seek(chance.choice(begins))
                question = draw(json.loads(lines.readline()), chance)
                if question is not None:
                    some.append(question)
            drawn[name] = some
    return drawn


def measure(engines: dict[str, Engine], passes: int, seed: int) -> dict[str, Any]:
    """Time the questions, the engines in turn within each class; of each question the best pass counts."""
    chance = random.Random(seed)
    found: dict[str, Any] = {}
    for name in CLASSES:
        best: dict[str, list[int]] = {}
        for engine in engines.values():
            engine.call("time", name)
        for _ in range(passes):
            for engine in chance.sample(list(engines), len(engines)):
                spent: list[int] = engines[engine].call("time", name)
                best[engine] = [min(pair) for pair in zip(best.get(engine, spent), spent, strict=True)]
        found[name] = {}
        for engine, spent in best.items():
            one: dict[str, Any] = {"questions": len(spent), "passes": passes, **records.figures(spent)}
            one["shown"] = engines[engine].call("shown", name)
            found[name][engine] = one if engine == OURS else one | records.ratios(spent, best[OURS])
        print(name, {engine: figures["median"] for engine, figures in found[name].items()}, flush=True)
    return found


def source_of(arguments: argparse.Namespace) -> tuple[str, Iterator[Article], str]:
    """Return the name of what is indexed, its articles, and the command that measures them."""
    command = f"python benchmarks/engines/end_to_end.py --questions {arguments.questions}"
    if arguments.corpus:
        corpus: str = arguments.corpus
        found = kit_articles(corpus, arguments.documents)
        return corpus, found, f"PEERS_HOME=/path/to/engines {command} --corpus {corpus}"
    data = os.environ.get("SEARCHLIB_DATA")
    if data and not arguments.seeds:
        news = articles(Path(data) / "news-dev.jsonl.gz", arguments.documents)
        return "news", news, f"SEARCHLIB_DATA=/path/to/data {command}"
    return "seeds", articles(SEEDS, arguments.documents), f"{command} --seeds"


def compare(arguments: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Do everything in `folder`; return the record."""
    name, found, setting = source_of(arguments)
    file = folder / "articles.jsonl"
    begins: list[int] = []
    size = tokens = at = 0
    with file.open("wb") as out:
        for article in found:
            begins.append(at)
            at += out.write(json.dumps(article, ensure_ascii=False).encode() + b"\n")
            text = f"{article['title']} {article['body']}"
            size += len(text.encode())
            tokens += len(text.split())
    asked = folder / "questions.json"
    asked.write_text(json.dumps(questions(file, begins, arguments.questions, arguments.seed)), encoding="utf-8")
    before = records.load()
    engines = {
        OURS: Engine(OURS, sys.executable, arguments.core),
        "tantivy": Engine("tantivy", arguments.tantivy, arguments.core),
    }
    versions = {name: one.call("build", str(file), str(folder / name)) for name, one in engines.items()}
    for one in engines.values():
        one.call("open", str(asked))
    timed = measure(engines, arguments.passes, arguments.seed)
    for one in engines.values():
        one.close()
    corpus = {"name": name, "documents": len(begins), "tokens": tokens, "raw_bytes": size}
    return {
        "kind": "end to end",
        "corpus": {**corpus, "questions": arguments.questions, "seed": arguments.seed},
        "machine": records.machine(),
        "date": records.now(),
        "commands": [setting],
        "left_out": {},
        "engines": versions,
        "queries": timed,
        "load": [before, records.load()],
    }


def main() -> int:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, help="how many articles to take; all if not given")
    parser.add_argument("--questions", type=int, default=200, help="of each class (default: 200)")
    parser.add_argument("--passes", type=int, default=3, help="times that each is asked; the best counts (default: 3)")
    parser.add_argument("--corpus", help="of the peers kit: its texts, as they were before they were analysed")
    parser.add_argument("--seeds", action="store_true", help="the sample articles, whatever SEARCHLIB_DATA says")
    parser.add_argument("--seed", type=int, default=7, help="of the random generator that draws the questions")
    parser.add_argument("--core", type=int, help="the core that both engines are bound to")
    parser.add_argument("--tantivy", default=sys.executable, metavar="PYTHON", help="a Python that has tantivy")
    parser.add_argument("--save", metavar="NAME", help="name of the file of results (default: end-to-end-NAME)")
    arguments = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        record = compare(arguments, Path(folder))
    path = records.write(arguments.save or f"end-to-end-{record['corpus']['name']}", record)
    print(f"{path}, after {time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
