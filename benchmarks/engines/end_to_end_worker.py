"""One engine of `end_to_end.py` in a process of its own: commands as JSON a line, answers likewise."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

__all__ = ["FIELDS"]

FIELDS = ("title", "date", "source")
"""What is shown of each hit."""
HITS = 10
HEAP = 500_000_000

Rows = list[tuple[Any, ...]]


class Asked(Protocol):
    """What an engine is asked to do."""

    version: str

    def build(self, articles: Iterator[dict[str, str]], folder: str) -> None:
        """Index articles, and open the index."""
        ...

    def ask(self, question: str) -> Rows:
        """Return the fields of ten hits. This is timed."""
        ...


class Searchlib:
    """The schema of news as it is."""

    def __init__(self) -> None:
        import searchlib

        self._package = searchlib
        self._index: Any = None
        self.version = f"searchlib {searchlib.__version__}"

    def build(self, articles: Iterator[dict[str, str]], folder: str) -> None:
        with self._package.create(folder) as writer:
            for article in articles:
                writer.add({name: value for name, value in article.items() if value})
            writer.compact()
        self._index = self._package.open(folder)

    def ask(self, question: str) -> Rows:
        return [(hit.get("title"), hit.get("date"), hit.get("source")) for hit in self._index.search(question)]


class Tantivy:
    """Its Romanian stemmer between lower case and folding to ASCII."""

    def __init__(self) -> None:
        import tantivy

        self._package: Any = tantivy
        self._index: Any = None
        self._searcher: Any = None
        self.version = f"tantivy-py {tantivy.__version__}"

    def build(self, articles: Iterator[dict[str, str]], folder: str) -> None:
        tantivy = self._package
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("title", tokenizer_name="ro", index_option="position", stored=True)
        builder.add_text_field("body", tokenizer_name="ro", index_option="position")
        builder.add_text_field("date", tokenizer_name="raw", index_option="basic", stored=True)
        builder.add_text_field("source", tokenizer_name="raw", index_option="basic", stored=True)
        Path(folder).mkdir()
        self._index = tantivy.Index(builder.build(), path=folder, reuse=False)
        chain = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
        chain = chain.filter(tantivy.Filter.stemmer("romanian")).filter(tantivy.Filter.ascii_fold())
        self._index.register_tokenizer("ro", chain.build())
        writer = self._index.writer(heap_size=HEAP, num_threads=1)
        for article in articles:
            document = tantivy.Document()
            for name in (*FIELDS, "body"):
                if article[name]:
                    document.add_text(name, article[name])
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, question: str) -> Rows:
        query = self._index.parse_query(question, ["title", "body"])
        documents = [self._searcher.doc(place) for _, place in self._searcher.search(query, HITS, count=False).hits]
        return [(one.get_first("title"), one.get_first("date"), one.get_first("source")) for one in documents]


class Worker:
    """An engine with its questions."""

    def __init__(self, engine: Asked) -> None:
        self._engine = engine
        self._questions: dict[str, list[str]] = {}

    def build(self, file: str, folder: str) -> str:
        """Index a file of articles; tell the version of the engine."""
        with open(file, encoding="utf-8") as lines:
            self._engine.build(map(json.loads, lines), folder)
        return self._engine.version

    def open(self, file: str) -> None:
        """Read the questions."""
        self._questions = json.loads(Path(file).read_text(encoding="utf-8"))

    def shown(self, name: str) -> int:
        """Return how many rows the questions of a class show altogether."""
        return sum(len(self._engine.ask(question)) for question in self._questions[name])

    def time(self, name: str) -> list[int]:
        """Answer the questions of a class; return the nanoseconds of each."""
        clock, ask = time.perf_counter_ns, self._engine.ask
        spent: list[int] = []
        for question in self._questions[name]:
            started = clock()
            ask(question)
            spent.append(clock() - started)
        return spent


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what an engine prints must not come between the answers
    if len(sys.argv) > 2 and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {int(sys.argv[2])})
    engine: Asked = Searchlib() if sys.argv[1] == "searchlib" else Tantivy()
    worker = Worker(engine)
    for line in sys.stdin:
        command, *arguments = json.loads(line)
        answers.write(json.dumps(getattr(worker, command)(*arguments)) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
