"""The training of the stem table: deterministic, and the shipped table is what it gives."""

from __future__ import annotations

import importlib
import random
import sys
from pathlib import Path
from types import ModuleType

import pytest
import snowballstemmer

from searchlib.analysis.levelling import level
from searchlib.analysis.old_spelling import SPELLINGS
from searchlib.analysis.suffix_rules import STEMS, load

TRAINING = Path(__file__).resolve().parents[2] / "training" / "stems"
SEED = 7


@pytest.fixture(autouse=True)
def _beside_the_scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(TRAINING))


def script(name: str) -> ModuleType:
    sys.modules.pop(name, None)
    return importlib.import_module(name)


def sample(data_folder: Path) -> dict[str, dict[str, int]]:
    lemmas = script("sources").read_lemmas(data_folder / "morphology")
    return {name: lemmas[name] for name in random.Random(SEED).sample(sorted(lemmas), 800)}


def test_a_sample_is_learned_to_the_byte_and_its_state_is_what_its_rules_make(
    data_folder: Path, tmp_path: Path
) -> None:
    learning, writing = script("learning"), script("writing")
    words = sample(data_folder)
    stem_words = snowballstemmer.stemmer("romanian").stemWords
    tables = []
    for lemmas in (words, dict(reversed(words.items()))):
        learner = learning.Learner(lemmas, stem_words, learning.Settings())
        endings = learner.learn()
        whole = learner.learn_words()
        tables.append(writing.table(endings, whole))
    assert tables[0] == tables[1]
    path = tmp_path / "sample.stems"
    path.write_bytes(tables[0])
    rules = load(path)
    assert len(rules) > 30
    made = [rules.apply(word) or level(stem_words([word])[0]) for word in learner.words]
    assert made == learner.stems


def test_a_gain_is_what_the_measure_grows_by(data_folder: Path) -> None:
    learning = script("learning")
    words = sample(data_folder)
    learner = learning.Learner(words, snowballstemmer.stemmer("romanian").stemWords, learning.Settings())
    order = random.Random(SEED)

    def measured() -> float:
        """J, from its definition."""
        weights: dict[tuple[str, str], int] = {}
        for lemma, forms in words.items():
            for word, tokens in forms.items():
                key = learner.stems[learner.words.index(word)], lemma
                weights[key] = weights.get(key, 0) + learner._weigh(tokens)
        of_stem: dict[str, int] = {}
        of_lemma: dict[str, int] = {}
        for (stem, lemma), weight in weights.items():
            of_stem[stem] = of_stem.get(stem, 0) + weight
            of_lemma[lemma] = of_lemma.get(lemma, 0) + weight
        return sum(w * w / of_lemma[lemma] + w * w / of_stem[stem] for (stem, lemma), w in weights.items())

    for _ in range(5):
        numbers = order.sample(range(len(learner.words)), 40)
        moves = [(number, order.choice(learner.stems)) for number in numbers]
        before = measured()
        gain, _ = learner._gain(moves)
        learner._apply(moves, 1)
        assert measured() - before == pytest.approx(gain)


@pytest.mark.long
def test_the_shipped_table_is_what_the_training_writes(data_folder: Path) -> None:
    assert script("train").train(data_folder) == STEMS.read_bytes()


def test_the_shipped_spellings_are_what_the_training_writes(data_folder: Path) -> None:
    assert script("train").train_spellings(data_folder) == SPELLINGS.read_bytes()


def test_spellings_are_learned_of_words_in_use_and_touch_no_others() -> None:
    known = {"pâine", "mână", "mină", "râu", "câmp", "câmpul", "cimpoi", "pagină", "pagini", "păgâni", "păgânii"}
    used = dict.fromkeys(known, 20) | {"pârâu": 1, "săptămâni": 2, "mâț": 9, "păgânii": 3}
    learned = script("old_spellings")
    rules = learned.learn_spellings(known, used)
    assert {old: today for old, today in rules.items() if old not in learned.BY_HAND} == {
        "piine": "paine",
        "?mina": "mana",
        "^riu": "rau",
        "^cimp": "camp",
        "cimpu": "campu",
        "?pagini": "pagani",
        "?paginii": "paganii",
        "saptami": "saptama",
        "?mit": "mat",
    }
    table = learned.spelling_table(rules)
    assert table == learned.spelling_table(dict(reversed(rules.items())))
