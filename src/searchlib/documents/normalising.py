"""Records become documents: fields get our names, are checked, cleaned, and identified."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final, cast

from searchlib.dates import parse_instant
from searchlib.documents.cleaning import first_sentence, without_ads
from searchlib.errors import DocumentError

__all__ = ["Normaliser"]

# Whether a date is one does not depend on the zone: that is applied where the date is indexed.
_ANY_ZONE: Final = "Europe/Bucharest"
_MISSING: Final = (None, "")


def _is(value: object) -> str:
    """Name the type of a decoded value as JSON does."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    return "a list" if isinstance(value, list) else "an object" if isinstance(value, dict) else type(value).__name__


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise DocumentError(f"{name!r} must be text, not {_is(value)}")
    if "\0" in value:
        raise DocumentError(f"{name!r} holds a NUL character: the text is damaged")
    return value


def _names(field: str, values: Iterable[object]) -> list[str]:
    """Return the names of a list, trimmed, each once."""
    found: dict[str, None] = {}
    for value in values:
        if not isinstance(value, str):
            raise DocumentError(f"{field!r} must hold text, not {_is(value)}")
        if "\0" in value:
            raise DocumentError(f"{field!r} holds a NUL character: the text is damaged")
        if name := value.strip():
            found[name] = None
    return list(found)


def _check_entities(fields: dict[str, Any]) -> None:
    value = fields["entities"]
    if isinstance(value, str):
        value = value.split(";" if ";" in value else ",")
    if not isinstance(value, list):
        raise DocumentError(f"'entities' must be a list of names or text with ; between them, not {_is(value)}")
    fields["entities"] = _names("entities", cast("list[object]", value))


def _check_keyword(fields: dict[str, Any], name: str) -> None:
    value = fields[name]
    if isinstance(value, list):
        fields[name] = _names(name, cast("list[object]", value))
        return
    if not isinstance(value, str) or "\0" in value:
        value = _text(fields, name)  # says what is wrong
    trimmed = value.strip()
    if trimmed:
        fields[name] = trimmed
    else:
        del fields[name]


def _check_id(fields: dict[str, Any]) -> None:
    value = fields["id"]
    if isinstance(value, str):
        _check_keyword(fields, "id")
    elif isinstance(value, int) and not isinstance(value, bool):
        fields["id"] = str(value)
    else:
        raise DocumentError(f"'id' must be text or a whole number, not {_is(value)}")


def _check_url(fields: dict[str, Any]) -> None:
    if not isinstance(fields["url"], str):
        raise DocumentError(f"'url' must be text, not {_is(fields['url'])}")
    _check_keyword(fields, "url")


def _check_date(fields: dict[str, Any]) -> None:
    value = fields["date"]
    if isinstance(value, str) and not value.strip():
        del fields["date"]
        return
    try:
        parse_instant(value, _ANY_ZONE)
    except ValueError as error:
        raise DocumentError(f"'date': {error}") from error


_CHECKS: Final[Mapping[str, Callable[[dict[str, Any]], None]]] = {
    "date": _check_date,
    "source": partial(_check_keyword, name="source"),
    "category": partial(_check_keyword, name="category"),
    "entities": _check_entities,
    "id": _check_id,
    "url": _check_url,
}


class Normaliser:
    """Turns records into the fields of documents.

    Parameters
    ----------
    mapping : Mapping[str, str]
        Our field ← the record's. A field that is mapped wins over one that has our name already, and
        gives up its own name; where a record does not have it, the one with our name stays.

    Attributes
    ----------
    mapping : dict[str, str]
        As given.
    unseen : dict[str, str]
        Of `mapping`, what no record had so far.
    """

    def __init__(self, mapping: Mapping[str, str]) -> None:
        self.mapping = dict(mapping)
        self._taken = frozenset(mapping.values())
        self.unseen = dict(mapping)

    @property
    def text_columns(self) -> frozenset[str]:
        """Names in a record that can give it text."""
        return frozenset(("title", "body", *(self.mapping.get(name, name) for name in ("title", "body"))))

    def normalise(self, fields: dict[str, Any], identity: str) -> dict[str, Any]:
        """Return the fields of a document.

        Parameters
        ----------
        fields : dict[str, Any]
            The record; it may be changed.
        identity : str
            The id to give if it has neither an id nor an address; empty for none.

        Raises
        ------
        DocumentError
            If the record cannot become a document; without its origin.
        """
        if self.mapping:
            fields = self._mapped(fields)
        body = without_ads(_text(fields, "body"))
        title = _text(fields, "title")
        if not title or title.isspace():
            title = first_sentence(body)
            if not title:
                raise DocumentError(_no_text(fields))
        fields["title"] = title
        fields["body"] = body
        for name, check in _CHECKS.items():
            if name in fields:
                if fields[name] in _MISSING:
                    del fields[name]
                else:
                    check(fields)
        if identity and "id" not in fields and "url" not in fields:
            fields["id"] = identity
        return fields

    def _mapped(self, fields: dict[str, Any]) -> dict[str, Any]:
        named = {name: value for name, value in fields.items() if name not in self._taken}
        for ours, theirs in self.mapping.items():
            if theirs in fields:
                named[ours] = fields[theirs]
                self.unseen.pop(ours, None)
        return named


def _no_text(fields: Mapping[str, Any]) -> str:
    if "title" in fields or "body" in fields:
        return "neither title nor body holds text"
    names = ", ".join(repr(name[:30]) for name in list(fields)[:12]) or "none"
    example = f"map the one with the text, as in body={_example(fields)}"
    return f"no field 'title' or 'body': its fields are {names}; {example}"


def _example(fields: Mapping[str, Any]) -> str:
    """Name the longest text of a record: most likely that is its body."""
    lengths = {name: len(value) for name, value in fields.items() if isinstance(value, str)}
    return max(lengths, key=lengths.__getitem__, default="content")
