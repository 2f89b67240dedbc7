"""The native core of searchlib: not for use from outside the package."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any


def instruction_levels() -> list[str]:
    """The levels of instructions that this processor can run, the best last."""

def instructions() -> str:
    """The level of instructions in use."""

def use_instructions(level: str) -> None:
    """Uses another level from now on; for tests, and not while queries run."""

class Clues:
    """What raw forms say beyond their own terms: of dates and of languages."""

    def __init__(self, dates: Mapping[str, int], evidence: Mapping[str, int], in_names: Sequence[str]) -> None: ...

    def of(self, raw: str) -> tuple[int, int]:
        """What a form can be in a date, and its evidence of a language."""

class RomanianChain:
    """The Romanian chain for the forms that are not rare."""

    def __init__(self, lists: Mapping[str, Sequence[str]], spellings: Sequence[tuple[str, str]], rules: bytes) -> None: ...

    def analyze(self, raws: list[str], stemmer: Callable[[Sequence[str]], Sequence[str]]) -> list[tuple[int, list[tuple[Any, ...]]] | None]:
        """
        Width and tokens of each raw form; None for one that Python has to analyse.
        """

    def learn_letters(self, letters: Sequence[tuple[int, int, str, bool, bool]]) -> None:
        """
        Has Cyrillic letters read: code point, lower case, what it folds to, whether upper case, whether Moldovan.
        """

def split(text: bytes) -> list[tuple[int, int]]:
    """Raw forms of UTF-8 text: the start and end of each, in characters."""

class StoredBuffer:
    """What is stored of documents whose segment is being built."""

    def __init__(self, block_size: int) -> None: ...

    def add_text(self, text: str) -> tuple[int, int, int]:
        """Block, offset and length in bytes of a long text."""

    def end_document(self, record: bytes) -> None: ...

    def take_blocks(self, all: bool) -> list[bytes]:
        """The blocks that are full, or all."""

    def write(self, order: Sequence[int], out: ContainerWriter) -> None: ...

    @property
    def memory(self) -> int: ...

def crc32c(data: bytes) -> int:
    """CRC-32C of `data`."""

def crc32c_by_tables(data: bytes) -> int:
    """The same without help of the processor."""

def verify_container(path: str, length: int, checksum: int) -> None:
    """
    Reads a whole container and raises unless every byte is as it was written.
    """

class ContainerWriter:
    """Writes a file of named sections."""

    def __init__(self, path: str, in_memory: int = 8388608) -> None:
        """
        Creates the file; of a section that waits for another, so many bytes stay in memory.
        """

    def begin(self, name: str) -> None: ...

    def write(self, data: bytes) -> None: ...

    def end(self) -> None: ...

    def finish(self) -> tuple[int, int]:
        """Ends the file; its length and checksum."""

class Segment:
    """An immutable segment, mapped."""

    def __init__(self, path: str, length: int, checksum: int, text_fields: Sequence[str], keyword_fields: Sequence[str]) -> None: ...

    @property
    def size(self) -> int: ...

    @property
    def dated(self) -> int:
        """How many documents have a date: those before all others."""

    def row(self, doc: int) -> tuple[int | None, int, int, bytes]:
        """
        Seconds (None if undated), precision, sequence, and what is kept of the digest of a document.
        """

    def find_key(self, hash: int) -> list[int]:
        """Documents whose key has this hash."""

    def terms(self, field: str) -> list[tuple[str, int, int]]:
        """Each term in byte order, with its document and total frequency."""

    def postings(self, field: str, term: str) -> list[tuple[int, list[int]]]:
        """Document and positions of each posting."""

    def section(self, name: str) -> tuple[int, int]:
        """Offset and length of a section."""

    def use_small_pages(self) -> None:
        """
        Has its file mapped in small pages from now on: of what is looked at here and there less is in memory.
        """

    def forget(self) -> None:
        """
        Lets go of the pages that were read: the next look at them asks the system's cache again.
        """

    def section_sizes(self) -> list[tuple[str, int]]:
        """Name and bytes of each section."""

    def totals(self, deleted: Sequence[int]) -> list[tuple[int, int]]:
        """
        For each text field the live documents that have it, and their summed lengths.
        """

class StoredRecords:
    """The packed records of a segment's stored documents."""

    def __init__(self, segment: Segment) -> None: ...

    def record(self, doc: int) -> bytes:
        """The record of a document, having seen that it is whole."""

