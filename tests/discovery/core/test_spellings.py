"""Further URLs of an article are requested when its first one gives none."""

from __future__ import annotations

from crawler.discovery.core.spellings import MAX_BAD, MAX_URLS, Spellings
from crawler.discovery.messages import Candidate
from crawler.urls.canonical import article_id

BASE = "http://wonoasri.example/"
OLD, PRINTED, PLAIN = BASE + "index.php/berita/{}", BASE + "berita/{}?print=1", BASE + "berita/{}"
MIRROR = "https://www.wonoasri.example/berita/{}"


def listed(spellings: Spellings, *forms: str, number: int = 1) -> None:
    for place, form in enumerate(forms):
        url = form.format(number)
        spellings.note(article_id(url), Candidate(url, "listing"), is_first=place == 0)


def after(spellings: Spellings, url: str, *, answered: bool = False) -> list[str]:
    return [one.url for one in spellings.next_after(url, answered=answered)]


def test_the_shortest_comes_first_and_each_once() -> None:
    spellings = Spellings()
    listed(spellings, OLD, PRINTED, PLAIN, PRINTED, OLD)
    urls = [OLD.format(1), PLAIN.format(1), PRINTED.format(1)]
    assert [after(spellings, url) for url in urls] == [urls[1:2], urls[2:], []]


def test_another_host_shows_the_same_page() -> None:
    spellings = Spellings()
    listed(spellings, PLAIN, MIRROR)
    assert after(spellings, PLAIN.format(1), answered=True) == []
    assert after(spellings, PLAIN.format(1)) == [MIRROR.format(1)]


def test_a_url_that_is_listed_late_is_requested_at_once() -> None:
    spellings = Spellings()
    listed(spellings, OLD)
    assert after(spellings, OLD.format(1)) == []
    spellings.note(article_id(PLAIN.format(1)), Candidate(PLAIN.format(1), "listing"), is_first=False)
    assert [one.url for one in spellings.late()] == [PLAIN.format(1)]
    assert spellings.late() == []


def test_an_article_needs_no_further_url() -> None:
    spellings = Spellings()
    listed(spellings, OLD, PLAIN)
    spellings.on_article(OLD.format(1))
    assert after(spellings, OLD.format(1)) == []


def test_urls_that_give_none_either_are_left() -> None:
    spellings = Spellings()
    asked = 0
    for number in range(50):
        listed(spellings, OLD, PLAIN, number=number)
        for url in after(spellings, OLD.format(number)):
            asked += 1
            after(spellings, url)
    assert asked == MAX_BAD


def test_few_urls_of_an_article_are_kept() -> None:
    spellings = Spellings()
    forms = [f"{PLAIN}?utm_source={number}" for number in range(50)]
    listed(spellings, *forms)
    asked = [url for form in forms for url in after(spellings, form.format(1))]
    assert len(asked) == MAX_URLS


def test_a_page_may_stand_for_an_article_whose_url_leads_there_or_nowhere() -> None:
    spellings = Spellings()
    id_ = article_id(PLAIN.format(1))
    assert not spellings.is_page_of(id_, BASE + "baca?id=1")
    spellings.on_redirect(PLAIN.format(1), BASE + "baca?id=1")
    assert spellings.is_page_of(id_, BASE + "baca?id=1")
    assert not spellings.is_page_of(id_, BASE + "baca?id=2")
    spellings.next_after(PLAIN.format(1), answered=False)
    assert spellings.is_page_of(id_, BASE + "baca?id=2")
    known = article_id(PLAIN.format(2))
    spellings.on_left_out(known)
    assert spellings.is_page_of(known, BASE + "baca?id=2")
