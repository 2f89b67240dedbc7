"""What is said where a question found little."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from searchlib.errors import QuerySyntaxError, SchemaError

if TYPE_CHECKING:
    from searchlib.index import Index

__all__ = ["tell_meant"]


def tell_meant(index: Index, question: str, *, all_words: bool) -> None:
    """Write on standard error what a question that found little was probably meant to be.

    Diacritics alone find nothing more, so nothing is said of them.
    """
    from searchlib.cli.output import printable

    with suppress(QuerySyntaxError, SchemaError):
        found = index.suggest(question, default_operator="and" if all_words else "or")
        if found and any(not change.spelling for change in found.changes):
            click.echo(f"did you mean: {printable(found.query)}", err=True)