class Deletes:
    """The deleted documents of a segment."""

    def __init__(self, path: str, length: int, checksum: int, segment: Segment) -> None: ...

    @property
    def count(self) -> int: ...

    def documents(self) -> list[int]: ...

def write_deletes(path: str, segment: Segment, deleted: Sequence[int]) -> tuple[int, int]:
    """
    Writes the deleted documents (ascending) of a segment; length and checksum.
    """

def release_memory() -> None:
    """Gives what was freed back to the system."""

class Forms:
    """The raw forms that one analyzer has met, with their terms."""

    def __init__(self, clues: Clues | None = None, finds_dates: bool = False, marks_english: bool = False) -> None: ...

    @property
    def size(self) -> int: ...

    @property
    def memory(self) -> int: ...

    def read(self, text: str, date: tuple[int, int, int] | None) -> list[str]:
        """The forms of a text as a builder reads them."""

    def undefined(self, most: int) -> list[str]:
        """The first forms that are still to be analysed."""

    def analyze(self, chain: RomanianChain, most: int, exact: bool, stemmer: Callable[[Sequence[str]], Sequence[str]], english: Callable[[Sequence[str]], Sequence[str]] | None, others: Callable[[Sequence[str]], Sequence[tuple[Sequence[tuple[str, int]], Sequence[tuple[str, int]], int]]]) -> None:
        """Has the first undefined forms analysed and defines them."""

    def define(self, definitions: Sequence[tuple[Sequence[tuple[str, int]], Sequence[tuple[str, int]], int]]) -> None:
        """
        Terms and exact terms with positions, and the width, of the first undefined forms in order.
        """

class Builder:
    """Collects documents and writes them as one segment."""

    def __init__(self, text_fields: Sequence[tuple[str, Forms, str | None]], keyword_fields: Sequence[str]) -> None: ...

    def add(self, seconds: int | None, precision: int, sequence: int, key_hash: int, digest: bytes, date: tuple[int, int, int] | None, texts: Sequence[str], keywords: Sequence[Sequence[str]]) -> int:
        """Adds a document; its number in this builder."""

    def remove(self, document: int) -> None: ...

    def digest(self, document: int) -> bytes:
        """The digest of a document."""

    def sequence(self, document: int) -> int:
        """The sequence number of a document."""

    @property
    def size(self) -> int:
        """How many documents were added."""

    def order(self) -> list[int]:
        """Numbers of the documents in the order they have on disk."""

    def write(self, out: ContainerWriter, like: Segment | None) -> None:
        """
        Writes the segment, with the common terms of another one, if one is given that has some.
        """

    def write_deletes(self, path: str, segment: Segment, deleted: Sequence[int], before: Deletes | None, since: Sequence[int]) -> tuple[int, int] | None:
        """
        Writes the deletes of a segment of which the documents `since` are those added here, in order; None if they are not.
        """

    @property
    def memory(self) -> int:
        """Bytes held, and those that writing will need besides."""

    @property
    def writing(self) -> int:
        """Of those, what writing will need."""

class Merge:
    """Joins the live documents of segments in one."""

    def __init__(self, sources: Sequence[tuple[Segment, Sequence[int]]]) -> None: ...

    @property
    def size(self) -> int:
        """How many documents are live."""

    def number(self, source: int, document: int) -> int:
        """The number in the new segment of a live document."""

    def write(self, out: ContainerWriter) -> None: ...

