"""The directory of an index: names of files, and the steps that make a change of them durable."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from searchlib.errors import IndexNotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Directory"]

_MANIFEST = re.compile(r"manifest-([0-9]{10})\.json")
_OURS = re.compile(r"manifest-[0-9]{10}\.json(\.new)?|segment-[0-9]{6,}(-[0-9]{10}\.deletes|\.segment)")


class Directory:
    """The files of one index.

    Parameters
    ----------
    path : str or PathLike
        The directory; it need not exist.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)

    def file(self, name: str) -> str:
        """Return the path of the file with this name."""
        return os.path.join(self.path, name)

    @staticmethod
    def segment_name(number: int) -> str:
        """Return the name of the file of a segment."""
        return f"segment-{number:06d}.segment"

    @staticmethod
    def deletes_name(segment: str, generation: int) -> str:
        """Return the name of the file with the deletes of a segment as of a generation."""
        return f"{segment.removesuffix('.segment')}-{generation:010d}.deletes"

    @staticmethod
    def manifest_name(generation: int) -> str:
        """Return the name of the manifest of a generation."""
        return f"manifest-{generation:010d}.json"

    def generation(self) -> int | None:
        """Return the newest generation there is a manifest of; None if there is none, or no directory."""
        try:
            names = os.listdir(self.path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        found = [int(match[1]) for name in names if (match := _MANIFEST.fullmatch(name))]
        return max(found, default=None)

    def newest(self) -> int:
        """Return the newest generation.

        Raises
        ------
        IndexNotFoundError
            If there is none.
        """
        generation = self.generation()
        if generation is None:
            raise IndexNotFoundError(f"there is no index in {self.path}: build one with `searchlib index`")
        return generation

    def make(self) -> None:
        """Make the directory, durably, if it is not there."""
        if not os.path.isdir(self.path):
            os.makedirs(self.path, exist_ok=True)
            _sync(os.path.dirname(os.path.abspath(self.path)))

    def publish(self, generation: int, content: bytes) -> None:
        """Make `content` the manifest of `generation`: whole and durable, or not at all.

        Costs two fsyncs: of the file, so that the name never stands for half of it, and of the directory.
        """
        final = self.file(self.manifest_name(generation))
        temporary = f"{final}.new"
        with open(temporary, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.rename(temporary, final)
        _sync(self.path)

    def keep_only(self, names: Iterable[str]) -> None:
        """Remove the files of the index that are not in `names`; other people's files stay."""
        kept = set(names)
        for name in os.listdir(self.path):
            if name not in kept and _OURS.fullmatch(name):
                os.unlink(self.file(name))


def _sync(folder: str) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
