"""Say where the object code of the kernels holds functions that other code may come to run.

Each level of instructions is compiled from the same source. A function that several object files hold, as those of the
standard library, the linker keeps once for the whole library; were that the copy of a level that a processor lacks, the
processor would stop. So an object file of a level may give to others nothing but what is in the namespace of its level.
"""

from __future__ import annotations

import argparse
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
KERNELS = "src/native/kernels"
OBJECTS = ROOT / "build" / "cmake" / "CMakeFiles" / "_native.dir" / KERNELS

SYMBOL_TABLE = 2
UNDEFINED = 0
LOCAL = 0
SECTION_HEADER = "<IIQQQQIIQQ"
SYMBOL = "<IBBHQQ"


class Symbol(NamedTuple):
    """What an object file defines or asks for."""

    name: str
    local: bool
    defined: bool


def symbols(path: Path) -> Iterator[Symbol]:
    """Yield the symbols of a 64-bit little-endian ELF file, the object files of the platforms there are builds for."""
    data = path.read_bytes()
    if data[:6] != b"\x7fELF\x02\x01":
        sys.exit(f"{path}: not a 64-bit little-endian ELF file")
    (table,) = struct.unpack_from("<Q", data, 0x28)
    size, count = struct.unpack_from("<HH", data, 0x3A)
    headers = [struct.unpack_from(SECTION_HEADER, data, table + number * size) for number in range(count)]
    for _, kind, _, _, offset, length, link, _, _, _ in headers:
        if kind != SYMBOL_TABLE:
            continue
        names = headers[link][4]
        for at in range(offset, offset + length, struct.calcsize(SYMBOL)):
            name, info, _, section, _, _ = struct.unpack_from(SYMBOL, data, at)
            text = data[names + name : data.index(b"\0", names + name)].decode()
            yield Symbol(text, info >> 4 == LOCAL, section != UNDEFINED)


def namespace_of(level: str) -> str:
    """Return how mangled names of searchlib::kernels::`level` begin."""
    return "_ZN9searchlib7kernels" + f"{len(level)}{level}"


def faults(path: Path, level: str) -> list[str]:
    """Return a line for each symbol that the object file of a level should not give to others."""
    shared = [symbol.name for symbol in symbols(path) if symbol.defined and not symbol.local]
    found = [
        f"{path.name}: {name} may be kept for the whole library"
        for name in shared
        if not name.startswith(namespace_of(level))
    ]
    if f"{namespace_of(level)}8kKernelsE" not in shared:
        found.append(f"{path.name}: there are no kernels in it")
    return found


def main() -> int:
    """Print the faults of all levels; return 1 if there are any."""
    parser = argparse.ArgumentParser(description="Check what the object files of the kernels give to others.")
    parser.add_argument("objects", type=Path, nargs="?", default=OBJECTS, help="the folder of the object files")
    objects: Path = parser.parse_args().objects
    sources = sorted((ROOT / KERNELS).glob("level_*.cpp"))
    guilty: list[str] = []
    for source in sources:
        path = objects / f"{source.name}.o"
        if not path.exists():
            sys.exit(f"{path} is not there: compile the library first")
        level = source.stem.removeprefix("level_")
        # Where the compiler knows no levels, all but the first are empty.
        if level == "baseline" or any(symbol.defined and not symbol.local for symbol in symbols(path)):
            guilty += faults(path, level)
    print("\n".join(guilty), end="\n" if guilty else "")
    return 1 if guilty else 0


if __name__ == "__main__":
    sys.exit(main())
