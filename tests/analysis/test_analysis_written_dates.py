"""Dates written in words, over the raw forms of a text."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.analysis import get, split
from searchlib.analysis.gaps import Gap, gap, gaps
from searchlib.analysis.written_dates import date_class, date_terms, nearest_year, written_dates

NEAR = date(2025, 11, 1)
ROMANIAN = "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie".split()
ENGLISH = "January February March April May June July August September October November December".split()


def dates(text: str, near: date | None = NEAR) -> list[tuple[str, str]]:
    """The raw form and the term of each date."""
    spans = split(text)
    raws = [text[start:end] for start, end in spans]
    found = written_dates([date_class(raw) for raw in raws], gaps(text, spans), near)
    return [(raws[at], term) for at, term in found]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("23 octombrie 2025", "2025-10-23"),
        ("joi, 23 octombrie 2025, la Iași", "2025-10-23"),
        ("joi 23 octombrie", "2025-10-23"),
        ("23 OCTOMBRIE 2024", "2024-10-23"),
        ("23 oct. 2024", "2024-10-23"),
        ("23 oct 2024", "2024-10-23"),
        ("26 sept. 2013", "2013-09-26"),
        ("1 decembrie 1918", "1918-12-01"),
        ("01 decembrie 1918", "1918-12-01"),
        ("întâi mai 2024", "2024-05-01"),
        ("9 mai 1877", "1877-05-09"),
        ("23 octombrie, 2024", "2024-10-23"),
        ("23\u00a0octombrie\u00a02024", "2024-10-23"),
        ("5 noembrie 1990", "1990-11-05"),
        ("October 24, 2024", "2024-10-24"),
        ("October 24 2024", "2024-10-24"),
        ("October 24th, 2024", "2024-10-24"),
        ("October 24", "2025-10-24"),
        ("24 October 2024", "2024-10-24"),
        ("24th October 2024", "2024-10-24"),
        ("Oct. 24, 2024", "2024-10-24"),
        ("August 15, 2024", "2024-08-15"),
        ("May 9, 2024", "2024-05-09"),
        ("29 februarie 2024", "2024-02-29"),
        ("17 mai la București", "2025-05-17"),
        ("17 mai, mare sărbătoare", "2025-05-17"),
        ("19 mar. 2014", "2014-03-19"),
    ],
)
def test_a_date_gives_its_term_at_the_day(text: str, term: str) -> None:
    assert [found for _, found in dates(text)] == [term]
    assert date_class(dates(text)[0][0]) >> 12 == 1, "the form is the day"
    assert dates(unicodedata.normalize("NFD", text))[0][1] == term


@pytest.mark.parametrize(
    "text",
    [
        "octombrie", "în octombrie la Iași", "31 februarie 2025", "30 februarie", "29 februarie 2023", "0 mai",
        "32 decembrie", "17 mai multe", "cu 3 mai mult", "cei 5 mai mari", "are 5 mar", "23\noctombrie",
        "23, octombrie", "23 (octombrie)", "23. Octombrie a fost", "23 «octombrie»", "în august 15 firme",
        "oct 15 firme", "20 may be", "march 5", "joi 23", "23.10", "octombrie 15", "1.200 octombrie",
    ],
)  # fmt: skip
def test_what_is_no_date_gives_nothing(text: str) -> None:
    assert dates(text) == []


@pytest.mark.parametrize(
    "text", ["lunii octombrie 2025", "octombrie 2025", "oct. 2025", "October 2025", "October, 2025"]
)
def test_a_month_and_its_year_give_both_at_the_month(text: str) -> None:
    ((raw, term),) = dates(text, None)
    assert raw.lower().startswith("oct")
    assert term == "2025-10"


def test_neighbours_that_are_no_part_of_it_change_nothing() -> None:
    assert dates("Pe 2 mai 2000 și pe 3 mai 2001.") == [("2", "2000-05-02"), ("3", "2001-05-03")]
    assert dates("23 octombrie. 2024 a fost") == [("23", "2025-10-23")]
    assert dates("23 octombrie\n2024 a fost") == [("23", "2025-10-23")]
    assert dates("October 23 November 24") == [("23", "2025-10-23"), ("24", "2025-11-24")]
    assert dates("23. Octombrie 2024 a fost") == [("Octombrie", "2024-10")]
    assert dates("23 octombrie 1200") == [("23", "2025-10-23")], "no year of news"


@pytest.mark.parametrize("dash", ["-", " - ", "–", " – ", "\u2011", "- "])
def test_each_day_of_a_range_is_found(dash: str) -> None:
    found = dates(f"23{dash}25 octombrie 2024")
    assert [term for _, term in found] == ["2024-10-23", "2024-10-24", "2024-10-25"]
    assert [term for _, term in dates(f"28{dash}31 iunie 2024")] == ["2024-06-28", "2024-06-29", "2024-06-30"]
    assert [term for _, term in dates(f"25{dash}23 octombrie 2024")][-1:] != ["2024-10-24"]


def test_a_day_of_a_range_stands_at_its_own_form() -> None:
    assert dates("23 – 25 octombrie")[0] == ("23", "2025-10-23")
    assert {raw for raw, _ in dates("23 – 25 octombrie")[1:]} == {"25"}


def test_days_in_a_list() -> None:
    assert dates("22, 23 și 24 octombrie") == [("22", "2025-10-22"), ("23", "2025-10-23"), ("24", "2025-10-24")]
    assert dates("noaptea de 23 spre 24 octombrie") == [("23", "2025-10-23"), ("24", "2025-10-24")]
    assert dates("meciul 30 și 24 octombrie") == [("24", "2025-10-24")], "days of a list grow"
    assert dates("22, 24 octombrie") == [("24", "2025-10-24")], "a comma alone joins nothing"


def test_without_a_year_it_is_the_nearest_day() -> None:
    assert dates("31 decembrie", date(2025, 1, 3)) == [("31", "2024-12-31")]
    assert dates("2 ianuarie", date(2024, 12, 20)) == [("2", "2025-01-02")]
    assert dates("29 februarie", date(2026, 6, 1)) == []
    assert dates("23 octombrie", None) == []


@given(st.dates(date(2, 1, 1), date(9998, 1, 1)), st.dates())
def test_the_nearest_year_is_that_of_the_nearest_day(near: date, other: date) -> None:
    around = [near + timedelta(days) for days in range(-184, 185) if date.min.toordinal() < near.toordinal() - 184]
    same = [day for day in around if (day.month, day.day) == (other.month, other.day)]
    expected = min(same, key=lambda day: (abs(day - near), day), default=None)
    if expected is not None:
        assert nearest_year(other.month, other.day, near) == expected.year


def test_the_calendar_ends() -> None:
    assert dates("31 decembrie", date(1, 1, 1)) == [("31", "0001-12-31")]
    assert dates("1 ianuarie", date(9999, 12, 31)) == [("1", "9999-01-01")]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("23 octombrie 2025", ("2025-10-23",)),
        ("Joi, 23 octombrie 2025", ("2025-10-23",)),
        ("„23 oct. 2025”", ("2025-10-23",)),
        ("October 24, 2025", ("2025-10-24",)),
        ("octombrie 2025", ("2025-10",)),
        ("pe 23 octombrie 2025", ()),
        ("23 octombrie 2025 Iași", ()),
        ("23 octombrie", ()),
        ("23-25 octombrie 2025", ()),
        ("23 octombrie 2025 24 octombrie 2025", ()),
        ("31 februarie 2025", ()),
        ("17 mai multe", ()),
        ("joi", ()),
        ("", ()),
    ],
)
def test_a_question_that_is_a_date_has_its_term(text: str, terms: tuple[str, ...]) -> None:
    assert date_terms(text) == terms


def test_the_year_of_a_question_can_be_given() -> None:
    assert date_terms("1 ianuarie", 2024) == ("2024-01-01",)
    assert date_terms("31 decembrie", 2024) == ("2024-12-31",)
    assert date_terms("1 ianuarie 2020", 2024) == ("2020-01-01",)


@given(
    st.dates(date(1400, 1, 1), date(2199, 12, 31)),
    st.sampled_from(["{d} {m} {y}", "{d:02} {m}, {y}", "{d} {a}. {y}", "{e} {d}, {y}", "{d} {e} {y}"]),
    st.sampled_from(["", "Ședința de joi, ", "(", "între "]),
    st.sampled_from(["", ", la Iași.", " a fost mare", ")\n"]),
)
def test_a_written_date_gives_the_term_of_the_numeric_one(day: date, how: str, before: str, behind: str) -> None:
    romanian = ROMANIAN[day.month - 1]
    short = romanian[:3] if day.month not in {5, 11} else ["mai", "nov"][day.month == 11]
    if day.month == 5 and "{a}" in how:
        return  # mai is not abbreviated
    written = how.format(d=day.day, m=romanian, a=short, e=ENGLISH[day.month - 1], y=day.year)
    numeric = get("romanian").analyze_forms([f"{day.day:02}.{day.month:02}.{day.year}"])[0].tokens[0].term
    assert [term for _, term in dates(before + written + behind)] == [numeric]
    assert date_terms(written) == (numeric,)


PIECES = st.sampled_from(
    "0 1 5 12 23 29 31 32 5-9 23-25 30-31 1st 2024 2025 1200 mai mar oct octombrie august October May may și and spre "
    "luni multe Iași".split()
)


@given(
    st.lists(st.tuples(PIECES, st.sampled_from([" ", ",", ".", "\n", "-", "–", ", ", ". ", " (", "! "])), max_size=40)
)
def test_any_sequence_gives_real_days_in_place(pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + separator for piece, separator in pieces)
    spans = split(text)
    found = list(written_dates([date_class(text[a:b]) for a, b in spans], gaps(text, spans), NEAR))
    for at, term in found:
        assert 0 <= at < len(spans)
        if len(term) == 10:
            day = date.fromisoformat(term)
            assert str(day.day) in text[slice(*spans[at])] or "-" in text or "–" in text
        else:
            assert date.fromisoformat(term + "-01")


class Counted(list[int]):
    """Counts how often a form is looked at."""

    looks = 0

    def __getitem__(self, at: int) -> int:  # type: ignore[override]
        self.looks += 1
        return super().__getitem__(at)


@given(st.lists(st.sampled_from("1 2 3 30 31 și octombrie oct May 2025".split()), min_size=1, max_size=12))
def test_no_text_takes_more_looks_than_it_has_forms(cycle: list[str]) -> None:
    raws = cycle * 100
    for kind in (Gap.SPACE, Gap.COMMA, Gap.DASH, Gap.STOP):
        classes = Counted(date_class(raw) for raw in raws)
        list(written_dates(classes, [kind] * len(raws), NEAR))
        assert classes.looks <= 90 * len(raws)


@given(st.text())
def test_any_form_has_a_class_of_fifteen_bits(raw: str) -> None:
    assert 0 <= date_class(raw) < 1 << 15


@pytest.mark.parametrize(
    ("separator", "kind"),
    [
        ("", Gap.SPACE), (" ", Gap.SPACE), ("\u00a0\t", Gap.SPACE), ("\u200b", Gap.SPACE), (", ", Gap.COMMA),
        (",", Gap.COMMA), (". ", Gap.STOP), (".", Gap.STOP), (" – ", Gap.DASH), ("-", Gap.DASH), ("; ", Gap.OTHER),
        (", „", Gap.OTHER), (" (", Gap.OTHER), (",,", Gap.OTHER), ("...", Gap.OTHER), (".”", Gap.OTHER),
        ("! ", Gap.SENTENCE), ("? ", Gap.SENTENCE), ("… ", Gap.SENTENCE), ("... ", Gap.SENTENCE), (".” ", Gap.SENTENCE),
        (". „", Gap.SENTENCE), ("\n", Gap.LINE), (". \r\n", Gap.LINE), ("\u2028", Gap.LINE),
    ],
)  # fmt: skip
def test_the_kinds_of_separators(separator: str, kind: Gap) -> None:
    assert gap(separator) == kind


@given(st.text(alphabet="a1 .,!?…-–\n\u00a0\u200b”#@é", max_size=60))
def test_each_form_has_what_stands_before_it(text: str) -> None:
    spans = split(text)
    found = gaps(text, spans)
    assert len(found) == len(spans)
    ends = [0, *(end for _, end in spans)]
    expected = [gap(text[end:start]) for end, (start, _) in zip(ends, spans, strict=False)]
    assert found[1:] == expected[1:]
    assert found[:1] == [Gap.LINE] * bool(spans)


@given(
    st.lists(st.sampled_from(["mai", "mar", "joi", "octombrie", "oct.", "October", ",", "-", "de", "din"]) | st.text())
)
def test_what_has_no_digit_is_no_date(parts: list[str]) -> None:
    """The native planner asks for the terms of dates only where there is one."""
    text = re.sub("[0-9]", "", " ".join(parts))
    assert date_terms(text) == ()
