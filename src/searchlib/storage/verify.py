"""Checks every byte of an index against its checksums."""

from __future__ import annotations

from typing import NamedTuple

from searchlib.errors import CorruptIndexError, IndexNotFoundError
from searchlib.storage.directory import Directory
from searchlib.storage.generation import open_part
from searchlib.storage.manifest import FileRecord, load
from searchlib.storage.native import verify_container

__all__ = ["Problem", "verify"]


class Problem(NamedTuple):
    """Something wrong with a file of an index."""

    path: str
    detail: str


def verify(directory: Directory) -> list[Problem]:
    """Read all files of the newest generation and return what is wrong with them; nothing if all is well.

    Costs reading the whole index once.

    Raises
    ------
    IndexNotFoundError
        If there is no index.
    """
    from searchlib.schema import Schema

    generation = directory.newest()
    try:
        manifest = load(directory, generation)
    except CorruptIndexError as error:
        return [Problem(error.path, error.detail)]
    except IndexNotFoundError:
        return verify(directory)
    problems: list[Problem] = []
    for record in manifest.segments:
        files = [record.file] if record.deletes is None else [record.file, record.deletes]
        damaged = [problem for file in files if (problem := _check(directory, file))]
        problems += damaged
        if not damaged:
            try:
                open_part(directory, Schema.from_dict(manifest.schema), record)
            except CorruptIndexError as error:
                problems.append(Problem(error.path, error.detail))
            except FileNotFoundError as error:
                problems.append(Problem(str(error.filename), "the file is missing"))
    if problems and directory.newest() != generation:
        return verify(directory)  # a writer has published the next one and removed files of this one
    return problems


def _check(directory: Directory, file: FileRecord) -> Problem | None:
    path = directory.file(file.name)
    try:
        verify_container(path, file.length, file.checksum)
    except CorruptIndexError as error:
        return Problem(error.path, error.detail)
    except OSError as error:
        return Problem(path, f"the file cannot be read: {error.strerror}")
    return None
