"""``searchlib index``: read articles into the index."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from searchlib.cli.exits import Exit
from searchlib.cli.options import format_option, index_option

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from searchlib.cli.progress import Meter
    from searchlib.entities import Gazetteer
    from searchlib.errors import DocumentError

_EPILOG = """\b
Examples:
  searchlib index seeds/
  searchlib index news.jsonl.gz --map body=content --map source=site
  searchlib index archive.jsonl --threads 2
  searchlib index archive.jsonl --overwrite
  zcat news.gz | searchlib index - --gazetteer names.txt

Exit codes: 0 all read, 1 records skipped or none found, 2 wrong use or error."""


def _mapping(_ctx: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Return ``ours=theirs`` options as a mapping."""
    mapping: dict[str, str] = {}
    for value in values:
        ours, equals, theirs = value.partition("=")
        if not (ours and equals and theirs):
            raise click.BadParameter(f"{value!r} is not of the form OURS=THEIRS, such as body=content")
        if ours in mapping:
            raise click.BadParameter(f"the field {ours!r} is mapped twice")
        mapping[ours] = theirs
    return mapping


class _Options(TypedDict):
    """What the options of the command give."""

    index_path: str
    mapping: dict[str, str]
    gazetteer_path: str | None
    threads: int
    strict: bool
    overwrite: bool
    output_format: str


@click.command(epilog=_EPILOG)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(exists=True, allow_dash=True))
@index_option
@click.option(
    "--map",
    "mapping",
    metavar="OURS=THEIRS",
    multiple=True,
    callback=_mapping,
    help="Take our field OURS from THEIRS of the records. Repeatable.",
)
@click.option(
    "--gazetteer",
    "gazetteer_path",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="A list of names; those found in an article are added to its entities.",
)
@click.option(
    "--threads",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="How many threads read JSON Lines and write the index.",
)
@click.option("--strict", is_flag=True, help="Stop at the first bad record and leave the index as it was.")
@click.option("--overwrite", is_flag=True, help="Put a new index in place of the one there, once it is written.")
@format_option("text", "json")
def command(paths: tuple[str, ...], **options: Unpack[_Options]) -> int:
    """Read the articles of PATH... into the index, which is made if it is not there.

    A PATH is a folder (every .jsonl, .ndjson, .json, .txt and .csv in it, also with .gz or .zst), a file, or -
    for standard input. An article whose id or URL is in the index replaces it; one that has not changed costs
    nothing. A bad record is reported as file:line: reason, skipped and counted.
    """
    from searchlib.cli.progress import Meter
    from searchlib.documents import read
    from searchlib.entities import tag
    from searchlib.index import create, open_or_create

    started = time.perf_counter()
    gazetteer = _gazetteer(options["gazetteer_path"])
    with Meter() as meter:
        skip: Callable[[DocumentError], None] | None = None if options["strict"] else meter.skip
        open_writer = partial(create, overwrite=True) if options["overwrite"] else open_or_create
        with open_writer(options["index_path"], threads=options["threads"]) as writer:
            if gazetteer is None:
                writer.add_files(paths, mapping=options["mapping"], on_error=skip, progress=meter.show)
            else:
                documents = read(paths, mapping=options["mapping"], on_error=skip)
                writer.add_many(tag(documents, gazetteer), on_error=skip, progress=meter.show)
            meter.say("writing")
        report = writer.report
    numbers = {
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "skipped": meter.skipped,
        "seconds": round(time.perf_counter() - started, 3),
    }
    _write_report(numbers, meter, options["output_format"])
    return Exit.NOTHING if meter.skipped or not meter.documents else Exit.OK


def _gazetteer(path: str | None) -> Gazetteer | None:
    if path is None:
        return None
    from searchlib.entities import Gazetteer

    return Gazetteer.from_file(path)


def _write_report(numbers: dict[str, Any], meter: Meter, output_format: str) -> None:
    """Write what was done: as JSON to standard output, or as a line to standard error."""
    if output_format == "json":
        from searchlib.cli.output import echo_json

        echo_json({**numbers, "documents": meter.documents, "bytes": meter.bytes})
        return
    if not meter.documents and not meter.skipped:
        click.echo("searchlib: no article found in what was given", err=True)
    counts = ", ".join(f"{numbers[name]} {name}" for name in ("new", "changed", "unchanged", "skipped"))
    click.echo(f"{counts} in {numbers['seconds']:.1f} s ({meter.speed()})", err=True)
