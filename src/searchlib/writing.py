"""How an index is opened for writing: the lock, and the generation to go on from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from searchlib.errors import IndexExistsError, LockedError, SchemaError
from searchlib.schema import NEWS, Schema
from searchlib.search.analyzers import checked_analyzers
from searchlib.storage import Directory, open_generation

if TYPE_CHECKING:
    from searchlib.indexing import Writer
    from searchlib.indexing.policy import Policy
    from searchlib.indexing.settings import WriterSettings
    from searchlib.storage import Generation
    from searchlib.storage.stored import StoredReader

__all__ = ["check_absent", "create", "live_documents", "open_or_create", "reindex", "writer_of"]

_LOCK = "writer.lock"


def live_documents(generation: Generation) -> Iterator[tuple[StoredReader, int]]:
    """Yield where each live document is stored, in the order in which they were added."""
    parts = generation.parts
    places = sorted((sequence, number, doc) for number, part in enumerate(parts) for sequence, doc in part.live())
    for _, number, doc in places:
        yield parts[number].stored, doc


def check_absent(directory: Directory) -> None:
    """Raise if there is an index."""
    if directory.generation() is not None:
        raise IndexExistsError(f"there is an index in {directory.path} already: open it, or set overwrite=True")


def writer_of(
    directory: Directory,
    schema: Schema | None = None,
    *,
    settings: WriterSettings | None = None,
    overwrite: bool = False,
) -> Writer:
    """Lock a directory and return a writer: from scratch with a schema, else from the newest generation."""
    from searchlib.indexing import Writer
    from searchlib.search.matching import matching
    from searchlib.storage import WriterLock
    from searchlib.storage.manifest import replaced

    if schema is not None:
        directory.make()
    else:
        directory.newest()
    lock = WriterLock(directory.file(_LOCK))
    make = partial(Writer, directory, lock, settings=settings, matching=matching)
    try:
        if schema is not None and not overwrite:
            check_absent(directory)  # only under the lock is it sure that nobody else has made one
        if schema is None:
            generation = open_generation(directory)
            checked_analyzers(generation, directory)
            return make(generation.schema, generation)
        return make(schema, None, manifest=replaced(directory))
    except BaseException:
        lock.release()
        raise


def create(
    path: str | os.PathLike[str],
    schema: Schema = NEWS,
    *,
    overwrite: bool = False,
    memory: int | None = None,
    threads: int = 1,
    policy: Policy = "tiered",
) -> Writer:
    """Make an index and return its writer.

    Parameters
    ----------
    path : str or PathLike
        The directory; made if it is not there. Files of others in it stay.
    schema : Schema
        What its documents are like.
    overwrite : bool
        Replace an index that is there, when the new one is committed; also one that is damaged, or of another format.
    memory : int, optional
        Bytes that the process may use while it adds documents; 256 MiB if not given.
    threads : int
        How many threads read JSON Lines and write segments, as for `Index.writer`.
    policy : {"tiered", "none"}
        What decides when segments are merged, as for `Index.writer`.

    Raises
    ------
    IndexExistsError
        If there is an index already and `overwrite` is not set.
    LockedError
        If another writer has the directory.
    """
    from searchlib.indexing.settings import WriterSettings

    directory = Directory(path)
    if not overwrite:
        check_absent(directory)
    return writer_of(directory, schema, settings=WriterSettings(memory, threads, policy), overwrite=overwrite)


def reindex(path: str | os.PathLike[str]) -> int:
    """Index all documents anew from their stored fields, with the analyzers at hand; return the generation.

    For an index whose analyzer has changed. Readers see the old generation until the new one is committed.

    Raises
    ------
    SchemaError
        If a text or keyword field is not stored, so that it cannot be indexed from there.
    LockedError
        If another writer has the index.
    """
    directory = Directory(path)
    generation = open_generation(directory)
    lost = [name for name, spec in generation.schema.fields.items() if not getattr(spec, "stored", True)]
    if lost:
        raise SchemaError(f"{directory.path}: not stored, so not to be indexed anew from there: {', '.join(lost)}")
    with writer_of(directory, generation.schema, overwrite=True) as writer:
        if directory.newest() != generation.manifest.generation:
            raise LockedError(f"{directory.path}: another writer has just changed the index; try again")
        for stored, doc in live_documents(generation):
            writer.add(stored.document(doc))
        return writer.commit()


def open_or_create(
    path: str | os.PathLike[str],
    schema: Schema = NEWS,
    *,
    memory: int | None = None,
    threads: int = 1,
    policy: Policy = "tiered",
) -> Writer:
    """Return a writer of the index at `path`, which is made if it is not there; `schema` is for a new one."""
    from searchlib.indexing.settings import WriterSettings

    directory = Directory(path)
    settings = WriterSettings(memory, threads, policy)
    if directory.generation() is None:
        with suppress(IndexExistsError):  # another process may make it just now
            return writer_of(directory, schema, settings=settings)
    return writer_of(directory, settings=settings)
