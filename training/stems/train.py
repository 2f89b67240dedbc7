"""Learn the tables of stem rules and of old spellings of the Romanian chain: ``python training/stems/train.py``.

The sources are two files of the data folder, ``morphology/rrt-train.tsv.gz`` and ``morphology/unimorph.tsv.gz``; the
same files give the same table, to the byte. docs/romanian-stems.md says what comes of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection
from pathlib import Path

import click
import snowballstemmer

from learning import Learner, Settings
from old_spellings import learn_spellings, spelling_table
from sources import families, pinned, plain, read_lemmas, spelled_words
from writing import table

__all__ = ["SETTINGS", "train", "train_spellings"]

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "src" / "searchlib" / "analysis" / "data" / "romanian.stems"
SPELLINGS = TABLE.with_suffix(".spellings")
SETTINGS = Settings()


def train(data: Path, hold_out: Collection[str] = (), settings: Settings = SETTINGS, *, by_hand: bool = True) -> bytes:
    """Return the table that the sources give, learned without some lemmas."""
    lemmas = read_lemmas(data / "morphology", hold_out, families() if by_hand else ())
    learner = Learner(lemmas, snowballstemmer.stemmer("romanian").stemWords, settings)
    endings = learner.learn()
    words = learner.learn_words()
    return table(endings, words | pinned() if by_hand else words)


def train_spellings(data: Path) -> bytes:
    """Return the table of old spellings that the sources give."""
    return spelling_table(learn_spellings(*spelled_words(data / "morphology")))


@click.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=lambda: os.environ.get("SEARCHLIB_DATA", ROOT.parent / "shared" / "data"),
    help="The data folder; $SEARCHLIB_DATA, or else ../shared/data.",
)
@click.option("--out", type=click.Path(path_type=Path), default=TABLE, help="The table; the one that ships by default.")
@click.option(
    "--hold-out",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of lemmas, one a line, to learn without.",
)
@click.option("--without-families", is_flag=True, help="Learn from the two sources alone.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if the table is not what would be written.")
def main(data: Path, out: Path, hold_out: Path | None, *, without_families: bool, check: bool) -> None:
    """Learn the tables, about a minute; that of spellings, which no lemma is held out of, only with all lemmas."""
    if not (data / "morphology").is_dir():
        click.echo(f"no morphology in {data}: set SEARCHLIB_DATA; nothing was learned or compared", err=True)
        sys.exit(0 if check else 2)
    without = [plain(line.strip()) for line in hold_out.read_text(encoding="utf-8").splitlines()] if hold_out else []
    learned = {out: train(data, without, by_hand=not without_families)}
    if out == TABLE and not without and not without_families:
        learned[SPELLINGS] = train_spellings(data)
    if not check:
        out.parent.mkdir(parents=True, exist_ok=True)
        for path, written in learned.items():
            path.write_bytes(written)
        return
    stale = [path for path, written in learned.items() if path.read_bytes() != written]
    for path in stale:
        click.echo(f"{path} is not what training/stems/train.py writes: run it", err=True)
    sys.exit(1 if stale else 0)


if __name__ == "__main__":
    main()
