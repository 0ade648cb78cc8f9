"""Listings whose first page the server answers under another URL than the one requested."""

from __future__ import annotations

import pytest

from crawler.urls.canonical import article_id
from tests.sites.drive import drive
from tests.sites.site import Reply
from tests.sites.unknown import Unknown

PLACES = {
    "without the slash": ("kabar/", "kabar", "kabar/page:{}"),
    "with a slash": ("kabar", "kabar/", "kabar/hal-{}.html"),
    "in another folder": ("kabar", "id/kabar-daerah", "id/kabar-daerah/lembar{}"),
    "a file": ("kabar", "kabar.php", "kabar-{}.php"),
    "behind the script": ("index.php/kabar", "kabar", "kabar/urut~{}"),
}


class Moved(Unknown):
    """The menu's address of the news redirects; arrows alone lead to the further pages."""

    moved, answered, further = "", "", ""

    def build(self) -> None:
        of = [(f"isi/{post.slug}", post) for post in self.posts]

        def path(number: int) -> str:
            return self.further.format(number) if number > 1 else self.answered

        def arrows(number: int, last: int) -> str:
            following = f"<a href='/{path(number + 1)}'>&rarr;</a>" if number < last else "<i>&rarr;</i>"
            return f"<nav class='pagination'>{following}</nav>"

        menu = f"<nav><ul><li><a href='/{self.moved}'>Kabar</a></li></ul></nav>"
        self.put("", f"{menu}<h1>Selamat datang</h1>")
        self.pages[self.moved] = Reply(status=301, headers={"Location": f"/{self.answered}"})
        self.listing(path, of, 6, menu, arrows)
        for one, post in of:
            self.article(one, post, menu)


@pytest.mark.parametrize("name", PLACES)
def test_the_further_pages_are_read(name: str) -> None:
    moved, answered, further = PLACES[name]
    site = type("Named", (Moved,), {"moved": moved, "answered": answered, "further": further})(20)
    assert {*drive(site).ids} == {article_id(url) for url in site.articles}
