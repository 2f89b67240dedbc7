"""The excerpt of a text that shows best why it matches, with the matching letters marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from searchlib.errors import SearchlibError
from searchlib.results.matches import Match, find_matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from searchlib.analysis import Analyzer
    from searchlib.search.leaves import Mark

__all__ = ["DEFAULT_LENGTH", "Snippet", "check_length", "make_snippet", "snippet_of"]

DEFAULT_LENGTH = 240
"""Characters of a snippet, at most, unless the caller asks for another number."""

_SENTENCE_END = re.compile(r"""[.!?…]["'”’»)\]]*\s+|\n\s*""")


@dataclass(frozen=True, slots=True)
class Snippet:
    """An excerpt of a stored text and the places in it that match the query.

    Parameters
    ----------
    text : str
        The excerpt, letter for letter as it is stored.
    highlights : tuple[tuple[int, int], ...]
        Half-open character offsets into `text` of what matches: ordered, never empty, never overlapping.
    before, after : bool
        Whether there is more text before and after the excerpt.
    """

    text: str
    highlights: tuple[tuple[int, int], ...] = ()
    before: bool = False
    after: bool = False

    def __str__(self) -> str:
        """Return the excerpt as plain text, with … where there is more."""
        return f"{'… ' if self.before else ''}{self.text}{' …' if self.after else ''}"

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """Yield the excerpt in pieces, each with whether it matches; joined they are `text`."""
        done = 0
        for start, end in self.highlights:
            if start > done:
                yield self.text[done:start], False
            yield self.text[start:end], True
            done = end
        if done < len(self.text):
            yield self.text[done:], False

    def marked(self, before: str, after: str) -> str:
        """Return the excerpt with `before` and `after` put around each match, and nothing escaped."""
        return "".join(f"{before}{piece}{after}" if matches else piece for piece, matches in self.pieces())

    def html(self, tag: str = "mark") -> str:
        """Return the excerpt as HTML: everything in it escaped, each match inside a `tag` element.

        Without its tags and unescaped it is `text` again; whether to show an ellipsis is the page's choice,
        by `before` and `after`.

        Parameters
        ----------
        tag : str
            The bare name of an element: ASCII letters, digits and hyphens.

        Raises
        ------
        SearchlibError
            If `tag` is no such name.
        """
        from html import escape  # here because the module is not needed on the way to the first hit

        if not re.fullmatch("[A-Za-z][A-Za-z0-9-]*", tag):
            raise SearchlibError(f"{tag!r} is no name of an HTML element: use letters, digits and hyphens")
        return "".join(
            f"<{tag}>{escape(piece)}</{tag}>" if matches else escape(piece) for piece, matches in self.pieces()
        )


def make_snippet(text: str, leaves: Sequence[Mark], analyzer: Analyzer | None, length: int = DEFAULT_LENGTH) -> Snippet:
    """Return the excerpt of `text` that holds most of the query.

    The excerpt with the most different leaves wins, then the one with the most matches, then the first. It is
    cut between words and starts with a sentence where it can; without any match it is the beginning of the
    text. Costs one analysis of the text.

    Parameters
    ----------
    text : str
        The stored text of one field. Any string will do.
    leaves : Sequence[Mark]
        The positive text parts of the query on that field; with none, nothing is marked.
    analyzer : Analyzer or None
        What the field was indexed with; None where there are no leaves.
    length : int
        The most characters that the excerpt may have, at least 1. A match longer than that is cut.

    Raises
    ------
    SearchlibError
        If `length` is below 1.
    """
    matches: Sequence[Match] = ()
    if leaves and analyzer is not None:
        from searchlib.analysis import analyze_text
        from searchlib.analysis.multilingual import languages_of

        tokens = analyze_text(text, analyzer, languages=languages_of(analyzer))
        matches = find_matches(tokens, tuple(dict.fromkeys(leaves)))
    return snippet_of(text, matches, length)


def snippet_of(text: str, matches: Sequence[Match], length: int = DEFAULT_LENGTH) -> Snippet:
    """Return the excerpt of a text that holds most of what was found in it, as `make_snippet` does.

    Parameters
    ----------
    text : str
        The text.
    matches : Sequence[Match]
        Where leaves stand in it, as `find_matches` gives them.
    length : int
        The most characters that the excerpt may have, at least 1.

    Raises
    ------
    SearchlibError
        If `length` is below 1.
    """
    check_length(length)
    core = _best_window(matches, length)
    start, end = _excerpt(text, core, length)
    return Snippet(
        text=text[start:end],
        highlights=_highlights(matches, start, end, core),
        before=bool(text[:start].strip()),
        after=bool(text[end:].strip()),
    )


