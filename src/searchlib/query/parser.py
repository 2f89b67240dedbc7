"""Tokens → tree. The parser keeps its own stack of open brackets, so that no text can exhaust Python's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Literal, TypeAlias

from searchlib.errors import QuerySyntaxError
from searchlib.query.clauses import Clauses, Scope
from searchlib.query.groups import Group
from searchlib.query.limits import Limits
from searchlib.query.operators import MAX_DISTANCE, Operators
from searchlib.query.problems import BackwardsError, problem
from searchlib.query.tokenizer import (
    CLOSE,
    FIELD,
    NOT,
    OPEN,
    OPERATORS,
    PLAIN,
    QUOTED,
    RANGE,
    REGEX,
    ROMANIAN_OPERATORS,
    SIGN,
    STRAY,
    TOKENS,
    strip_accents,
)
from searchlib.query.tree import Query, Word

__all__ = ["DefaultOperator", "Parser"]

DefaultOperator: TypeAlias = Literal["or", "and"]

_NEARNESS = re.compile(r"(NEAR|ADJ)/(\d+)")


class Parser:
    """Reads one query.

    Parameters
    ----------
    clauses : Clauses
        What makes the leaves of its tree.
    default_operator : {"or", "and"}
        What stands between words where nothing does.
    limits : Limits
        How much it may ask for.
    romanian : bool
        Whether ŞI, SAU and NU are operators.
    complain : Callable
        What is done about each error: to raise it, or to note it, upon which the parser goes on as well as it can.
    """

    __slots__ = (
        "_clauses",
        "_complain",
        "_default",
        "_depth",
        "_expected",
        "_group",
        "_left",
        "_limits",
        "_open",
        "_operators",
        "_passed_over",
        "_query",
        "_romanian",
    )

    def __init__(
        self,
        clauses: Clauses,
        default_operator: DefaultOperator,
        limits: Limits,
        *,
        romanian: bool,
        complain: Callable[[QuerySyntaxError], None],
    ) -> None:
        self._query = clauses.query
        self._clauses = clauses
        self._operators = Operators(clauses.query)
        self._default: DefaultOperator = default_operator
        self._limits = limits
        self._romanian = romanian
        self._complain = complain
        self._group = Group(0, None)
        self._open: list[Group] = []  # the groups around the one being read
        self._depth = 0  # brackets and waiting signs
        self._passed_over = 0  # brackets that were opened too deep, where that is not an error
        self._left = limits.clauses
        self._expected: Scope | None = None  # of a FIELD token, whose value is the next one

    def parse(self) -> Query | None:
        """Return the tree; None if nothing is asked for, and that is not an error.

        Raises
        ------
        QuerySyntaxError
            If the query is not in the language.
        """
        for token in TOKENS.finditer(self._query):
            kind = token.lastindex
            text = token[0]
            if kind == PLAIN and self._group.scope is None and self._operator_of(text) is None:
                self._leaf(text, token.start(), lambda text=text: Word(text))  # type: ignore[misc]
            else:
                self._token(kind or STRAY, text, token.start())
        while self._open:
            self._fail(self._group.position, "this bracket is never closed", "add a )")
            self._close()
        self._complete()
        return self._group.close(self._default)

    def _operator_of(self, text: str) -> str | None:
        """Return the operator that a word is, if it is one."""
        operator = OPERATORS.get(text)
        if operator is None and self._romanian and text.isupper():
            return ROMANIAN_OPERATORS.get(strip_accents(text))
        return operator

    def _token(self, kind: int, text: str, position: int) -> None:
        scope, self._expected = self._expected or self._group.scope, None
        if kind == OPEN:
            self._open_bracket(position, scope)
        elif kind == CLOSE:
            self._close_bracket(text, position)
        elif kind == SIGN:
            self._sign(text, position)
        elif kind == STRAY:
            self._fail(position, f"the quotation mark {text} has no partner", "add it, or leave this one out")
        elif kind == FIELD:
            try:
                self._expected = self._clauses.opening(text, position)
            except QuerySyntaxError as error:
                self._complain(error)
        else:
            self._operand(kind, text, position, scope)

    def _operand(self, kind: int, text: str, position: int, scope: Scope | None) -> None:
        clauses = self._clauses
        if kind == QUOTED:
            self._leaf(text, position, lambda: clauses.quoted(text, position, scope))
        elif kind == RANGE:
            self._leaf(text, position, lambda: clauses.range(text, position))
        elif kind == REGEX:
            self._leaf(text, position, lambda: clauses.regex(text, position, scope))
        elif (operator := self._operator_of(text)) is not None:
            self._operator(operator, text, position)
        elif (nearness := _NEARNESS.fullmatch(text)) is not None:
            self._nearness(nearness, position)
        else:
            self._leaf(text, position, lambda: clauses.word(text, position, scope))

    def _leaf(self, text: str, position: int, make: Callable[[], Query]) -> None:
        if self._left == 0:
            self._fail(position, f"there are more than {self._limits.clauses} clauses", "ask with fewer words")
            return
        try:
            node = make()
        except QuerySyntaxError as error:
            self._complain(error)
            for rest in _salvaged(error, text):
                self._left = max(self._left - 1, 0)
                self._add(rest, position)
            return
        self._left -= 1
        self._add(node, position)

    def _add(self, node: Query, position: int) -> None:
        self._depth -= len(self._group.signs)
        error = self._group.add(node)
        if error is not None:
            self._fail(position, *error)

    def _operator(self, operator: str, text: str, position: int) -> None:
        if operator == NOT:
            self._sign(text, position)
            return
        if not self._waits_for_nothing():
            hint = f'write a word on both sides; to search for the word itself, put it in quotation marks, "{text}"'
            self._fail(position, f"nothing stands before {text} that it could join", hint)
            return
        self._group.operator, self._group.operator_at = operator, position

    def _waits_for_nothing(self) -> bool:
        group = self._group
        return bool(group.conjuncts) and not group.operator and not group.nearness and not group.signs

    def _nearness(self, found: re.Match[str], position: int) -> None:
        if not self._waits_for_nothing():
            hint = f'write a word on both sides; to search for the word itself, put it in quotation marks, "{found[0]}"'
            self._fail(position, f"nothing stands before {found[0]} that could be near", hint)
            return
        try:
            distance = self._operators.distance(found[2], position)
        except QuerySyntaxError as error:
            self._complain(error)
            distance = MAX_DISTANCE
        self._group.nearness, self._group.operator_at = (found[1], distance), position

    def _sign(self, text: str, position: int) -> None:
        if self._group.nearness:
            what = f"{text} cannot stand after {self._group.nearness[0]}"
            self._fail(position, what, "leave it out, or put the words that are near in brackets")
            return
        if self._depth >= self._limits.depth:
            self._too_deep(position)
            return
        self._depth += 1
        self._group.signs.append((self._operator_of(text) or text, position))

    def _open_bracket(self, position: int, scope: Scope | None) -> None:
        if scope is not None and scope.comparison:
            what = f"{scope.comparison} cannot stand before a bracket"
            example = '="two words"' if scope.comparison == "=" else f"{scope.comparison}2025-10-24"
            self._fail(position, what, f"write {scope.name}:{example}")
            scope = scope._replace(comparison="")
        if self._depth >= self._limits.depth:
            self._too_deep(position)
            self._passed_over += 1
            return
        self._depth += 1
        self._open.append(self._group)
        self._group = Group(position, scope)

    def _close_bracket(self, text: str, position: int) -> None:
        if self._passed_over:
            self._passed_over -= 1
        elif not self._open:
            self._fail(position, "this bracket was never opened", "leave it out, or add a ( before it")
        else:
            self._close(text, position)

    def _close(self, text: str = ")", position: int = 0) -> None:
        """Close the group being read and add it to the one around it."""
        self._complete()
        start = self._group.position
        node = self._group.close(self._default)
        self._group = self._open.pop()
        self._depth -= 1
        if node is None:
            return
        try:
            node = self._operators.boosted(node, self._operators.boost_at_end(text), position + len(text))
        except QuerySyntaxError as error:
            self._complain(error)
        self._add(node, start)

    def _too_deep(self, position: int) -> None:
        self._fail(position, f"more than {self._limits.depth} brackets or signs are nested", "ask more simply")

    def _complete(self) -> None:
        """See that the group being read can end here; what waits for more is dropped if that is not an error."""
        group = self._group
        if group.signs:
            sign, position = group.signs[-1]
            self._fail(position, f"nothing follows {sign}", "write what it applies to")
            self._depth -= len(group.signs)
            group.signs.clear()
        waiting = group.operator or (group.nearness and group.nearness[0])
        if waiting:
            self._fail(group.operator_at, f"nothing follows {waiting}", "write a word on both sides")
            group.operator, group.nearness = "", None
        if not group.conjuncts:
            what = "there is nothing between the brackets" if self._open else "the query is empty"
            self._fail(group.position, what, 'write a word, a "phrase" or field:value')

    def _fail(self, position: int, what: str, hint: str) -> None:
        self._complain(problem(self._query, position, what, hint))


def _salvaged(error: QuerySyntaxError, text: str) -> Iterable[Query]:
    """Return what can be asked of a clause that is none: a range with its ends swapped, or its words."""
    if isinstance(error, BackwardsError):
        return [error.swapped]
    head, colon, rest = text.partition(":")
    words = re.findall(r"[^\W_]+(?:[-'’.][^\W_]+)*", rest if colon and head.isidentifier() else text)
    return [Word(word) for word in words[:8] if word != "TO"]
