"""``searchlib compact``: rewrite the index as one segment."""

from __future__ import annotations

import time

import click

from searchlib.cli.exits import Exit
from searchlib.cli.options import format_option, index_option


@click.command(epilog="Exit codes: 0 done, 2 wrong use or error.")
@index_option
@format_option("text", "json")
def command(index_path: str, output_format: str) -> int:
    """Rewrite the index as one segment, leaving out what is deleted. Searches go on meanwhile."""
    from searchlib.cli.output import echo_json, human_size
    from searchlib.index import open as open_index

    started = time.perf_counter()
    with open_index(index_path) as index:
        before = index.info()
        with index.writer() as writer:
            writer.compact()
        with index.refresh() as compacted:
            after = compacted.info()
    seconds = round(time.perf_counter() - started, 3)
    if output_format == "json":
        echo_json(
            {
                "segments": [len(before.segments), len(after.segments)],
                "bytes": [before.bytes, after.bytes],
                "seconds": seconds,
            }
        )
    else:
        click.echo(
            f"{len(before.segments)} segments → {len(after.segments)}, "
            f"{human_size(before.bytes)} → {human_size(after.bytes)} in {seconds:.1f} s",
            err=True,
        )
    return Exit.OK
