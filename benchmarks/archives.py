"""The archives that are measured: the sample articles, and real news where there is any."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import searchlib as sl
from searchlib.documents import Document
from searchlib.entities import Gazetteer, tag

__all__ = ["NAMES", "Archive", "build", "origin", "text_bytes"]

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
NAMES = ("seeds", "news")


@dataclass(frozen=True, slots=True)
class Archive:
    """An index to be searched."""

    name: str
    path: Path
    index: sl.Index


def origin(name: str) -> Path | None:
    """Return the folder or file of an archive; None if it is not on this machine."""
    if name == "seeds":
        return SEEDS
    folder = os.environ.get("SEARCHLIB_DATA")
    file = Path(folder) / "news-dev.jsonl.gz" if folder else None
    return file if file is not None and file.is_file() else None


def build(source: Path, path: Path, *, entities: bool = False) -> None:
    """Index an archive as the command line does, with or without looking for the names of the sample gazetteer."""
    with sl.create(path, sl.NEWS, overwrite=True) as writer:
        if entities:
            writer.add_many(tag(sl.documents.read(source), Gazetteer.from_file(SEEDS / "gazetteer.names")))
        else:
            writer.add_files(source)


def text_bytes(source: Path) -> int:
    """Return the bytes of the titles and bodies, in UTF-8."""
    return sum(len(text.encode()) for document in sl.documents.read(source) for text in _texts(document))


def _texts(document: Document) -> tuple[str, str]:
    return document["title"], document["body"]
