"""``searchlib verify``: check every file of the index."""

from __future__ import annotations

import click

from searchlib.cli.exits import Exit
from searchlib.cli.options import format_option, index_option


@click.command(epilog="Exit codes: 0 clean, 2 damaged, wrong use or error.")
@index_option
@format_option("text", "json")
def command(index_path: str, output_format: str) -> int:
    """Read every file of the index and list what is wrong with it: one problem a line, file: what."""
    from searchlib.cli.output import echo_json, one_line
    from searchlib.index import verify

    problems = verify(index_path)
    if output_format == "json":
        echo_json([{"path": str(problem.path), "detail": problem.detail} for problem in problems], indent=2)
    else:
        for problem in problems:
            click.echo(one_line(f"{problem.path}: {problem.detail}"))
        summary = f"{len(problems)} problems found" if problems else "no problem found"
        click.echo("1 problem found" if len(problems) == 1 else summary, err=True)
    return Exit.ERROR if problems else Exit.OK
