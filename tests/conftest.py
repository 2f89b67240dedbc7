"""What all tests share: the data folder, Hypothesis profiles, the long run."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

TESTS = Path(__file__).resolve().parent
LONG = os.environ.get("SEARCHLIB_LONG", "") not in ("", "0")

# The reference engine and the generators are ordinary modules that several rooms of tests import.
if str(TESTS) not in sys.path:
    sys.path.insert(0, str(TESTS))

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
settings.register_profile(
    "default", derandomize=True, max_examples=40, deadline=None, database=None, suppress_health_check=_SLOW
)
# The long run ends within an hour or two on two cores; the torture goes on until stopped, and looks further each round.
settings.register_profile("long", max_examples=200, deadline=None, suppress_health_check=_SLOW)
settings.register_profile("torture", max_examples=1_000, deadline=None, suppress_health_check=_SLOW)
settings.load_profile("long" if LONG else "default")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if LONG:
        return
    skip = pytest.mark.skip(reason="a long test: set SEARCHLIB_LONG=1 to run it")
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def long_run() -> bool:
    """Whether the environment asks for the long run (``SEARCHLIB_LONG=1``)."""
    return LONG


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The folder of real text; tests that need it are skipped, naming the reason, where it is absent."""
    folder = Path(os.environ.get("SEARCHLIB_DATA", TESTS.parent.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no data folder at {folder}: set SEARCHLIB_DATA to where it is")
    return folder
