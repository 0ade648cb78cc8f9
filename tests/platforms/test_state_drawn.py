"""Portals whose pages print nothing: lists and articles stand in the data of their scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crawler.extraction import extract_article
from crawler.urls.canonical import article_id
from tests.sites.drive import drive
from tests.sites.site import Reply
from tests.sites.state_drawn import FORMS, Form, StateDrawn


@pytest.mark.parametrize("name", FORMS)
def test_every_article_is_found_and_nothing_else(name: str) -> None:
    site = StateDrawn(13, FORMS[name])
    result = drive(site)
    assert result.failure is None
    assert sorted(result.ids) == sorted(map(article_id, site.articles))
    assert site.repeated == {}


@pytest.mark.parametrize("name", FORMS)
def test_every_article_is_whole(name: str) -> None:
    site = StateDrawn(6, FORMS[name])
    for post in site.posts:
        url = f"{site.base}berita/{post.slug}"
        article = extract_article(site.respond(f"/berita/{post.slug}").data, url)
        assert article.title == post.title
        assert article.body == post.paragraphs
        assert (article.published_at or "")[:10] == post.date.date().isoformat()
        assert [image.url for image in article.images] == [f"{site.base}foto/{post.number}.jpg"]


class ByNumber(StateDrawn):
    """Its list prints links `/berita/ID/SLUG`; its data hold slugs alone."""

    def reply(self, path, query, headers):  # type: ignore[no-untyped-def]
        reply = super().reply(path, query, headers)
        if path != "berita":
            return reply
        number = int(query.get("page", 1))
        found = self.posts[(number - 1) * self.SIZE : number * self.SIZE]
        links = "".join(
            f'<h3><a href="/berita/{one.number}/{one.slug}">{one.title}</a></h3>' for one in found
        )
        return Reply(str(reply.body).replace("<body>", f"<body><main>{links}</main>"))


def test_a_slug_alone_makes_no_address_where_articles_have_folders_of_their_own() -> None:
    site = ByNumber(13, FORMS["sveltekit"])
    assert sorted(drive(site).ids) == sorted(
        article_id(f"{site.base}berita/{post.number}/{post.slug}") for post in site.posts
    )


class ByData(StateDrawn):
    """Its scripts draw the pager too, from the `pages` of the data: the URL of the next page by its name."""

    def __init__(self, count: int, form: Form, pages: Callable[[str | None], dict[str, Any]]) -> None:
        super().__init__(count, form)
        self.pages = pages

    def reply(self, path, query, headers):  # type: ignore[no-untyped-def]
        if path != "berita":
            return super().reply(path, query, headers)
        number = int(query.get("page", 1))
        found = self.posts[(number - 1) * self.SIZE : number * self.SIZE]
        following = f"/berita?page={number + 1}" if number * self.SIZE < len(self.posts) else None
        entries = [self._entry(post) for post in found]
        return self._page({"berita": {"data": entries, **self.pages(following)}}, "")


PAGERS: dict[str, Callable[[str | None], dict[str, Any]]] = {
    "Laravel": lambda url: {"current_page": 1, "next_page_url": url},
    "camel case": lambda url: {"nextPageUrl": url},
    "a resource of Laravel": lambda url: {"links": {"first": "/berita", "prev": None, "next": url}},
    "JSON:API": lambda url: {"links": {"self": "/berita", "next": url}},
}


@pytest.mark.parametrize("name", PAGERS)
@pytest.mark.parametrize("form", ["inertia", "next_app"])
def test_the_data_lead_to_the_next_page(name: str, form: str) -> None:
    site = ByData(13, FORMS[form], PAGERS[name])
    result = drive(site)
    assert sorted(result.ids) == sorted(map(article_id, site.articles))
    assert not result.needs_scripts


@pytest.mark.parametrize("pages", [{"next": "/berita?page=2"}, {"links": {"next": 2, "prev": 0}}, {}])
def test_without_a_next_page_scripts_may_load_more(pages: dict[str, Any]) -> None:
    """`next` alone may be the next article."""
    result = drive(ByData(13, FORMS["inertia"], lambda url: pages))
    assert len(result.ids) == ByData.SIZE
    assert result.needs_scripts


class Printed(ByData):
    """Its list prints the entries of its data; the others load on scrolling."""

    def reply(self, path, query, headers):  # type: ignore[no-untyped-def]
        reply = super().reply(path, query, headers)  # type: ignore[no-untyped-call]
        if path != "berita":
            return reply
        links = "".join(f'<h3><a href="/berita/{one.slug}">{one.title}</a></h3>' for one in self.posts[:5])
        return Reply(str(reply.body).replace("<body>", f"<body><main>{links}</main>"))


@pytest.mark.parametrize("form", ["nuxt3", "next_app", "sveltekit"])
def test_printed_entries_with_data_may_go_on_too(form: str) -> None:
    assert drive(Printed(13, FORMS[form], lambda url: {})).needs_scripts
