"""Dates: what is accepted, what it covers, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.dates import (
    Instant,
    Precision,
    day_number,
    middle_day,
    parse_instant,
    plain_day,
    span,
    to_date,
    to_datetime,
)
from searchlib.errors import SchemaError

BUCHAREST = "Europe/Bucharest"
HOUR = 3600


def at(*parts: int, zone: str = BUCHAREST) -> int:
    return int(datetime(*parts, tzinfo=ZoneInfo(zone)).timestamp())


@pytest.mark.parametrize(
    ("value", "start", "precision"),
    [
        ("2025", at(2025, 1, 1), Precision.YEAR),
        ("2025-10", at(2025, 10, 1), Precision.MONTH),
        ("2025-10-24", at(2025, 10, 24), Precision.DAY),
        ("  2025-10-24\n", at(2025, 10, 24), Precision.DAY),
        ("24.10.2025", at(2025, 10, 24), Precision.DAY),
        ("4.1.2025", at(2025, 1, 4), Precision.DAY),
        (date(2025, 10, 24), at(2025, 10, 24), Precision.DAY),
        ("2025-10-24 19:57", at(2025, 10, 24, 19, 57), Precision.SECOND),
        ("2025-10-24T19:57", at(2025, 10, 24, 19, 57), Precision.SECOND),
        ("24.10.2025 19:57", at(2025, 10, 24, 19, 57), Precision.SECOND),
        ("24.10.2025, 19:57:08", at(2025, 10, 24, 19, 57, 8), Precision.SECOND),
        ("2025-10-24T19:57:37+03:00", at(2025, 10, 24, 16, 57, 37, zone="UTC"), Precision.SECOND),
        ("2025-10-24T19:57:37+0300", at(2025, 10, 24, 16, 57, 37, zone="UTC"), Precision.SECOND),
        ("2025-10-24 19:57:37 -05:00", at(2025, 10, 25, 0, 57, 37, zone="UTC"), Precision.SECOND),
        ("2025-10-24T19:57:37Z", at(2025, 10, 24, 19, 57, 37, zone="UTC"), Precision.SECOND),
        ("2025-10-24t19:57:37.999z", at(2025, 10, 24, 19, 57, 37, zone="UTC"), Precision.SECOND),
        (datetime(2025, 10, 24, 19, 57), at(2025, 10, 24, 19, 57), Precision.SECOND),
        (datetime(2025, 10, 24, 19, 57, tzinfo=UTC), at(2025, 10, 24, 19, 57, zone="UTC"), Precision.SECOND),
        ("1969-12-31T23:59:59.5Z", -1, Precision.SECOND),
    ],
)
def test_accepted(value: object, start: int, precision: Precision) -> None:
    assert parse_instant(value, BUCHAREST) == Instant(start, precision)
    assert span(value, BUCHAREST)[0] == start


@pytest.mark.parametrize(
    "value",
    [
        "", " ", "ieri", "2025-13", "2025-00", "2025-02-30", "0000", "20251024", "2025-1-5", "24/10/2025", "31.2.2025",
        "2025-10-24T25:00", "2025-10-24T19", "2025-10-24x19:57", "2025-10-24 19:57 mâine", "2025-10-24T19:57+99:00",
        "2025-W43-5", "٢٠٢٥", "2025-10-24\x00", "12025", 2025, 1761325057, 2.5, True, None, b"2025", ["2025"],
    ],
)  # fmt: skip
def test_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"is no date.*; write 2025, "):
        parse_instant(value, BUCHAREST)
    with pytest.raises(ValueError, match="is no date"):
        span(value, BUCHAREST)


def test_refusal_says_why_and_stays_short() -> None:
    with pytest.raises(ValueError, match="day is out of range for month"):
        parse_instant("2025-02-30", BUCHAREST)
    with pytest.raises(ValueError, match="it is a number, not text"):
        parse_instant(20251024, BUCHAREST)
    with pytest.raises(ValueError, match="is no date") as caught:
        parse_instant("x" * 10_000, BUCHAREST)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("zone", ["Europe/Bucuresti", "", "../etc/passwd", "Europe"])
def test_unknown_zone(zone: str) -> None:
    with pytest.raises(SchemaError, match="no time zone"):
        parse_instant("2025", zone)


@pytest.mark.parametrize(
    ("value", "length"),
    [
        ("2025", 365 * 24 * HOUR),
        ("2024", 366 * 24 * HOUR),
        ("2025-02", 28 * 24 * HOUR),
        ("2025-03", 31 * 24 * HOUR - HOUR),
        ("2025-12", 31 * 24 * HOUR),
        ("2025-10-24", 24 * HOUR),
        ("2025-03-30", 23 * HOUR),
        ("2025-10-26", 25 * HOUR),
        ("2025-10-24 19:57", 60),
        ("2025-10-24 19:57:37", 1),
        (date(2025, 10, 26), 25 * HOUR),
        (datetime(2025, 10, 24, tzinfo=UTC), 1),
        ("9999", 365 * 24 * HOUR),
        ("9999-12", 31 * 24 * HOUR),
        ("9999-12-31", 24 * HOUR),
        ("0001-01-01", 24 * HOUR),
    ],
)
def test_span(value: object, length: int) -> None:
    start, end = span(value, BUCHAREST)
    assert end - start == length


@given(
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.sampled_from([BUCHAREST, "UTC", "America/Sao_Paulo", "Asia/Kolkata"]),
)
def test_days_follow_each_other_and_come_back(day: date, zone: str) -> None:
    start, end = span(day, zone)
    assert span(day.isoformat(), zone) == span(day.strftime("%d.%m.%Y"), zone) == (start, end)
    assert span(day + timedelta(days=1), zone)[0] == end
    number = (day - date(1970, 1, 1)).days
    assert day_number(start, zone) == day_number(end - 1, zone) == number
    assert to_date(start, zone) == to_date(end - 1, zone) == day
    assert to_date(end, zone) == day + timedelta(days=1)


@given(st.integers(-2_000_000_000, 4_000_000_000), st.integers(-14, 14))
def test_seconds_come_back(seconds: int, hours: int) -> None:
    moment = to_datetime(seconds, BUCHAREST)
    assert moment.utcoffset() is not None
    assert int(moment.timestamp()) == seconds
    assert parse_instant(moment, "UTC").seconds == seconds
    elsewhere = moment.astimezone(timezone(timedelta(hours=hours)))
    assert parse_instant(elsewhere.isoformat(), "UTC").seconds == seconds


@given(st.integers(-(10**12), 10**12))
def test_any_second_has_a_day(seconds: int) -> None:
    assert isinstance(to_date(seconds, BUCHAREST), date)
    assert date.min <= to_datetime(seconds, BUCHAREST).date() <= date.max


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("zone", [BUCHAREST, "America/Los_Angeles", "Pacific/Kiritimati"])
def test_the_ends_of_the_calendar(day: str, zone: str) -> None:
    seconds = parse_instant(day, zone).seconds
    assert to_date(seconds, zone).isoformat() == day
    assert to_datetime(seconds, zone).date().isoformat() == day


def test_the_middle_day_is_within_what_was_given() -> None:
    for value, day in [
        ("2025", date(2025, 7, 2)),
        ("2025-10", date(2025, 10, 15)),
        ("2025-10-24", date(2025, 10, 24)),
        ("2025-10-24 23:59", date(2025, 10, 24)),
    ]:
        assert middle_day(parse_instant(value, BUCHAREST), BUCHAREST) == day


@given(st.dates(date(2, 1, 1), date(9998, 12, 31)))
def test_no_day_of_a_year_is_nearer_to_the_middle_of_another(day: date) -> None:
    distances = {
        year: abs(day - middle_day(parse_instant(f"{year:04}", "UTC"), "UTC"))
        for year in (day.year - 1, day.year, day.year + 1)
    }
    assert distances[day.year] == min(distances.values())


ZONES = [
    "Europe/Bucharest",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Asia/Beirut",
    "America/Havana",
    "Asia/Kathmandu",
    "UTC",
]


@pytest.mark.parametrize("zone", [*ZONES, "Pacific/Apia", "Africa/Monrovia", "Atlantic/Azores"])
def test_a_plain_day_is_one_on_which_the_clocks_stand_still(zone: str) -> None:
    plain = 0
    for day in range(-40_000, 25_000, 1 if zone in ZONES[:3] else 7):
        text = (date(1970, 1, 1) + timedelta(days=day)).isoformat()
        first, end = span(text, zone)
        found = plain_day(day, zone)
        if found is not None:
            assert (found, end - first) == (first, 86_400)
            assert parse_instant(f"{text}T12:00", zone).seconds == first + 43_200
            plain += 1
    assert plain > 0.98 * 65_000 / (1 if zone in ZONES[:3] else 7)


def test_a_plain_day_needs_a_zone() -> None:
    with pytest.raises(SchemaError):
        plain_day(0, "Europe/Nowhere")
