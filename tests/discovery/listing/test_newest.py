"""The newest article's day on a front page, beside clocks, events and dates of the future."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crawler.discovery.listing.newest import newest_day
from crawler.extraction.dom.parse import parse_html

NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)
URL = "https://wonoasri.example/"
TITLES = ("Wali Kota membuka pasar malam di alun-alun", "Warga menanam seribu pohon di lereng bukit")


def page(*boxes: str, head: str = "", beside: str = "") -> str:
    return f"""<html><body><div class="header"><span id="jam">{head}</span></div>
    <div class="daftar">{"".join(boxes)}</div><div class="agenda">{beside}</div></body></html>"""


def box(number: int, day: str, path: str = "berita") -> str:
    title = TITLES[number % 2]
    return (
        f'<div class="item"><h3><a href="/{path}/{number}-{title.lower().replace(" ", "-")}">{title}</a></h3>'
        f"<p>{day}</p></div>"
    )


@pytest.mark.parametrize(
    ("html", "day"),
    [
        (page(box(1, "Senin, 9 November 2026"), box(2, "Jumat, 6 November 2026")), date(2026, 11, 9)),
        (page(box(1, "06/11/2026 10:00 WIB"), box(2, "09/11/2026 08:00 WIB")), date(2026, 11, 9)),
        (
            page(box(1, '<time datetime="2026-11-09T08:00:00+07:00">kemarin</time>'), box(2, "")),
            date(2026, 11, 9),
        ),
        (page(box(1, "", "2026/11/09"), box(2, "", "2026/11/06")), date(2026, 11, 9)),
        (page(box(1, "9 November 2026"), box(2, ""), head="Senin, 30 November 2026"), date(2026, 11, 9)),
        (page(box(1, "9 November 2026"), box(2, ""), beside="Rapat: 28 November 2026"), date(2026, 11, 9)),
        (page(box(1, "9 November 2026"), box(2, "9 Desember 2027")), date(2026, 11, 9)),
        (page(box(1, ""), box(2, ""), head="Senin, 30 November 2026"), None),
        (page(), None),
    ],
)
def test_the_newest_day_of_a_listed_article(html: str, day: date | None) -> None:
    assert newest_day(parse_html(html, URL), URL, NOW) == day
