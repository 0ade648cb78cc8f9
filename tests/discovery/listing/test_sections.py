"""Sections are the folders of articles and their siblings in the menu; they complete a selection."""

from __future__ import annotations

from datetime import UTC, datetime

import lxml.html

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.listing.history import ListingHistory
from crawler.discovery.listing.page import read_listing
from crawler.discovery.listing.queue import ListingQueue
from crawler.discovery.listing.sections import folder_of, section_links

OPTIONS = CrawlOptions(now=datetime(2026, 6, 10, tzinfo=UTC))
SITE = "https://wonoasri.example.go.id"
MENU = "".join(
    f'<li><a href="/{name}">{name}</a></li>'
    for name in ("", "kesehatan", "ekonomi", "seni-budaya", "profil-kabupaten-wonoasri", "pengumuman", "en")
)


def test_menu_items_beside_a_section_are_sections_and_static_pages_are_none() -> None:
    tree = lxml.html.document_fromstring(f"<html><body><ul>{MENU}</ul></body></html>")
    folders = {folder_of(f"{SITE}/kesehatan/12-posyandu-baru-dibuka")}
    found = section_links(tree, f"{SITE}/", folders)
    assert found == [f"{SITE}/kesehatan", f"{SITE}/ekonomi", f"{SITE}/seni-budaya"]
    assert section_links(tree, f"{SITE}/", set()) == []


def test_sections_without_a_known_article_are_read_and_one_other_is_checked() -> None:
    queue = ListingQueue([f"{SITE}/"], OPTIONS, checks=1)
    assert queue.pop(conclusive=False) == f"{SITE}/"
    queue.add_sections([f"{SITE}/kesehatan", f"{SITE}/ekonomi", f"{SITE}/seni-budaya"])
    explored = {folder_of(f"{SITE}/{name}/x") for name in ("kesehatan", "ekonomi")}
    assert queue.pop(conclusive=True, explored=explored) == f"{SITE}/seni-budaya"
    assert not queue.is_check
    assert queue.pop(conclusive=True, explored=explored) == f"{SITE}/kesehatan"
    assert queue.is_check
    queue.checked(f"{SITE}/kesehatan", missing=True)
    assert queue.pop(conclusive=True, explored=explored) == f"{SITE}/ekonomi"
    assert queue.pop(conclusive=True, explored=explored) is None


def test_a_section_put_back_is_still_read_if_no_article_of_it_is_known() -> None:
    queue = ListingQueue([f"{SITE}/"], OPTIONS, checks=1)
    queue.pop(conclusive=False)
    names = [f"{SITE}/kesehatan", f"{SITE}/ekonomi", f"{SITE}/seni-budaya"]
    queue.add_sections(names)
    first = queue.pop(conclusive=False)
    assert first == names[0]
    queue.put_back(first)  # its request was superseded: links between articles were found meanwhile
    explored = {folder_of(f"{SITE}/kesehatan/x")}
    asked = [queue.pop(conclusive=False, chained=True, explored=explored) for _ in range(3)]
    assert asked == [*names[1:], names[0]]
    assert queue.is_check


def test_links_between_articles_of_one_category_prove_nothing_about_others() -> None:
    parts = [f"{SITE}/?option=com_content&view=category&id={number}" for number in (3, 4, 5)]
    queue = ListingQueue([f"{SITE}/"], OPTIONS, parts=parts, checks=1)
    queue.pop(conclusive=False)
    checked: list[str] = []
    while (part := queue.pop(conclusive=False, chained=True)) is not None and len(checked) < 9:
        assert queue.is_check
        ((_, memory),) = queue.checked(part, missing=False)
        checked.append(part)
    assert checked == parts
    assert memory.splitlines() == parts  # later runs read them: an article may be new there alone


def page(own: range, box: range) -> str:
    main = "".join(
        f'<div class="card"><h3><a href="/kabar/{n}-bupati-tanam-pohon">Bupati Tanam {n}</a></h3></div>'
        for n in own
    )
    latest = "".join(
        f'<li><a href="/kabar/{n}-bupati-tanam-pohon">Bupati Tanam Pohon Nomor {n}</a></li>' for n in box
    )
    return f"<html><body><ul>{latest}</ul>{main}</body></html>"


def test_a_box_with_all_articles_hides_no_page_of_the_listing() -> None:
    history = ListingHistory()
    for number in range(1, 4):
        tree = lxml.html.document_fromstring(page(range(10 * number, 10 * number + 10), range(10, 60)))
        listing = read_listing(tree, f"{SITE}/kabar?page={number}", lambda url: "/kabar/" in url)
        history.on_page(listing, number)
        assert history.has_new
        assert not history.is_loop(has_new=history.has_new)
        history.keep(listing, number)
    assert len(history.own) == 10
    history.on_page(listing, 4)
    assert history.is_loop(has_new=history.has_new)
