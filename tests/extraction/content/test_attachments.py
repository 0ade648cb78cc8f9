"""Documents and embedded media of an article; announcements whose text is a document."""

from __future__ import annotations

import pytest

from crawler.extraction import extract_article, judge
from crawler.items import Article

URL = "https://wonoasri.example/pengumuman/hasil-seleksi-pamong-desa"
TITLE = "Hasil Seleksi Pamong Desa Kedungsekar"
TEXT = (
    "<p>Panitia seleksi pamong desa mengumumkan hasil ujian tertulis yang diikuti dua belas peserta pekan "
    "lalu.</p>"
    "<p>Peserta yang lulus diminta hadir di balai desa dengan membawa kartu identitas dan berkas "
    "pendaftaran.</p>"
)


def article(inside: str = "", below: str = "", text: str = TEXT) -> Article:
    page = (
        f"<html><head><title>{TITLE}</title></head><body><div class=menu><a "
        f"href=/perda.pdf>Perda</a></div><main>"
        f"<div class=post><h1>{TITLE}</h1><div class=isi-berita>{text}{inside}</div>{below}</div></main>"
        "<aside><a href=/laporan.pdf>Laporan</a></aside></body></html>"
    )
    return extract_article(page, URL)


PDF = "application/pdf"


@pytest.mark.parametrize(
    ("inside", "url", "title", "media_type"),
    [
        ("<p>Unduh <a href='/u/hasil.pdf'>Daftar lulus</a></p>", "/u/hasil.pdf", "Daftar lulus", PDF),
        ("<p><a href='/u/Hasil Akhir.PDF?v=2' title='Hasil akhir'>Download</a></p>",
         "/u/Hasil%20Akhir.PDF?v=2", "Hasil akhir", PDF),
        ("<p><a href='/u/hasil.pdf'>klik di sini</a></p>", "/u/hasil.pdf", None, PDF),
        ("<iframe src='/u/hasil.pdf#view=fit'></iframe>", "/u/hasil.pdf#view=fit", None, PDF),
        ("<object data='/u/hasil.pdf' type='application/pdf'></object>", "/u/hasil.pdf", None, PDF),
        ("<embed src='/berkas/77' type='application/pdf'>", "/berkas/77", None, PDF),
        ("<iframe "
         "src='https://docs.google.com/viewer?url=https%3A%2F%2Fwonoasri.example%2Fu%2Fhasil.pdf&embedded=true'>"
         "</iframe>", "/u/hasil.pdf", None, PDF),
        ("<iframe src='/js/pdfjs/web/viewer.html?file=/u/hasil.pdf'></iframe>", "/u/hasil.pdf", None, PDF),
        ("<p><a href=/u/rekap.xlsx>Rekap nilai</a></p>", "/u/rekap.xlsx", "Rekap nilai",
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("<p><a href=/u/semua.zip>Semua berkas</a></p>", "/u/semua.zip", "Semua berkas", "application/zip"),
        ("<div class=_df_book source='/u/hasil.pdf'></div>", "/u/hasil.pdf", None, PDF),
        ("<div class=penampil data-berkas='/u/hasil.pdf?v=1'></div>", "/u/hasil.pdf?v=1", None, PDF),
        ("<iframe src='https://drive.google.com/file/d/1aB/preview'></iframe>",
         "https://drive.google.com/file/d/1aB/preview", None, None),
        ("<p>Unduh Lampiran:<br><a href='/first/unduh_dokumen_artikel/72' title=''>Surat Edaran</a></p>",
         "/first/unduh_dokumen_artikel/72", "Surat Edaran", None),
        ("<a href='/first/unduh_dokumen_artikel/72'><i class='fas fa-download'></i> <b>edaran.pdf</b></a>",
         "/first/unduh_dokumen_artikel/72", "edaran.pdf", PDF),
        ("<a href='/ppid/unduh/12-perda'>Perda Nomor 5</a>", "/ppid/unduh/12-perda", "Perda Nomor 5", None),
        ("<a href='/index.php?task=doc_download&amp;gid=5'>Unduh</a>",
         "/index.php?task=doc_download&gid=5", None, None),
        ("<a href='/berkas/12' download='Edaran 12.docx'>Unduh</a>", "/berkas/12", "Edaran 12.docx",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("<a href='/berkas/9f3a'>Daftar Lulus.pdf (1,2 MB)</a>",
         "/berkas/9f3a", "Daftar Lulus.pdf (1,2 MB)", PDF),
        ("<a href='/?wpdmdl=31'><i class='fa fa-file'></i> Rencana Kerja</a>",
         "/?wpdmdl=31", "Rencana Kerja", None),
        ("<a href='/downloadFile/perda-pasar'>Unduh Perda Pasar</a>", "/downloadFile/perda-pasar",
         "Unduh Perda Pasar", None),
    ],
)  # fmt: skip
def test_documents(inside: str, url: str, title: str | None, media_type: str | None) -> None:
    [found] = article(inside).attachments
    full = url if url.startswith("http") else f"https://wonoasri.example{url}"
    assert (found.url, found.title, found.media_type) == (full, title, media_type)
    assert article(inside).type == "article"


@pytest.mark.parametrize(
    "inside",
    ["<div data-note='lihat berkas hasil.pdf'></div>", "<a href='javascript:x.pdf'>Berkas</a>",
     "<a href='ftp://x/a.pdf'>Berkas</a>", "<a href=/a.html>Berkas</a>",
     "<div class=related-posts><a href=/lain.pdf>Lain</a></div>", "<a href=/pdf>Berkas</a>",
     "<a href=/download>Unduh</a>", "<a href='/unduh/kategori/12'>Unduh Perda</a>",
     "<a href='/index.php?mod=download&amp;pg=2'>2</a>",
     "<a href='/berita/unduh-logo-hut-ri'>Unduh Logo HUT RI</a>",
     "<a href='/unduh/aplikasi'>aplikasi layanan</a>", "<a href='/foto/12.jpg' download>Unduh foto</a>",
     "<a href='/download/foto/12.jpg'>Unduh foto</a>", "<a href='/berita/attachment/foto-12'>foto</a>",
     "<a href='#lampiran'>edaran.pdf</a>",
     "<a href='https://toko.example/store/apps/details?id=12'>Download</a>",
     "<a href='/mobile/downloads/kabar/2'>Kabar Desa</a>",
     "<a href='/wp-content/unduh.apk' download>Unduh aplikasi</a>"],
)  # fmt: skip
def test_what_is_no_document_of_the_article(inside: str) -> None:
    assert article(inside).attachments == []


def test_below_the_text_and_each_once() -> None:
    below = "<div class=berkas><a href=/u/a.pdf>Unduh</a> <a href=/u/a.pdf>Berita acara</a>"
    below += "<a href=/u/b.pdf>Lampiran 2</a></div>"
    assert [(one.url[-5:], one.title) for one in article(below=below).attachments] == [
        ("a.pdf", "Berita acara"),
        ("b.pdf", "Lampiran 2"),
    ]


def test_a_box_behind_a_text_in_the_main_part_of_the_page() -> None:
    link = "<a href=/first/unduh_dokumen/7>edaran.pdf</a>"
    box = f"<div class='alert alert-info'><h4>Dokumen Lampiran</h4>{link}</div>"
    others = "<form action=/komentar></form><div class=kotak><a href=/u/perda.pdf>Perda</a></div>"
    page = (
        f"<html><head><title>{TITLE}</title></head><body><main><article><h1>{TITLE}</h1></article>"
        f"<div class=content>{TEXT}</div>{box}{others}</main></body></html>"
    )
    assert [one.title for one in extract_article(page, URL).attachments] == ["edaran.pdf"]


def test_thousands_of_documents_are_cut() -> None:
    found = article("".join(f"<a href=/u/{n}.pdf>{n}</a>" for n in range(5_000)))
    assert len(found.attachments) == 100
    assert "attachments_cut" in found.warnings


def test_long_and_marked_up_titles() -> None:
    [found] = article(
        f"<a href=/u/a.pdf>&lt;script&gt;alert(1)&lt;/script&gt;{'panjang ' * 200_000}</a>"
    ).attachments
    assert found.title is not None
    assert len(found.title) <= 300
    assert "<script" not in found.title


@pytest.mark.parametrize(
    "text",
    [
        "<iframe src=/u/hasil.pdf width=100% height=800></iframe>",
        "<p>Silakan unduh pengumuman berikut.</p><p><a href=/u/hasil.pdf>Unduh</a></p>",
        "<p><a href='/u/Hasil Seleksi.pdf'>Hasil Seleksi Pamong Desa Kedungsekar</a></p>",
        "<object data=/u/hasil.pdf type=application/pdf></object>",
    ],
)
def test_an_announcement_whose_text_is_a_document(text: str) -> None:
    found = article(text=text)
    assert found.type == "announcement"
    assert [one.media_type for one in found.attachments] == [PDF]
    assert judge(found).is_article
    assert found.title == TITLE
    assert len(found.body_blocks) == len(found.body)


def test_a_page_without_text_and_document_is_none() -> None:
    assert judge(article(text="")).reason in {"title_only", "empty"}


def test_a_list_of_documents_is_no_announcement() -> None:
    listed = "".join(f"<li><a href=/u/{n}.pdf>Peraturan Desa Nomor {n}</a></li>" for n in range(20))
    assert not judge(article(text=f"<ul>{listed}</ul>")).is_article


@pytest.mark.parametrize(
    ("inside", "provider", "url"),
    [
        ("<iframe src='https://www.youtube.com/embed/abc?rel=0'></iframe>", "youtube", "https://www.youtube.com/embed/abc?rel=0"),
        ("<iframe data-src='//www.youtube-nocookie.com/embed/abc'></iframe>", "youtube", "https://www.youtube-nocookie.com/embed/abc"),
        ("<iframe src='https://www.google.com/maps/embed?pb=1'></iframe>", "google_maps", "https://www.google.com/maps/embed?pb=1"),
        ("<blockquote class=twitter-tweet><p>Halo</p><a href='https://twitter.com/x/status/1'>1 "
         "Mei</a></blockquote>",
         "twitter", "https://twitter.com/x/status/1"),
        ("<blockquote class=instagram-media "
         "data-instgrm-permalink='https://www.instagram.com/p/abc/'></blockquote>",
         "instagram", "https://www.instagram.com/p/abc/"),
        ("<blockquote class=tiktok-embed cite='https://www.tiktok.com/@x/video/1'></blockquote>",
         "tiktok", "https://www.tiktok.com/@x/video/1"),
        ("<div class=fb-video data-href='https://www.facebook.com/watch?v=1'></div>", "facebook", "https://www.facebook.com/watch?v=1"),
        ("<div class=fb-video data-href='https://www.facebook.com/x/videos/1/'></div>", "facebook", "https://www.facebook.com/x/videos/1/"),
        ("<lite-youtube videoid=abc></lite-youtube>", "youtube", "https://www.youtube.com/watch?v=abc"),
        ("<figure class=media><oembed url='https://youtu.be/abc'></oembed></figure>", "youtube", "https://youtu.be/abc"),
        ("<video controls><source src=/v/a.mp4></video>", "video", "https://wonoasri.example/v/a.mp4"),
        ("<audio src=/v/a.mp3></audio>", "audio", "https://wonoasri.example/v/a.mp3"),
    ],
)  # fmt: skip
def test_embeds(inside: str, provider: str, url: str) -> None:
    assert [(one.provider, one.url) for one in article(inside).embeds] == [(provider, url)]


@pytest.mark.parametrize(
    "inside",
    ["<iframe src='https://ads.example/x'></iframe>", "<iframe src='javascript:alert(1)'></iframe>",
     "<iframe></iframe>",
     "<iframe src='https://www.facebook.com/plugins/like.php?href=x'></iframe>", "<video></video>",
     "<iframe src='https://youtube.com.jahat.example/embed/x'></iframe>"],
)  # fmt: skip
def test_what_is_no_embed(inside: str) -> None:
    assert article(inside).embeds == []