class Planner:
    """Plans the trees of questions to one schema."""

    def __init__(self, classes: tuple[type, ...], texts: dict[str | None, int], searched: Sequence[Sequence[tuple[int, int | None, int]]], keywords: dict[str, int], dates: dict[str, int], analyzers: Sequence[tuple[tuple[Any, ...], list[tuple[str, tuple[Any, ...]]], Callable[[str], tuple[str, ...]] | None, list[str]]], fold_keyword: Callable[[str], str], patterns: tuple[Callable[[int], list[int]], Callable[[str], str], Callable[[str], Automaton]], exact_boost: float, letters_boost: float) -> None: ...

    def plan(self, tree: object, terms: int) -> tuple[Any, ...] | None:
        """
        The plan of a tree, whose patterns stand for so many terms at most; None where Python has to plan it.
        """

class KeyTable:
    """The keys of the documents that are in no segment yet."""

    def __init__(self) -> None: ...

    def find(self, key: str) -> tuple[int, int] | None:
        """
        Buffer and number there of the document with this key, if there is one.
        """

    def put(self, key: str, place: tuple[int, int]) -> None: ...

    def remove(self, key: str) -> None: ...

    def take_back(self, buffers: Sequence[Builder], sequence: int) -> int:
        """
        Takes the documents with greater sequence numbers out of their buffers; how many.
        """

    @property
    def memory(self) -> int: ...

class LineCursor:
    """Where adding stands in a file of JSON Lines."""

    def __init__(self) -> None: ...

    @property
    def identity(self) -> str: ...

    @identity.setter
    def identity(self, arg: str, /) -> None: ...

    @property
    def begin(self) -> int: ...

    @begin.setter
    def begin(self, arg: int, /) -> None: ...

    @property
    def next(self) -> int: ...

    @next.setter
    def next(self, arg: int, /) -> None: ...

    @property
    def line(self) -> int: ...

    @line.setter
    def line(self, arg: int, /) -> None: ...

    @property
    def record(self) -> int: ...

    @record.setter
    def record(self, arg: int, /) -> None: ...

    @property
    def sequence(self) -> int: ...

    @sequence.setter
    def sequence(self, arg: int, /) -> None: ...

    @property
    def added(self) -> int: ...

    @added.setter
    def added(self, arg: int, /) -> None: ...

    @property
    def text_bytes(self) -> int: ...

    @text_bytes.setter
    def text_bytes(self, arg: int, /) -> None: ...

class DocumentPreparer:
    """What a schema makes of the fields of documents."""

    def __init__(self, texts: Sequence[str], keywords: Sequence[str], numbers: Sequence[str], date: str, key: Sequence[str], dropped: Sequence[str], fold: Callable[[str], str], start: Callable[[int], int | None], parse: Callable[[str], tuple[int, int, tuple[int, int, int]] | None]) -> None: ...

class LineAdder:
    """Adds the plain new documents of JSON Lines, and leaves the others."""

    def __init__(self, preparer: DocumentPreparer, mapping: Sequence[tuple[str, str]], title: Callable[[str], str]) -> None: ...

    def add(self, chunk: bytes, cursor: LineCursor, builder: Builder, stored: StoredBuffer, number: int, keys: KeyTable, segments: Sequence[Segment]) -> bool:
        """
        Goes on in a chunk of whole lines; False if the line at hand is left, True at the end.
        """

    def has_seen(self, index: int) -> bool:
        """Whether a record had the field that the mapping at this index names."""

class StoredMerge:
    """Joins what segments store of their live documents."""

    def __init__(self, merge: Merge, least: int) -> None: ...

    def copy_blocks(self, out: ContainerWriter) -> list[int]:
        """Writes the blocks that stay as they are; their lengths."""

    def repacked(self) -> list[tuple[int, int]]:
        """Source and number of the blocks whose texts go into new ones."""

    def repack(self, source: int, block: int, texts: bytes, to: StoredBuffer) -> None: ...

    def write_records(self, out: ContainerWriter) -> None: ...

def count_lines(chunk: bytes) -> tuple[int, int]:
    """How many lines there are, and how many are not blank."""

def read_plain_object(line: bytes) -> list[tuple[object, object]] | None:
    """
    The fields of a line of JSON Lines that holds a plain object; None for any other.
    """