def check_length(length: int) -> None:
    """Raise an error if no snippet can be so long.

    Raises
    ------
    SearchlibError
        If `length` is below 1.
    """
    if length < 1:
        raise SearchlibError(f"a snippet has a length of at least 1 character, not {length}")


def _best_window(matches: Sequence[Match], length: int) -> tuple[int, int] | None:
    """Return the span from the first to the last match of the best excerpt; at most `length` long."""
    best: tuple[int, int] | None = None
    best_score = (0, 0)
    counts: dict[int, int] = {}
    last = 0  # matches[first:last] lie in the window, except for those too long for it
    for first, match in enumerate(matches):
        limit = match.start + length
        while last < len(matches) and matches[last].start < limit:
            counts[matches[last].leaf] = counts.get(matches[last].leaf, 0) + 1
            last += 1
        score = (len(counts), last - first)
        if score > best_score:
            # The count above takes in matches that only start in the window; count exactly where it matters.
            inside = [other for other in matches[first:last] if other.end <= limit]
            score = (len({other.leaf for other in inside}), len(inside))
            if score > best_score:
                best_score = score
                best = (match.start, max(other.end for other in inside))
        counts[match.leaf] -= 1
        if not counts[match.leaf]:
            del counts[match.leaf]
    if best is None and matches:
        best = (matches[0].start, matches[0].start + length)
    return best


def _excerpt(text: str, core: tuple[int, int] | None, length: int) -> tuple[int, int]:
    """Return where the excerpt starts and ends: it holds `core` and is at most `length` long."""
    first, last = core or (_strip(text, 0, len(text))[0],) * 2
    start = _start(text, first, last, length)
    end = start + length
    if end < len(text):
        return _strip(text, start, _cut_before(text, end, max(last, start + 1)))
    return _strip(text, _start_of_tail(text, start, length), len(text))


def _start(text: str, first: int, last: int, length: int) -> int:
    """Return where to start: with the sentence of the first match, or else some words before it."""
    if not first:
        return 0
    earliest = max(0, last - length)
    sentence = _sentence_start(text, earliest, first, latest=True)
    if sentence is not None:
        return sentence
    # A third of the room goes before the match, the rest behind it.
    wanted = max(earliest, first - (length - (last - first)) // 3)
    return _word_start(text, wanted, first)


def _start_of_tail(text: str, start: int, length: int) -> int:
    """Return an earlier start for an excerpt that reaches the end of the text with room to spare."""
    earliest = max(0, len(text) - length)
    if earliest == 0:
        return 0
    sentence = _sentence_start(text, earliest, start, latest=False)
    return start if sentence is None else sentence


def _sentence_start(text: str, earliest: int, latest_start: int, *, latest: bool) -> int | None:
    """Return the first (or the `latest`) start of a sentence in ``[earliest, latest_start]``."""
    if earliest == 0 and not latest:
        return 0
    found: int | None = 0 if earliest == 0 else None
    # From a little earlier, since the end of the sentence before stands in front of the start looked for.
    for ending in _SENTENCE_END.finditer(text, max(0, earliest - 4), latest_start):
        if ending.end() >= earliest:
            found = ending.end()
            if not latest:
                break
    return found


def _word_start(text: str, wanted: int, first: int) -> int:
    """Return the first start of a word in ``[wanted, first]``; `first` is one."""
    if wanted == 0 or text[wanted - 1].isspace():
        return wanted
    for place in range(wanted, first):
        if text[place].isspace():
            return place + 1
    return first


def _cut_before(text: str, end: int, lowest: int) -> int:
    """Return the last end of a word in ``[lowest, end]``; `end` where there is no blank between."""
    if text[end].isspace():
        return end
    for place in range(end - 1, lowest - 1, -1):
        if text[place].isspace():
            return place
    return end


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    """Return ``[start, end)`` without the blanks at both ends."""
    excerpt = text[start:end]
    start += len(excerpt) - len(excerpt.lstrip())
    return start, start + len(excerpt.strip())


def _highlights(
    matches: Iterable[Match], start: int, end: int, core: tuple[int, int] | None
) -> tuple[tuple[int, int], ...]:
    """Return the matches that lie in ``[start, end)`` as offsets from `start`, those that overlap joined."""
    spans: list[tuple[int, int]] = []
    for match in matches:
        if match.start < start or match.end > end:
            continue
        if spans and match.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], match.end))
        else:
            spans.append((match.start, match.end))
    if not spans and core is not None and core[0] < end:
        spans.append((core[0], end))  # a match longer than the excerpt
    return tuple((first - start, last - start) for first, last in spans)
