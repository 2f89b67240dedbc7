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
    from collections.abc import Iterable

    from searchlib.analysis import Analyzer, Explanation, Step, TextToken
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
@click.option("--explain", is_flag=True, help="Show below each token what each part of the chain did.")
@format_option("text", "json", "jsonl")
@click.pass_context
def command(
    ctx: click.Context,
    text: tuple[str, ...],
    index_path: str,
    field: str | None,
    analyzer_name: str | None,
    output_format: str,
    *,
    explain: bool,
) -> int:
    """Show what TEXT is indexed as, a line for each token; - reads standard input.

    A line holds the text, where it starts and ends (characters from 0), its position (from 0), its terms and its exact
    forms, separated by tabs, the terms and forms by blanks. Without an index, the fields are those of news.
    """
    from searchlib.analysis import Explanation, analyze_text, get
    from searchlib.analysis import explain as explain_text

    if analyzer_name is not None and field is not None:
        raise click.UsageError("--field and --analyzer exclude each other")
    chosen_index = ctx.get_parameter_source("index_path") is not ParameterSource.DEFAULT
    whole = _standard_input() if text == ("-",) else " ".join(text)
    if analyzer_name is not None:
        analyzer = get(analyzer_name)
    else:
        analyzer = _analyzer_of(_schema(index_path, must_exist=chosen_index), field)
    if explain:
        _write(explain_text(whole, analyzer), output_format, with_steps=True)
    else:
        _write((Explanation(token, ()) for token in analyze_text(whole, analyzer)), output_format, with_steps=False)
    return Exit.OK


def _write(explanations: Iterable[Explanation], output_format: str, *, with_steps: bool) -> None:
    """Write tokens as asked for, each with the steps that led to it."""
    from searchlib.cli.output import echo_json

    if output_format == "text":
        for token, steps in explanations:
            click.echo(_line(token))
            for step in steps:
                click.echo(_step_line(step))
        return
    entries = (
        token._asdict() | ({"steps": [step._asdict() for step in steps]} if with_steps else {})
        for token, steps in explanations
    )
    if output_format == "json":
        echo_json(list(entries), indent=2)
        return
    for entry in entries:
        echo_json(entry)


def _line(token: TextToken) -> str:
    from searchlib.cli.output import printable

    columns = [token.text, token.start, token.end, token.position, " ".join(token.terms), " ".join(token.exact)]
    return "\t".join(printable(str(column)) for column in columns)


def _step_line(step: Step) -> str:
    from searchlib.cli.output import printable

    note = f" ({step.note})" if step.note else ""
    return printable(f"  {step.part}: {step.before} → {' '.join(step.after) or 'nothing'}{note}")


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
