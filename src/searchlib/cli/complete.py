"""``searchlib complete``: say how a word may go on."""

from __future__ import annotations

import click

from searchlib.cli.exits import Exit
from searchlib.cli.options import checked_text, format_option, index_option


@click.command(
    epilog="""\b
Examples:
  searchlib complete minis
  searchlib complete --json -n 5 'președintele rom'

Exit codes: 0 completed, 1 nothing begins so, 2 wrong use or error."""
)
@click.argument("text")
@index_option
@click.option("-n", "--limit", type=click.IntRange(1, 1_000_000), default=10, show_default=True, help="Words to show.")
@click.option("--field", metavar="NAME", help="Know the words of this field only; of all default fields, if not given.")
@format_option("text", "json")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def command(text: str, index_path: str, limit: int, field: str | None, output_format: str, *, as_json: bool) -> int:
    """Say how the last word of TEXT may go on: the words that most documents have come first."""
    from searchlib.index import open as open_index

    with open_index(index_path) as index:
        found = index.complete(checked_text(text), limit, field=field)
    if as_json or output_format == "json":
        from dataclasses import asdict

        from searchlib.cli.output import echo_json

        echo_json({"text": text, "completions": [asdict(one) for one in found]}, indent=2)
    else:
        from searchlib.cli.output import printable

        for one in found:
            click.echo(f"{printable(one.text)}\t{one.documents}")
    return Exit.OK if found else Exit.NOTHING