def blake2b(message: bytes, size: int) -> bytes:
    """The BLAKE2b digest of this many bytes."""

class PlainDocument:
    """A document of a dictionary, prepared."""

    @property
    def key(self) -> str: ...

    @property
    def key_hash(self) -> int: ...

    @property
    def digest(self) -> bytes: ...

    def add_to(self, builder: Builder, stored: StoredBuffer, sequence: int) -> int:
        """Adds the document; its number in the builder."""

class DictionaryPreparer:
    """Prepares plain dictionaries."""

    def __init__(self, preparer: DocumentPreparer, dates: Sequence[type], date_field: str) -> None: ...

    def prepare(self, document: Mapping[str, object]) -> PlainDocument | None:
        """None where Python has to prepare the document."""

class Snapshot:
    """The segments of one generation."""

    def __init__(self, parts: Sequence[tuple[Segment, Deletes | None]], totals: Sequence[tuple[int, int]], k1: float, b: float) -> None: ...

    @property
    def size(self) -> int: ...

    def document_frequency(self, field: int, term: str) -> int:
        """Live documents that have the term in that text field."""

    def prepare(self, planner: Planner, tree: object, terms: int, seconds: float) -> Query | None:
        """
        Plans and weighs the tree of a question, whose patterns stand for so many terms at most and take so long; None where Python has to plan it.
        """

    def answer(self, planner: Planner, tree: object, k: int, sort: str, terms: int, seconds: float) -> tuple[Query, bytes, bytes] | None:
        """
        The query of a tree, its first `k` documents and their scores; None where Python has to plan it.
        """

    def answer_many(self, planner: Planner, trees: list[object], k: int, sort: str, terms: int, seconds: float) -> list[tuple[Query, bytes, bytes] | None]:
        """
        Of each tree the query, its first `k` documents and their scores; None where Python has to plan it.
        """

    def locate(self, doc: int) -> tuple[int, int]:
        """The segment of a document and its number there."""

class Query:
    """A query compiled for one snapshot."""

    def __init__(self, snapshot: Snapshot, root: tuple[object, ...], statistics: tuple[Sequence[tuple[int, int]], Mapping[tuple[int, str], int]] | None) -> None: ...

    def best(self, k: int, after: tuple[int, int] | None = None) -> tuple[bytes, bytes]:
        """
        The best `k` documents: packed numbers (uint32) and scores (float64). `after` is the number and the score, in units of the grid, of the one that they come behind.
        """

    def best_exhaustively(self, k: int) -> tuple[bytes, bytes]:
        """The same without pruning."""

    def newest(self, k: int, after: tuple[int, int] | None = None) -> tuple[bytes, bytes]: ...

    def oldest(self, k: int, after: tuple[int, int] | None = None) -> tuple[bytes, bytes]: ...

    def count(self) -> int:
        """How many live documents match."""

    def limit_time(self, seconds: float) -> None:
        """How long each run may take."""

    @property
    def cut(self) -> bool:
        """Whether a pattern stands for more terms than it may."""

    @property
    def plan(self) -> str:
        """The name of the plan that `best` runs."""

class Automaton:
    """Which words a pattern stands for."""

    def __init__(self, states: int, edges: Sequence[tuple[int, int, int, int]], jumps: Sequence[tuple[int, int]], accepting: int) -> None:
        """
        Edges are (from, first code point, last, to), jumps (from, to); state 0 is the start.
        """

    @staticmethod
    def starting_with(prefix: str) -> Automaton: ...

    @staticmethod
    def near(word: str, distance: int, fixed: int) -> Automaton:
        """
        Words so many edits away at most, the first `fixed` letters as they are.
        """

    @staticmethod
    def shaped_like(shape: str) -> Automaton:
        """Stars stand for any letters, question marks for one."""

    @staticmethod
    def matching(expression: str) -> Automaton | None:
        """That of a regular expression; None where Python has to read it."""

    @property
    def description(self) -> tuple[Any, ...] | None:
        """What tells it apart; None of one that is made of states."""

    def accepts(self, words: Sequence[str]) -> list[bool]:
        """Which of some words it accepts."""

