"""Measure Romanian analysis and save the figures of docs/romanian.md.

    SEARCHLIB_DATA=/path/to/data python benchmarks/romanian/measure.py
    … --only conflation     one measure; the others keep their saved figures

Everything that is drawn is drawn with a fixed seed: but for the times, two runs give the same figures. Without the
data nothing is measured and nothing is written.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import collisions
import conflation
import corpora
import numpy as np
import ours
import page
import retrieval
import speed
import spellings
import word_pairs
from chains import OURS, chains
from questions import ASKED, SEED, QuestionSet, question_sets

from searchlib.analysis import get

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results" / "reference-romanian.json"
PACKAGES = ("searchlib", "snowballstemmer", "PyStemmer", "simplemma", "ir-measures", "numpy")
TRAINING = ROOT / "training" / "stems" / "train.py"
OWN_PAIRS = ROOT / "tests" / "analysis" / "pairs.tsv"


class Measuring:
    """The measures, over data that are read once.

    Parameters
    ----------
    data : Path
        The folder of SEARCHLIB_DATA.
    folder : Path
        Where indexes may be made.
    """

    def __init__(self, data: Path, folder: Path) -> None:
        self._data = data
        self._folder = folder
        self._news = corpora.news(data)

    def retrieval(self) -> dict[str, Any]:
        """MRR@10 and its differences; and the words that collide, on the same index."""
        sets = question_sets(self._data, self._news)
        ranks = retrieval.by_chain(sets, chains())
        by_searchlib, indexes = retrieval.by_searchlib(sets, self._folder)
        mine = [OURS, *(name for name in ranks if name.startswith(f"{OURS} +")), *by_searchlib]
        ranks |= by_searchlib
        return {
            "sets": {one.name: _described(one) for one in sets},
            "mrr": {
                row: {
                    name: {asked: float(np.mean(by_asked[asked])) for asked in ASKED} for name, by_asked in by.items()
                }
                for row, by in ranks.items()
            },
            "compared": {row: retrieval.compared(ranks, row) for row in mine},
            "end_to_end": list(by_searchlib),
            "same_documents": retrieval.same_documents(sets, indexes),
            "collisions": collisions.measured(indexes[sets[2].name], self._news, self._data / "morphology", SEED),
        }

    def conflation(self) -> dict[str, Any]:
        """What each chain brings together in the treebank."""
        rows: dict[str, Any] = {}
        for chain in chains():
            if not chain.exact and not chain.stop_words:
                rows[chain.name] = self._conflated(chain.terms)
        if TRAINING.is_file():
            alone = self._conflated(ours.terms_by_table(self._held_out_table("--without-families")))
            by_hand = self._conflated(ours.terms_by_table(self._held_out_table()))
            rows = {page.HELD_OUT: alone, "ours, held out, with families by hand": by_hand, **rows}
        return {"rows": rows}

    def _held_out_table(self, *options: str) -> Path:
        """Train a stem table without the held-out lemmas, some minutes."""
        lemmas, table = self._folder / "lemmas.txt", self._folder / "held-out.stems"
        held_out = conflation.held_out_lemmas(self._data / "morphology")
        lemmas.write_text("".join(f"{lemma}\n" for lemma in held_out), encoding="utf-8")
        command = [sys.executable, str(TRAINING), "--data", str(self._data), "--hold-out", str(lemmas)]
        subprocess.run([*command, "--out", str(table), *options], check=True)
        return table

    def _conflated(self, terms: Callable[[list[str]], list[str]]) -> dict[str, Any]:
        measured = conflation.measure_sets(self._data / "morphology", lambda form: terms([form])[0])
        return {
            name: {
                "pairs": one.pairs._asdict(),
                "all_words": one.all_words._asdict(),
                "without_diacritics": one.without_diacritics,
                "tokens": one.tokens,
                "lemmas": one.lemmas,
            }
            for name, one in measured.items()
        }

    def pairs(self) -> dict[str, Any]:
        """Pairs that must meet or must not."""
        record: dict[str, Any] = {}
        for name, path in (("data", self._data / "romanian" / "pairs.tsv"), ("project", OWN_PAIRS)):
            if path.is_file():
                pairs = word_pairs.read_pairs(path)
                record[name] = {
                    row: word_pairs.measured(
                        pairs, word_pairs.in_searchlib(pairs, self._folder / f"{name}-{n}", schema)
                    )
                    for n, (row, schema) in enumerate(ours.schemas().items())
                }
                record[name] |= {
                    chain.name: word_pairs.measured(pairs, word_pairs.in_chain(chain))
                    for chain in chains()
                    if not chain.exact and not chain.stop_words
                }
        return record

    def spellings(self) -> dict[str, Any]:
        """The same articles in other spellings."""
        return spellings.compared(self._news, get("romanian"), SEED)

    def speed(self) -> dict[str, Any]:
        """From text to terms."""
        return speed.measured(list(self._news.values()))


MEASURES: dict[str, Callable[[Measuring], dict[str, Any]]] = {
    "retrieval": Measuring.retrieval,
    "conflation": Measuring.conflation,
    "pairs": Measuring.pairs,
    "spellings": Measuring.spellings,
    "speed": Measuring.speed,
}


def _described(one: QuestionSet) -> dict[str, int]:
    return {"texts": len(one.texts), "questions": len(one.relevant), "left_out": one.left_out}


def _setting() -> dict[str, Any]:
    return {
        "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "packages": {name: version(name) for name in PACKAGES},
        "seed": SEED,
    }


def main() -> int:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=MEASURES, action="append", help="measure this; may be given several times")
    parser.add_argument("--output", type=Path, default=RESULTS, help="where the figures are saved")
    arguments = parser.parse_args()
    data = corpora.data()
    if data is None:
        print("docs/romanian.md stays as it is: SEARCHLIB_DATA names no folder with news-dev.jsonl.gz")
        return 0
    saved: dict[str, Any] = {}
    if arguments.only and arguments.output.is_file():
        saved = json.loads(arguments.output.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        measuring = Measuring(data, Path(folder))
        for name in arguments.only or MEASURES:
            begun = time.process_time()
            saved[name] = MEASURES[name](measuring)
            print(f"{name}: {time.process_time() - begun:.0f} s of processor time", flush=True)
    saved["setting"] = _setting()
    arguments.output.write_text(json.dumps(saved, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if arguments.output == RESULTS:
        page.write()
    return 0


if __name__ == "__main__":
    sys.exit(main())
