"""Learning: the endings that bring the words of a lemma together and keep lemmas apart.

Each word has a stem: Snowball's at first, then what the rules make of it. The measure of a state is

    J = Σ over stems s and lemmas l of  w(s, l)² / w(l)  +  µ · w(s, l)² / w(s)

where w(s, l) is the weight of the words of l whose stem is s. Divided by the weight of all words, the first term is the
share of a lemma's words that one of its words finds (recall), the second the share of what it finds that is its
lemma's (precision); both count the word itself.

The learner climbs: for each ending, shorter ones first, it tries the rules that would carry its words to where the
other words of their lemmas are, and keeps the best if J grows by more than a rule costs and at least two lemmas gain.
Then it drops the rules that are not worth their cost, and begins again until little changes. What an ending does for
many lemmas it will do for lemmas never seen; the cost of a rule keeps out what holds for few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from sources import Lemmas

__all__ = ["Rule", "Settings", "Learner", "cut", "holds"]


class Rule(NamedTuple):
    """Take the last letters away and put others there."""

    strip: int
    append: str


Moves: TypeAlias = list[tuple[int, str]]
"""Words, by number, and their new stems."""


@dataclass(frozen=True)
class Settings:
    """What was chosen by cross-validation; see docs/romanian-stems.md."""

    cost: float = 5.0
    """What an ending's rule must gain, where a word found once weighs 10."""
    word_cost: float = 5.0
    """The same for the rule of a whole word."""
    precision: float = 1.0
    """µ above."""
    unseen: int = 1
    """The weight of a form that only the dictionary has."""
    doubling: int = 4
    """What each doubling of its tokens adds to the weight of a form."""
    longest: int = 7
    """Letters of an ending."""
    appended: int = 3
    """Letters that a rule may put."""
    tried: int = 4
    """How many rules are tried for an ending."""
    rounds: int = 4
    """How often the learner begins again."""


def cut(word: str, stem: str) -> Rule:
    """Return the rule that makes a stem of a word."""
    same = 0
    for ours, theirs in zip(word, stem, strict=False):
        if ours != theirs:
            break
        same += 1
    return Rule(len(word) - same, stem[same:])


def holds(word: str, rule: Rule) -> bool:
    """Return whether an ending's rule may be applied to a word, as `searchlib.analysis.suffix_rules` does."""
    kept = len(word) - rule.strip
    return len(word) >= 3 and kept >= 2 and kept + len(rule.append) >= 3


