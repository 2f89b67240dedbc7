"""The index: the one place where storage, indexing, search and results are joined."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, Self, Unpack

from searchlib.analysis import analyze_text
from searchlib.analysis.multilingual import languages_of
from searchlib.assistance import Assistance
from searchlib.errors import SchemaError, SearchlibError
from searchlib.query import Query, parse, understand
from searchlib.query.limits import DEFAULT_LIMITS
from searchlib.results import Answerer, Hits
from searchlib.results.answering import whole_number
from searchlib.schema import Schema
from searchlib.search import ORDERS, Searcher
from searchlib.search.analyzers import checked_analyzers
from searchlib.storage import Directory, Problem, open_generation
from searchlib.storage import verify as verify_directory
from searchlib.storage.info import IndexInfo, commonest_terms, describe
from searchlib.writing import create, live_documents, open_or_create, reindex, writer_of

if TYPE_CHECKING:
    from searchlib.analysis import Analyzer, TextToken
    from searchlib.indexing import Writer
    from searchlib.indexing.policy import Policy
    from searchlib.query import Limits, Understood
    from searchlib.results.more import More
    from searchlib.search import PreparedQuery, Sort, Statistics
    from searchlib.search.explaining import Explanation
    from searchlib.search.ranking import Ranking
    from searchlib.search.synonyms import Synonyms
    from searchlib.storage import Generation

__all__ = ["Index", "create", "open", "open_or_create", "reindex", "verify"]

Path = str | os.PathLike[str]


class Index(Assistance):
    """One generation of an index, for searching. It never changes; `refresh` gives the newest.

    Made by `searchlib.open`. Safe to share between threads.
    """

    def __init__(self, directory: Directory, generation: Generation, synonyms: Synonyms | None = None) -> None:
        self._directory = directory
        self._synonyms = synonyms
        self._generation: Generation | None = generation
        self._analyzers = checked_analyzers(generation, directory)
        self._schema = generation.schema
        self._answerer: Answerer | None = None

    # ------------------------------------------------------------ what it is

    @property
    def schema(self) -> Schema:
        """The schema that the index was made with."""
        return self._schema

    @property
    def generation(self) -> int:
        """The number of the generation; each commit makes the next."""
        return self._open.manifest.generation

    def __len__(self) -> int:
        """Return how many live documents there are."""
        return sum(record.documents - record.deleted for record in self._open.manifest.segments)

    def __repr__(self) -> str:
        if self._generation is None:
            return f"<Index {str(self._directory.path)!r}: closed>"
        return f"<Index {str(self._directory.path)!r}: {len(self)} documents, generation {self.generation}>"

    def info(self) -> IndexInfo:
        """Return what the index holds."""
        return describe(self._open)

    def commonest_terms(self, field: str, count: int) -> list[tuple[str, int]]:
        """Return the terms of a text or keyword field that most documents have, deleted ones counted, with how many."""
        return commonest_terms(self._open, self.schema.resolve(field), count)

    def analyzer(self, field: str) -> Analyzer:
        """Return the analyzer of a text field, or of its alias.

        Raises
        ------
        SchemaError
            If there is no such text field.
        """
        name = self.schema.resolve(field)
        if name not in self._analyzers:
            raise SchemaError(f"field {field!r} is no text field")
        return self._analyzers[name]

    def analyze(self, text: str, field: str | None = None) -> list[TextToken]:
        """Return what a text is indexed as in a text field, the first if none is named; SchemaError if it is none."""
        name = next(iter(self.schema.text_fields), "") if field is None else field
        analyzer = self.analyzer(name)
        return analyze_text(text, analyzer, languages=languages_of(analyzer))

    # ------------------------------------------------------------ searching

    def parse(self, query: str, *, default_operator: Literal["or", "and"] = "or", romanian: bool = False) -> Query:
        """Return the tree of a query string; ŞI, SAU and NU are operators where `romanian` is true.

        Raises
        ------
        QuerySyntaxError
            If it is not in the query language; it says what is wrong at which position.
        """
        return parse(query, self.schema, default_operator=default_operator, romanian=romanian)

    def understand(
        self, query: str, *, default_operator: Literal["or", "and"] = "or", romanian: bool = False
    ) -> Understood:
        """Return what a query string most likely means, and what was wrong with it: never a `QuerySyntaxError`."""
        return understand(query, self.schema, default_operator=default_operator, romanian=romanian)

    def search(
        self,
        query: str | Query,
        *,
        limit: int = 10,
        offset: int = 0,
        sort: str = "relevance",
        default_operator: Literal["or", "and"] = "or",
        statistics: Statistics | None = None,
        ranking: Ranking | None = None,
        limits: Limits | None = None,
        **more: Unpack[More],
    ) -> Hits:
        """Answer a query.

        Parameters
        ----------
        query : str or Query
            In the query language, or a tree.
        limit, offset : int
            How many hits to return, after passing over how many. Finding hit n costs about as much as all before it.
        sort : str
            The order: ``"relevance"``, ``"newest"``, ``"oldest"``, or a keyword, number or date field, with ``-`` for
            descending order. Documents without it are last; equal ones are ordered by score.
        default_operator : {"or", "and"}
            Whether one of several words is enough or all must match; for strings only.
        statistics : Statistics, optional
            Counts to score with in place of the index's own.
        ranking : Ranking, optional
            What else ranks the hits by relevance: their age, a function of one's own.
        limits : Limits, optional
            How long the query string may be, how long the answer may take, and more.
        **more : More
            What is counted of all that matches: `facets`, `histogram`, `ranges`; the hit to go on `after`.

        Returns
        -------
        Hits
            As many as there are, at most `limit`.

        Raises
        ------
        QueryError
            If the query makes no sense, or none for this schema.
        QueryTimeoutError
            If it would take longer than it may.
        """
        k = whole_number("limit", limit) + whole_number("offset", offset)
        if ranking is not None or limits is not None or more or sort not in ORDERS:
            bounds = limits or DEFAULT_LIMITS
            if isinstance(query, str):
                query = parse(query, self._schema, default_operator=default_operator, limits=bounds)
            from searchlib.results.ranked import Asked, answer_ranked

            asked = Asked(offset, k, sort, statistics, ranking, bounds)
            return answer_ranked(self._search(), query, asked, more)
        tree = parse(query, self._schema, default_operator=default_operator) if isinstance(query, str) else query
        return (self._answerer or self._search()).answer(tree, k, offset, sort, statistics)

    def search_many(
        self,
        queries: Iterable[str | Query],
        *,
        limit: int = 10,
        sort: Sort = "relevance",
        default_operator: Literal["or", "and"] = "or",
        threads: int | None = None,
    ) -> list[Hits]:
        """Answer many queries, several at a time.

        Parameters
        ----------
        queries : iterable of str or Query
            In the query language, or trees.
        limit, sort, default_operator
            As in `search`, for each of them.
        threads : int, optional
            How many rank documents at the same time; one for each core that this process may use, if not given.

        Returns
        -------
        list of Hits
            Each as `search` gives it, in the order of the queries.

        Raises
        ------
        QueryError
            If a query makes no sense, or none for this schema; its number, from 0, is named. The first such is.
        """
        k = whole_number("limit", limit)
        read = partial(self.parse, default_operator=default_operator)
        return (self._answerer or self._search()).answer_many(queries, k, sort, threads, read)

    def prepare(
        self,
        query: str | Query,
        *,
        default_operator: Literal["or", "and"] = "or",
        statistics: Statistics | None = None,
    ) -> PreparedQuery:
        """Plan and weigh a query once, to run it often on this generation.

        Raises
        ------
        QueryError
            As `search`.
        """
        tree = self.parse(query, default_operator=default_operator) if isinstance(query, str) else query
        return self._search().searcher.prepare(tree, statistics)

    def count(self, query: str | Query, *, default_operator: Literal["or", "and"] = "or") -> int:
        """Return how many documents match a query."""
        return self.prepare(query, default_operator=default_operator).count()

    def explain(self, query: str | Query, doc: int, *, ranking: Ranking | None = None) -> Explanation | None:
        """Return how a document comes to its score, as a tree of numbers whose root is the score to the bit.

        Parameters
        ----------
        query : str or Query
            In the query language, or a tree.
        doc : int
            The number of the document in this generation, as in `Hits.ids`.
        ranking : Ranking, optional
            As for `search`; what `rescore` makes of the score is not told.

        Returns
        -------
        Explanation | None
            None if the document does not match. Costs a query for each number.

        Raises
        ------
        QueryError
            As `search`.
        """
        tree = self.parse(query) if isinstance(query, str) else query
        return self._search().searcher.explain(tree, doc, ranking)

    def statistics(self, query: str | Query) -> Statistics:
        """Return the counts that the scores of a query are made of, for adding up over several indexes."""
        tree = self.parse(query) if isinstance(query, str) else query
        return self._search().searcher.statistics(tree)

    def document(self, doc: int) -> Mapping[str, Any]:
        """Return the stored fields of a document by its number in this generation, as in `Hits.ids`."""
        return self._search().searcher.document(doc)

    def documents(self) -> Iterator[Mapping[str, Any]]:
        """Yield the stored fields of all live documents, in the order in which they were added."""
        for stored, doc in live_documents(self._open):
            yield stored.document(doc)

    def _search(self) -> Answerer:
        if self._answerer is None:
            searcher = Searcher(self._open, self._analyzers.__getitem__, self._synonyms)
            self._answerer = Answerer(searcher, self._schema, self._analyzers)
        return self._answerer

    # ------------------------------------------------------------ generations

    def refresh(self) -> Index:
        """Return the newest generation: this very object, if there is no newer one."""
        if self._directory.newest() == self.generation:
            return self
        return Index(self._directory, open_generation(self._directory), self._synonyms)

    def writer(self, *, memory: int | None = None, threads: int = 1, policy: Policy = "tiered") -> Writer:
        """Return a writer that goes on from the newest generation.

        Parameters
        ----------
        memory : int, optional
            Bytes that the process may use while it adds documents; 256 MiB if not given.
        threads : int
            How many threads read JSON Lines and write segments: on two cores two are nearly twice as fast as one. What
            is found is the same; segments are as many times smaller, as the threads share the memory.
        policy : {"tiered", "none"}
            What decides when segments are merged: their sizes and dates, or only `Writer.compact`, for building in many
            commits what is compacted in the end.

        Raises
        ------
        LockedError
            If another writer has the index.
        """
        from searchlib.indexing.settings import WriterSettings

        return writer_of(self._directory, settings=WriterSettings(memory, threads, policy))

    def close(self) -> None:
        """Let go of the files. Closing twice does nothing."""
        self._generation = None
        self._answerer = None

    @property
    def _open(self) -> Generation:
        if self._generation is None:
            raise SearchlibError("the index is closed: open it again")
        return self._generation

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open(path: Path, *, synonyms: Path | Synonyms | None = None) -> Index:  # noqa: A001 - reads as searchlib.open
    """Open the newest generation of an index for searching. Nothing is read through.

    Parameters
    ----------
    path : str or PathLike
        The directory.
    synonyms : str, PathLike or Synonyms, optional
        What else may stand for words of a query: rules, or a file of them. See `Synonyms`.

    Raises
    ------
    SynonymsError
        If a line of the file of synonyms is no rule; it is named.
    IndexNotFoundError
        If there is none.
    CorruptIndexError
        If a file is damaged.
    AnalyzerMismatchError
        If the analyzer at hand is not the one that the index was made with.
    """
    directory = Directory(path)
    generation = open_generation(directory)
    if synonyms is None:
        return Index(directory, generation)
    from searchlib.search.synonyms import Synonyms

    rules = synonyms if isinstance(synonyms, Synonyms) else Synonyms.read(synonyms)
    return Index(directory, generation, rules)


def verify(path: Path) -> list[Problem]:
    """Check every byte of an index and return what is wrong; an empty list if nothing is.

    Raises
    ------
    IndexNotFoundError
        If there is no index.
    """
    return verify_directory(Directory(path))
