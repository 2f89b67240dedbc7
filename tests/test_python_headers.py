"""The build fetches Python's C headers where they are missing, and says what to install where it cannot."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "tools" / "fetch_python_headers.py"
MULTIARCH = "some-linux-gnu"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fetch_python_headers", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def unpacked(folder: Path, version: str = "3.11") -> Path:
    """A folder as Debian's package has it when unpacked: the true pyconfig.h lies beside, in that of the machine."""
    include = folder / "usr" / "include" / "python3.11"
    ours = folder / "usr" / "include" / MULTIARCH / "python3.11"
    include.mkdir(parents=True)
    ours.mkdir(parents=True)
    (include / "Python.h").write_text('#include "patchlevel.h"\n', encoding="utf-8")
    (include / "patchlevel.h").write_text(f'/* Version */\n#define PY_VERSION      "{version}.2+"\n', encoding="utf-8")
    (include / "pyconfig.h").write_text(f"#include <{MULTIARCH}/python3.11/pyconfig.h>\n", encoding="utf-8")
    (ours / "pyconfig.h").write_text("#define SIZEOF_LONG 8\n", encoding="utf-8")
    return folder


def test_the_headers_of_a_package_stand_alone(script: ModuleType, tmp_path: Path) -> None:
    include = script.arrange(unpacked(tmp_path), "3.11", MULTIARCH)
    assert (include / "Python.h").exists()
    assert (include / "pyconfig.h").read_text(encoding="utf-8") == "#define SIZEOF_LONG 8\n"


@pytest.mark.parametrize(
    ("version", "multiarch", "inside"),
    [("3.12", MULTIARCH, "3.11"), ("3.11", "other-linux-gnu", "3.11"), ("3.11", MULTIARCH, "3.1")],
)
def test_the_headers_of_another_python_are_refused(
    script: ModuleType, tmp_path: Path, version: str, multiarch: str, inside: str
) -> None:
    with pytest.raises(script.FetchError, match=version):
        script.arrange(unpacked(tmp_path, inside), version, multiarch)


def test_installed_headers_are_linked(tmp_path: Path) -> None:
    installed = Path(sysconfig.get_path("include"))
    if not (installed / "Python.h").exists():
        pytest.skip("Python's C headers are not installed")
    assert subprocess.run([sys.executable, SCRIPT, tmp_path / "headers"], check=False).returncode == 0
    assert (tmp_path / "headers" / "include").resolve() == installed.resolve()


def test_what_to_install_is_said_where_nothing_can_be_fetched(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", os.fspath(tmp_path / "empty"))  # so that there is no apt-get
    monkeypatch.setattr(script.sysconfig, "get_path", lambda _: os.fspath(tmp_path / "empty"))
    monkeypatch.setattr(script.sys, "argv", ["fetch_python_headers.py", os.fspath(tmp_path / "headers")])
    assert script.main() == 1
    assert f"apt install libpython{sysconfig.get_python_version()}-dev" in capsys.readouterr().err
    assert not (tmp_path / "headers" / "include").exists()
