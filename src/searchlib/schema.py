"""What the fields of a document are: text, keywords, a date, or only stored."""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias, TypeGuard

from searchlib.errors import SchemaError

__all__ = ["NEWS", "Date", "Field", "Keyword", "Number", "Schema", "Stored", "Text", "number_term"]


class Named(Protocol):
    """What has a name, as a `searchlib.analysis.Chain`."""

    @property
    def name(self) -> str:
        """The name of an analyzer."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """Running text: split into words, analysed, indexed with positions, scored by BM25.

    Parameters
    ----------
    analyzer : str or Chain
        The name of an analyzer, as `searchlib.analysis.get` takes it, or a chain, which is kept as it is written.
    stored : bool
        Whether the text itself is kept, for hits and snippets.
    exact : bool
        Whether words are indexed as they were printed, besides their stems, where the analyzer tells: so that
        among all forms of a word, the one that was asked for ranks first. See `Schema.exact_boost`.
    languages : tuple[str, ...]
        Further languages, whose sentences are told apart and analysed as such: ``("english",)`` or none. A word of a
        question is looked up in each.
    weight : float
        How much the field counts beside others (above 0): what a word scores in it is multiplied by this. See
        `Schema.joined` for another way.
    """

    analyzer: str | Named = "romanian"
    stored: bool = True
    exact: bool = True
    languages: tuple[str, ...] = ()
    weight: float = 1.0

    def __post_init__(self) -> None:
        weight: object = self.weight
        if not (_is_number(weight) and 0 < weight <= _GREATEST_BOOST):
            raise SchemaError(
                f"the weight of a field is a number above 0 and at most {_GREATEST_BOOST}, not {weight!r}"
            )
        name = self.analyzer if isinstance(self.analyzer, str) else self.analyzer.name
        object.__setattr__(self, "analyzer", name)
        languages: object = self.languages
        if isinstance(languages, str) or not isinstance(languages, Iterable):
            raise SchemaError(f"languages is a tuple of names, not {languages!r}")
        object.__setattr__(self, "languages", tuple(self.languages))


@dataclass(frozen=True, slots=True)
class Keyword:
    """Names that match whole, whatever their case and diacritics: entities, a source.

    A document may hold one value or a list of them. Keywords filter, they do not score.
    """

    stored: bool = True


@dataclass(frozen=True, slots=True)
class Date:
    """The date of the document; it also decides the order of documents on disk. At most one field."""

    stored: bool = True


@dataclass(frozen=True, slots=True)
class Number:
    """A number, or a list of them: a document is found by ranges of it. Numbers filter, they do not score."""

    stored: bool = True


@dataclass(frozen=True, slots=True)
class Stored:
    """Kept with the document and given back with a hit, never searched."""


Field: TypeAlias = Text | Keyword | Date | Number | Stored

_KINDS: Mapping[str, type[Text | Keyword | Date | Number | Stored]] = {
    "text": Text,
    "keyword": Keyword,
    "date": Date,
    "number": Number,
    "stored": Stored,
}
_LONGEST_NAME = 100
_SIGN, _ALL_BITS = 1 << 63, (1 << 64) - 1
_GREATEST_BOOST = 1000
_NAME = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Schema:
    """The fields of an index and how its documents are identified, dated and scored.

    Fields of a document that the schema does not name are stored and given back, but not searched.

    Parameters
    ----------
    fields : Mapping[str, Field]
        Name → `Text`, `Keyword`, `Date`, `Number` or `Stored`.
    key : tuple[str, ...] or str
        The fields that identify a document: the first one present is its key. A document without any of
        them is identified by its content.
    aliases : Mapping[str, str]
        Further names of fields in queries, such as ``entity`` for ``entities``.
    default_fields : tuple[str, ...]
        The text fields that a query searches where it names none; all of them if left empty.
    timezone : str
        The zone whose days are meant by a date without a time.
    transliterator : str
        What turns letters of other scripts into Latin ones: ``"unidecode"``, ``"anyascii"`` or ``"none"``.
    k1, b : float
        BM25's term saturation (≥ 0) and length normalisation (0 to 1).
    exact_boost : float
        How much the very form of a word counts besides its stem, diacritics aside: its BM25 times this (≥ 0) is
        added, in fields indexed with `Text.exact`.
    letters_boost : float
        How much more its very letters count (≥ 0), where the word was typed with diacritics: so that ``față``
        finds all that ``fată`` finds, but not in the same order. In a question of one word, eight times as much.
    stop_words : bool
        Whether the score of a question leaves out the stop words of a field's language where other words tell more.
        They are indexed in any case, as phrases need them.
    joined : bool
        Whether a word that is searched in several fields scores as if they were one, in which its frequency in each
        counts by the weight of the field (BM25F), rather than once in each. A word in title and body then scores
        little more than one that stands twice in the body.

    Raises
    ------
    SchemaError
        Where the parts contradict each other; the message names the field.
    """

    fields: Mapping[str, Field]
    key: tuple[str, ...] = ("id",)
    aliases: Mapping[str, str] = field(default_factory=dict[str, str])
    default_fields: tuple[str, ...] = ()
    timezone: str = "Europe/Bucharest"
    transliterator: str = "unidecode"
    k1: float = 1.2
    b: float = 0.75
    exact_boost: float = 0.15
    letters_boost: float = 1.0
    stop_words: bool = True
    joined: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", MappingProxyType(dict(self.fields)))
        object.__setattr__(self, "aliases", MappingProxyType(dict(self.aliases)))
        key: tuple[str, ...] | str = self.key
        object.__setattr__(self, "key", (key,) if isinstance(key, str) else tuple(key))
        object.__setattr__(self, "default_fields", tuple(self.default_fields) or tuple(self.text_fields))
        self._check()

    def _check(self) -> None:
        self._check_fields()
        self._check_aliases()
        for name in self.default_fields:
            if name not in self.text_fields:
                raise SchemaError(f"default field {name!r} is no Text field")
        if not (_is_number(self.k1) and _is_number(self.b) and 0 <= self.k1 < math.inf and 0 <= self.b <= 1):
            raise SchemaError(f"BM25 needs k1 ≥ 0 and 0 ≤ b ≤ 1, not k1={self.k1!r}, b={self.b!r}")
        for name in ("exact_boost", "letters_boost"):
            boost: object = getattr(self, name)
            if not (_is_number(boost) and 0 <= boost <= _GREATEST_BOOST):
                raise SchemaError(f"{name} is a number from 0 to {_GREATEST_BOOST}, not {boost!r}")
        stop_words: object = self.stop_words
        if not isinstance(stop_words, bool):
            raise SchemaError(f"stop_words is True or False, not {stop_words!r}")
        joined: object = self.joined
        if not isinstance(joined, bool):
            raise SchemaError(f"joined is True or False, not {joined!r}")
        _check_zone(self.timezone)

    def _check_fields(self) -> None:
        kinds: dict[str, object] = dict(self.fields)
        for name, spec in kinds.items():
            if not isinstance(spec, Text | Keyword | Date | Number | Stored):
                raise SchemaError(f"field {name!r} is {spec!r}: make it a Text, Keyword, Date, Number or Stored")
        for name in [*self.fields, *self.aliases]:
            if not _NAME.fullmatch(name) or len(name.encode()) > _LONGEST_NAME:
                raise SchemaError(f"{name!r} cannot name a field: use letters, digits and _, {_LONGEST_NAME} at most")
        if sum(isinstance(f, Date) for f in self.fields.values()) > 1:
            raise SchemaError("a schema has at most one Date field, as it orders the documents")

    def _check_aliases(self) -> None:
        for alias, target in self.aliases.items():
            if target not in self.fields:
                raise SchemaError(f"alias {alias!r} stands for {target!r}, which is no field")
            if alias in self.fields:
                raise SchemaError(f"alias {alias!r} is the name of a field")

    @property
    def text_fields(self) -> tuple[str, ...]:
        """Names of the `Text` fields, in the order given."""
        return tuple(n for n, f in self.fields.items() if isinstance(f, Text))

    @property
    def exact_fields(self) -> tuple[str, ...]:
        """Names of the text fields whose words are indexed as printed too, in the order given."""
        return tuple(n for n, f in self.fields.items() if isinstance(f, Text) and f.exact)

    @property
    def inverted_fields(self) -> tuple[str, ...]:
        """Names of what is indexed with positions: the text fields, then ``field=`` for each exact one."""
        return (*self.text_fields, *map(exact_name, self.exact_fields))

    @property
    def keyword_fields(self) -> tuple[str, ...]:
        """Names of what is indexed without positions: the `Keyword` and `Number` fields, in the order given."""
        return tuple(n for n, f in self.fields.items() if isinstance(f, Keyword | Number))

    @property
    def date_field(self) -> str | None:
        """Name of the `Date` field, if there is one."""
        return next((n for n, f in self.fields.items() if isinstance(f, Date)), None)

    def analyzer_name(self, field: str) -> str:
        """Return the name of the analyzer of a text field.

        Raises
        ------
        SchemaError
            If it is no text field.
        """
        spec = self.fields.get(field)
        if not isinstance(spec, Text):
            raise SchemaError(f"field {field!r} is no text field")
        return str(spec.analyzer)

    def languages(self, field: str) -> tuple[str, ...]:
        """Return the further languages of a text field, none for any other."""
        spec = self.fields.get(field)
        return spec.languages if isinstance(spec, Text) else ()

    def weight(self, field: str) -> float:
        """Return how much a text field counts beside others."""
        spec = self.fields.get(field)
        return float(spec.weight) if isinstance(spec, Text) else 1.0

    @property
    def weighs_fields(self) -> bool:
        """Whether words score by more than their frequency in each field."""
        return self.joined or any(self.weight(name) != 1.0 for name in self.text_fields)

    def analyzer_names(self) -> list[str]:
        """Return the names of all analyzers that its text fields use."""
        names = {self.analyzer_name(field) for field in self.text_fields}
        return sorted(names.union(*map(self.languages, self.text_fields)))

    def resolve(self, name: str) -> str:
        """Return the field that `name` (a field or an alias) stands for.

        Raises
        ------
        SchemaError
            If it is neither; the message lists what there is.
        """
        target = self.aliases.get(name, name)
        if target not in self.fields:
            known = ", ".join(sorted([*self.fields, *self.aliases]))
            raise SchemaError(f"there is no field {name!r}; the fields are {known}")
        return target

    def to_dict(self) -> dict[str, Any]:
        """Return the schema as plain JSON values, as the manifest keeps it."""
        kinds = {kind: name for name, kind in _KINDS.items()}
        fields: list[dict[str, Any]] = []
        for name, spec in self.fields.items():
            entry: dict[str, Any] = {"name": name, "kind": kinds[type(spec)]}
            if isinstance(spec, Text):
                entry["analyzer"] = self.analyzer_name(name)
                entry["exact"] = spec.exact
                entry["languages"] = list(spec.languages)
                entry["weight"] = spec.weight
            if not isinstance(spec, Stored):
                entry["stored"] = spec.stored
            fields.append(entry)
        return {
            "fields": fields,
            "key": list(self.key),
            "aliases": dict(self.aliases),
            "default_fields": list(self.default_fields),
            "timezone": self.timezone,
            "transliterator": self.transliterator,
            "k1": self.k1,
            "b": self.b,
            "exact_boost": self.exact_boost,
            "letters_boost": self.letters_boost,
            "stop_words": self.stop_words,
            "joined": self.joined,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Schema:
        """Return the schema that `to_dict` wrote.

        Raises
        ------
        SchemaError
            If `data` is not what `to_dict` writes.
        """
        try:
            fields: dict[str, Field] = {}
            for entry in data["fields"]:
                options = {k: v for k, v in entry.items() if k not in ("name", "kind")}
                fields[entry["name"]] = _KINDS[entry["kind"]](**options)
            rest = {k: v for k, v in data.items() if k != "fields"}
            return cls(fields=fields, **rest)
        except (KeyError, TypeError, AttributeError) as error:
            raise SchemaError(f"not a schema: {error!r}") from error


def exact_name(field: str) -> str:
    """Return the name under which the exact forms of a text field are indexed; no field can have it."""
    return f"{field}="


def number_term(value: float) -> str:
    """Return the keyword under which a number is indexed: these are in the order of the numbers."""
    [bits] = struct.unpack(">Q", struct.pack(">d", float(value) + 0.0))
    return f"{bits ^ (_SIGN if bits < _SIGN else _ALL_BITS):016x}"


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


@cache
def _check_zone(name: str) -> None:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise SchemaError(f"there is no time zone {name!r}: name one such as Europe/Bucharest or UTC") from error


NEWS = Schema(
    fields={
        "title": Text(languages=("english",)),
        "body": Text(languages=("english",)),
        "date": Date(),
        "source": Keyword(),
        "category": Keyword(),
        "entities": Keyword(),
        "id": Stored(),
        "url": Stored(),
    },
    key=("id", "url"),
    aliases={"entity": "entities"},
)
"""The schema of a news archive."""
