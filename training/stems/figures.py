"""Write the figures of docs/romanian-stems.md: ``python training/stems/figures.py``; it learns two tables more."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import snowballstemmer

from measuring import Scores, conflation, dev_words
from searchlib.analysis.folding import fold_text
from searchlib.analysis.levelling import level
from searchlib.analysis.suffix_rules import load
from sources import held_out_lemmas
from train import ROOT, TABLE, train

__all__ = ["figures", "fill"]

PAGE = ROOT / "docs" / "romanian-stems.md"
_BLOCK = re.compile(r"(<!-- figures: begin -->\n).*?(<!-- figures: end -->\n)", re.DOTALL)


def stemmer(path: Path) -> Callable[[str], str]:
    """Return what stems by a table, and by Snowball where no rule of it holds."""
    rules, fallback = load(path), snowballstemmer.stemmer("romanian")

    def stem(form: str) -> str:
        word = fold_text(form)
        ruled = rules.apply(word)
        return level(fallback.stemWord(word)) if ruled is None else ruled

    return stem


def figures(data: Path, by_hand: bytes, alone: bytes) -> str:
    """Return the figures as text, given the tables learned without the lemmas that are measured."""
    words = dev_words(data / "morphology")
    snowball = snowballstemmer.stemmer("romanian").stemWord
    with tempfile.TemporaryDirectory() as folder:
        held, bare = Path(folder) / "held", Path(folder) / "bare"
        held.write_bytes(by_hand)
        bare.write_bytes(alone)
        rows: dict[str, Scores] = {
            "Snowball 3": conflation(words, snowball),
            "Snowball 3, then fold": conflation(words, lambda word: fold_text(snowball(word))),
            "fold, then Snowball 3": conflation(words, lambda word: snowball(fold_text(word))),
            "table without these lemmas, without hand-written families": conflation(words, stemmer(bare)),
            "table without these lemmas": conflation(words, stemmer(held)),
            "the table that ships (it has seen them)": conflation(words, stemmer(TABLE)),
        }
    began = time.process_time()
    rules = load(TABLE)
    taken = (time.process_time() - began) * 1000
    size = TABLE.stat().st_size
    lines = ["| stems | P | R | F |", "|---|---|---|---|"]
    lines += [f"| {name} | {s.precision:.3f} | {s.recall:.3f} | {s.f:.3f} |" for name, s in rows.items()]
    best = rows["table without these lemmas"]
    lines += [
        "",
        (
            f"The table has {len(rules.endings)} endings and {len(rules.words)} words in {size:,} bytes; "
            f"it was read and checked in {taken:.0f} ms."
        ),
        "",
        "Without these lemmas, the lemmas whose words miss each other most, by tokens: "
        + ", ".join(f"{lemma} {count}" for lemma, count in best.apart)
        + ".",
        "",
        "The stems that most tokens of several lemmas share: "
        + ", ".join(f"{stem} {count}" for stem, count in best.merged)
        + ".",
        "",
        "Stems of the shipped table that most tokens of several lemmas share: "
        + ", ".join(f"{stem} {count}" for stem, count in rows["the table that ships (it has seen them)"].merged)
        + ".",
    ]
    return "\n".join(lines) + "\n"


def fill(text: str) -> None:
    """Put the figures into the page."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_BLOCK.sub(lambda match: match[1] + text + match[2], page), encoding="utf-8")


def main() -> None:
    """Learn without the lemmas of the development part, measure, write."""
    data = Path(os.environ.get("SEARCHLIB_DATA", ROOT.parent / "shared" / "data"))
    without = held_out_lemmas(data / "morphology")
    fill(figures(data, train(data, without), train(data, without, by_hand=False)))


if __name__ == "__main__":
    main()
