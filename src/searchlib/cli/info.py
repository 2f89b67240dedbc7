"""``searchlib info``: say what the index holds."""

from __future__ import annotations

import click

from searchlib.cli.exits import Exit
from searchlib.cli.options import format_option, index_option


@click.command(epilog="Exit codes: 0 answered, 2 wrong use or error.")
@index_option
@format_option("text", "json")
def command(index_path: str, output_format: str) -> int:
    """Say what the index holds: documents, deleted ones, generation, segments, size and fields."""
    from searchlib.cli.output import echo_json, human_size
    from searchlib.index import open as open_index

    with open_index(index_path) as index:
        info = index.info()
        kinds = {name: type(field).__name__.lower() for name, field in index.schema.fields.items()}
    if output_format == "json":
        echo_json(
            {
                "path": index_path,
                "documents": info.documents,
                "deleted": info.deleted,
                "generation": info.generation,
                "segments": len(info.segments),
                "bytes": info.bytes,
                "fields": kinds,
            },
            indent=2,
        )
        return Exit.OK
    rows = {
        "documents": str(info.documents),
        "deleted": str(info.deleted),
        "generation": str(info.generation),
        "segments": str(len(info.segments)),
        "size": human_size(info.bytes),
        "fields": ", ".join(f"{name} ({kind})" for name, kind in kinds.items()),
    }
    for name, value in rows.items():
        click.echo(f"{name:<11}{value}")
    return Exit.OK
