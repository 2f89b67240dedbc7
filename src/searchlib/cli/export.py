"""``searchlib export``: write the documents back as JSON Lines."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import click

from searchlib.cli.exits import Exit
from searchlib.cli.options import index_option

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any


@click.command(
    epilog="""\b
Examples:
  searchlib export > news.jsonl
  searchlib export --output news.jsonl.zst

Exit codes: 0 done, 2 wrong use or error."""
)
@index_option
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, writable=True),
    help="Where to; with the suffix .gz or .zst it is compressed. Standard output if not given.",
)
def command(index_path: str, output: str | None) -> int:
    """Write the stored fields of all documents as JSON Lines, in the order in which they were added."""
    from searchlib.index import open as open_index

    with open_index(index_path) as index:
        documents = index.documents()
        if output is None:
            count = _write(documents, sys.stdout.buffer)
        else:
            with _opened(output) as file:
                count = _write(documents, file)
    click.echo(f"{count} documents written", err=True)
    return Exit.OK


def _opened(path: str) -> IO[bytes]:
    """Return a file to write to, compressed as its name says."""
    if path.endswith(".gz"):
        import gzip

        return cast("IO[bytes]", gzip.open(path, "wb"))
    if path.endswith(".zst"):
        import zstandard

        return cast("IO[bytes]", zstandard.ZstdCompressor().stream_writer(Path(path).open("wb")))
    return Path(path).open("wb")


def _write(documents: Iterable[Mapping[str, Any]], to: IO[bytes]) -> int:
    import msgspec

    encoder = msgspec.json.Encoder()
    count = 0
    for count, document in enumerate(documents, 1):  # noqa: B007  the last is the number of all
        to.write(encoder.encode(dict(document)) + b"\n")
    to.flush()
    return count
