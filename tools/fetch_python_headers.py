"""Put the C headers of the Python that runs this at FOLDER/include: a link where they are installed, else a copy.

Debian and Ubuntu keep them apart from Python, in a package that takes root to install. To fetch and unpack that
package takes neither root nor a C compiler. Usage: ``python3 tools/fetch_python_headers.py FOLDER``.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

VERSION = sysconfig.get_python_version()
PACKAGE = f"libpython{VERSION}-dev"


class FetchError(Exception):
    """The headers could not be fetched; the message says why."""


def call(*command: str, folder: Path) -> None:
    """Run a command in a folder, silently; raise `FetchError` with its first complaint where it fails."""
    if shutil.which(command[0]) is None:
        raise FetchError(f"there is no {command[0]}")
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    if done.returncode:
        complaints = [line for line in done.stderr.splitlines() if not line.startswith("W:")]
        raise FetchError(complaints[0] if complaints else f"{command[0]} failed")


def download(folder: Path) -> Path:
    """Return the package of the headers, downloaded into a folder.

    The lists of packages on the machine may be old, or thrown away as in many images: then apt reads lists of our own.
    """
    try:
        call("apt-get", "download", PACKAGE, folder=folder)
    except FetchError:
        lists, cache = folder / "lists", folder / "cache"
        for each in (lists, cache):
            (each / "partial").mkdir(parents=True)
        own = ("apt-get", "-o", f"Dir::State::lists={lists}", "-o", f"Dir::Cache={cache}")
        call(*own, "update", folder=folder)
        call(*own, "download", PACKAGE, folder=folder)
    return next(folder.glob("*.deb"))


def arrange(tree: Path, version: str, multiarch: str) -> Path:
    """Return the folder of headers in an unpacked package, made to stand alone.

    Its pyconfig.h only includes that of the machine at hand, from a folder where compilers look when it is installed:
    the one takes the place of the other.
    """
    include = tree / "usr" / "include" / f"python{version}"
    ours = tree / "usr" / "include" / multiarch / f"python{version}" / "pyconfig.h"
    if not (include / "Python.h").exists() or not ours.exists():
        raise FetchError(f"{PACKAGE} holds no headers for Python {version} on {multiarch}")
    found = re.search(r'#define PY_VERSION\s+"(\d+\.\d+)', (include / "patchlevel.h").read_text(encoding="utf-8"))
    if found is None or found[1] != version:
        raise FetchError(f"{PACKAGE} is not for Python {version}")
    ours.replace(include / "pyconfig.h")
    return include


def fetch(target: Path) -> None:
    """Fetch the headers into a new folder `target`."""
    multiarch = sysconfig.get_config_var("MULTIARCH")
    if sys.base_prefix != "/usr" or sys.abiflags or not multiarch:
        raise FetchError("this Python is none of Debian's")  # whose headers would be those of another build
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        folder = Path(name)
        call("dpkg-deb", "-x", str(download(folder)), "package", folder=folder)
        arrange(folder / "package", VERSION, multiarch).rename(target)


def main() -> int:
    """Leave the headers at FOLDER/include; return 1 after a line on standard error where there are none to be had."""
    folder = Path(sys.argv[1]).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    installed = Path(sysconfig.get_path("include"))
    if (installed / "Python.h").exists():
        (folder / "include").symlink_to(installed)
        return 0
    print(f"Python's C headers are not installed: fetching them (Debian's {PACKAGE})", flush=True)
    try:
        fetch(folder / "include")
    except FetchError as error:
        print(f"the C headers of {sys.executable} could not be fetched ({error})", file=sys.stderr)
        print(f"install them: on Debian and Ubuntu, apt install {PACKAGE}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
