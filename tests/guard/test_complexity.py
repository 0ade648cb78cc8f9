from __future__ import annotations

import pytest
from lxml import html

from crawler.guard.complexity import MAX_ELEMENTS, MAX_TEXT, too_complex


@pytest.mark.parametrize(
    "page",
    [
        "<p>Berita</p>" * (MAX_ELEMENTS + 1),
        "<p>" + "a" * (MAX_TEXT + 1),
        "<p>" + "a<br>" * (MAX_ELEMENTS + 1),
        "<p>x<br>" + "a" * (MAX_TEXT + 1),
    ],
)
def test_pages_that_no_one_wrote(page: str) -> None:
    assert too_complex(html.document_fromstring(page)) is not None


@pytest.mark.parametrize(
    "page",
    ["<p>Berita</p>" * 5000, "<p>x<script>" + "a" * (MAX_TEXT * 2) + "</script>", "<p>" + "a" * 500_000],
)
def test_pages_that_someone_wrote(page: str) -> None:
    assert too_complex(html.document_fromstring(page, parser=html.HTMLParser(huge_tree=True))) is None
