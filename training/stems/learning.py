"""Learning: the endings that bring the words of a lemma together and keep lemmas apart.

Each word has a stem: Snowball's at first, then what the rules make of it, levelled as `searchlib.analysis.levelling`
does. The measure of a state is

    J = Σ over stems s and lemmas l of  w(s, l)² / w(l)  +  µ · w(s, l)² / w(s)

where w(s, l) is the weight of the words of l whose stem is s. Divided by the weight of all words, the first term is the
share of a lemma's words that one of its words finds (recall), the second the share of what it finds that is its
lemma's (precision); both count the word itself.

The learner climbs: for each ending, shorter ones first, it tries the rules that would carry its words to where the
other words of their lemmas are, and keeps the best if J grows by more than a rule costs and some lemmas gain.
Then it drops the rules that are not worth their cost, and begins again until little changes. What an ending does for
many lemmas it will do for lemmas never seen; the cost of a rule keeps out what holds for few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, TypeAlias

from searchlib.analysis.levelling import level
from sources import Lemmas

__all__ = ["Learner", "Rule", "Settings", "cut", "holds"]


class Rule(NamedTuple):
    """Take the last letters away and put others there."""

    strip: int
    append: str


_LEAST = 1e-6  # what is less is no gain but the rounding of floating point
# Of nouns and adjectives. Longer ones come later: a word may end in two of them, and the longer decides.
_INFLECTIONS = ("", "a", "e", "i", "u", "ei", "ii", "ul", "ele", "ile", "elor", "ilor", "ului")
_WHOLE = 1_000  # stands for the letters of the ending where the rule of a whole word made the stem

Moves: TypeAlias = list[tuple[int, str]]
"""Words, by number, and their new stems."""


@dataclass(frozen=True)
class Settings:
    """What was chosen by cross-validation; see docs/romanian-stems.md."""

    cost: float = 3.0
    """What an ending's rule must gain, where a word found once weighs 10."""
    append_cost: float = 2.0
    """The same for each letter that it puts."""
    lemmas: int = 3
    """How many lemmas an ending's rule must help."""
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
        self._level = cache(level)
        self.rules: dict[str, Rule] = {}
        self.whole: dict[str, str] = {}
        self._of_lemma: list[list[tuple[int, int]]] = []  # lemma → its words with their weights
        self._weights: list[int] = []  # of lemmas
        self.words = sorted({word for forms in lemmas.values() for word in forms})  # all of a to z
        self._numbers = {word: number for number, word in enumerate(self.words)}
        self._entries: list[list[tuple[int, int]]] = [[] for _ in self.words]  # word → its lemmas
        for lemma, forms in enumerate(lemmas[name] for name in sorted(lemmas)):
            weighed = [(self._numbers[word], self._weigh(forms[word])) for word in sorted(forms)]
            self._of_lemma.append(weighed)
            self._weights.append(sum(weight for _, weight in weighed))
            for number, weight in weighed:
                self._entries[number].append((lemma, weight))
        self._unruled: list[str] = [self._level(stem) for stem in fallback(self.words)]
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
        shared = (ending for ending, words in self._with.items() if len(words) > 1)
        endings = sorted(shared, key=lambda ending: (len(ending), ending))
        for _ in range(self.settings.rounds):
            changed = sum(self._improve(ending) for ending in endings)
            changed += sum(self._improve_paradigm(base) for base in endings if 2 <= len(base) <= 5)
            self._prune()
            if changed * 100 < len(self.rules):
                break
        return self.rules

    def learn_words(self) -> dict[str, str]:
        """Learn, after the endings, the words that their rules stem wrongly: word → stem.

        Heavy lemmas come first. Each word alone may go to another word of its lemma; then all words of the lemma
        together to a stem of its own.
        """
        order = sorted(range(len(self._weights)), key=lambda lemma: -self._weights[lemma])
        for _ in range(self.settings.rounds):
            changed = 0
            for lemma in order:
                if self._perfect(lemma):
                    continue
                changed += sum(self._move_word(number, lemma) for number, _ in self._of_lemma[lemma])
                changed += self._move_lemma(lemma)
            if changed * 200 < len(self.whole):
                break
        return {word: stem for word, stem in self.whole.items() if self._by_ending(word) != stem}

    def _perfect(self, lemma: int) -> bool:
        """Return whether all words of a lemma have one stem, and no word of another has it."""
        stems = {self.stems[number] for number, _ in self._of_lemma[lemma]}
        return len(stems) == 1 and self._totals[stems.pop()] == self._weights[lemma]

    def _by_ending(self, word: str) -> str:
        return self._ruled(self._numbers[word], self.settings.longest)[0]

    def _move_word(self, number: int, lemma: int) -> bool:
        word = self.words[number]
        if len(word) < 3:
            return False
        best: tuple[float, Moves] | None = None
        for stem in sorted({word, *(self.stems[other] for other, _ in self._of_lemma[lemma])}):
            if stem != self.stems[number]:
                moves = [(number, stem)]
                gain = self._gain(moves)[0]
                if gain > self.settings.word_cost + _LEAST and (best is None or gain > best[0]):
                    best = gain, moves
        return self._keep_words(best)

    def _move_lemma(self, lemma: int) -> bool:
        numbers = [number for number, _ in self._of_lemma[lemma]]
        stems = {self.stems[number] for number in numbers} | {self.words[number] for number in numbers}
        stems.update(self.words[number][:size] for number in numbers for size in range(3, len(self.words[number])))
        best: tuple[float, Moves] | None = None
        for stem in sorted(stems):
            moves = [(n, stem) for n in numbers if self.stems[n] != stem and len(self.words[n]) > 2]
            new = sum(self.words[number] not in self.whole for number, _ in moves)
            gain = self._gain(moves)[0] - self.settings.word_cost * new
            if gain > _LEAST and (best is None or gain > best[0]):
                best = gain, moves
        return self._keep_words(best)

    def _keep_words(self, best: tuple[float, Moves] | None) -> bool:
        if best is None:
            return False
        for number, stem in best[1]:
            self.whole[self.words[number]] = stem
        self._apply(best[1], _WHOLE)
        return True

    def _improve(self, ending: str) -> bool:
        """Give an ending its best rule; return whether that is a new one."""
        size = len(ending)
        words = [number for number in self._with[ending] if self._matched[number] <= size]
        if len(words) < 2:
            return False
        old = self.rules.get(ending)
        paid = self._cost(old) if old else 0.0
        ruled = sum(self._matched[number] == size for number in words)
        best: tuple[float, Rule, Moves] | None = None
        for rule in self._candidates(words, size):
            if rule == old:
                continue
            moves = [(n, self._applied(n, rule)) for n in words if holds(self.words[n], rule)]
            if len(moves) < ruled:
                continue  # a word that the old rule holds for would have none
            gain, helped = self._gain(moves)
            gain -= self._cost(rule) - paid
            if gain > _LEAST and helped >= self.settings.lemmas and (best is None or gain > best[0]):
                best = gain, rule, moves
        if best is None:
            return False
        self.rules[ending] = best[1]
        self._apply(best[2], size)
        return True

    def _improve_paradigm(self, base: str) -> bool:
        """Take from an ending all its inflections at once, where each alone would part its words from the others."""
        moves: dict[int, tuple[str, int]] = {}
        rules: dict[str, Rule] = {}
        cost = 0.0
        for inflection in _INFLECTIONS:
            ending, rule = base + inflection, Rule(len(inflection), "")
            old = self.rules.get(ending)
            size = len(ending)
            if size > self.settings.longest or ending not in self._with or old == rule:
                continue
            words = [number for number in self._with[ending] if self._matched[number] <= size]
            held = [number for number in words if holds(self.words[number], rule)]
            if not held or any(self._matched[n] == size and not holds(self.words[n], rule) for n in words):
                continue
            moves.update((number, (self._applied(number, rule), size)) for number in held)
            rules[ending] = rule
            cost += self._cost(rule) - (self._cost(old) if old else 0.0)
        if len(rules) < 2:
            return False
        gain, helped = self._gain([(number, stem) for number, (stem, _) in moves.items()])
        if gain <= cost + _LEAST or helped < self.settings.lemmas:
            return False
        self.rules.update(rules)
        for number, (stem, size) in moves.items():
            self._apply([(number, stem)], size)
        return True

    def _cost(self, rule: Rule) -> float:
        return self.settings.cost + self.settings.append_cost * len(rule.append)

    def _applied(self, number: int, rule: Rule) -> str:
        word = self.words[number]
        return self._level(word[: len(word) - rule.strip] + rule.append)

    def _candidates(self, words: list[int], size: int) -> list[Rule]:
        """Return the rules that carry most words to others of their lemmas, and the one that leaves a word."""
        pulls: defaultdict[Rule, float] = defaultdict(float)
        for number in words:
            word = self.words[number]
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
        recall = precision = 0.0  # not added up by sum(), which rounds differently from Python 3.12 on
        for lemma, square in found.items():
            recall += square / self._weights[lemma]
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
            if self._gain(moves)[0] + self._cost(self.rules[ending]) > 0:
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
