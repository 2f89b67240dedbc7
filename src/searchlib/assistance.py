"""What an index offers to people who ask: what they meant, how a word goes on, what is alike. A part of `Index`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Literal, TypeAlias
from weakref import WeakKeyDictionary

from searchlib.results.answering import whole_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from searchlib.analysis import Analyzer
    from searchlib.query import Query
    from searchlib.results import Answerer, Hit, Hits
    from searchlib.schema import Schema
    from searchlib.storage import Generation
    from searchlib.suggestions import Completion, KnownWords, Suggestion

__all__ = ["Assistance"]

_known_words: WeakKeyDictionary[Answerer, dict[tuple[str, ...], KnownWords]] = WeakKeyDictionary()
"""What was read of an open index, by fields, for as long as it is open."""

_Told: TypeAlias = (
    "tuple[dict[str, list[str]], dict[str, Analyzer], int, Callable[[str], list[int]], dict[str, frozenset[str]]]"
)


class Assistance(ABC):
    """The part of an index that helps with asking."""

    _schema: Schema
    _analyzers: dict[str, Analyzer]

    def suggest(
        self, query: str, *, field: str | None = None, default_operator: Literal["or", "and"] = "or"
    ) -> Suggestion | None:
        """Return what a question was probably meant to be, by the words of the index ("did you mean").

        Misspelt words become words of the index, and diacritics are restored: the commoner a word is, and the more it
        stands beside its neighbours in the question, the likelier it was meant. Operators, fields and phrases stay,
        and so do patterns, keywords and dates. Words keep the case that they are typed in. The first 64 are
        looked at.

        Parameters
        ----------
        query : str
            In the query language.
        field : str, optional
            The text field whose words are known; all default fields if not given.
        default_operator : {"or", "and"}
            As for `search`.

        Returns
        -------
        Suggestion or None
            None if nothing is better than what was typed. Costs about 1 ms. The first call on a generation reads its
            words, about 1 µs for each distinct one, and keeps them, about 60 bytes each.

        Raises
        ------
        QuerySyntaxError
            If it is not in the query language.
        SchemaError
            If there is no such text field, or the index has only the stems of its words.

        Examples
        --------
        >>> import searchlib as sl
        >>> with sl.create("meant") as writer:
        ...     _ = writer.add(title="Președintele României a vorbit")
        >>> index = sl.open("meant")
        >>> print(index.suggest("presedintle romaniei OR vorb*"))
        președintele româniei OR vorb*
        >>> index.suggest("președintele") is None
        True
        """
        from searchlib.suggestions import suggest

        tree = self.parse(query, default_operator=default_operator)
        return suggest(self._words(field), query, tree, self._schema)

    def complete(self, text: str, limit: int = 10, *, field: str | None = None) -> list[Completion]:
        """Return how the last word of what somebody types may go on.

        Parameters
        ----------
        text : str
            What was typed so far, with diacritics or without.
        limit : int
            How many, at most.
        field : str, optional
            The text field whose words are known; all default fields if not given.

        Returns
        -------
        list of Completion
            The words that most documents have, most first; of equal ones in the order of their letters. Spellings of
            one word count together, and the commonest of them is shown. Costs about 0.05 ms after the first call,
            which reads the words as for `suggest`.

        Raises
        ------
        SchemaError
            If there is no such text field, or the index has only the stems of its words.

        Examples
        --------
        >>> import searchlib as sl
        >>> with sl.create("typed") as writer:
        ...     _ = writer.add(title="Miniștrii și ministrul", body="Ministrul a plecat.")
        >>> [one.text for one in sl.open("typed").complete("toți minis")]
        ['toți ministrul', 'toți miniștrii']
        """
        from searchlib.suggestions import complete

        return complete(self._words(field), text, whole_number("limit", limit))

    def similar(self, what: int | str | Hit, *, limit: int = 10, terms: int = 25) -> Hits:
        """Return documents that are like a document, or like a text: more like this.

        The terms that tell most of it are asked for: those that are frequent in it and rare in the index (tf·idf, over
        all default fields together). A hit scores the more, the more of them it has.

        Parameters
        ----------
        what : int, str or Hit
            The number of a document in this generation, as in `Hits.ids`; or a hit of it; or a text.
        limit : int
            How many hits, at most. The document itself is none of them.
        terms : int
            How many terms are asked for, at most.

        Returns
        -------
        Hits
            Best first. Costs an analysis of the text and a query of so many words.

        Raises
        ------
        IndexError
            If there is no document of that number.

        Examples
        --------
        >>> import searchlib as sl
        >>> with sl.create("alike") as writer:
        ...     _ = writer.add(id="1", title="Inundații la Galați", body="Dunărea a ieșit din matcă la Galați.")
        ...     _ = writer.add(id="2", title="Apele scad", body="La Galați, inundațiile scad; Dunărea se retrage.")
        ...     _ = writer.add(id="3", title="Fotbal", body="Meciul de la Iași s-a jucat.")
        >>> index = sl.open("alike")
        >>> [hit.key for hit in index.similar(index.find("1"))]
        ['2']
        >>> [hit.key for hit in index.similar("meciuri de fotbal")]
        ['3']
        """
        from searchlib.results import Hit
        from searchlib.results.without import answer_without
        from searchlib.suggestions.similar import significant, similar_query

        answerer = self._search()
        doc = what.doc if isinstance(what, Hit) else None if isinstance(what, str) else what
        found = significant(*self._told(what, doc), indexed=doc is not None)
        query = similar_query(found[: whole_number("terms", terms)])
        return answer_without(answerer, query, whole_number("limit", limit), doc)

    def _told(self, what: object, doc: int | None) -> _Told:
        """Return what is known of the texts of a document, or of a text, and of terms."""
        from searchlib.search.quieting import known_stop_words

        searcher = self._search().searcher
        fields = self._schema.default_fields
        numbers = [self._schema.inverted_fields.index(field) for field in fields]
        if doc is None:
            texts = {fields[-1]: [str(what)]}
        else:
            stored = searcher.document(doc)
            texts = {field: [text] for field in fields if isinstance(text := stored.get(field), str)}

        def frequencies(term: str) -> list[int]:
            return [searcher.snapshot.document_frequency(number, term) for number in numbers]

        stops = {field: known_stop_words(self._schema, field) for field in fields}
        return texts, self._analyzers, len(self), frequencies, stops

    def find(self, key: str) -> int | None:
        """Return the number in this generation of the document with a key; None if there is none."""
        from searchlib.indexing.preparing import hash_key

        base = 0
        for part in self._open.parts:
            for doc in part.segment.find_key(hash_key(key)):
                if part.stored.document(doc).key == key and not (part.deletes and doc in part.deletes.documents()):
                    return base + doc
            base += part.segment.size
        return None

    def _words(self, field: str | None) -> KnownWords:
        """Return the known words of a field, or of the default fields, which are read once."""
        answerer = self._search()
        fields = self._schema.default_fields if field is None else (self._schema.resolve(field),)
        of_these = _known_words.setdefault(answerer, {})
        if fields not in of_these:
            from searchlib.suggestions import KnownWords

            of_these[fields] = KnownWords(answerer.searcher.snapshot, self._schema, self._analyzers, fields)
        return of_these[fields]

    @abstractmethod
    def parse(self, query: str, *, default_operator: Literal["or", "and"] = "or", romanian: bool = False) -> Query:
        """Return the tree of a query string."""

    @abstractmethod
    def __len__(self) -> int:
        """Return how many live documents there are."""

    @property
    @abstractmethod
    def _open(self) -> Generation:
        """The generation, as long as it is open."""

    @abstractmethod
    def _search(self) -> Answerer:
        """Return what answers questions to the generation."""
