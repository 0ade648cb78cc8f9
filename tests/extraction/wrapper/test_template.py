"""Templates learned from a portal's pages: invented boilerplate, several layouts, drift, order."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest

from crawler.extraction import (
    Draft,
    extract_article,
    finish,
    judge,
    locate_article,
    normalise_dates,
    strip_boilerplate,
)
from crawler.extraction.dom.parse import parse_html
from crawler.extraction.wrapper.induction import ENOUGH
from crawler.extraction.wrapper.template import Layout, Template, TemplateError
from crawler.items import Article, Page
from crawler.templates.lifecycle import WINDOW, TemplateLifecycle, learn_template, observe
from tests.extraction.portal_pages import FETCHED, PORTAL, classic, modern, page, paragraphs, title

OLD = [page(classic(n), n) for n in range(20)]
NEW = [page(modern(n), n) for n in range(100, 110)]


@pytest.fixture(scope="module")
def template() -> Template:
    learned = learn_template("kabar", OLD + NEW)
    assert learned is not None
    return learned


def read(template: Template | None, html: str, number: int) -> Article:
    url = page(html, number).url
    return extract_article(html, url, PORTAL, fetched_at=FETCHED, template=template)


def walked(lifecycle: TemplateLifecycle, one: Page) -> Draft:
    """The page after the steps of the crawl."""
    draft = normalise_dates(strip_boilerplate(lifecycle.locate(one)))
    assert judge(draft).is_article
    lifecycle.note(draft)
    return draft


def test_recurring_blocks_go_and_recurring_sentences_stay(template: Template) -> None:
    for number in range(500, 520):
        assert read(template, classic(number), number).body == paragraphs(number)
        assert read(template, modern(number), number).body == paragraphs(number)


def test_without_a_template_nothing_knows_that_furniture() -> None:
    """Verifies that the other tests of this module depend on the template."""
    body = read(None, classic(500), 500).body
    assert [line for line in body if line not in paragraphs(500)]


def test_layouts_are_told_apart_and_readable(template: Template) -> None:
    assert [layout.body for layout in template.layouts] == ["div.teks-kabar", "section.narasi"]
    first = template.layouts[0]
    assert first.furniture == ("div.kotak-biru",)
    assert "jangan lewatkan" in first.labels
    assert "Nomor layanan berita # hari ini, simpan baik-baik." in first.lines
    assert locate_article(NEW[0], template).layout == "layout-2"


def test_facts_are_those_of_the_general_way(template: Template) -> None:
    article = read(template, classic(7), 7)
    assert article.title == title(7)
    assert article.published_at == "2024-02-08T10:15:00+07:00"
    assert [(credit.role, credit.name) for credit in article.credits] == [("author", "Siti Aminah")]
    assert article.extractor_version.endswith("+template.1")


def test_a_hand_tells_where_date_and_author_stand() -> None:
    html = classic(3).replace("class='penulis'", "class='x1'").replace("Ditulis oleh ", "")
    html = html.replace("<p class='meta'>", "<nav class='widget'>").replace("</span></p>", "</span></nav>")
    layout = Layout("mine", "div.teks-kabar", date="span.tgl", author="span.x1")
    blind, told = read(None, html, 3), read(Template("kabar", (layout,)), html, 3)
    assert not [credit for credit in blind.credits if credit.role == "author"]
    assert [credit.name for credit in told.credits if credit.role == "author"] == ["Siti Aminah"]
    assert told.published_at == "2024-02-04T10:15:00+07:00"


def test_a_template_survives_its_file(template: Template) -> None:
    assert Template.from_json(template.to_json()) == template
    older = json.loads(template.to_json())
    del older["revision"], older["origin"]
    assert Template.from_json(json.dumps(older)) == template


def test_places_that_an_earlier_version_learned_are_read_and_not_followed(template: Template) -> None:
    older = json.loads(template.to_json())
    older["layouts"][0] |= {
        "lead": "p.meta", "title": "div.kaki > p", "date": "span.x", "author": "p.y",
        "section": "a", "tags": "a", "searches": ["lines"],
    }  # fmt: skip
    stored = Template.from_json(json.dumps(older))
    assert stored.layouts[0].title == "div.kaki > p"
    assert stored.without_guesses() == template
    by_hand = replace(stored, origin="hand")
    assert by_hand.without_guesses() == by_hand


def test_progress_of_an_earlier_version_goes_on(template: Template) -> None:
    lifecycle = TemplateLifecycle("kabar")
    for one in OLD[:10]:
        walked(lifecycle, one)
    kept = json.loads(lifecycle.progress())
    del kept["why"], kept["doubts"]
    for seen in kept["pages"]:
        del seen["chars"]
        seen |= {"lead": None, "title": "h1", "printed_date": None, "author": None, "needs": ["date"]}
    lifecycle = TemplateLifecycle("kabar", None, json.dumps(kept))
    for one in OLD[10:]:
        walked(lifecycle, one)
    assert lifecycle.template is not None
    assert lifecycle.template.layouts[0].lines == template.layouts[0].lines


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not JSON"),
        ("[]", "no list of layouts"),
        ("{}", "no list of layouts"),
        ('{"version": 99, "portal": "x", "layouts": []}', "version 99"),
        ('{"version": 1, "portal": 5, "layouts": []}', "portal must be a name"),
        ('{"version": 1, "portal": "x", "layouts": [{"name": "a", "body": "div[["}]}', "not a CSS selector"),
        ('{"version": 1, "portal": "x", "layouts": [{"name": "a"}]}', "lacks 'body'"),
        ('{"version": 1, "portal": "x", "layouts": ["a"]}', "must be an object"),
        ('{"version": 1, "portal": "x", "layouts": [{"name": "a", "body": "p", "lines": "b"}]}', "'lines'"),
        ('{"version": 1, "portal": "x", "layouts": [{"name": "a", "body": "p", "colour": 1}]}', "'colour'"),
        (
            '{"version": 1, "portal": "x", "layouts": [{"name": "a", "body": "p", "searches": ["b"]}]}',
            "'searches'",
        ),
    ],
)
def test_a_broken_file_is_refused(text: str, why: str) -> None:
    with pytest.raises(TemplateError, match=why.replace("[", r"\[")):
        Template.from_json(text)


def test_revised_by_hand() -> None:
    layout = Layout("mine", "div.teks-kabar", furniture=("div.kotak-biru",), lines=())
    text = read(Template("kabar", (layout,)), classic(3), 3).body
    assert "Pojok Warga" not in text
    assert any("Toko Sumber Rejeki" in line for line in text)


def test_the_order_of_pages_does_not_matter(template: Template) -> None:
    pages = OLD + NEW
    random.Random(1).shuffle(pages)
    assert learn_template("kabar", pages) == template


def test_a_page_gives_the_same_article_whenever_it_is_read() -> None:
    lifecycle = TemplateLifecycle("kabar")
    for one in OLD:
        walked(lifecycle, one)
    numbers = list(range(200, 230))
    first = {n: finish(walked(lifecycle, page(classic(n), n))) for n in numbers}
    again = TemplateLifecycle("kabar", lifecycle.template, lifecycle.progress())
    for number in reversed(numbers):
        assert finish(walked(again, page(classic(number), number))) == first[number]


def test_a_change_of_layout_is_noticed_and_learned() -> None:
    lifecycle = TemplateLifecycle("kabar")
    for number in range(ENOUGH):
        walked(lifecycle, page(classic(number), number))
    old = lifecycle.template
    assert old is not None
    for number in range(60):
        walked(lifecycle, page(classic(number), number))
    assert (lifecycle.drifted, lifecycle.template) == (0, old)
    for number in range(WINDOW):
        draft = walked(lifecycle, page(modern(number), number))
        assert draft.paragraphs[: len(paragraphs(number))] == paragraphs(number)
    assert lifecycle.drifted == 1
    for number in range(WINDOW, WINDOW + ENOUGH):
        walked(lifecycle, page(modern(number), number))
    assert lifecycle.template is not None
    assert [layout.body for layout in lifecycle.template.layouts] == ["section.narasi"]
    assert lifecycle.template.revision == old.revision + 1


def test_pages_on_their_way_when_the_template_is_given_up_teach_the_next_one() -> None:
    """Another process may still use a template that was dropped meanwhile."""
    lifecycle = TemplateLifecycle("kabar", learn_template("kabar", OLD))
    late = [walked(lifecycle, page(modern(number), number)) for number in range(WINDOW - 1)]
    assert lifecycle.drifted == 1
    before = json.loads(lifecycle.progress())["pages"]
    fitting, *_ = (observe(draft, learn_template("kabar", OLD)) for draft in late)
    assert not lifecycle.record(replace(fitting, fits=True, seen=None))
    assert json.loads(lifecycle.progress())["pages"] == before
    for number in range(WINDOW, 2 * WINDOW):
        draft = normalise_dates(strip_boilerplate(locate_article(page(modern(number), number))))
        if lifecycle.record(replace(observe(draft, None), revision=1)):
            break
    assert lifecycle.template is not None
    assert lifecycle.template.revision == 2


def test_a_text_that_moved_away_from_its_element_is_noticed() -> None:
    """The element still exists and holds sentences, but the article is elsewhere now."""
    lifecycle = TemplateLifecycle("kabar")
    for one in OLD:
        walked(lifecycle, one)
    assert lifecycle.template is not None
    for number in range(WINDOW):
        text = "".join(f"<p>{line}</p>" for line in paragraphs(number) + paragraphs(number + 1000))
        html = (
            f"<html><head><title>{title(number)}</title></head><body><h1 class='judul'>{title(number)}</h1>"
            f"<div class='baru'>{text * 2}</div><div class='teks-kabar'><p>Kantor kami buka setiap "
            "hari kerja dari pagi sampai sore dan melayani semua warga.</p></div></body></html>"
        )
        draft = walked(lifecycle, page(html, number))
        assert draft.paragraphs[0] == paragraphs(number)[0]
    assert lifecycle.drifted == 1


def test_a_second_layout_that_comes_later_is_added() -> None:
    lifecycle = TemplateLifecycle("kabar")
    for one in OLD:
        walked(lifecycle, one)
    for number in range(400, 480):
        html = modern(number) if number % 4 == 0 else classic(number)
        walked(lifecycle, page(html, number))
    assert lifecycle.drifted == 0
    assert lifecycle.template is not None
    assert [layout.body for layout in lifecycle.template.layouts] == ["div.teks-kabar", "section.narasi"]
    assert len({layout.name for layout in lifecycle.template.layouts}) == 2


def test_learning_goes_on_where_an_earlier_run_ended() -> None:
    """Daily runs of a few articles teach a template too, and a page that comes again counts once."""
    progress: str | None = None
    template: Template | None = None
    for day in range(0, ENOUGH, 4):
        assert template is None
        lifecycle = TemplateLifecycle("kabar", template, progress)
        for number in range(max(0, day - 2), day + 4):
            walked(lifecycle, page(classic(number), number))
        template, progress = lifecycle.template, lifecycle.progress()
    assert template == TemplateLifecycle("kabar", learn_template("kabar", OLD)).template


def test_what_another_version_kept_is_collected_anew() -> None:
    lifecycle = TemplateLifecycle("kabar", None, '{"format": 99, "anything": true}')
    for one in OLD:
        walked(lifecycle, one)
    assert lifecycle.template is not None


def test_pages_without_text_teach_nothing() -> None:
    empty = [replace(OLD[0], url=f"https://x.id/{n}", tree=parse_html("<p></p>")) for n in range(30)]
    assert learn_template("kabar", empty) is None


def test_articles_from_an_api_have_a_template_of_their_own() -> None:
    def record(number: int) -> Page:
        whole = classic(number)
        body = whole[whole.index("<div class='teks-kabar'>") : whole.index("<div class='kaki'>")]
        body = body.removeprefix("<div class='teks-kabar'>").removesuffix("</div></div>")
        one = page(body, number)
        return replace(one, body_only=True, known=replace(one.known, title=title(number)))

    lifecycle = TemplateLifecycle("kabar")
    for number in range(ENOUGH):
        walked(lifecycle, record(number))
    assert lifecycle.template is not None
    for number in range(600, 620):
        assert walked(lifecycle, record(number)).paragraphs == paragraphs(number)


def report(number: int) -> str:
    """A daily report of a health office: its sentences differ only in their figures."""
    figures = "".join(
        f"<p>Pasien {kind} hari ini bertambah {number * 3 + index} orang.</p>"
        for index, kind in enumerate(("positif", "sembuh", "dirawat", "isolasi mandiri"))
    )
    return (
        f"<html><head><title>Laporan harian {number}</title></head><body><h1 class='judul'>Laporan harian "
        f"{number}</h1><div class='teks-kabar'><p>Dinas Kesehatan melaporkan perkembangan kasus "
        f"di daerah ini, dengan {number * 7} spesimen yang diperiksa laboratorium rujukan.</p>{figures}"
        "</div></body></html>"
    )


def test_daily_reports_keep_their_sentences() -> None:
    reports = [page(report(n), n) for n in range(20)]
    template = learn_template("kabar", reports)
    assert template is not None
    assert not any("#" in line for layout in template.layouts for line in layout.lines)
    for number in range(30, 35):
        assert read(template, report(number), number).body == read(None, report(number), number).body
        assert len(read(template, report(number), number).body) == 5


HIDDEN = (
    "<div style='position:absolute;left:-9999px'><a href='https://{}.example.com/'>slot gacor {}</a></div>"
)


@pytest.mark.parametrize("where", ["<div class='kaki'>", "</body>", "<div class='teks-kabar'>"])
def test_a_portal_that_is_hacked_after_it_was_learned_is_noticed_on_every_page(
    template: Template, where: str
) -> None:
    for number in range(700, 716):
        html = classic(number)
        at = html.index(where)
        at += len(where) if where != "</body>" else 0
        spam = "".join(HIDDEN.format(f"gacor{step}", step) for step in range(3))
        article = read(template, html[:at] + spam + html[at:], number)
        assert article.extractor_version.endswith("+template.1")
        assert "suspect_injection" in article.warnings
        assert article.body == paragraphs(number)


def test_a_post_of_spam_in_the_portals_own_look_is_noticed(template: Template) -> None:
    text = "".join(
        f"<p>Daftar situs slot gacor maxwin hari ini, deposit pulsa tanpa potongan, bonus {n} persen.</p>"
        for n in range(6)
    )
    html = classic(720)
    start, end = (
        html.index("<div class='teks-kabar'>") + len("<div class='teks-kabar'>"),
        html.index("</div></div>"),
    )
    assert "suspect_injection" in read(template, html[:start] + text + html[end:], 720).warnings
    assert "suspect_injection" not in read(template, html, 720).warnings


def test_a_date_in_a_card_behind_the_text_is_not_the_article_s(template: Template) -> None:
    card = "<div class='kartu'><a href='/b/9'>Kabar lain</a><span class='tgl'>5 Januari 2020</span></div>"
    html = classic(7)
    before = read(template, html, 7).published_at
    assert before == "2024-02-08T10:15:00+07:00"
    at = html.index("<div class='teks-kabar'")
    nested = html[:at] + "<section>" + html[at:].replace("</body>", f"{card}</section></body>")
    assert read(template, nested, 7).published_at == before
