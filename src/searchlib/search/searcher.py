"""Searches one generation of an index: immutable, safe to share between threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from searchlib.errors import QueryError
from searchlib.query.limits import DEFAULT_LIMITS
from searchlib.search.deadlines import within
from searchlib.search.kinds import RECENT, with_most_terms
from searchlib.search.native import Query as NativeQuery
from searchlib.search.native import Snapshot, StoredFields, account_of, expand
from searchlib.search.native_planner import native_planner
from searchlib.search.plan_terms import patterns_of, text_terms
from searchlib.search.planner import Planner
from searchlib.search.statistics import FieldTotals, Statistics
from searchlib.storage.generation import live_totals
from searchlib.storage.stored import unpack_value

if TYPE_CHECKING:
    from searchlib.analysis import Analyzer
    from searchlib.query import Query
    from searchlib.search.explaining import Explanation
    from searchlib.search.ranking import Ranking
    from searchlib.search.synonyms import Synonyms
    from searchlib.storage import Generation, StoredDocument

__all__ = ["MISSING", "ORDERS", "UNREAD", "PreparedQuery", "Searcher", "Sort", "run"]

MISSING: Final = object()
"""In a column of stored values: the document does not have the field."""
UNREAD: Final = object()
"""In a column of stored values: the document itself has to be read."""

Sort: TypeAlias = Literal["relevance", "newest", "oldest"]

_EVERY: Final = 1 << 32
"""More terms than there are."""
ORDERS: Final[tuple[Sort, ...]] = ("relevance", "newest", "oldest")


class PreparedQuery:
    """A query planned and weighed for one generation, to run as often as wanted.

    Parameters
    ----------
    native : NativeQuery
        The plan in the native core.
    """

    __slots__ = ("_native",)

    def __init__(self, native: NativeQuery) -> None:
        self._native = native

    @property
    def plan(self) -> str:
        """The name of the plan that ranks documents."""
        return self._native.plan

    def top(self, k: int, sort: Sort = "relevance") -> tuple[memoryview[int], memoryview[float]]:
        """Return the numbers (uint32) and scores (float64) of the first `k` documents in the given order.

        Equal scores go newer first, undated last, then by the order in which documents were added. In the
        orders by date all scores are 0.

        Raises
        ------
        QueryError
            If `k` is below 0, or there is no such order.
        """
        docs, scores = run(self._native, k, sort)
        return memoryview(docs).cast("I"), memoryview(scores).cast("d")

    def top_exhaustively(self, k: int) -> tuple[memoryview[int], memoryview[float]]:
        """Return the same as `top` by relevance, scoring every match: what the plans are checked against."""
        docs, scores = self._native.best_exhaustively(k)
        return memoryview(docs).cast("I"), memoryview(scores).cast("d")

    def count(self) -> int:
        """Return how many live documents match."""
        return self._native.count()


def run(query: NativeQuery, k: int, sort: str, after: tuple[int, int] | None = None) -> tuple[bytes, bytes]:
    """Return the packed numbers (uint32) and scores (float64) of the first `k` documents in the given order.

    `after` is the number of a document and its score in units of the grid: then it is the first `k` behind that one.

    Raises
    ------
    QueryError
        If `k` is below 0, or there is no such order.
    """
    if k < 0:
        raise QueryError(f"the number of documents is a whole number from 0 on, not {k}")
    if sort == "relevance":
        return query.best(k, after)
    if sort == "newest":
        return query.newest(k, after)
    if sort == "oldest":
        return query.oldest(k, after)
    raise _no_order(sort)


def _no_order(sort: object) -> QueryError:
    return QueryError(f"there is no order {sort!r}: use {', '.join(ORDERS[:-1])} or {ORDERS[-1]}")


class Searcher:
    """Answers queries from one generation.

    Parameters
    ----------
    generation : Generation
        What is searched.
    analyzer : Callable[[str], Analyzer]
        Text field → its analyzer.
    synonyms : Synonyms | None
        What else may stand for words of a query.
    """

    def __init__(
        self, generation: Generation, analyzer: Callable[[str], Analyzer], synonyms: Synonyms | None = None
    ) -> None:
        self._schema = generation.schema
        self._stored = [part.stored for part in generation.parts]
        records = generation.manifest.segments
        self.generation = generation.manifest.generation
        checksums = tuple((record.file.checksum, record.deletes and record.deletes.checksum) for record in records)
        self.fingerprint = (checksums, synonyms)
        """What no other index has that may rank otherwise."""
        totals = live_totals(records, len(self._schema.inverted_fields))
        self._totals = [FieldTotals(*field) for field in totals]
        self._snapshot = Snapshot(
            [(part.segment, part.deletes) for part in generation.parts], totals, self._schema.k1, self._schema.b
        )
        self._size = self._snapshot.size
        stored = [part.stored.records for part in generation.parts]
        self.rows = StoredFields(self._snapshot, stored, MISSING, UNREAD, _value).rows
        self._synonyms = synonyms
        self._planner = Planner(self._schema, analyzer, synonyms)
        self._native_planner = None if self._schema.weighs_fields else native_planner(self._schema, analyzer)
        self.rewritten = self._planner.rewritten

    @property
    def snapshot(self) -> Snapshot:
        """The segments of the generation, in the native core."""
        return self._snapshot

    def prepare(self, query: Query, statistics: Statistics | None = None) -> PreparedQuery:
        """Plan and weigh a query.

        Parameters
        ----------
        query : Query
            The tree.
        statistics : Statistics, optional
            Used in place of the generation's own.

        Raises
        ------
        QueryError
            If the schema cannot answer it, or the statistics lack a term or contradict themselves.
        """
        return PreparedQuery(self.compile(query, statistics))

    def compile(
        self,
        query: Query,
        statistics: Statistics | None = None,
        ranking: Ranking | None = None,
        terms: int = DEFAULT_LIMITS.terms,
    ) -> NativeQuery:
        """Return what `prepare` wraps."""
        try:
            if statistics is None and ranking is None and self._native_planner is not None:
                tree = self._planner.expanded(query)
                native = self._snapshot.prepare(self._native_planner, tree, terms, DEFAULT_LIMITS.seconds)
                if native is not None:
                    return native
            with within(DEFAULT_LIMITS.seconds):
                node = with_most_terms(self._planned(query, ranking), terms)
                compiled = NativeQuery(self._snapshot, node, self._outside(statistics))
            compiled.limit_time(DEFAULT_LIMITS.seconds)
        except ValueError as error:
            raise QueryError(str(error)) from error
        return compiled

    def _planned(self, query: Query, ranking: Ranking | None) -> tuple[Any, ...]:
        node = self._planner.plan(query)
        half_life = ranking and ranking.seconds()
        if ranking is None or half_life is None:
            return node
        return (RECENT, node, half_life, ranking.moment(self._schema.timezone))

    def explain(self, query: Query, doc: int, ranking: Ranking | None = None) -> Explanation | None:
        """Return how a document comes to its score; None if it does not match.

        Raises
        ------
        QueryError
            As `prepare`.
        """
        from searchlib.search.explaining import explained

        def account(node: tuple[Any, ...]) -> tuple[float, float, int, int] | None:
            return account_of(NativeQuery(self._snapshot, node, None), doc)

        return explained(self._planned(query, ranking), account, list(self._schema.inverted_fields))

    def answer(
        self, query: Query, k: int, sort: str, statistics: Statistics | None = None
    ) -> tuple[NativeQuery, bytes, bytes]:
        """Return what `compile` and `run` give, by way of one call where nothing but the tree is to be read.

        Raises
        ------
        QueryError
            As `compile` and `run`.
        """
        if statistics is None and self._native_planner is not None and k >= 0 and sort in ORDERS:
            limits = DEFAULT_LIMITS
            tree = query if self._synonyms is None else self._planner.expanded(query)
            try:
                found = self._snapshot.answer(self._native_planner, tree, k, sort, limits.terms, limits.seconds)
            except ValueError as error:
                raise QueryError(str(error)) from error
            if found is not None:
                return found
        compiled = self.compile(query, statistics)
        return (compiled, *run(compiled, k, sort))

    def answer_many(self, queries: list[Query], k: int, sort: Sort) -> list[tuple[NativeQuery, bytes, bytes]]:
        """Return what `compile` and `run` give for each query, with other threads held up only while they are planned.

        Raises
        ------
        QueryError
            As `compile` and `run`.
        """
        if sort not in ORDERS:
            raise _no_order(sort)
        if self._native_planner is None:
            return [self.answer(query, k, sort) for query in queries]
        trees: list[object] = [*map(self._planner.expanded, queries)]
        limits = DEFAULT_LIMITS
        try:
            found = self._snapshot.answer_many(self._native_planner, trees, k, sort, limits.terms, limits.seconds)
        except ValueError as error:
            raise QueryError(str(error)) from error
        return [one or self.answer(query, k, sort) for query, one in zip(queries, found, strict=True)]

    def statistics(self, query: Query) -> Statistics:
        """Return the generation's own statistics for the terms of a query, and for those that its patterns stand for.

        Raises
        ------
        QueryError
            As `prepare`.
        """
        names = self._schema.inverted_fields
        node = self._planner.plan(query)
        frequencies = {
            (names[field], term): self._snapshot.document_frequency(field, term) for field, term in text_terms(node)
        }
        try:
            with within(DEFAULT_LIMITS.seconds):
                for field, automaton in patterns_of(node):
                    terms, _ = expand(self._snapshot, field, False, automaton, _EVERY)
                    frequencies.update(((names[field], term), count) for term, count in terms)
        except ValueError as error:
            raise QueryError(str(error)) from error
        return Statistics(dict(zip(names, self._totals, strict=True)), frequencies)

    def key(self, doc: int) -> str:
        """Return the key of a document by its number in the generation."""
        return self.document(doc).key

    def document(self, doc: int) -> StoredDocument:
        """Return the stored fields of a document by its number in the generation.

        Raises
        ------
        IndexError
            If there is no such document.
        CorruptIndexError
            If they are damaged.
        """
        if not 0 <= doc < self._size:
            raise IndexError(f"there is no document number {doc}")
        segment, number = self._snapshot.locate(doc)
        return self._stored[segment].document(number)

    def _outside(self, statistics: Statistics | None) -> _Outside | None:
        if statistics is None:
            return None
        numbers = {name: number for number, name in enumerate(self._schema.inverted_fields)}
        nothing = FieldTotals(0, 0)
        totals = [(field.documents, field.length) for field in (statistics.fields.get(n, nothing) for n in numbers)]
        frequencies = {
            (numbers[field], term): count
            for (field, term), count in statistics.document_frequencies.items()
            if field in numbers
        }
        return totals, frequencies


def _value(packed: bytes) -> Any:
    """Return a stored value that is no text."""
    try:
        return unpack_value(packed)
    except ValueError:
        return UNREAD


_Outside: TypeAlias = tuple[list[tuple[int, int]], dict[tuple[int, str], int]]
"""Statistics as the native core takes them, text fields by number."""
