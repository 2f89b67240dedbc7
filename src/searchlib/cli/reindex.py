"""``searchlib reindex``: index anew what the index itself holds."""

from __future__ import annotations

import time

import click

from searchlib.cli.exits import Exit
from searchlib.cli.options import format_option, index_option


@click.command(epilog="Exit codes: 0 done, 2 wrong use or error.")
@index_option
@format_option("text", "json")
def command(index_path: str, output_format: str) -> int:
    """Index every document anew from its stored fields, with the analyzers of today.

    For an index that was made with another version of an analyzer. Searches go on meanwhile.
    """
    from searchlib.cli.output import echo_json
    from searchlib.index import open as open_index
    from searchlib.index import reindex

    started = time.perf_counter()
    generation = reindex(index_path)
    with open_index(index_path) as index:
        documents = len(index)
    seconds = round(time.perf_counter() - started, 3)
    if output_format == "json":
        echo_json({"documents": documents, "generation": generation, "seconds": seconds})
    else:
        click.echo(f"{documents} documents indexed anew in {seconds:.1f} s", err=True)
    return Exit.OK
