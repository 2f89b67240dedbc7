"""``searchlib similar``: find documents that are like one, or like a text."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from searchlib.cli.exits import Exit
from searchlib.cli.options import checked_text, format_option, index_option
from searchlib.errors import SearchlibError

if TYPE_CHECKING:
    from searchlib.index import Index


@click.command(
    epilog="""\b
Examples:
  searchlib similar zf-18840
  searchlib similar --text - < article.txt

Exit codes: 0 found, 1 nothing found, 2 wrong use or error."""
)
@click.argument("key", required=False)
@index_option
@click.option("--text", metavar="TEXT", help="Be like this text instead, or, if it is -, like standard input (UTF-8).")
@click.option("-n", "--limit", type=click.IntRange(1, 1_000_000), default=10, show_default=True, help="Hits to show.")
@click.option("--terms", type=click.IntRange(1, 1000), default=25, show_default=True, help="Terms to ask for, at most.")
@format_option("text", "json")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def command(
    key: str | None, index_path: str, text: str | None, limit: int, terms: int, output_format: str, *, as_json: bool
) -> int:
    """Find documents that are like the one with KEY: those with the words that tell most of it."""
    from searchlib.index import open as open_index

    if (key is None) == (text is None):
        raise click.UsageError("name a document by its KEY, or give a --text")
    with open_index(index_path) as index:
        hits = index.similar(_numbered(index, key) if key is not None else _read(text or ""), limit=limit, terms=terms)
        if as_json or output_format == "json":
            from searchlib.cli.output import echo_json

            found = [
                {"rank": n, "score": h.score, "key": h.key, "fields": dict(h)} for n, h in enumerate(hits, start=1)
            ]
            echo_json({"key": key, "total": hits.total, "hits": found}, indent=2)
        else:
            from searchlib.cli.output import one_line

            for hit in hits:
                click.echo(f"{hit.score:.3f}\t{one_line(hit.key)}\t{one_line(str(hit.get('title') or ''))}")
        return Exit.OK if len(hits) else Exit.NOTHING


def _numbered(index: Index, key: str) -> int:
    number = index.find(checked_text(key))
    if number is None:
        raise SearchlibError(f"there is no document with the key {key!r}: `searchlib search --format json` shows keys")
    return number


def _read(text: str) -> str:
    return sys.stdin.buffer.read().decode("utf-8", "replace") if text == "-" else checked_text(text)
