"""One generation of an index, opened: its segments mapped, nothing read through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from searchlib.errors import CorruptIndexError, IndexNotFoundError, SchemaError
from searchlib.schema import Schema
from searchlib.storage.directory import Directory
from searchlib.storage.manifest import Manifest, SegmentRecord, load
from searchlib.storage.native import Deletes, Segment
from searchlib.storage.stored import StoredReader

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Generation", "Part", "open_generation", "open_part"]

_ATTEMPTS = 10


@dataclass(frozen=True, slots=True)
class Part:
    """A segment of a generation.

    Parameters
    ----------
    record : SegmentRecord
        What the manifest says of it.
    segment : Segment
        Its file, mapped.
    deletes : Deletes | None
        Its deleted documents, if there are any.
    stored : StoredReader
        Its stored documents.
    """

    record: SegmentRecord
    segment: Segment
    deletes: Deletes | None
    stored: StoredReader


@dataclass(frozen=True, slots=True)
class Generation:
    """A manifest with its segments, opened.

    Parameters
    ----------
    manifest : Manifest
        What it consists of.
    schema : Schema
        The schema of the index.
    parts : tuple[Part, ...]
        Its segments.
    """

    manifest: Manifest
    schema: Schema
    parts: tuple[Part, ...]


def open_part(directory: Directory, schema: Schema, record: SegmentRecord) -> Part:
    """Open a segment with its deletes.

    Raises
    ------
    CorruptIndexError
        If a file is not what the manifest says.
    FileNotFoundError
        If a file is gone.
    """
    path = directory.file(record.file.name)
    segment = Segment(path, record.file.length, record.file.checksum, schema.inverted_fields, schema.keyword_fields)
    if segment.size != record.documents or len(record.totals) != len(schema.inverted_fields):
        raise CorruptIndexError(path, "the segment does not fit the manifest")
    deletes = None
    if record.deletes is not None:
        file = record.deletes
        deletes = Deletes(directory.file(file.name), file.length, file.checksum, segment)
        if deletes.count != record.deleted:
            raise CorruptIndexError(directory.file(file.name), "the deletes do not fit the manifest")
    return Part(record, segment, deletes, StoredReader(path, segment))


def open_generation(directory: Directory) -> Generation:
    """Open the newest generation of an index.

    Between reading a manifest and opening its files, a writer may replace it and remove them; then the newer
    one is opened instead.

    Raises
    ------
    IndexNotFoundError
        If there is no index.
    CorruptIndexError
        If a file is damaged or missing; it is named.
    """
    for attempt in range(_ATTEMPTS):
        number = directory.newest()
        try:
            manifest = load(directory, number)
            schema = _schema(manifest, directory)
            parts = [open_part(directory, schema, record) for record in manifest.segments]
        except (IndexNotFoundError, FileNotFoundError) as error:
            if directory.newest() == number or attempt == _ATTEMPTS - 1:
                raise CorruptIndexError(_missing(directory, number, error), "the file is missing") from error
        else:
            return Generation(manifest, schema, tuple(parts))
    raise AssertionError  # pragma: no cover - the last attempt returns or raises


def _missing(directory: Directory, number: int, error: Exception) -> str:
    name = error.filename if isinstance(error, FileNotFoundError) else None
    return str(name or directory.file(Directory.manifest_name(number)))


def _schema(manifest: Manifest, directory: Directory) -> Schema:
    try:
        return Schema.from_dict(manifest.schema)
    except SchemaError as error:
        path = directory.file(Directory.manifest_name(manifest.generation))
        raise CorruptIndexError(path, f"the schema makes no sense: {error}") from error


def live_totals(records: Sequence[SegmentRecord], fields: int) -> list[tuple[int, int]]:
    """Return for each inverted field the live documents that have it in all segments, and their summed lengths."""
    return [
        (sum(record.totals[field][0] for record in records), sum(record.totals[field][1] for record in records))
        for field in range(fields)
    ]
