"""The measure of conflation, worked out by hand and on the treebank."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import snowballstemmer
from conflation import held_out_lemmas, measure, measure_sets, read_words, strip
from corpora import data

WORDS = {("casă", "casă"): 2, ("case", "casă"): 3, ("casa", "casa"): 1}


def test_the_definition_by_hand() -> None:
    # casă, case and casa share a key. Others of casă: 3 right of 4; of case: 2 of 3; of casa: 0 of 5.
    got = measure(WORDS, lambda form: strip(form)[:3])
    assert got.pairs.precision == pytest.approx((2 * 3 / 4 + 3 * 2 / 3 + 1 * 0) / 6)
    # casa has no other form, and so no recall; the other two find each other.
    assert got.pairs.recall == 1
    assert got.pairs.f == pytest.approx(2 * got.pairs.precision / (got.pairs.precision + 1))
    assert got.all_words.precision == got.pairs.precision
    assert got.without_diacritics == 1
    assert (got.tokens, got.lemmas) == (6, 2)


def test_nothing_brought_together() -> None:
    got = measure(WORDS, lambda form: form)
    assert got.pairs == (0, 0, 0)
    assert got.all_words.precision == 1
    assert got.all_words.recall == pytest.approx(1 / 6)  # casa alone has nothing to find
    # casă is typed as casa: it finds none of its lemma; case 3 of 5; casa itself.
    assert got.without_diacritics == pytest.approx((2 * 0 + 3 * 3 / 5 + 1) / 6)


def test_one_form_of_two_lemmas_is_no_other_form() -> None:
    got = measure({("vin", "vin"): 1, ("vin", "veni"): 1, ("vine", "veni"): 1}, lambda form: form[:3])
    # vin of vin finds vine: wrong; vin of veni finds vine: right; vine finds both vin: half right.
    assert got.pairs.precision == pytest.approx((0 + 1 + 0.5) / 3)
    assert got.pairs.recall == 1


def write_part(path: Path, rows: list[str]) -> None:
    path.write_bytes(gzip.compress("".join(f"{row}\n" for row in ["form\tlemma\tpos\tfreq", *rows]).encode()))


def test_content_words_are_read(tmp_path: Path) -> None:
    dev = ["Ţara\tţară\tNOUN\t2", "țara\tțară\tNOUN\t3", "de\tde\tADP\t9", "1990\t1990\tNOUN\t1", "era\tfi\tAUX\t4"]
    write_part(tmp_path / "rrt-dev.tsv.gz", dev)
    write_part(tmp_path / "rrt-train.tsv.gz", ["țări\tțară\tNcfprn\t1", "este\tfi\tVaip3s\t7", "vine\tveni\tVmip3s\t5"])
    assert read_words([tmp_path / "rrt-dev.tsv.gz"]) == {("țara", "țară"): 5}
    assert held_out_lemmas(tmp_path) == ["țară"]
    sets = measure_sets(tmp_path, lambda form: form[:2])
    assert {name: (one.tokens, one.lemmas) for name, one in sets.items()} == {
        "whole": (11, 2),
        "dev": (5, 1),
        "held out": (6, 1),
    }


def test_snowball_reaches_what_is_known_of_it() -> None:
    folder = data()
    if folder is None:
        pytest.skip("SEARCHLIB_DATA names no folder with the treebank")
    stem = snowballstemmer.stemmer("romanian").stemWord
    got = measure_sets(folder / "morphology", lambda form: strip(stem(form)))
    assert [round(value, 2) for value in got["whole"].pairs] == [0.68, 0.70, 0.69]
    assert round(got["whole"].without_diacritics, 2) == 0.80
    assert round(got["held out"].all_words.f, 2) == 0.78
