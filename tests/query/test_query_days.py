"""Days by their names: ``date:ieri``, ``date:"ultimele 7 zile"``; and the same in English."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.errors import QuerySyntaxError
from searchlib.query import DateRange, between, parse
from searchlib.query.date_phrases import days_of
from searchlib.schema import NEWS

SUNDAY = date(2025, 10, 26)


@pytest.mark.parametrize(
    ("phrases", "first", "last"),
    [
        ("azi|astăzi|AZI|today", "2025-10-26", "2025-10-26"),
        ("ieri|yesterday", "2025-10-25", "2025-10-25"),
        ("alaltăieri", "2025-10-24", "2025-10-24"),
        ("săptămâna asta|saptamina aceasta|this week", "2025-10-20", "2025-10-26"),
        ("săptămâna trecută|saptamana trecuta|SĂPTĂMÎNA TRECUTĂ|last week", "2025-10-13", "2025-10-19"),
        ("luna asta|luna curentă|this month", "2025-10-01", "2025-10-31"),
        ("luna trecută|last month", "2025-09-01", "2025-09-30"),
        ("anul acesta|anul curent|this year", "2025-01-01", "2025-12-31"),
        ("anul trecut|last year", "2024-01-01", "2024-12-31"),
        ("octombrie 2025|oct. 2025|October 2025|OCTOMBRIE  2025", "2025-10-01", "2025-10-31"),
        ("februarie 2024", "2024-02-01", "2024-02-29"),
        ("octombrie|october", "2025-10-01", "2025-10-31"),
        ("noiembrie", "2024-11-01", "2024-11-30"),
        ("mai", "2025-05-01", "2025-05-31"),
        ("24 octombrie 2025|October 24, 2025|October 24th 2025|24 oct 2025", "2025-10-24", "2025-10-24"),
        ("24 octombrie|October 24", "2025-10-24", "2025-10-24"),
        ("27 octombrie", "2024-10-27", "2024-10-27"),
        ("29 februarie", "2024-02-29", "2024-02-29"),
        ("ultimele 7 zile|ultimele 7 de zile|last 7 days|past 7 days", "2025-10-20", "2025-10-26"),
        ("ultima zi|ultimele 1 zile", "2025-10-26", "2025-10-26"),
        ("ultimele 2 săptămâni|last 2 weeks", "2025-10-13", "2025-10-26"),
        ("ultima săptămână", "2025-10-20", "2025-10-26"),
        ("ultima lună|past month", "2025-09-27", "2025-10-26"),
        ("ultimele 3 luni|last 3 months", "2025-07-27", "2025-10-26"),
        ("ultimul an|past year", "2024-10-27", "2025-10-26"),
        ("ultimii 2 ani|last 2 years", "2023-10-27", "2025-10-26"),
    ],
)
def test_phrases(phrases: str, first: str, last: str) -> None:
    for phrase in phrases.split("|"):
        assert days_of(phrase, SUNDAY) == (
            date.fromisoformat(first),
            date.fromisoformat(last),
        ), phrase


@pytest.mark.parametrize(
    "phrase", ["", "x", "ieri azi", "30 februarie", "0 mai", "ultimele 0 zile", "ultimele 99999 ani"]
)
def test_no_phrases(phrase: str) -> None:
    assert days_of(phrase, SUNDAY) is None


@given(st.dates(), st.integers(1, 60), st.sampled_from(["zile", "săptămâni", "luni", "ani"]))
def test_the_last_so_many_end_today_and_follow_each_other(today: date, count: int, unit: str) -> None:
    days = days_of(f"ultimele {count} {unit}", today)
    if days is None:
        assert today.year <= 60
        return
    first, last = days
    assert last == today
    shorter = days_of(f"ultimele {count - 1} {unit}", today) if count > 1 else (today + timedelta(days=1), today)
    assert shorter is not None
    least, most = {"zile": (1, 1), "săptămâni": (7, 7), "luni": (28, 31), "ani": (365, 366)}[unit]
    assert least <= (shorter[0] - first).days <= most + (unit in ("luni", "ani")) * 3


@given(st.dates(date(2, 1, 1)))
def test_a_period_holds_today_and_the_one_before_touches_it(today: date) -> None:
    for unit, gender in (("săptămâna", "ă"), ("luna", "ă"), ("anul", "")):
        this = days_of(f"{unit} {'aceasta' if gender else 'acesta'}", today)
        before = days_of(f"{unit} trecut{gender}", today)
        if this is None or before is None:
            assert today.year == 9999
            continue
        assert this[0] <= today <= this[1]
        assert before[1] + timedelta(days=1) == this[0]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("date:ieri", "2025-10-25", "2025-10-25"),
        ('date:"săptămâna trecută"', "2025-10-13", "2025-10-19"),
        ("date:„octombrie 2025”", "2025-10", "2025-10"),
        ("date:[ieri TO azi]", "2025-10-25", "2025-10-26"),
        ("date:[luna trecută TO azi]", "2025-09-01", "2025-10-26"),
        ('date:["24 octombrie" TO *]', "2025-10-24", None),
        ("date:>=ieri", "2025-10-25", None),
        ('date:<="luna trecută"', None, "2025-09-30"),
    ],
)
def test_in_queries(text: str, first: str, last: str | None) -> None:
    assert parse(text, NEWS, today=SUNDAY) == between("date", first, last)


def test_the_day_on_which_the_clocks_change_has_25_hours() -> None:
    tree = parse("date:azi", NEWS, today=SUNDAY)
    assert isinstance(tree, DateRange)
    assert (tree.end or 0) - (tree.start or 0) == 25 * 3600


def test_today_is_that_of_the_time_zone_of_the_schema() -> None:
    assert isinstance(parse("date:azi", NEWS), DateRange)


def test_errors_show_what_can_be_written() -> None:
    with pytest.raises(QuerySyntaxError, match="săptămâna trecută") as caught:
        parse("date:candva", NEWS)
    assert caught.value.position == 5
    with pytest.raises(QuerySyntaxError, match="azi is later than ieri"):
        parse("date:[azi TO ieri]", NEWS, today=SUNDAY)
