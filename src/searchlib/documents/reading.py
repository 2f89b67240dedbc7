"""`read`: folders, files and standard input become documents. `Reading`: the same in steps."""

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

__all__ = ["Reading", "read"]

_COMPRESSED: Final = (".gz", ".zst")
_FORMATS: Final = (".jsonl", ".ndjson", ".json", ".txt", ".csv")
_STDIN: Final = "<stdin>"
_LONGEST_FIRST: Final = 1 << 20
"""Bytes of a first line that may still be that of JSON Lines without a name that says so."""
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
    return Reading(paths, mapping=mapping, on_error=on_error, stdin=stdin).documents()


class Reading:
    """What `read` does, source by source, for whoever has a faster way for some of them.

    Parameters
    ----------
    paths, mapping, on_error, stdin
        As for `read`.

    Attributes
    ----------
    normaliser : Normaliser
        What makes documents of records.
    bytes_read : int
        Bytes of the files that were read so far, compressed as they are.

    Raises
    ------
    DocumentError
        If a path does not exist.
    """

    def __init__(
        self,
        paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
        *,
        mapping: Mapping[str, str] | None = None,
        on_error: Callable[[DocumentError], None] | None = None,
        stdin: IO[bytes] | None = None,
    ) -> None:
        self._roots = [os.fspath(path) for path in ([paths] if isinstance(paths, (str, os.PathLike)) else paths)]
        for root in self._roots:
            if root != "-" and not os.path.exists(root):  # noqa: PTH110  Path.exists raises on odd names
                raise DocumentError("there is no such file or folder", root)
        self.normaliser = Normaliser(mapping or {})
        self.report: _Report = on_error or _raise
        self.bytes_read = 0
        self._stdin = stdin or sys.stdin.buffer
        self._found = False

    @property
    def bytes_total(self) -> int | None:
        """Bytes of all files, compressed as they are; None if that is not known, as of folders and standard input."""
        sizes = [os.path.getsize(root) if os.path.isfile(root) else None for root in self._roots]  # noqa: PTH113, PTH202
        known = [size for size in sizes if size is not None]
        return sum(known) if len(known) == len(sizes) else None

    def sources(self) -> Iterator[tuple[Source, RecordReader]]:
        """Yield each source, opened, with what reads it; one that is broken is reported."""
        readers = _Readers(self.normaliser, self._counted)
        for root in self._roots:
            for name in [root] if root == "-" else _files(root, self.report):
                try:
                    yield readers.open(name, self._stdin, self.report)
                except BrokenFileError as error:
                    self.report(error)

    def documents(self) -> Iterator[Document]:
        """Yield all documents."""
        for source, reader in self.sources():
            yield from self.documents_of(source, reader)
        self.finish()

    def documents_of(self, source: Source, reader: RecordReader) -> Iterator[Document]:
        """Yield the documents of one source; where it breaks, that is reported."""
        try:
            for record in reader(source):
                document = self.document(source, record)
                if document is not None:
                    yield document
        except BrokenFileError as error:
            self.report(error)

    def document(self, source: Source, record: Record) -> Document | None:
        """Return the document of a record; None if it is bad, which is reported."""
        self._found = True
        identity = f"{source.identity}#{record.number}" if source.identity else ""
        try:
            fields = self.normaliser.normalise(record.fields, identity)
        except DocumentError as error:
            source.refuse(record.line, error.reason)
            return None
        return Document(fields, f"{source.name}:{record.line}")

    def saw(self, names: Iterable[str]) -> None:
        """Take note that there were records, and that some of them had what these fields of ours are mapped from."""
        self._found = True
        for name in names:
            self.normaliser.unseen.pop(name, None)

    def finish(self) -> None:
        """Report what is mapped, but was in no record."""
        if self._found:
            for ours, theirs in self.normaliser.unseen.items():
                self.report(DocumentError(f"no record has a field {theirs!r}, which was to become {ours!r}"))

    def _counted(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.bytes_read += len(chunk)
            yield chunk


def _raise(error: DocumentError) -> None:
    raise error


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

    def __init__(self, normaliser: Normaliser, counted: Callable[[Iterator[bytes]], Iterator[bytes]]) -> None:
        self._counted = counted
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
            chunks = text_chunks(self._counted(plain_chunks(stdin, _STDIN)), "", _STDIN)
            suffix, shown, identity = "", _STDIN, ""
        else:
            suffix, compression = _suffixes(name)
            chunks = text_chunks(self._counted(_file_chunks(name)), compression, name)
            shown, identity = name, Path(os.path.abspath(name)).as_posix()  # noqa: PTH100  links stay as named
        reader = self._by_suffix.get(suffix)
        if reader is None:
            reader, chunks = self._sniffed(chunks)
        if reader is read_json:
            reader, chunks = _lines_or_values(chunks)
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


def _lines_or_values(chunks: Iterator[bytes]) -> tuple[RecordReader, Iterator[bytes]]:
    """Tell JSON Lines from other JSON: its first line holds a whole object."""
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) > _LONGEST_FIRST or b"\n" in head.lstrip():
            break
    first, line_feed, _ = head.lstrip().partition(b"\n")
    whole = first.startswith(b"{") and first.rstrip().endswith(b"}") and bool(line_feed)
    return read_json_lines if whole else read_json, _rejoined(head, chunks)


def _rejoined(head: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    if head:
        yield head
    yield from chunks
