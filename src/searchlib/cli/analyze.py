"""``searchlib analyze``: show the terms that a text gives."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from searchlib.cli.exits import Exit
from searchlib.cli.options import format_option, index_option
from searchlib.errors import DocumentError, IndexNotFoundError, SchemaError

if TYPE_CHECKING:
    from searchlib.analysis import Analyzer
    from searchlib.schema import Schema

_EPILOG = """\b
Examples:
  searchlib analyze 'într-o zi, nord-coreenii'
  searchlib analyze --format jsonl - < article.txt

A text that starts with - goes after --, and the options before it.

Exit codes: 0 done, 2 wrong use or error."""


@click.command(epilog=_EPILOG)
@click.argument("text", nargs=-1, required=True)
@index_option
@click.option("--field", metavar="NAME", help="Analyse as this field does; the first text field, if not given.")
@click.option(
    "--analyzer", "analyzer_name", metavar="NAME", help="Analyse with this analyzer, whatever the fields have."
)
@format_option("text", "json", "jsonl")
@click.pass_context
def command(
    ctx: click.Context,
    text: tuple[str, ...],
    index_path: str,
    field: str | None,
    analyzer_name: str | None,
    output_format: str,
) -> int:
    """Show what TEXT is indexed as, a line for each token; - reads standard input.

    A line holds the text, where it starts and ends (characters from 0), its position (from 0) and its terms,
    separated by tabs, the terms by blanks. Without an index, the fields are those of news.
    """
    from searchlib.analysis import analyze_text, get
    from searchlib.cli.output import echo_json, printable

    if analyzer_name is not None and field is not None:
        raise click.UsageError("--field and --analyzer exclude each other")
    chosen_index = ctx.get_parameter_source("index_path") is not ParameterSource.DEFAULT
    whole = _standard_input() if text == ("-",) else " ".join(text)
    if analyzer_name is not None:
        analyzer = get(analyzer_name)
    else:
        analyzer = _analyzer_of(_schema(index_path, must_exist=chosen_index), field)
    tokens = analyze_text(whole, analyzer)
    if output_format == "json":
        echo_json([token._asdict() for token in tokens], indent=2)
        return Exit.OK
    for token in tokens:
        if output_format == "jsonl":
            echo_json(token._asdict())
        else:
            place = f"{token.start}\t{token.end}\t{token.position}"
            click.echo(printable(token.text) + f"\t{place}\t" + printable(" ".join(token.terms)))
    return Exit.OK


def _standard_input() -> str:
    """Return standard input, which is UTF-8 whatever the terminal."""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(f"standard input is not UTF-8 (byte {error.start})") from error


def _schema(index_path: str, *, must_exist: bool) -> Schema:
    """Return the schema of the index, or that of news where there is no index and none was asked for."""
    from searchlib.index import open as open_index
    from searchlib.schema import NEWS

    try:
        with open_index(index_path) as index:
            return index.schema
    except IndexNotFoundError:
        if must_exist:
            raise
        return NEWS


def _analyzer_of(schema: Schema, field: str | None) -> Analyzer:
    """Return the analyzer of a text field, or of the first one."""
    from searchlib.analysis import get
    from searchlib.schema import Text

    name = schema.resolve(field) if field is not None else next(iter(schema.text_fields), "")
    spec = schema.fields.get(name)
    if not isinstance(spec, Text):
        raise SchemaError(f"the field {name!r} is no text" if name else "the index has no text field")
    return get(schema.analyzer_name(name), schema.transliterator)
