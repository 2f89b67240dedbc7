"""The transliterators that a schema can name, and what is said where the package of one is missing."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import searchlib as sl
from searchlib.analysis import fold_keyword, get

PACKAGED = ("unidecode", "anyascii")

WITHOUT_THE_PACKAGE = """
import sys
name = sys.argv[1]
sys.modules[name] = None
import dataclasses
import searchlib as sl
from searchlib.analysis import fold_keyword, get
assert fold_keyword("Ştefan cel Mare", name) == "stefan cel mare"
get("romanian", name).analyze_forms(["Ştefan"])
schema = dataclasses.replace(sl.NEWS, transliterator=name)
for ask in (
    lambda: fold_keyword("Москва", name),
    lambda: get("romanian", name).analyze_forms(["Москва"]),
    lambda: get("simple", name).fingerprint(),
    lambda: sl.create(sys.argv[2], schema),
):
    try:
        ask()
    except sl.errors.AnalyzerError as error:
        print(error)
"""


@pytest.mark.parametrize("name", PACKAGED)
def test_letters_of_other_scripts_become_latin(name: str) -> None:
    assert fold_keyword("Путин", name) == "putin"
    assert [token.term for token in get("simple", name).analyze_forms(["Москва"])[0].tokens] == ["moskva"]
    assert fold_keyword("平壤", name).isascii()
    assert fold_keyword("\ud800Путин", name) == "putin"


def test_the_two_differ_where_their_tables_do() -> None:
    assert fold_keyword("Юлия", "unidecode") == "iuliia"
    assert fold_keyword("Юлия", "anyascii") == "yuliya"


@pytest.mark.parametrize("name", PACKAGED)
@pytest.mark.parametrize("analyzer", ["romanian", "simple"])
def test_the_fingerprint_names_the_version(analyzer: str, name: str) -> None:
    assert get(analyzer, name).fingerprint()["transliterate"] == f"{name} {metadata.version(name)}"


@pytest.mark.parametrize("name", PACKAGED)
def test_an_index_is_made_and_asked_with_it(tmp_path: Path, name: str) -> None:
    schema = dataclasses.replace(sl.NEWS, transliterator=name)
    with sl.create(tmp_path / "index", schema) as writer:
        writer.add(id="1", body="Ziarul Москва таймс", entities=["Путин"])
    with sl.open(tmp_path / "index") as index:
        assert index.schema.transliterator == name
        assert [hit.key for hit in index.search("moskva entity:putin")] == ["1"]
        assert [hit.key for hit in index.search("МОСКВА entity:ПУТИН")] == ["1"]
        with index.writer() as writer:
            assert writer.add(id="1", body="Ziarul Москва таймс", entities=["Путин"]) == "unchanged"


@pytest.mark.parametrize("name", PACKAGED)
def test_a_missing_package_is_named_once_it_is_needed(tmp_path: Path, name: str) -> None:
    command = [sys.executable, "-c", WITHOUT_THE_PACKAGE, name, str(tmp_path / "index")]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    assert len(said) == 4
    for line in said:
        assert line.startswith(f"the transliterator {name!r} needs the package {name}, which is not installed: ")
        assert line.endswith(f"(pip install {name}), or name another in the schema: unidecode, anyascii, none")
    assert not list((tmp_path / "index").glob("manifest-*")), "no index that cannot be written to"


def test_the_one_is_not_imported_for_the_other() -> None:
    code = (
        "import sys\n"
        "from searchlib.analysis import get\n"
        "romanian = get('romanian', 'anyascii')\n"
        "romanian.fingerprint()\n"
        "romanian.analyze_forms(['Coreea'])\n"
        "assert 'anyascii' not in sys.modules\n"
        "romanian.analyze_forms(['Москва'])\n"
        "assert 'anyascii' in sys.modules and 'unidecode' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
