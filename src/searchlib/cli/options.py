"""The options that several commands share, so that they are spelt and explained alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["checked_text", "color_option", "format_option", "index_option"]

_Command = TypeVar("_Command", bound="Callable[..., Any]")


def index_option(command: _Command) -> _Command:
    """Add ``--index DIR`` as the argument `index_path`."""
    return click.option(
        "--index",
        "index_path",
        metavar="DIR",
        type=click.Path(file_okay=False),
        default="index/",
        envvar="SEARCHLIB_INDEX",
        show_default=True,
        show_envvar=True,
        help="The folder of the index.",
    )(command)


def format_option(*names: str) -> Callable[[_Command], _Command]:
    """Add ``--format``, one of `names`; the first one is the default."""
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="How to write the results.",
    )


def color_option(command: _Command) -> _Command:
    """Add ``--color/--no-color``: as asked for, or else on terminals unless NO_COLOR is set."""
    return click.option(
        "--color/--no-color",
        "color",
        default=None,
        help="Colours and bold; on terminals only, unless NO_COLOR is set, if not given.",
    )(command)


def checked_text(text: str) -> str:
    """Return a text if it is Unicode; the shell passes any bytes.

    Raises
    ------
    UsageError
        If it is not.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise click.UsageError("the text is not valid in the encoding of this terminal") from error
    return text
