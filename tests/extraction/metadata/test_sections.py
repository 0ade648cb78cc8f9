"""Section and tags, from printed text and metadata."""

from __future__ import annotations

import pytest

from crawler.extraction import extract_article
from crawler.items import Article

TITLE = "Warga Wonoasri Panen Raya Cabai Rawit"
TEXT = """<p>Warga Desa Wonoasri memanen cabai rawit di lahan dua hektare bersama penyuluh kecamatan.</p>
<p>Kepala desa menyampaikan bahwa hasil panen tahun ini lebih baik karena pengairan telah diperbaiki.</p>
<p>Sebagian hasil panen dijual ke pasar induk, sisanya diolah warga menjadi sambal kemasan.</p>"""
URL = "https://wonoasri.example.id/berita/warga-wonoasri-panen-raya-cabai-rawit"


def article(line: str = "", head: str = "", after: str = "", top: str = "", tail: str = "") -> Article:
    return extract_article(
        f"<html lang=id><head><title>{TITLE}</title>{head}</head><body>{top}"
        f"<div class=c><h1>{TITLE}</h1>{line}<div class=isi>{TEXT}{tail}</div>{after}</div></body></html>",
        URL,
    )


@pytest.mark.parametrize(
    "place",
    [
        {"line": "<div>Kategori: <a href=/x>Pertanian</a></div>"},
        {"line": "<div><i class='fa fa-folder'></i> <a href=/category/pertanian>Pertanian</a></div>"},
        {"line": "<div><i class='bi bi-folder'></i><p>Pertanian</p></div>"},
        {"line": "<div>Published in <a href=/itemlist/category/11-pertanian>Pertanian</a></div>"},
        {"line": "<dd>Category: <a href=/p itemprop=genre>Pertanian</a></dd>"},
        {"top": "<nav aria-label=breadcrumb><a href=/>Beranda</a><a href=/p>Pertanian</a></nav>"},
        {"top": "<p class=breadcrumbs><a href=/>Home</a> <a href=/b>Berita</a> <a href=/p>Pertanian</a></p>"},
        {"after": "<h3>Kategori: </h3><ul><li><a href=/taxonomy/term/7>Pertanian</a></li></ul>"},
        {"head": "<meta property='article:section' content='Pertanian'>"},
        {"top": "<ul><li><a href=/><i class='fa fa-home'></i></a><li><a href=/p>Pertanian</a>"
         f"<li>{TITLE}</li></ul>"},
        {"top": "<div><p><a href=/>Beranda</a> &gt; <a href=/p>Pertanian</a> &gt; Baca</p></div>"},
        {"top": f"<p class=breadcrumb><i>Beranda</i> / <i>Pertanian</i> / <i>{TITLE}</i></p>"},
        {"top": "<p class=breadcrumb><a href=/>Home</a> › <a href=/b>News</a> › <i>Pertanian</i></p>"},
        {"top": f"<div class=breadcrumb><a href=/>Home</a> » Pertanian » {TITLE}<br><ul><li>Currently 0.00/10"
         "<li><a href=/db?j=1>1</a><li><a href=/db?j=2>2</a></ul></div>"},
        {"top": f"<div class=breadcrumb><a href=/>Home</a> » <a href=/p>Pertanian</a> » <b>{TITLE}</b>"
         "<a href=/cetak/7>Cetak Berita</a></div>"},
        {"top": f"<div class=breadcrumb><b>{TITLE}</b><ol><li><a href=/>Home</a><li><a href=/p>Pertanian</a>"
         "</ol></div>"},
        {"top": f"<div class=breadcrumb><b>{TITLE}</b><ol><li><a href=/>Home</a><li><a href=/p>Pertanian</a>"
         f"<li>{TITLE}</ol></div>"},
        {"line": "<span class='badge kategori'>Pertanian</span><span>3 Mei 2024</span>"},
        {"line": "<ul><li>3 Mei 2024</li><li>in <a href=/p>Pertanian</a></li></ul>"},
        {"line": "<div><span class='badge bg-dark'>Pertanian</span><span>3 Mei 2024</span></div>"},
        {"line": "<ul><li>3 Mei 2024<li><a href=# class='post-cat biru'>Pertanian</a></ul>"},
        {"line": "<p>Kategory Berita: Pertanian</p>"},
        {"line": "<p>Oleh : Sari Lestari, Pada : 03-05-2024, Kategori : Pertanian</p>"},
        {"line": "<p><i>📁 Pertanian</i> <i>📅 3 Mei 2024</i></p>"},
        {"line": "<span class=sub>Pertanian</span><p>3 Mei 2024</p>"},
        {"line": "<p><b>Kategori : </b> Pertanian &nbsp; <b>Dibaca</b> 20</p>"},
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "claim",
    [
        "",
        "<meta name=category content='Desa, Pemerintahan'>",
        """<script type="application/ld+json">{"@type":"Article","articleSection":"https://x.id/c/1"}</script>""",
        """<script type="application/ld+json">{"@type":"Article","articleSection":"Berita"}</script>""",
        """<script type="application/ld+json">{"@type":"BreadcrumbList","itemListElement":[{"name":"Beranda"},
        {"name":"Berita"},{"name":"Judul"}]}</script>""",
    ],
)
def test_the_section_of_the_page(place: dict[str, str], claim: str) -> None:
    assert article(**{**place, "head": place.get("head", "") + claim}).section == "Pertanian"


def test_a_general_word_where_nothing_else_is_told() -> None:
    assert article("<div>Kategori: Berita</div>").section == "Berita"


@pytest.mark.parametrize(
    "place",
    [
        {"after": "<div><span>Tag:</span><span>Panen</span><span>Cabai</span></div>"},
        {"after": "<div>Tags: <a href=/x>Panen</a>, <a href=/y>Cabai</a></div>"},
        {"after": "<div>Topik : Panen, Cabai</div>"},
        {"after": "<h3>Tags: </h3><ul><li><a href=/t/1>Panen</a></li><li><a href=/t/2>Cabai</a></li></ul>"},
        {"after": "<ul><li itemprop=keywords><a href=/a>Panen</a></li><li itemprop=keywords>Cabai</li></ul>"},
        {"after": "<a href=/tag/panen>Topic: Panen</a> <a href=/tag/cabai>#Cabai</a>"},
        {"tail": "<p>#Panen<br>#Cabai</p>"},
        {"tail": "<p>#Panen #Cabai</p>"},
        {"head": "<meta name=news_keywords content='Panen, Cabai'>"},
        {"head": "<meta property=article:tag content='Topik: Panen'><meta name=article:tag content=Cabai>"},
        {"after": "<ul class=post-tags><li>Panen</li><li>Cabai</li></ul>"},
        {"after": "<div class=isi__tag><div><a href=/a>Panen</a><a href=/b>Cabai</a></div></div>"},
        {"after": "<div><i class='fa fa-tags'></i> <a href=/a>Panen</a>, <a href=/b>Cabai</a></div>"},
        {"after": "<div><span class=material-icons>sell</span> Panen, Cabai</div>"},
        {"after": "<div><b>Kata kunci:</b> Panen; Cabai</div>"},
        {"after": "<h5>Topik Terkait</h5><a href=/a>Panen</a><a href=/b>Cabai</a>"},
        {"tail": "<p>Tagar: #Panen #Cabai</p>"},
        {"after": "<h3><svg class=icon></svg> Tags</h3><div><span>Panen</span><span>Cabai</span></div>"},
        {
            "after": "<ul class=isi-tags><li><button><i class='fa fa-tags'></i> Panen</button>"
            "<button><i class='fa fa-tags'></i> Cabai</button></ul>"
        },
        {"tail": "<p><a href=/a>#Panen</a> <a href=/b>#Cabai</a></p>"},
        {"after": "<div><span>#Panen</span> <span>#Cabai</span></div>"},
        {"after": "<i class='bi bi-tags'></i><ul><li><a href=/a>Panen</a><li><a href=/b>Cabai</a></ul>"},
    ],
)
def test_tags_of_any_make(place: dict[str, str]) -> None:
    found = article(**place)
    assert found.tags == ["Panen", "Cabai"]
    assert len(found.body) == 3


def test_tags_of_a_hostile_page_are_bounded() -> None:
    found = article(
        after="<div>Tag: " + "".join(f"<a href=/tag/{n}>T{n}</a>" for n in range(5000)) + "</div>"
    )
    assert len(found.tags) <= 100


def test_breadcrumbs_come_before_a_class() -> None:
    trail = "<p class=breadcrumb><a href=/>Beranda</a> <a href=/p>Pertanian</a></p>"
    assert article("<span class=kategori>Sorotan</span>", top=trail).section == "Pertanian"


@pytest.mark.parametrize(
    "pill", ["<div class=mb-4><span class=rounded-full>Pertanian</span></div>", "<span>Pertanian</span>"]
)
def test_words_in_a_pill_above_the_headline(pill: str) -> None:
    page = (
        f"<html><head><title>{TITLE}</title></head><body><div class=kartu>{pill}<h1>{TITLE}</h1>"
        f"<div>{TEXT}</div></div></body></html>"
    )
    assert extract_article(page, URL).section == "Pertanian"
    listed = page.replace(
        "<div class=kartu>", "<p class=breadcrumb><a href=/>Beranda</a><a href=/b>Berita</a></p><div>"
    )
    assert extract_article(listed, URL).section == "Pertanian"
    commented = page.replace("<h1>", "<!-- judul --><h1>")
    assert extract_article(commented, URL).section == "Pertanian"


def test_a_label_behind_an_icon_is_no_section() -> None:
    tags = "<div><h6><i class='bi bi-tags'></i> Tags:</h6><a class=badge href=/tag/a>Panen</a></div>"
    for found in (article(tags), article(after=tags)):
        assert (found.section, found.tags) == (None, ["Panen"])


@pytest.mark.parametrize(
    "line",
    [
        "<p><i class='icon-folder-open'></i> <a href=/tag/panen>Panen</a>, <a href=/tag/cabai>Cabai</a></p>",
        "<ul><li><i class='fa fa-folder'></i><a href=/tags/panen>Panen</a><a href=/tags/cabai>Cabai</a></ul>",
        "<div><i class='bi bi-folder2'></i> <span>Tag:</span> <a href=/tag/panen>Panen</a>"
        " <a href=/tag/cabai>Cabai</a></div>",
        "<div><i class='fa fa-folder'></i><ul><li><a href='/?tag=panen'>Panen</a>"
        "<li><a href='/?tag=cabai'>Cabai</a></ul></div>",
    ],
)
def test_links_to_tags_behind_a_folder_are_tags(line: str) -> None:
    found = article(
        line, after="<div><i class='fa fa-folder'></i> <a href=/category/tani>Pertanian</a></div>"
    )
    assert (found.section, found.tags) == ("Pertanian", ["Panen", "Cabai"])
    assert article(line).section is None


@pytest.mark.parametrize("label", ["Tags", "Tag:", "Topik Terkait", "Label", "Kata kunci"])
def test_a_label_behind_an_icon_is_no_tag(label: str) -> None:
    after = (
        f"<span><span class='icon icon-tags'><svg></svg></span><span class=sr-only>{label} </span>"
        "<a href=/tag/panen rel=tag>Panen</a>, <a href=/tag/cabai rel=tag>Cabai</a></span>"
    )
    assert article(after=after).tags == ["Panen", "Cabai"]


@pytest.mark.parametrize("label", ["Kategori", "Categories", "Rubrik:", "Kanal"])
def test_a_label_between_an_icon_and_the_section(label: str) -> None:
    line = (
        f"<p><i class='fa fa-folder'></i> <span class=sr-only>{label}</span> <a href=/c/3>Pertanian</a></p>"
    )
    assert article(line).section == "Pertanian"


def test_a_badge_that_counts_is_no_section() -> None:
    assert article("<span class=badge>120 kali</span> <span>3 Mei 2024</span>").section is None


def test_all_news_is_a_general_word() -> None:
    top = "<p class=breadcrumb><a href=/>Beranda</a> <a href=/b>Semua Berita</a></p>"
    assert article("<span class=kategori>Pertanian</span>", top=top).section == "Pertanian"


def test_a_menu_is_no_trail() -> None:
    menu = "<div class=kop><a href=/>Beranda</a> <a href=/profil>Profil</a> <a href=/agenda>Agenda</a></div>"
    assert article(top=menu).section is None


def test_an_icon_of_a_label_between_title_and_text_names_the_section() -> None:
    found = article("<div><i class='fa fa-tag'></i> Pertanian <i class='fa fa-clock-o'></i> 3 Mei 2024</div>")
    assert (found.section, found.tags) == ("Pertanian", [])


def test_hashtags_below_the_last_sentence() -> None:
    last = (
        "Sebagian besar hasil panen dijual ke pasar induk, sisanya diolah warga menjadi sambal dalam kemasan."
    )
    found = article(tail=f"<p>{last}<br>#Panen<br>#Cabai<br>#Wonoasri</p>")
    assert (found.body[-1], found.tags) == (last, ["Panen", "Cabai", "Wonoasri"])


def test_the_facts_below_a_title_in_a_plain_paragraph() -> None:
    page = (
        f"<html><head><title>{TITLE}</title></head><body><div class=kotak><p class=h3>{TITLE}</p>"
        "<div class=kecil><a href=/kategori/tani>Pertanian</a> <span>/</span> "
        f"<a href=#>Senin, 19 Februari 2024</a></div>{TEXT}<div><span>Tags:</span> "
        "<a href=/tags/panen>Panen</a> <a href=/tags/cabai>Cabai</a></div></div></body></html>"
    )
    found = extract_article(page, URL)
    assert (found.title, found.section, found.tags) == (TITLE, "Pertanian", ["Panen", "Cabai"])
    assert found.published_at == "2024-02-19"
    assert len(found.body) == 3


@pytest.mark.parametrize(
    "path", ["/tag/{}", "/topik/{}", "/tagar/{}", "/blog/tagged/{}", "/berita?tag={}", "/?topik={}"]
)
def test_a_row_of_links_to_tags(path: str) -> None:
    row = " ".join(f"<a href='{path.format(word)}'>{word}</a>" for word in ("cabai", "petani", "panen"))
    for found in (article(after=f"<div>{row}</div>"), article(tail=f"<div>{row}</div>")):
        assert found.tags == ["cabai", "petani", "panen"]
        assert len(found.body) == 3


def test_links_in_a_sentence_are_no_tags() -> None:
    sentence = (
        "<p>Harga <a href=/tag/cabai>cabai</a> naik, dan <a href=/tag/petani>petani</a> di desa senang.</p>"
    )
    assert article(tail=sentence).tags == []


def test_hashtags_without_spaces() -> None:
    assert article(tail="<p><a>#cabai</a><a>#petani</a></p>").tags == ["cabai", "petani"]


@pytest.mark.parametrize(
    "line", ["<p>Kategori: <a href=/kategori/10>10</a></p>", "<p><b>Kategori</b> <i>10</i></p>"]
)
def test_a_number_is_no_section(line: str) -> None:
    assert article(line).section is None


def test_one_topic_is_the_section() -> None:
    found = article(after="<p>Kategori: <a href=/topik/pertanian>Pertanian</a></p>")
    assert (found.section, found.tags) == ("Pertanian", [])


@pytest.mark.parametrize(
    "place",
    [
        {"top": "<p class=breadcrumb><a href=/>Home</a> <a href=/b>Berita Lainnya</a> <i>Detail</i></p>"},
        {"top": "<ol class=breadcrumb><li><a href=/>Kembali</a></ol>"},
        {"line": "<p>Diposting pada 3 Mei 2024 oleh Sari Lestari</p>"},
        {"line": "<p class='badge bg-dark'>Penulis</p> <span>Sari Lestari</span>"},
        {"top": "<a href=/b>Kembali ke Berita</a>"},
        {"line": "<b>Foto</b> <p>3 Mei 2024</p>"},
    ],
)
def test_the_role_of_the_page_is_no_section(place: dict[str, str]) -> None:
    assert article(**place).section in (None, "Berita Lainnya")


def test_the_name_of_the_site_is_no_section() -> None:
    top = "<div class=breadcrumb><a href=/>WARTA.com</a> » <a href=/d>Daerah</a></div>"
    assert article(top=top).section == "Daerah"


def test_one_label_icon_in_the_date_line_names_the_section() -> None:
    line = "<div class=m><i class='fa fa-calendar'></i> 3 Mei 2024 <i class='fa fa-tag'></i> Pertanian</div>"
    found = extract_article(f"<html><body><h1>{TITLE}</h1><div>{line}{TEXT}</div></body></html>", URL)
    assert (found.section, found.tags) == ("Pertanian", [])


@pytest.mark.parametrize(
    "place",
    [
        {"line": "<p><span class='bg-blue-50 px-3 py-1 rounded-full'>Pertanian</span> <i>3 Mei 2024</i></p>"},
        {"line": "<div class='bg-primary text-white px-2 rounded'>Pertanian</div>"},
        {"before": "<p><span class='px-3 rounded-full bg-x'></span>"
         "<span class='rounded-lg bg-gray-100 p-1'>Pertanian</span></p>"},
        {"before": "<div><span class='px-2.5 bg-white/20 rounded text-xs'>Pertanian</span></div>"},
        {"before": "<address>Jl. Mawar 2</address><span class='rounded-full bg-y px-3'>Pertanian</span>"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("trail", ["", "Kabar Desa", "Pengumuman", "Berita Kelurahan"])
def test_words_on_a_coloured_ground(place: dict[str, str], trail: str) -> None:
    crumbs = (
        f"<nav aria-label=breadcrumb><a href=/>Beranda</a> / <a href=/k>{trail}</a></nav>" if trail else ""
    )
    page = (
        f"<html lang=id><head><title>{TITLE}</title></head><body>{crumbs}<div>{place.get('before', '')}"
        f"<h1>{TITLE}</h1>{place.get('line', '')}<div class=isi>{TEXT}</div></div></body></html>"
    )
    assert extract_article(page, URL).section == "Pertanian"


@pytest.mark.parametrize(
    "word", ["Terbaru", "Headline", "Bagikan", "Unduh PDF", "Kembali", "Kategori", "12 Mei"]
)
def test_other_words_on_a_coloured_ground(word: str) -> None:
    assert article(f"<span class='bg-blue-50 px-3 rounded-full'>{word}</span>").section is None


def test_a_general_word_alone_is_the_section() -> None:
    crumbs = "<nav aria-label=breadcrumb><a href=/>Beranda</a> / <a href=/k>Kabar Desa</a></nav>"
    assert article(top=crumbs).section == "Kabar Desa"


@pytest.mark.parametrize(
    "after",
    [
        "<div><span>Tag:</span>\n <span>cabai</span>\n <span>panen</span>\n</div>",
        "<div><b>Tags</b>\n<a href=/x/1>cabai</a>\n<a href=/x/2>panen</a></div>",
        "<p><strong>Kata Kunci :</strong>\n\t<em>cabai</em>, <em>panen</em></p>",
        "<div><label>Topik</label>\n<ul><li>cabai</li>\n<li>panen</li></ul></div>",
        "<div class=post-tags><a href=/x/1>cabai</a> <a href=/x/2>panen</a> <a href=/x>3 Mei 2024</a>"
        "<a href=/y>2024-05-03</a></div>",
    ],
)
def test_tags_on_lines_of_their_own(after: str) -> None:
    assert article(after=after).tags == ["cabai", "panen"]


@pytest.mark.parametrize(
    "line",
    [
        "<div><span class='badge bg-dark'>#cabai</span> <span class='badge bg-dark'>#panen</span></div>",
        "<p><a class=chip href=/x>#cabai</a> <a class=chip href=/y>#panen</a></p>",
        "<ul><li class=t>#cabai</li><li class=t>#panen</li></ul>",
        "<div><span class=label>#cabai #panen</span></div>",
        "<div><small class=muted>#cabai</small><small class=muted>#panen</small></div>",
    ],
)
def test_hashtags_between_headline_and_text(line: str) -> None:
    found = article(line)
    assert found.tags == ["cabai", "panen"]
    assert found.section is None


@pytest.mark.parametrize(
    "after",
    [
        "<a href=/tag-cabai>cabai</a> <a href=/tag-panen>panen</a>",
        "<a href=/tag_cabai>#cabai</a> <a href=/tag_panen>#panen</a>",
        "<a href=/berita/tags-cabai-7.html>cabai</a> <a href=/berita/tags-panen-9.html>panen</a>",
        "<a href='/?tag-cabai'>cabai</a> <a href='/?tag-panen'>panen</a>",
        "<a href=/label-cabai/>Cabai</a> <a href=/label-panen/>Panen</a>",
    ],
)
def test_tags_spelt_in_the_address(after: str) -> None:
    assert [tag.lower() for tag in article(after=f"<div>{after}</div>").tags] == ["cabai", "panen"]


def test_an_article_whose_address_begins_like_a_tag() -> None:
    link = "<a href=/tag-nama-wajib-dipakai-warga>Warga Wajib Memakai Papan Nama</a>"
    assert article(after=f"<div>{link}</div>").tags == []


@pytest.mark.parametrize(
    "line",
    [
        "<span><i class=''></i> Pertanian</span> <span>3 Mei 2024</span>",
        "<div><i></i> Pertanian</div>",
        "<ul><li><i class=''></i> 3 Mei 2024</li><li><i class=''></i> Pertanian</li></ul>",
        "<p><svg></svg> Pertanian</p>",
        "<small><span class=dot></span>Pertanian</small>",
    ],
)
def test_a_section_behind_a_drawn_sign(line: str) -> None:
    assert article(line).section == "Pertanian"


@pytest.mark.parametrize(
    "banner",
    [
        "<div class=banner><h2>Pertanian</h2></div>",
        "<section class=page-title><h1>Pertanian</h1></section>",
        "<div class=hero><h1>Pertanian</h1><p>Kabar terbaru</p></div>",
        "<div class=atas><div><h3>Pertanian</h3></div></div>",
        "<header><h2>Pertanian</h2></header>",
    ],
)
def test_a_section_in_the_banner(banner: str) -> None:
    assert article(top=banner).section == "Pertanian"


@pytest.mark.parametrize("banner", ["<nav><h2>Pertanian</h2></nav>", "<div><h2>Warga Panen</h2></div>"])
def test_another_heading_above_is_no_section(banner: str) -> None:
    assert article(top=banner).section is None


@pytest.mark.parametrize(
    "trail",
    [
        "<nav><span>Beranda</span> &raquo; <span>Pertanian</span> &raquo; <span>{}</span></nav>",
        "<div>Home / Pertanian / {}</div>",
        "<p><b>Beranda</b> &gt; <b>Pertanian</b> &gt; {}</p>",
        "<ul><li>Home</li><li>Pertanian</li><li>{}</li></ul>",
        "<small>Beranda › Berita › Pertanian › {}</small>",
    ],
)
def test_a_trail_without_links(trail: str) -> None:
    assert article(top=trail.format(TITLE)).section == "Pertanian"


@pytest.mark.parametrize("icon", ["<i class='bi bi-tags'></i>", "<i class='fa fa-tags'></i>"])
def test_tags_in_a_list_that_begins_with_an_icon(icon: str) -> None:
    after = f"<ul><li>{icon}</li><li><a href=/t/1>cabai</a></li><li><a href=/t/2>panen</a></li></ul>"
    assert article(after=after).tags == ["cabai", "panen"]


@pytest.mark.parametrize(
    "item", ["<li><a href=#><span>{}</span> <span>(12)</span></a></li>", "<li>{} (3)</li>"]
)
def test_a_list_of_all_sections_with_counts_is_none(item: str) -> None:
    rows = "".join(item.format(name) for name in ("Pembangunan", "Kesehatan", "Ekonomi"))
    assert article(after=f"<div><h4>Kategori</h4><ul>{rows}</ul></div>").section is None
    assert article(top=f"<div><h4>Kategori</h4><ul>{rows}</ul></div>").section is None
