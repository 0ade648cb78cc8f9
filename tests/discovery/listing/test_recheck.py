"""Articles withdrawn while their listing is read: the others move up, and none is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from crawler.discovery.core.options import CrawlOptions
from crawler.urls.canonical import article_id
from tests.sites.cms import SHAPES, Cms
from tests.sites.drive import NOW, drive
from tests.sites.site import Reply

OPTIONS = CrawlOptions(now=NOW, recheck=True)
PLAIN = [name for name, shape in SHAPES.items() if not shape.sitemap and not shape.prev_next_urls]


class Moving(Cms):
    """A site that withdraws articles after it has shown a page of its listing for the first time.

    `after` has the positions withdrawn by the page's number.
    """

    def __init__(self, shape: str, count: int, after: Mapping[int, Sequence[int]]) -> None:
        super().__init__(shape, count)
        self.after = dict(after)

    def listing(self, number: int) -> Reply:
        shown = super().listing(number)
        gone = self.after.pop(number, ())
        self.posts = [post for place, post in enumerate(self.posts) if place not in gone]
        return shown


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize(
    ("count", "after"),
    [
        (60, {1: [0]}),
        (60, {2: [3]}),
        (60, {3: [29]}),
        (60, {5: [49]}),
        (60, {1: [4], 2: [4], 3: [4]}),
        (60, {4: range(35)}),
        (35, {2: range(15)}),
        (21, {1: [5]}),
        (20, {1: [9]}),
        (11, {1: [0]}),
        (30, {1: [0]}),
        (30, {1: [9], 2: [5]}),
        (30, {2: [3]}),
        (30, {3: [29]}),
        (30, {3: [5], 2: [12]}),
        (30, {3: range(15)}),
        (21, {3: [20], 2: [2]}),
    ],
)
def test_an_article_that_moves_to_a_page_read_before_is_found(
    name: str, count: int, after: dict[int, Sequence[int]]
) -> None:
    if SHAPES[name].per_page != 10:
        pytest.skip("the positions are those of pages of ten")
    site = Moving(name, count, after)
    result = drive(site, OPTIONS)
    assert {article_id(url) for url in site.articles} <= set(result.ids)
    assert len(result.ids) == len(set(result.ids))


class Numbered(Cms):
    """A listing whose pager links to its last page."""

    def pager(self, number: int) -> str:
        last = f'<li><a href="/{self.shape.page(self.pages)}">Terakhir</a></li>'
        return super().pager(number).replace("</ul>", f"{last if number < self.pages else ''}</ul>")


@pytest.mark.parametrize("name", ["codeigniter_offset", "laravel", "yii"])
def test_a_listing_that_stays_as_it_is_costs_two_more_requests(name: str) -> None:
    plain, checked = Numbered(name, 150), Numbered(name, 150)
    drive(plain)
    result = drive(checked, OPTIONS)
    assert {article_id(url) for url in checked.articles} <= set(result.ids)
    assert len(checked.requests) == len(plain.requests) + 2


def test_three_pages_cost_one_more_request() -> None:
    site = Numbered("yii", 30)
    plain = Numbered("yii", 30)
    drive(plain)
    result = drive(site, OPTIONS)
    assert {article_id(url) for url in site.articles} <= set(result.ids)
    assert len(site.requests) == len(plain.requests) + 1


class Publishing(Numbered):
    """A site that publishes an article after it has shown page `after` of its listing for the first time."""

    def __init__(self, shape: str, count: int, after: int) -> None:
        super().__init__(shape, count + 1)
        self.fresh = self.posts.pop(0)
        self.after: int | None = after

    def listing(self, number: int) -> Reply:
        shown = super().listing(number)
        if number == self.after:
            self.posts.insert(0, self.fresh)
            self.after = None
        return shown


@pytest.mark.parametrize("after", [1, 2, 3])
@pytest.mark.parametrize("count", [21, 29, 30])
def test_an_article_published_between_two_of_three_pages_hides_none(count: int, after: int) -> None:
    site = Publishing("yii", count, after)
    result = drive(site, OPTIONS)
    assert {article_id(url) for url in site.articles} <= set(result.ids)
