"""``searchlib suggest``: say what a question was probably meant to be."""

from __future__ import annotations

import click

from searchlib.cli.exits import Exit
from searchlib.cli.options import checked_text, format_option, index_option


@click.command(
    epilog="""\b
Examples:
  searchlib suggest presedintle romaniei
  searchlib suggest --json 'title:"casa alba"'

Exit codes: 0 suggested, 1 nothing better, 2 wrong use or error."""
)
@click.argument("query", nargs=-1, required=True)
@index_option
@click.option("--field", metavar="NAME", help="Know the words of this field only; of all default fields, if not given.")
@format_option("text", "json")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def command(query: tuple[str, ...], index_path: str, field: str | None, output_format: str, *, as_json: bool) -> int:
    """Say what QUERY was probably meant to be: words corrected and diacritics restored by the words of the index."""
    from searchlib.index import open as open_index

    question = checked_text(" ".join(query))
    with open_index(index_path) as index:
        found = index.suggest(question, field=field)
    if as_json or output_format == "json":
        from dataclasses import asdict

        from searchlib.cli.output import echo_json

        changes = [asdict(change) for change in found.changes] if found else []
        echo_json({"query": question, "suggestion": found and found.query, "changes": changes}, indent=2)
    elif found:
        from searchlib.cli.output import printable

        click.echo(printable(found.query))
    else:
        click.echo("nothing better", err=True)
    return Exit.OK if found else Exit.NOTHING