class Deadline:
    """A point in time after which queries of this thread stop."""

    def __init__(self, seconds: float, partial: bool) -> None: ...

    def enforce(self) -> None: ...

    def lift(self) -> None: ...

    @property
    def passed(self) -> bool: ...

def account_of(query: Query, doc: int) -> tuple[float, float, int, int] | None:
    """
    Score, and of a term, phrase or near its weight, its frequency in the document and the length of the field; None if the document does not match.
    """

def expand(snapshot: Snapshot, field: int, keyword: bool, automaton: Automaton, limit: int) -> tuple[list[tuple[str, int]], bool]:
    """
    The terms of a field that an automaton accepts with the live documents that have them, at most `limit`, those of the fewest edits, and of these the commonest; and whether there are more.
    """

class StoredFields:
    """The stored records of all segments of a snapshot."""

    def __init__(self, snapshot: Snapshot, records: Sequence[StoredRecords], missing: object, unread: object, decode: object) -> None: ...

    def rows(self, docs: tuple[int, ...]) -> StoredRows:
        """The records of some documents."""

class StoredRows:
    """The stored records of some documents."""

    def column(self, name: str) -> list[Any]:
        """
        The value of a field in each document; long texts and what is damaged are not read.
        """

class KeywordColumn:
    """Which keywords or numbers each document of a snapshot has."""

    def __init__(self, snapshot: Snapshot, field: int) -> None:
        """Costs a walk through all postings of the field."""

    @property
    def size(self) -> int:
        """How many different values there are."""

    def first_from(self, text: str) -> int:
        """The number of the first value from it on."""

class DateBuckets:
    """The days, months or years of a snapshot."""

    def __init__(self, snapshot: Snapshot, start: Callable[[int], int]) -> None:
        """
        `start` says of the seconds of a date when the day, month or year begins that it lies in.
        """

    @property
    def starts(self) -> list[int]:
        """When each begins, ascending."""

class Matches:
    """The live documents that match a query, to be counted."""

    def __init__(self, query: Query) -> None: ...

    @property
    def total(self) -> int: ...

    def values(self, column: KeywordColumn, limit: int) -> tuple[list[tuple[str, int, int]], int, int]:
        """
        The `limit` commonest values, each with how many documents have it and the number of the first; how many values there are; how many documents have none.
        """

    def ranges(self, column: KeywordColumn, ranges: Sequence[tuple[int, int]]) -> list[int]:
        """
        How many documents have a value in each range, from the first number to before the second.
        """

    def dates(self, buckets: DateBuckets) -> tuple[list[int], int]:
        """How many documents are of each bucket; how many are undated."""

    def in_order(self, query: Query, column: KeywordColumn | None, descending: bool, k: int, after: tuple[int, int] | None) -> tuple[bytes, bytes]:
        """
        The first `k` documents by their values in a column, or by their dates, then by score: packed numbers (uint32) and scores (float64). `after` is the number and the score, in units of the grid, of the one that they come behind.
        """

    def groups(self, query: Query, column: KeywordColumn, sort: tuple[KeywordColumn | None, bool] | None, limit: int, hits: int, scored: bool, after: tuple[int, int, int] | None) -> tuple[list[tuple[int, str | None, int, bytes, bytes]], int]:
        """
        The first `limit` groups of documents that share a value (None for those without any): its number, the value, how many they are, and the first `hits` of them as `in_order` gives them; and how many groups there are. Without `sort`, by score. `after` is the first hit of the group that they come behind, with its score, and the number of the value.
        """

def pack_run(values: Sequence[int], least_saving: int) -> bytes:
    """A run of up to 128 values."""

def unpack_run(data: bytes, count: int) -> tuple[list[int], int]:
    """
    The values of a run, and how many bytes it takes; 8 bytes stand behind it.
    """

def values_one_by_one(data: bytes, count: int) -> list[int]:
    """The same values, each read as the frequency of one document is."""

