"""What ``searchlib search`` counts besides the hits: its options, and how it is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypedDict, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from searchlib.results import Hits
    from searchlib.results.columns import Unit
    from searchlib.results.more import More

    _Type = click.ParamType[Any]
else:
    _Type = click.ParamType

__all__ = ["CountOptions", "asked_counts", "count_options", "counts_as_json", "write_counts"]

_Command = TypeVar("_Command", bound="Callable[..., Any]")
_FACET: Final = re.compile(r"(?P<field>[^:]+)(?::(?P<limit>[0-9]{1,7}))?")
_UNITS: Final = ("day", "month", "year")
_LETTERS: Final = {"day": 10, "month": 7, "year": 4}
"""How much of the first day is written of each."""


class CountOptions(TypedDict):
    """What the options give."""

    group_by: tuple[str, int | None] | None
    collapse: bool
    facets: tuple[tuple[str, int | None], ...]
    histogram: Unit | None
    ranges: tuple[tuple[str, float | None, float | None], ...]


class _Block(NamedTuple):
    """A heading and lines of a label with a count."""

    heading: str
    lines: list[tuple[str, int]]


class _Facet(_Type):
    name = "FIELD[:N]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        found = _FACET.fullmatch(value)
        if found is None:
            self.fail(f"{value!r} is not a field, nor one with a number as in source:20", param, ctx)
        return found["field"], None if found["limit"] is None else int(found["limit"])


class _Range(_Type):
    name = "FIELD:LOW..HIGH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        field, _, ends = str(value).partition(":")
        low, dots, high = ends.partition("..")
        try:
            bounds = [float(end) if end else None for end in (low, high)]
        except ValueError:
            bounds = []
        if not (field and dots and bounds):
            self.fail(f"{value!r} is no range as in price:10..20, price:..10 or price:20..", param, ctx)
        return field, *bounds


def count_options(command: _Command) -> _Command:
    """Add ``--group-by``, ``--collapse``, ``--facet``, ``--histogram`` and ``--range``."""
    options = (
        click.option(
            "--group-by",
            type=_Facet(),
            help="Show the N best (1) of each value of a field, and count groups rather than hits.",
        ),
        click.option(
            "--collapse",
            is_flag=True,
            help="Leave out hits that nearly say the same as one before them, and count these.",
        ),
        click.option(
            "--facet",
            "facets",
            type=_Facet(),
            multiple=True,
            help="Count the values of a field over all that matches, and show the N commonest (10); may be repeated.",
        ),
        click.option("--histogram", type=click.Choice(_UNITS), help="Count all that matches by its dates."),
        click.option(
            "--range",
            "ranges",
            type=_Range(),
            multiple=True,
            help="Count all that matches with a number from LOW to below HIGH, either left out; may be repeated.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def asked_counts(options: CountOptions) -> More:
    """Return what is to be counted, for `Index.search`."""
    from searchlib.results.counting import Facet

    more: More = {}
    if options["group_by"]:
        from searchlib.results.grouping import GroupBy

        name, size = options["group_by"]
        more["group_by"] = GroupBy(name) if size is None else GroupBy(name, size)
    if options["collapse"]:
        more["collapse"] = True
    if options["facets"]:
        more["facets"] = [Facet(name) if limit is None else Facet(name, limit) for name, limit in options["facets"]]
    if options["histogram"]:
        more["histogram"] = options["histogram"]
    if options["ranges"]:
        ranges: dict[str, list[tuple[float | None, float | None]]] = {}
        for name, low, high in options["ranges"]:
            ranges.setdefault(name, []).append((low, high))
        more["ranges"] = ranges
    return more


def counts_as_json(hits: Hits) -> dict[str, Any]:
    """Return what was counted as JSON values; nothing where nothing was."""
    told: dict[str, Any] = {}
    if hits.groups is not None:
        told["groups"] = {
            "field": hits.groups.field,
            "total": hits.groups.total,
            "values": [
                {
                    "value": group.value,
                    "documents": group.documents,
                    "hits": [{"score": hit.score, "key": hit.key, "fields": dict(hit)} for hit in group.hits],
                }
                for group in hits.groups
            ],
        }
    if hits.copies is not None:
        told["copies"] = [[hit.key for hit in copies] for copies in hits.copies]
    if hits.facets:
        told["facets"] = {
            name: {
                "values": [one._asdict() for one in facet],
                "distinct": facet.distinct,
                "missing": facet.missing,
            }
            for name, facet in hits.facets.items()
        }
    if hits.histogram is not None:
        letters = _LETTERS[hits.histogram.unit]
        told["histogram"] = {
            "unit": hits.histogram.unit,
            "dates": [{"date": day.isoformat()[:letters], "documents": number} for day, number in hits.histogram],
            "undated": hits.histogram.undated,
        }
    if hits.ranges:
        told["ranges"] = {name: [one._asdict() for one in counts] for name, counts in hits.ranges.items()}
    return told


def write_counts(hits: Hits) -> None:
    """Write what was counted for people."""
    from searchlib.cli.output import one_line

    for rank, copies in enumerate(hits.copies or (), start=hits.before + 1):
        if len(copies):
            keys = ", ".join(one_line(hit.key) for hit in copies)
            click.echo(f"\n{len(copies):,} more like {rank}: {keys}")
    for group in hits.groups or ():
        value = "" if group.value is None else one_line(_plain(group.value))
        click.echo(f"\n{group.documents:,} of {value or 'no value'}")
        for hit in group.hits:
            click.echo(f"   {one_line(str(hit.get('title') or hit.key))}")
    for heading, lines in _blocks(hits):
        click.echo(f"\n{heading}")
        width = max((len(f"{number:,}") for _, number in lines), default=0)
        for label, number in lines:
            click.echo(f"   {number:>{width},}  {one_line(label)}")


def _blocks(hits: Hits) -> Sequence[_Block]:
    blocks = [
        _Block(
            f"{name}: {facet.distinct:,} values, {facet.missing:,} without",
            [(_plain(value), number) for value, number in facet],
        )
        for name, facet in hits.facets.items()
    ]
    if hits.histogram is not None:
        letters = _LETTERS[hits.histogram.unit]
        days = [(day.isoformat()[:letters], number) for day, number in hits.histogram]
        blocks.append(_Block(f"{hits.histogram.unit}s: {len(days):,}, {hits.histogram.undated:,} undated", days))
    for name, counts in hits.ranges.items():
        blocks.append(_Block(name, [(f"{_end(low)}..{_end(high)}", number) for low, high, number in counts]))
    return blocks


def _end(number: float | None) -> str:
    return "" if number is None else _plain(number)


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else repr(value).removesuffix(".0")
