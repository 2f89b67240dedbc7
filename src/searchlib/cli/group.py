"""The command ``searchlib``: finds the file of a command, and turns every failure into a line and a code."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Final

import click

from searchlib.cli.exits import Exit
from searchlib.errors import SearchlibError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["main"]

_COMMANDS: Final[Mapping[str, str]] = {
    "index": "Read articles into the index.",
    "search": "Answer a question from the index.",
    "suggest": "Say what a question was probably meant to be.",
    "complete": "Say how a word may go on.",
    "similar": "Find documents that are like one, or like a text.",
    "info": "Say what the index holds.",
    "verify": "Check every file of the index.",
    "compact": "Rewrite the index as one segment, without deleted documents.",
    "export": "Write the documents back as JSON Lines.",
    "reindex": "Index anew what the index holds, with the analyzers of today.",
    "analyze": "Show the terms that a text gives.",
}
"""Name → help line. The command itself is `command` in ``searchlib.cli.<name>``."""


class _Group(click.Group):
    """A group whose commands are imported when they are called; its help imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *_COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        command: click.Command = import_module(f"searchlib.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, _COMMANDS[name]) for name in self.list_commands(ctx)])

    def invoke(self, ctx: click.Context) -> None:
        """Run the command and leave with the exit code that it returns, or that its failure means."""
        # A letter that the terminal does not know is no reason to fail. Streams put in place of it may lack the method.
        reconfigure = getattr(sys.stdout, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
        code = Exit.OK
        try:
            code = Exit(super().invoke(ctx))
            sys.stdout.flush()
        except BrokenPipeError:
            code = Exit.BROKEN_PIPE
            _abandon_output()
        except KeyboardInterrupt:
            code = Exit.INTERRUPTED
        except (SearchlibError, OSError) as error:
            code = Exit.ERROR
            from searchlib.cli.failures import describe

            click.echo(f"searchlib: error: {describe(error)}", err=True)
        ctx.exit(code)


def _abandon_output() -> None:
    """Let what is left in the buffer of standard output go nowhere, quietly, when Python flushes it at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _show_version(ctx: click.Context, _parameter: click.Parameter, value: object) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"searchlib {version('searchlib')}")
        ctx.exit()


@click.group(
    cls=_Group,
    epilog="Exit codes: 0 answered, 1 nothing found or records skipped, 2 wrong use or error.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="Show the version and exit.",
)
def main() -> None:
    """Index Romanian news and answer ranked questions about it.

    Results go to standard output, everything else to standard error.
    """