class Learner:
    """The words, their stems, and the rules that make them.

    Parameters
    ----------
    lemmas : Lemmas
        What to learn from.
    fallback : callable
        Stems a list of words that no rule holds for.
    settings : Settings
        How to learn.
    """

    def __init__(self, lemmas: Lemmas, fallback: Callable[[list[str]], list[str]], settings: Settings) -> None:
        self.settings = settings
        self.rules: dict[str, Rule] = {}
        self.whole: dict[str, str] = {}
        self._of_lemma: list[list[tuple[int, int]]] = []  # lemma → its words with their weights
        self._weights: list[int] = []  # of lemmas
        self.words = sorted({word for forms in lemmas.values() for word in forms})  # all of a to z
        numbers = {word: number for number, word in enumerate(self.words)}
        self._entries: list[list[tuple[int, int]]] = [[] for _ in self.words]  # word → its lemmas
        for lemma, forms in enumerate(lemmas[name] for name in sorted(lemmas)):
            weighed = [(numbers[word], self._weigh(forms[word])) for word in sorted(forms)]
            self._of_lemma.append(weighed)
            self._weights.append(sum(weight for _, weight in weighed))
            for number, weight in weighed:
                self._entries[number].append((lemma, weight))
        self._unruled: list[str] = fallback(self.words)
        self.stems = list(self._unruled)
        self._matched = [0] * len(self.words)  # letters of the ending whose rule made the stem
        self._shares: defaultdict[str, dict[int, int]] = defaultdict(dict)  # stem → lemma → weight
        self._totals: defaultdict[str, int] = defaultdict(int)  # stem → weight
        self._squares: defaultdict[str, int] = defaultdict(int)  # stem → sum of the squares of the shares
        for number, stem in enumerate(self.stems):
            self._shift(number, stem, 1)
        self._with: defaultdict[str, list[int]] = defaultdict(list)  # ending → words
        for number, word in enumerate(self.words):
            for size in range(1, min(settings.longest, len(word)) + 1):
                self._with[word[-size:]].append(number)

    def _weigh(self, tokens: int) -> int:
        if not tokens:
            return self.settings.unseen
        return 10 + self.settings.doubling * (tokens.bit_length() - 1)

    def _shift(self, number: int, stem: str, sign: int) -> None:
        """Add a word to a stem, or take it away."""
        shares = self._shares[stem]
        for lemma, weight in self._entries[number]:
            old = shares.get(lemma, 0)
            new = old + sign * weight
            if new:
                shares[lemma] = new
            else:
                del shares[lemma]
            self._squares[stem] += new * new - old * old
            self._totals[stem] += sign * weight

    def learn(self) -> dict[str, Rule]:
        """Learn the rules of endings."""
        endings = sorted((ending for ending, words in self._with.items() if len(words) > 1), key=lambda e: (len(e), e))
        for _ in range(self.settings.rounds):
            changed = sum(self._improve(ending) for ending in endings)
            self._prune()
            if changed * 100 < len(self.rules):
                break
        return self.rules

    def learn_words(self) -> dict[str, str]:
        """Learn, after the endings, the words that their rules stem wrongly: word → stem."""
        order = sorted(
            (number for number, word in enumerate(self.words) if len(word) > 2),
            key=lambda number: (-sum(weight for _, weight in self._entries[number]), self.words[number]),
        )
        for _ in range(self.settings.rounds):
            if not sum(self._improve_word(number) for number in order):
                break
        return self.whole

    def _improve_word(self, number: int) -> bool:
        word = self.words[number]
        targets = {self.stems[other] for lemma, _ in self._entries[number] for other, _ in self._of_lemma[lemma]}
        best: tuple[float, str] | None = None
        for stem in sorted(targets | {word}):
            if stem != self.stems[number]:
                gain, _ = self._gain([(number, stem)])
                if gain > self.settings.word_cost and (best is None or gain > best[0]):
                    best = gain, stem
        if best is None:
            return False
        self.whole[word] = best[1]
        self._apply([(number, best[1])], len(word) + 1)
        return True

    def _improve(self, ending: str) -> bool:
        """Give an ending its best rule; return whether that is a new one."""
        size = len(ending)
        words = [number for number in self._with[ending] if self._matched[number] <= size]
        if len(words) < 2:
            return False
        old = self.rules.get(ending)
        cost = 0.0 if old else self.settings.cost
        ruled = sum(self._matched[number] == size for number in words)
        best: tuple[float, Rule, Moves] | None = None
        for rule in self._candidates(words, size, cost):
            if rule == old:
                continue
            moves = [(n, self._applied(n, rule)) for n in words if holds(self.words[n], rule)]
            if len(moves) < ruled:
                continue  # a word that the old rule holds for would have none
            gain, helped = self._gain(moves)
            if gain > cost + 1e-6 and helped > 1 and (best is None or gain > best[0]):
                best = gain, rule, moves
        if best is None:
            return False
        self.rules[ending] = best[1]
        self._apply(best[2], size)
        return True

    def _applied(self, number: int, rule: Rule) -> str:
        word = self.words[number]
        return word[: len(word) - rule.strip] + rule.append

    def _candidates(self, words: list[int], size: int, cost: float) -> list[Rule]:
        """Return the rules that carry most words to others of their lemmas, if that may be worth the cost."""
        pulls: defaultdict[Rule, float] = defaultdict(float)
        for number in words:
            word, here = self.words[number], self.stems[number]
            for lemma, weight in self._entries[number]:
                seen: set[str] = set()
                for other, _ in self._of_lemma[lemma]:
                    stem = self.stems[other]
                    if other == number or stem in seen:
                        continue
                    seen.add(stem)
                    rule = cut(word, stem)
                    if rule.strip <= size and len(rule.append) <= self.settings.appended and holds(word, rule):
                        pulls[rule] += weight * self._shares[stem][lemma] / self._weights[lemma]
        ranked = sorted(pulls, key=lambda rule: (-pulls[rule], rule))[: self.settings.tried]
        leave = Rule(0, "")
        if leave not in ranked:
            ranked.append(leave)
        return ranked

    def _gain(self, moves: Moves) -> tuple[float, int]:
        """Return by how much J grows with moves, and how many lemmas are found better."""
        changes: dict[tuple[str, int], int] = {}
        for number, new in moves:
            old = self.stems[number]
            if old != new:
                for lemma, weight in self._entries[number]:
                    changes[old, lemma] = changes.get((old, lemma), 0) - weight
                    changes[new, lemma] = changes.get((new, lemma), 0) + weight
        found: dict[int, int] = {}
        squares: dict[str, int] = {}
        totals: dict[str, int] = {}
        for (stem, lemma), change in changes.items():
            had = self._shares[stem].get(lemma, 0) if stem in self._shares else 0
            square = change * (2 * had + change)
            found[lemma] = found.get(lemma, 0) + square
            squares[stem] = squares.get(stem, 0) + square
            totals[stem] = totals.get(stem, 0) + change
        recall = sum(square / self._weights[lemma] for lemma, square in found.items())
        precision = 0.0
        for stem, square in squares.items():
            before, had = self._squares.get(stem, 0), self._totals.get(stem, 0)
            now = had + totals[stem]
            precision += ((before + square) / now if now else 0.0) - (before / had if had else 0.0)
        return recall + self.settings.precision * precision, sum(square > 0 for square in found.values())

    def _apply(self, moves: Moves, size: int) -> None:
        for number, new in moves:
            if self.stems[number] != new:
                self._shift(number, self.stems[number], -1)
                self._shift(number, new, 1)
                self.stems[number] = new
            self._matched[number] = size

    def _prune(self) -> None:
        """Drop the rules, longest first, whose words fare as well, but for the cost, with the next shorter one."""
        for ending in sorted(self.rules, key=lambda ending: (-len(ending), ending)):
            size = len(ending)
            words = [number for number in self._with[ending] if self._matched[number] == size]
            shorter = [self._ruled(number, size - 1) for number in words]
            moves = [(number, stem) for number, (stem, _) in zip(words, shorter, strict=True)]
            if self._gain(moves)[0] + self.settings.cost > 0:
                del self.rules[ending]
                for move, (_, matched) in zip(moves, shorter, strict=True):
                    self._apply([move], matched)

    def _ruled(self, number: int, longest: int) -> tuple[str, int]:
        """Return the stem of a word by endings of at most so many letters, and the letters of the one that made it."""
        word = self.words[number]
        for size in range(min(longest, len(word)), 0, -1):
            rule = self.rules.get(word[-size:])
            if rule is not None and holds(word, rule):
                return self._applied(number, rule), size
        return self._unruled[number], 0
