"""`read`: folders, files and standard input become documents."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import IO, Final

from searchlib.documents.compression import plain_chunks, text_chunks
from searchlib.documents.csv_records import read_csv
from searchlib.documents.document import Document
from searchlib.documents.json_lines import read_json, read_json_lines
from searchlib.documents.normalising import Normaliser
from searchlib.documents.source import BrokenFileError, Record, RecordReader, Source
from searchlib.documents.text_articles import head_names, read_text_article
from searchlib.errors import DocumentError

__all__ = ["read"]

_COMPRESSED: Final = (".gz", ".zst")
_FORMATS: Final = (".jsonl", ".ndjson", ".json", ".txt", ".csv")
_STDIN: Final = "<stdin>"
_LOOKS_LIKE_JSON: Final = re.compile(rb"\s*(?:\{|\[\s*[\[{\]])")

_Report = Callable[[DocumentError], None]


def read(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    mapping: Mapping[str, str] | None = None,
    on_error: Callable[[DocumentError], None] | None = None,
    stdin: IO[bytes] | None = None,
) -> Iterator[Document]:
    """Read documents from files, folders or standard input.

    Files are JSON Lines (``.jsonl``, ``.ndjson``, and ``.json`` in any layout), text articles (``.txt``)
    or CSV, each also with ``.gz`` or ``.zst``. Folders are walked in sorted order; in them other files,
    and hidden ones, are passed over. A file named outright may have any name, and standard
    input (``-``) none: JSON is then told by its first character, and anything else is one text article.

    Parameters
    ----------
    paths : str, PathLike or an iterable of them
        What to read, in order.
    mapping : Mapping[str, str], optional
        Our field ← theirs, as in ``{"body": "content"}``. The fields known are ``title``, ``body``,
        ``date``, ``source``, ``category``, ``entities``, ``url`` and ``id``; all others stay as they are.
        A mapped field wins over one that has our name already. Where no record at all has a field that is
        mapped, that is reported in the end.
    on_error : Callable[[DocumentError], None], optional
        Hears of each bad record, which is skipped. Without it the first one raises.
    stdin : IO[bytes], optional
        Standard input; that of the process if not given.

    Yields
    ------
    Document
        In order; its ``title`` and ``body`` are text, ``entities`` a list; its ``origin`` is ``file:line``.
        A missing title is made of the first sentence, a missing id of the file and the record's number
        unless there is a ``url``. One at a time, as files are read.

    Raises
    ------
    DocumentError
        At once if a path does not exist; while iterating for bad records, see `on_error`.
    """
    roots = [os.fspath(path) for path in ([paths] if isinstance(paths, (str, os.PathLike)) else paths)]
    for root in roots:
        if root != "-" and not os.path.exists(root):  # noqa: PTH110  Path.exists raises on odd names
            raise DocumentError("there is no such file or folder", root)
    return _documents(roots, Normaliser(mapping or {}), on_error or _raise, stdin or sys.stdin.buffer)


def _raise(error: DocumentError) -> None:
    raise error


def _documents(roots: Iterable[str], normaliser: Normaliser, report: _Report, stdin: IO[bytes]) -> Iterator[Document]:
    readers = _Readers(normaliser)
    found = False
    for root in roots:
        for name in [root] if root == "-" else _files(root, report):
            try:
                source, reader = readers.open(name, stdin, report)
                for record in reader(source):
                    found = True
                    document = _document(source, record, normaliser)
                    if document is not None:
                        yield document
            except BrokenFileError as error:
                report(error)
    if found:
        for ours, theirs in normaliser.unseen.items():
            report(DocumentError(f"no record has a field {theirs!r}, which was to become {ours!r}"))


def _document(source: Source, record: Record, normaliser: Normaliser) -> Document | None:
    identity = f"{source.identity}#{record.number}" if source.identity else ""
    try:
        fields = normaliser.normalise(record.fields, identity)
    except DocumentError as error:
        source.refuse(record.line, error.reason)
        return None
    return Document(fields, f"{source.name}:{record.line}")


def _suffixes(name: str) -> tuple[str, str]:
    """Return the suffix that tells the format, and that of compression; each may be empty."""
    stem, last = os.path.splitext(name.lower())  # noqa: PTH122  asked of each file of a folder
    if last in _COMPRESSED:
        return os.path.splitext(stem)[1], last  # noqa: PTH122
    return last, ""


def _files(root: str, report: _Report) -> Iterator[str]:
    """Yield `root` if it is a file, else the files below it that can be read, sorted by name in each folder."""
    if not os.path.isdir(root):  # noqa: PTH112
        yield root
        return
    waiting = [root]
    walked: set[str] = set()
    found = False
    while waiting:
        path = waiting.pop()
        if not os.path.isdir(path):  # noqa: PTH112
            found = True
            yield path
            continue
        real = os.path.realpath(path)
        if real not in walked:  # a link may lead back up
            walked.add(real)
            waiting.extend(reversed(_listed(path, report)))
    if not found:
        report(DocumentError(f"the folder holds no file to read ({', '.join(_FORMATS)}, also .gz or .zst)", root))


def _listed(folder: str, report: _Report) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            chosen = [
                entry.path
                for entry in entries
                if not entry.name.startswith(".")
                and (entry.is_dir() or (_suffixes(entry.name)[0] in _FORMATS and entry.is_file()))
            ]
    except OSError as error:
        report(DocumentError(f"cannot be read: {error.strerror}", folder))
        return []
    return sorted(chosen)


def _file_chunks(name: str) -> Iterator[bytes]:
    try:
        stream = Path(name).open("rb")  # noqa: SIM115  closed below; only opening is guarded
    except OSError as error:
        raise BrokenFileError(f"cannot be read: {error.strerror}", name) from error
    with stream:
        yield from plain_chunks(stream, name)


class _Readers:
    """Chooses how a file is read."""

    def __init__(self, normaliser: Normaliser) -> None:
        self._text: RecordReader = partial(read_text_article, names=head_names(normaliser.unseen.values()))
        self._by_suffix: dict[str, RecordReader] = {
            ".jsonl": read_json_lines,
            ".ndjson": read_json_lines,
            ".json": read_json,
            ".txt": self._text,
            ".csv": partial(read_csv, needed=normaliser.text_columns),
        }

    def open(self, name: str, stdin: IO[bytes], report: _Report) -> tuple[Source, RecordReader]:
        """Return the source that `name` stands for, and what reads it."""
        if name == "-":
            chunks = text_chunks(plain_chunks(stdin, _STDIN), "", _STDIN)
            suffix, shown, identity = "", _STDIN, ""
        else:
            suffix, compression = _suffixes(name)
            chunks = text_chunks(_file_chunks(name), compression, name)
            shown, identity = name, Path(os.path.abspath(name)).as_posix()  # noqa: PTH100  links stay as named
        reader = self._by_suffix.get(suffix)
        if reader is None:
            reader, chunks = self._sniffed(chunks)
        return Source(shown, identity, chunks, report), reader

    def _sniffed(self, chunks: Iterator[bytes]) -> tuple[RecordReader, Iterator[bytes]]:
        """Tell JSON from text by the first characters that are not blank."""
        head = b""
        for chunk in chunks:
            head += chunk
            if len(head.lstrip()) >= 16:
                break
        reader = read_json if not head.strip() or _LOOKS_LIKE_JSON.match(head) else self._text
        return reader, _rejoined(head, chunks)


def _rejoined(head: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from chunks