def pack_positions(documents: Sequence[tuple[int, int]], gaps: Sequence[int]) -> bytes:
    """
    The gaps of the positions of a block, whose documents have a length code and a frequency each.
    """

def read_positions(data: bytes, documents: Sequence[tuple[int, int]], places: Sequence[int]) -> list[list[int]]:
    """The positions of documents of a block, each named by its place there."""

def pack_column(values: Sequence[int]) -> bytes:
    """A column of numbers."""

def read_column(data: bytes, count: int) -> list[int]:
    """The numbers of a column."""

class Vocabulary:
    """The words of text fields by what they are without diacritics."""

    def __init__(self, snapshot: Snapshot, fields: Sequence[int], fold: Callable[[Sequence[str]], Sequence[str]]) -> None:
        """
        `fold` is called once, with the words that are not of Latin letters alone.
        """

    def __len__(self) -> int: ...

    @property
    def occurrences(self) -> int:
        """How often all words stand in the fields."""

    def find(self, key: str) -> tuple[str, int, int]:
        """Text, documents and occurrences of a key; none if there is no such."""

    def spellings(self, key: str) -> list[tuple[str, int, int]]:
        """
        Text, documents and occurrences of each spelling of a key, the most frequent first.
        """

    def complete(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        """
        The commonest spelling of each key that begins so, and its documents, most first.
        """

    def neighbours(self, word: str, edits: int, limit: int) -> list[tuple[str, int]]:
        """
        Keys that are so many edits from a word and their occurrences, the most frequent ones.
        """

class SideBySide:
    """Counts how often the words of one question stand side by side."""

    def __init__(self, snapshot: Snapshot, fields: Sequence[int]) -> None: ...

    def count(self, places: Sequence[Sequence[Sequence[str]]], documents: int, common: int) -> list[float]:
        """
        About how often, for each spelling of each word of the first place, of the second and so on; from at most so many documents of the rarest word, and so many that have all. A word is its key and then its spellings with diacritics.
        """

    def choose(self, all: int, guesses: Sequence[Sequence[tuple[str, str, int, float]]]) -> list[int]:
        """
        For each word of a row the number of its guess (text, key, occurrences, cost), so that all together are the likeliest among so many words.
        """

class Marks:
    """What is marked in texts that match."""

    def __init__(self, marks: Sequence[tuple[Sequence[Sequence[tuple[int, Sequence[tuple[int, str]], int]]], tuple[int, bool] | None]]) -> None:
        """
        Each is parts and, if they stand together, how many other words may stand among them and whether in their order. A part is any of some things: kind, terms at their positions, and the number of a list. Kind 0 is a phrase of the terms; 1, 2 and 3 are any term, exact term or last exact term of the list.
        """

class FormTokens:
    """The tokens of forms that were asked for."""

    def __init__(self) -> None: ...

    def add(self, forms: Forms, form: int, tokens: Sequence[tuple[int, int, int, Sequence[str], Sequence[str]]]) -> None:
        """
        Those of a form by its number: begin and end in characters, position, terms and exact terms.
        """

class TextForms:
    """The forms of one text, read as when it was indexed."""

    def __init__(self, forms: Forms, text: bytes, date: tuple[int, int, int] | None) -> None:
        """
        Forms that were not met before are to be defined before anything is asked.
        """

    def words(self, exact: bool) -> list[str]:
        """The terms of the text, or the exact ones, each once."""

    def look_for(self, marks: Marks, lists: Sequence[Sequence[str]], known: FormTokens) -> list[tuple[int, str, bool]]:
        """
        Looks for marks; `lists` are the terms of those that a text has its own of. Number, letters and whether in English of forms whose tokens are to be made known first.
        """

    def excerpt(self, known: FormTokens, length: int) -> tuple[int, int, list[tuple[int, int]], bool, bool]:
        """
        Where the excerpt of at most `length` characters begins and ends that has most of the marks, what is marked in it, from its beginning, and whether there is more before and after it.
        """
