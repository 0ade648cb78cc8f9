"""The geometry of the report's charts."""

from __future__ import annotations

from datetime import date, timedelta

from crawler.report.charts import BAR, GAP, ROOM, bar_chart, calendar, shade, short

DAYS = [date(2026, 11, 1) + timedelta(days=n) for n in range(15)]


def test_the_largest_value_is_a_full_bar() -> None:
    chart = bar_chart([("satu", 40, "40"), ("dua", 10, "10"), ("tiga", 0, "0")])
    assert [bar.length for bar in chart.bars] == [ROOM, ROOM / 4, 0.0]
    assert [bar.y for bar in chart.bars] == [0, BAR + GAP, 2 * (BAR + GAP)]
    assert chart.height == 3 * (BAR + GAP)


def test_values_of_zero_alone_are_empty_bars() -> None:
    assert [bar.length for bar in bar_chart([("satu", 0, "0")]).bars] == [0.0]


def test_a_calendar_has_a_tick_each_week_up_to_the_last_day() -> None:
    drawn = calendar([("satu", {DAYS[14]: 3, DAYS[0]: 1})], DAYS)
    assert [text for _, text in drawn.ticks] == ["01/11", "08/11", "15/11"]
    (row,) = drawn.rows
    assert [day.shade for day in row.days] == [1, *[0] * 13, 3]
    assert row.days[-1].text == "15/11: 3"


def test_shades_rise_with_the_count() -> None:
    assert [shade(count, 100) for count in (0, 1, 26, 51, 76, 100)] == [0, 1, 2, 3, 4, 4]


def test_a_long_label_is_cut() -> None:
    assert short("Dinas Kominfo Wonoasri") == "Dinas Kominfo Wonoasri"
    assert short("Dinas Komunikasi dan Informatika Wonoasri") == "Dinas Komunik…ika Wonoasri"
