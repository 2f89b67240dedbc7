"""``searchlib info``: say what the index holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from searchlib.cli.exits import Exit
from searchlib.cli.options import format_option, index_option

if TYPE_CHECKING:
    from searchlib.index import Index
    from searchlib.storage.info import IndexInfo


@click.command(epilog="Exit codes: 0 answered, 2 wrong use or error.")
@index_option
@click.option(
    "--terms",
    metavar="N",
    type=click.IntRange(min=0),
    default=5,
    show_default=True,
    help="Show the N commonest terms of each field; 0 for none, which is faster.",
)
@format_option("text", "json")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def command(index_path: str, terms: int, output_format: str, *, as_json: bool) -> int:
    """Say what the index holds: documents, generation, segments and their dates, sizes, fields, commonest terms."""
    from searchlib.index import open as open_index

    with open_index(index_path) as index:
        info = index.info()
        kinds = {name: type(field).__name__.lower() for name, field in index.schema.fields.items()}
        fields = (*index.schema.text_fields, *index.schema.keyword_fields) if terms else ()
        commonest = {field: index.commonest_terms(field, terms) for field in fields}
        days = {segment.name: _days(index, segment.oldest, segment.newest) for segment in info.segments}
    if as_json or output_format == "json":
        from searchlib.cli.output import echo_json

        echo_json(_values(index_path, info, kinds, commonest, days), indent=2)
    else:
        _show(info, kinds, commonest, days)
    return Exit.OK


def _days(index: Index, *seconds: int | None) -> list[str]:
    """Return local days of instants, as ISO 8601; none of None."""
    from searchlib.dates import to_date

    return [to_date(one, index.schema.timezone).isoformat() for one in seconds if one is not None]


def _share(info: IndexInfo) -> float:
    return round(info.deleted / (info.documents + info.deleted), 4) if info.deleted else 0.0


def _values(
    path: str,
    info: IndexInfo,
    kinds: dict[str, str],
    commonest: dict[str, list[tuple[str, int]]],
    days: dict[str, list[str]],
) -> dict[str, Any]:
    return {
        "path": path,
        "documents": info.documents,
        "deleted": info.deleted,
        "deleted_share": _share(info),
        "generation": info.generation,
        "segments": len(info.segments),
        "bytes": info.bytes,
        "fields": kinds,
        "structures": dict(info.structures),
        "segment_files": [
            {
                "name": segment.name,
                "documents": segment.documents,
                "deleted": segment.deleted,
                "bytes": segment.bytes,
                "days": days[segment.name],
            }
            for segment in info.segments
        ],
        "terms": {field: dict(found) for field, found in commonest.items()},
    }


def _show(
    info: IndexInfo, kinds: dict[str, str], commonest: dict[str, list[tuple[str, int]]], days: dict[str, list[str]]
) -> None:
    from searchlib.cli.output import human_size, printable

    rows = {
        "documents": str(info.documents),
        "deleted": f"{info.deleted} ({_share(info):.1%} of all)" if info.deleted else "0",
        "generation": str(info.generation),
        "segments": str(len(info.segments)),
        "size": human_size(info.bytes),
        "fields": ", ".join(f"{name} ({kind})" for name, kind in kinds.items()),
    }
    sizes = sorted(((size, name) for name, size in info.structures.items() if size), reverse=True)
    rows["sizes"] = ", ".join(f"{name} {human_size(size)}" for size, name in sizes)
    for name, value in rows.items():
        if value:
            click.echo(f"{name:<11}{value}")
    for segment in info.segments:
        between = " to ".join(dict.fromkeys(days[segment.name]))
        parts = [f"{segment.documents} documents", f"{segment.deleted} deleted", human_size(segment.bytes), between]
        click.echo(f"{segment.name}  {', '.join(filter(None, parts))}")
    for field, found in commonest.items():
        if found:
            click.echo(printable(f"commonest in {field}: {', '.join(f'{term} {count}' for term, count in found)}"))
