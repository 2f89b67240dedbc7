"""The manifest: all that a generation of an index consists of, in one JSON file that names the others."""

from __future__ import annotations

from typing import Any

import msgspec

from searchlib.errors import CorruptIndexError, IndexNotFoundError
from searchlib.storage.directory import Directory
from searchlib.storage.native import crc32c

__all__ = [
    "FORMAT_VERSION",
    "FileRecord",
    "Manifest",
    "SegmentRecord",
    "Unreadable",
    "decode",
    "encode",
    "load",
    "replaced",
]

FORMAT_VERSION = 7


class FileRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the index, as it was when it was finished.

    Parameters
    ----------
    name : str
        Its name in the directory.
    length : int
        Bytes.
    checksum : int
        CRC-32C of all of it but its last 12 bytes, in which the checksum itself stands.
    """

    name: str
    length: int
    checksum: int


class SegmentRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A segment with its deletes.

    Parameters
    ----------
    file : FileRecord
        The segment.
    documents : int
        Documents in it, the deleted ones among them.
    deletes : FileRecord | None
        Its deleted documents, if there are any.
    deleted : int
        How many they are.
    totals : tuple[tuple[int, int], ...]
        For each of `Schema.inverted_fields`: live documents that have it, and the sum of their quantised lengths.
    """

    file: FileRecord
    documents: int
    deletes: FileRecord | None
    deleted: int
    totals: tuple[tuple[int, int], ...]


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A generation.

    Parameters
    ----------
    format : int
        Version of the format of the manifest and of the files it names.
    generation : int
        Its number; each commit makes the next.
    schema : dict
        `Schema.to_dict`.
    analyzers : dict
        Name of each analyzer of the schema → its fingerprint.
    next_sequence : int
        The sequence number of the next document.
    next_segment : int
        The number of the next segment.
    segments : tuple[SegmentRecord, ...]
        In the order of their making.
    """

    format: int
    generation: int
    schema: dict[str, Any]
    analyzers: dict[str, dict[str, str]]
    next_sequence: int
    next_segment: int
    segments: tuple[SegmentRecord, ...]

    def files(self) -> list[str]:
        """Return the names of all files of the generation, its manifest first."""
        names = [Directory.manifest_name(self.generation)]
        for segment in self.segments:
            names.append(segment.file.name)
            if segment.deletes is not None:
                names.append(segment.deletes.name)
        return names


class Unreadable(msgspec.Struct, frozen=True):
    """A generation whose manifest is damaged or of another format, as far as an index in its place has to know it.

    Parameters
    ----------
    generation : int
        Its number.
    next_segment : int
        A number that no segment has.
    names : tuple[str, ...]
        All files that may belong to it.
    next_sequence : int
        The sequence number of the first document of the new index.
    """

    generation: int
    next_segment: int
    names: tuple[str, ...]
    next_sequence: int = 0

    def files(self) -> tuple[str, ...]:
        """Return the names of its files."""
        return self.names


def encode(manifest: Manifest) -> bytes:
    """Return the bytes of a manifest: JSON, then a line with the checksum of that JSON."""
    body = msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"
    return body + b"crc32c %08x\n" % crc32c(body)


def decode(content: bytes, path: str) -> Manifest:
    """Return the manifest of which `encode` made `content`.

    Raises
    ------
    CorruptIndexError
        If it is not that, to the bit, or of an unknown format version.
    """
    end = content.rfind(b"\n", 0, -1) + 1
    body, last = content[:end], content[end:]
    if last != b"crc32c %08x\n" % crc32c(body):
        raise CorruptIndexError(path, "the checksum does not match: the manifest is damaged")
    try:
        version = msgspec.json.decode(body, type=_Version).format
        if version != FORMAT_VERSION:
            remedy = (
                "build the index anew from its documents, with overwrite=True (`searchlib index --overwrite`), or open "
                "it with the searchlib that wrote it"
            )
            raise CorruptIndexError(path, f"format version {version} is not known, only {FORMAT_VERSION}: {remedy}")
        return msgspec.json.decode(body, type=Manifest)
    except msgspec.DecodeError as error:
        raise CorruptIndexError(path, f"not a manifest: {error}") from error


def load(directory: Directory, generation: int) -> Manifest:
    """Read the manifest of a generation.

    Raises
    ------
    IndexNotFoundError
        If it is gone: a newer one has replaced it.
    CorruptIndexError
        If it is damaged.
    """
    path = directory.file(Directory.manifest_name(generation))
    try:
        with open(path, "rb") as file:
            content = file.read()
    except FileNotFoundError:
        raise IndexNotFoundError(f"{path} is gone") from None
    manifest = decode(content, path)
    if manifest.generation != generation:
        raise CorruptIndexError(path, f"the manifest is that of generation {manifest.generation}")
    return manifest


def replaced(directory: Directory) -> Manifest | Unreadable | None:
    """Return what an index in place of the one that is there follows; None if there is none.

    Of one that cannot be read nothing is lost before the new one is committed, either.
    """
    generation = directory.generation()
    if generation is None:
        return None
    try:
        return load(directory, generation)
    except CorruptIndexError:
        names = tuple(directory.left_overs(()))
        return Unreadable(generation, 1 + max(map(Directory.segment_number, names)), names)


class _Version(msgspec.Struct):
    format: int
