"""Lists whose first part is on the page, and whose rest only scripts can load."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.sites.drive import drive
from tests.sites.site import NOT_FOUND, Reply, TestSite, posts

BUTTON = "<button>Muat lebih banyak</button>"
LINK = '<a href="/berita?page={}">Selanjutnya</a>'


class FirstPart(TestSite):
    """Twelve articles; `/berita` prints the first five, `further` decides what `?page=` answers."""

    def __init__(self, control: str, further: str = "the same", front: str = "") -> None:
        super().__init__("http://portal.test/")
        self.posts = posts(12)
        self.control, self.further, self.front = control, further, front

    @property
    def articles(self) -> set[str]:
        return {f"{self.base}berita/{post.slug}" for post in self.posts}

    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        if path == "":
            return self._list(3, 0, f'{self.front}<nav><a href="/berita">Berita</a></nav>')
        if path != "berita":
            return NOT_FOUND
        number = int(query.get("page", 1))
        if number == 1 or self.further == "the same":
            return self._list(5, 0, self.control.format(2))
        if self.further == "missing":
            return NOT_FOUND
        if self.further == "empty":
            return self._list(0, 0, "")
        return self._list(5, 5 * (number - 1), self.control.format(number + 1))

    def _list(self, count: int, start: int, control: str) -> Reply:
        found = self.posts[start : start + count]
        entries = "".join(f'<h3><a href="/berita/{one.slug}">{one.title}</a></h3>' for one in found)
        return Reply(f"<html><body><main>{entries}</main>{control}</body></html>")


@pytest.mark.parametrize("further", ["the same", "missing", "empty"])
def test_a_button_without_a_url_needs_scripts(further: str) -> None:
    result = drive(FirstPart(BUTTON, further))
    assert len(result.ids) == 5
    assert result.needs_scripts


@pytest.mark.parametrize(
    "site",
    [
        FirstPart(BUTTON, "more"),  # `?page=2` is a convention
        FirstPart(LINK, "more"),
        FirstPart(LINK, "more", front=BUTTON),  # the front page's button leads to the list
    ],
)
def test_a_list_that_goes_on_needs_none(site: FirstPart) -> None:
    result = drive(site)
    assert len(result.ids) == 12
    assert not result.needs_scripts


def test_a_list_without_a_button_is_whole() -> None:
    assert not drive(FirstPart("")).needs_scripts
