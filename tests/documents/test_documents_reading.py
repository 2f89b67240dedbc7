"""Good input of every kind becomes the documents that people expect."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
import zstandard

from searchlib.documents import Document, read
from searchlib.errors import DocumentError


def write(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    return path


def one(path: Path, **options: Any) -> Document:
    documents = list(read(path, **options))
    assert len(documents) == 1
    return documents[0]


def article(tmp_path: Path, text: str, **options: Any) -> Document:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    return one(path, **options)


def test_a_record_as_it_comes(tmp_path: Path) -> None:
    record = {
        "id": "zf-1", "title": "Titlu", "body": "Soldaţii şi\r\nsoldații — text\u00adul.",
        "date": "2013-01-31T19:57:37+03:00",
        "source": "zf.ro", "category": "Burse", "entities": ["Rusia", "Kim Jong Un"], "url": "https://zf.ro/1",
        "author": {"name": "X"}, "tags": [1, None], "lead": None,
    }  # fmt: skip
    path = write(tmp_path / "a.jsonl", record)
    document = one(path)
    assert document == record
    assert document.origin == f"{path}:1"


def test_fields_are_made_or_dropped(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl",
        {"body": "Prima frază. A doua.", "date": "", "source": None, "entities": " Rusia ; Kim, Un;;Rusia", "id": ""},
        {"title": "Doar titlu", "date": None, "category": " ", "entities": "a, b", "url": "https://x"},
        {"title": "T", "body": None, "id": 7, "source": ["a", " b ", ""], "entities": [" x ", "", "x"]},
    )
    assert list(read(path)) == [
        {"title": "Prima frază.", "body": "Prima frază. A doua.", "entities": ["Rusia", "Kim, Un"], "id": f"{path}#1"},
        {"title": "Doar titlu", "body": "", "entities": ["a", "b"], "url": "https://x"},
        {"title": "T", "body": "", "id": "7", "source": ["a", "b"], "entities": ["x"]},
    ]


def test_ids_count_bad_records_too_and_are_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"body": "x"}\n\n[]\n{"body": "y"}\n')
    monkeypatch.chdir(tmp_path)
    documents = list(read("a.jsonl", on_error=lambda _: None))
    assert [d["id"] for d in documents] == [f"{tmp_path.as_posix()}/a.jsonl#1", f"{tmp_path.as_posix()}/a.jsonl#3"]
    assert [d.origin for d in documents] == ["a.jsonl:1", "a.jsonl:4"]


def test_surrogates(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(rb'{"body": "x\ud800y \ud83d\ude00 \udc00", "tags": {"\ud800": ["\udfff"]}, "id": 1}')
    assert one(path) == {
        "title": "x\ufffdy 😀 \ufffd",
        "body": "x\ufffdy 😀 \ufffd",
        "tags": {"\ufffd": ["\ufffd"]},
        "id": "1",
    }


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\n\nAds\n\nb", "a\n\nb"),
        ("Ads\na", "a"),
        ("a\nAds", "a\n"),
        ("a\n\n \tADS\u00a0 \n\nb\nads\nc", "a\n\nb\nc"),
        ("a\r\n\r\nAds\r\n\r\nb", "a\r\n\r\nb"),
        ("Ads\nAds\n\nads\na", "a"),
        ("Ads de azi\nHeads\nads.\nadsl", "Ads de azi\nHeads\nads.\nadsl"),
        ("Load\nsads\n", "Load\nsads\n"),
    ],
)
def test_ads(tmp_path: Path, text: str, kept: str) -> None:
    assert one(write(tmp_path / "a.jsonl", {"title": "Ads", "body": text}))["body"] == kept


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Una. Două.", "Una."),
        ("  \n Una fără punct\nAl doilea paragraf", "Una fără punct"),
        ("O frază\nruptă pe\ntrei rânduri. Alta", "O frază ruptă pe trei rânduri."),
        (
            "Domnul I. Popescu și dr. Ion din S.U.A. Au plecat. Alta",
            "Domnul I. Popescu și dr. Ion din S.U.A. Au plecat.",
        ),
        ("A costat 1.200,50 lei în nr. 5. Alta", "A costat 1.200,50 lei în nr. 5. Alta"),
        ("Cine?! Nimeni", "Cine?!"),
        ("Stai... ce faci? Nimic", "Stai... ce faci?"),
        ("„Gata.” A spus", "„Gata.”"),
        ("cuvinte separate . Apoi", "cuvinte separate ."),
    ],
)
def test_first_sentence(tmp_path: Path, text: str, title: str) -> None:
    assert one(write(tmp_path / "a.jsonl", {"body": text}))["title"] == title


def test_first_sentence_is_not_endless(tmp_path: Path) -> None:
    title = one(write(tmp_path / "a.jsonl", {"body": "cuvânt " * 1000}))["title"]
    assert title.endswith("cuvânt…")
    assert 200 < len(title) <= 251
    assert len(one(write(tmp_path / "b.jsonl", {"body": "x" * 10_000}))["title"]) == 251


def test_mapping(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"content": "Text.", "body": "rezumat", "headline": "H", "id": 1})
    assert one(path, mapping={"body": "content", "title": "headline"}) == {"title": "H", "body": "Text.", "id": "1"}
    assert one(path, mapping={"body": "content", "lead": "body"})["lead"] == "rezumat"
    assert one(path, mapping={"body": "content", "content": "body"})["content"] == "rezumat"
    assert one(path, mapping={"body": "content", "title": "content"})["title"] == "Text."


def test_mapping_falls_back_where_one_record_lacks_the_field(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"content": "Text."}, {"body": "Alt text."})
    assert [d["body"] for d in read(path, mapping={"body": "content"})] == ["Text.", "Alt text."]


def test_a_mapping_that_no_record_has_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"body": "Text."}, {"body": "Alt text."})
    errors: list[DocumentError] = []
    documents = list(read(path, mapping={"date": "publishd", "title": "titlu"}, on_error=errors.append))
    assert len(documents) == 2
    assert [e.reason for e in errors] == [
        "no record has a field 'publishd', which was to become 'date'",
        "no record has a field 'titlu', which was to become 'title'",
    ]
    with pytest.raises(DocumentError, match="publishd"):
        list(read(path, mapping={"date": "publishd"}))


def test_the_date_line_begins_the_text(tmp_path: Path) -> None:
    document = article(
        tmp_path, " date 2025-10-24 Prima frază. A doua.\n\nsource: rămâne text\n\nAds\n\nSfârșit\n\nAds"
    )
    assert document["date"] == "2025-10-24"
    assert document["title"] == "Prima frază."
    assert document["body"] == "Prima frază. A doua.\n\nsource: rămâne text\n\nSfârșit\n\n"
    assert document["id"].endswith("/a.txt#1")
    assert "source" not in document


def test_head_lines(tmp_path: Path) -> None:
    head = "\ufeff\r\n title: Titlu: cu două puncte\r\nDATE: 2025-10-24 19:57\r\n\r\n"
    head += "entities: Rusia; Kim Jong Un\r\nentities: Phenian\r\n"
    rest = "source:agenție\r\ncategory: Externe\r\nurl: https://x.ro/a:b\r\nid: 7\r\n\r\n  Text.\r\nAutor: X\r\n"
    assert article(tmp_path, head + rest) == {
        "title": "Titlu: cu două puncte", "date": "2025-10-24 19:57", "entities": ["Rusia", "Kim Jong Un", "Phenian"],
        "source": "agenție", "category": "Externe", "url": "https://x.ro/a:b", "id": "7", "body": "  Text.\nAutor: X",
    }  # fmt: skip


def test_head_lines_right_after_the_date_line(tmp_path: Path) -> None:
    document = article(tmp_path, "date 24.10.2025 19:57 Începutul.\nsource: x\nentities: A, B\nContinuarea.")
    assert (document["date"], document["source"], document["entities"]) == ("24.10.2025 19:57", "x", ["A", "B"])
    assert document["body"] == "Începutul.\nContinuarea."


def test_text_without_a_head(tmp_path: Path) -> None:
    text = "Date noi: 2025 a fost greu\nAutorul: X"
    assert article(tmp_path, text)["body"] == text
    assert article(tmp_path, "date 2025-10-245 texte")["body"] == "date 2025-10-245 texte"


def test_mapped_head_lines(tmp_path: Path) -> None:
    document = article(tmp_path, "Sursa: x\nautor: Y\n\nText", mapping={"source": "sursa", "author": "Autor"})
    assert (document["source"], document["author"], document["body"]) == ("x", "Y", "Text")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv(tmp_path: Path, delimiter: str, end: str) -> None:
    rows = [
        ["", "title", " body ", "date", "entities", "extra"],
        ["0", "Un titlu", f'"Text{delimiter} cu ""ghilimele""{end}și {"x" * 200_000}"', "2025-10-24", '"A;B"', ""],
        [],
        ["1", "", "Alt text", "", "", "z"],
    ]
    path = tmp_path / "a.CSV"
    path.write_bytes(("\ufeff" + end.join(delimiter.join(row) for row in rows)).encode())
    first, second = read(path)
    assert first.pop("body") == f'Text{delimiter} cu "ghilimele"\nși {"x" * 200_000}'
    assert first == {"title": "Un titlu", "date": "2025-10-24", "entities": ["A", "B"], "id": f"{path}#1"}
    assert second == {"title": "Alt text", "body": "Alt text", "extra": "z", "id": f"{path}#2"}
    assert (first.origin, second.origin) == (f"{path}:2", f"{path}:5")


def test_csv_mapping(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"ID,Content\n1,Text\n")
    assert one(path, mapping={"body": "Content", "id": "ID"}) == {"title": "Text", "body": "Text", "id": "1"}


@pytest.mark.parametrize(
    "layout",
    [
        '{"id": "1", "body": "x"}\n{"id": "2", "body": "y"}',
        '[{"id": "1", "body": "x"}, {"id": "2", "body": "y"}]',
        '\n[\n {\n "id": "1", "body": "x"},\n {"id": "2",\n "body": "y"}\n]\n',
        '{\n "id": "1",\n "body": "x"\n}\n{\n "id": "2",\n "body": "y"\n}\n',
    ],
)
@pytest.mark.parametrize("name", ["a.json", "fără_sufix", "-"])
def test_json_in_any_layout(tmp_path: Path, layout: str, name: str) -> None:
    path = tmp_path / name
    path.write_text(layout, encoding="utf-8")
    documents = list(read("-" if name == "-" else path, stdin=io.BytesIO(layout.encode())))
    assert [(d["id"], d["body"]) for d in documents] == [("1", "x"), ("2", "y")]


def test_standard_input() -> None:
    lines = b'\n {"body": "x"}\r\n{"id": 5, "body": "y"}\n'
    for content in (lines, gzip.compress(lines), zstandard.ZstdCompressor().compress(lines), b"\xef\xbb\xbf" + lines):
        first, second = read(["-"], stdin=io.BytesIO(content))
        assert first == {"title": "x", "body": "x"}  # nothing lasting names it: no id is made
        assert (first.origin, second["id"]) == ("<stdin>:2", "5")
    (text,) = read("-", stdin=io.BytesIO(b"date 2025-10-24 Un text."))
    assert text == {"title": "Un text.", "body": "Un text.", "date": "2025-10-24"}
    assert list(read("-", stdin=io.BytesIO(b" \n"))) == []


def test_folders(tmp_path: Path) -> None:
    record = {"body": "x"}
    (tmp_path / "b" / "c").mkdir(parents=True)
    for name in ("z.jsonl", "a.ndjson", "b/2.JSONL", "b/10.jsonl", "b/c/x.json"):
        write(tmp_path / name, record)
    for name in (".h.jsonl", "b/README.md", "b/x.jsonl.bak", "b/tar.gz"):
        (tmp_path / name).write_bytes(b"\xff")
    (tmp_path / ".git").mkdir()
    write(tmp_path / ".git" / "x.jsonl", record)
    (tmp_path / "d.csv.gz").write_bytes(gzip.compress(b"body\nx"))
    (tmp_path / "e.txt.zst").write_bytes(zstandard.ZstdCompressor().compress(b"x"))
    (tmp_path / "b" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "gone.jsonl").symlink_to(tmp_path / "nowhere")
    names = [d.origin.removeprefix(f"{tmp_path}/").rsplit(":", 1)[0] for d in read(str(tmp_path))]
    assert names == ["a.ndjson", "b/10.jsonl", "b/2.JSONL", "b/c/x.json", "d.csv.gz", "e.txt.zst", "z.jsonl"]


@pytest.mark.parametrize("kind", ["gz", "zst"])
def test_several_members_and_padding(tmp_path: Path, kind: str) -> None:
    compress = gzip.compress if kind == "gz" else zstandard.ZstdCompressor().compress
    padding = b"\0" * 1000 if kind == "gz" else b""
    skippable = b"" if kind == "gz" else b"\x50\x2a\x4d\x18\x04\0\0\0abcd"
    path = tmp_path / f"a.jsonl.{kind}"
    path.write_bytes(skippable + compress(b'{"body": "x"}\n{"bo') + compress(b'dy": "y"}\n') + padding)
    assert [d["body"] for d in read(path)] == ["x", "y"]


def test_lines_of_any_length(tmp_path: Path) -> None:
    bodies = ["x" * length for length in (1, 32_755, 32_756, 32_757, 32_768, 65_536, 5_000_000)]
    path = write(tmp_path / "a.jsonl", *({"body": body, "title": "T"} for body in bodies))
    documents = list(read(path))
    assert [d["body"] for d in documents] == bodies
    assert [d.origin for d in documents] == [f"{path}:{n}" for n in range(1, 8)]


def test_no_file_stays_open(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *({"body": "x"} for _ in range(10_000)))
    reading = read(path)
    next(reading)
    del reading  # an open file would be a ResourceWarning, which is an error here


def test_documents_in_memory() -> None:
    document = Document({"title": "T"})
    assert document.origin == ""
    assert document | {"body": "x"} == {"title": "T", "body": "x"}
    assert repr(document) == "Document({'title': 'T'}, origin='')"


def test_real_article(data_folder: Path) -> None:
    (document,) = read(data_folder / "seeds")
    assert document["date"] == "2025-10-24"
    assert document["title"].startswith("Coreea de Nord a început construirea unui memorial dedicat soldaţilor săi")
    assert document["title"] in document["body"] or document["title"].endswith("…")
    assert "Ads" not in document["body"]
    assert "#KimJongUn" in document["body"]


def test_real_archive(data_folder: Path) -> None:
    documents = list(read(data_folder / "news-dev.jsonl.gz"))
    assert len(documents) == 31_356
    assert all(d["title"] and isinstance(d["body"], str) for d in documents)
    assert sum("date" in d for d in documents) == 24_580
    assert documents[-1].origin.endswith("news-dev.jsonl.gz:31356")
