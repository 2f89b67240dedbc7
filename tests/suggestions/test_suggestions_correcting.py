"""Did you mean: what becomes of questions, their operators, fields, phrases and capital letters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import searchlib as sl
from searchlib.suggestions import Change, Suggestion

TEXTS = [
    ("Președintele României", "Președintele României a vorbit la Cotroceni despre inflație."),
    ("România crește", "În România, inflația a crescut. Guvernul să fie atent."),
    ("Casa Albă", "Casa Albă a anunțat o vizită a președintelui; o casă veche lângă mare."),
    ("Mașina roșie", "O mașină roșie și o casă albă. Miniștrii au plecat, ministrul a rămas."),
    ("Фото", "Москва и Кишинев."),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sl.Index]:
    path = tmp_path_factory.mktemp("suggestions") / "index"
    with sl.create(path) as writer:
        for copy in range(4):
            for number, (title, body) in enumerate(TEXTS):
                writer.add(id=f"{copy}-{number}", title=title, body=body, source="Agenție")
    with sl.open(path) as opened:
        yield opened


def meant(index: sl.Index, query: str) -> str | None:
    found = index.suggest(query)
    return found and found.query


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("presedintele romaniei", "președintele româniei"),
        ("Presedintele Romaniei", "Președintele României"),
        ("PRESEDINTELE romaniei", "PREȘEDINTELE româniei"),
        ("presedintle", "președintele"),
        ("preşedintele", None),  # the same letters in another encoding
        ("președintele româniei", None),
        ("guvernul sa fie", "guvernul să fie"),
        ("casa alba", "casa albă"),
        ('"casa alba a anuntat"', '"casa albă a anunțat"'),
        ('title:"casa alba"', 'title:"casa albă"'),
        ("o masina rosie", "o mașină roșie"),
        ("inflatia OR miniștri", "inflația OR miniștrii"),
        ("+inflatia -guvrnul", "+inflația -guvernul"),
        ("(inflatia AND title:romania) rosie^2", "(inflația AND title:românia) roșie^2"),
        ("„presedintele”", "„președintele”"),
        ("моска", "москва"),
    ],
)
def test_what_was_meant(index: sl.Index, typed: str, suggested: str | None) -> None:
    assert meant(index, typed) == suggested


def test_neighbours_tell_which_spelling_is_meant(index: sl.Index) -> None:
    assert meant(index, '"casa alba a anuntat"') == '"casa albă a anunțat"'
    assert meant(index, '"o casa veche"') == '"o casă veche"'


@pytest.mark.parametrize(
    "query",
    [
        "minist*", "guvrnul~1", "=presedintele", "/presed.*/", "source:agentie", "2024-01-15", "date:2024", "*",
        "xyzzyx", "guv", "42,2", "zf.ro",
    ],
)  # fmt: skip
def test_what_is_left_as_it_is(index: sl.Index, query: str) -> None:
    assert index.suggest(query) is None


def test_what_is_changed_is_told(index: sl.Index) -> None:
    found = index.suggest("title:presedintle Romania")
    assert found == Suggestion(
        "title:președintele România",
        (
            Change(6, 17, "presedintle", "președintele", spelling=False),
            Change(18, 25, "Romania", "România", spelling=True),
        ),
    )
    assert str(found) == found.query
    for change in found.changes:
        assert "title:presedintle Romania"[change.start : change.end] == change.typed


def test_the_suggestion_finds_what_was_meant(index: sl.Index) -> None:
    found = index.suggest("presedintle romaniei")
    assert found is not None
    assert index.count("presedintle", default_operator="and") == 0
    assert index.count(found.query, default_operator="and") == 4


def test_words_of_one_field(index: sl.Index) -> None:
    assert meant(index, "cotroceny") == "cotroceni"
    assert index.suggest("cotroceny", field="title") is None
    assert [one.word for one in index.complete("cot", field="title")] == []


def test_errors(index: sl.Index) -> None:
    with pytest.raises(sl.errors.QuerySyntaxError):
        index.suggest("(casa")
    with pytest.raises(sl.errors.QuerySyntaxError, match="empty"):
        index.suggest("")
    with pytest.raises(sl.errors.SchemaError, match="no field"):
        index.complete("casa", field="nothing")
    with pytest.raises(sl.errors.SearchlibError, match="whole number"):
        index.complete("casa", -1)


def test_an_index_without_the_words(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("stems") / "index"
    with sl.create(path, sl.Schema({"body": sl.Text(exact=False)})) as writer:
        writer.add(body="Președintele României")
    with sl.open(path) as index, pytest.raises(sl.errors.SchemaError, match=r"Text\(exact=True\)"):
        index.suggest("presedintele")


def test_an_analyzer_whose_terms_are_the_words(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("simple") / "index"
    with sl.create(path, sl.Schema({"body": sl.Text("simple")})) as writer:
        writer.add(body="Președintele României")
    with sl.open(path) as index:
        assert [one.word for one in index.complete("Președ")] == ["presedintele"]
        found = index.suggest("presedintle")
        assert found is not None
        assert found.query == "presedintele"


def test_a_closed_index(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("closed") / "index"
    with sl.create(path) as writer:
        writer.add(title="casă")
    index = sl.open(path)
    assert [one.word for one in index.complete("ca")] == ["casă"]
    index.close()
    with pytest.raises(sl.errors.SearchlibError, match="closed"):
        index.complete("ca")


def test_an_empty_index(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("empty") / "index"
    with sl.create(path) as writer:
        writer.add(id="1", title="Președintele")
        writer.commit()
        writer.delete("1")
    with sl.open(path) as index:
        assert index.suggest("presedintele") is None
        assert index.complete("a") == []


def test_a_long_question_is_corrected_as_far_as_there_is_time(index: sl.Index) -> None:
    found = index.suggest(" ".join(["casa"] * 62 + ["presedintle", "romaniei", "presedintle"]))
    assert found is not None
    assert found.query.split()[-3:] == ["președintele", "româniei", "presedintle"]
    found = index.suggest('"' + " ".join(["casa"] * 63) + '" presedintle presedintle')
    assert found is not None
    assert found.query.split()[-2:] == ["președintele", "presedintle"]
