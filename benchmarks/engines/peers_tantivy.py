"""tantivy: queries are made beforehand; nothing is counted beside the search, so that it may pass over documents."""

from __future__ import annotations

import time
from typing import Any

import tantivy
from rows import Built, all_required, rows

__all__ = ["Tantivy"]

HEAP = 1_000_000_000
VERSION = f"tantivy-py {tantivy.__version__}"


class Tantivy:
    """An index with one writing thread."""

    def __init__(self) -> None:
        self._index: Any = None
        self._searcher: Any = None
        self._schema: Any = None

    def build(self, tsv: str, folder: str) -> Built:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", tokenizer_name="blanks", index_option="position")
        builder.add_text_field("labels", tokenizer_name="raw", index_option="basic")
        builder.add_integer_field("day", indexed=True, fast=True)
        builder.add_unsigned_field("id", fast=True)
        index = tantivy.Index(builder.build(), path=folder, reuse=False)
        _register(index)
        started = time.perf_counter()
        writer = index.writer(heap_size=HEAP, num_threads=1)
        documents = 0
        for row in rows(tsv):
            document = tantivy.Document()
            document.add_unsigned("id", row.number)
            document.add_integer("day", row.day)
            document.add_text("text", row.text)
            for label in row.labels:
                document.add_text("labels", label)
            writer.add_document(document)
            documents += 1
        writer.commit()
        writer.wait_merging_threads()
        seconds = time.perf_counter() - started
        index.reload()
        return Built(documents, seconds, None, index.searcher().num_segments, VERSION)

    def open(self, folder: str) -> None:
        self._index = tantivy.Index.open(folder)
        _register(self._index)
        self._searcher = self._index.searcher()
        self._schema = self._index.schema

    def prepare(self, kind: str, terms: list[str], low: int | None, high: int | None, label: str | None) -> Any:
        if kind == "SLOP":
            return None  # its words may change places
        make, must, should = tantivy.Query, tantivy.Occur.Must, tantivy.Occur.Should
        words = [make.term_query(self._schema, "text", term) for term in terms]
        if kind in ("PREFIX", "WILDCARD", "REGEX"):
            expression = terms[0] + ".*" if kind == "PREFIX" else terms[0]
            if kind == "WILDCARD":
                expression = expression.replace("*", ".*").replace("?", ".")
            query = make.regex_query(self._schema, "text", expression)
        elif kind in ("FUZZY", "FUZZY2"):
            edits = 2 if kind == "FUZZY2" else 1
            query = make.fuzzy_term_query(self._schema, "text", terms[0], edits, transposition_cost_one=True)
        elif kind.startswith("PHRASE"):
            query = make.phrase_query(self._schema, "text", terms)
        elif len(words) == 1:
            query = words[0]
        else:
            query = make.boolean_query([(must if all_required(kind) else should, word) for word in words])
        filters: list[Any] = []
        if low is not None:
            filters.append(make.range_query(self._schema, "day", tantivy.FieldType.Integer, low, high))
        if label is not None:
            filters.append(make.term_query(self._schema, "labels", label, "basic"))
        if not filters:
            return query
        return make.boolean_query([(must, query), *((must, make.const_score_query(each, 0.0)) for each in filters)])

    def run(self, kind: str, query: Any, k: int) -> Any:
        if kind == "DATESORT":
            return self._searcher.search(query, k, count=False, order_by_field="day").hits
        return self._searcher.search(query, k, count=False).hits

    def count(self, kind: str, query: Any) -> int:  # noqa: ARG002 - the call is the same for all engines
        return int(self._searcher.search(query, 1, count=True).count)

    def ids(self, kind: str, query: Any, k: int) -> list[tuple[int, float]]:
        hits = self.run(kind, query, k)
        if not hits:
            return []
        addresses = [address for _, address in hits]
        numbers = self._searcher.fast_field_values("id", addresses)
        if kind == "DATESORT":
            return list(zip(numbers, self._searcher.fast_field_values("day", addresses), strict=True))
        return [(number, score) for number, (score, _) in zip(numbers, hits, strict=True)]


def _register(index: Any) -> None:
    index.register_tokenizer("blanks", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
