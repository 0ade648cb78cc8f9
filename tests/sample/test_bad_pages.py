"""Pages without an article are dropped with a counted reason, and a portal's faults affect no other."""

from __future__ import annotations

from pathlib import Path

from pytest_httpserver import HTTPServer

from crawler.sample.server import serve_sample
from tests.crawling import LOOPBACK, crawl, records

PARAGRAPH = (
    "<p>Pemerintah kabupaten menggelar musyawarah pembangunan yang dihadiri seluruh camat dan lurah.</p>"
)
ARTICLE = (
    "<!DOCTYPE html><html lang='id'><head><title>Musyawarah Digelar</title></head>"
    "<body class='single single-post'><article><h1 class='entry-title'>Musyawarah Digelar</h1>"
    "<time class='entry-date published' datetime='2024-05-01T08:00:00+07:00'>1 Mei 2024</time>"
    f"<div class='entry-content'>{PARAGRAPH * 4}</div></article></body></html>"
)
PAGES: dict[str, tuple[str, int, str]] = {
    "/2024/05/01/baik/": (ARTICLE, 200, "text/html"),
    "/2024/05/02/terpotong/": (
        ARTICLE[: ARTICLE.rindex("<p>") + 40].replace("Digelar", "Dua"),
        200,
        "text/html",
    ),
    "/2024/05/03/kosong/": ("", 200, "text/html"),
    "/2024/05/04/berkas/": ("%PDF-1.7 \x00\x01\x02", 200, "application/pdf"),
    "/2024/05/05/hilang/": ("tidak ada", 404, "text/html"),
    "/2024/05/06/rusak/": ("galat", 500, "text/html"),
    "/2024/05/07/biner/": ("\x00\x00\x00", 200, "text/html"),
}


def serve(server: HTTPServer) -> None:
    entries = "".join(f"<url><loc>{server.url_for(path)}</loc></url>" for path in PAGES)
    sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    server.expect_request("/wp-sitemap-posts-post-1.xml").respond_with_data(sitemap, content_type="text/xml")
    index = server.url_for("/wp-sitemap-posts-post-1.xml")
    server.expect_request("/wp-sitemap.xml").respond_with_data(
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<sitemap><loc>{index}</loc></sitemap></sitemapindex>",
        content_type="text/xml",
    )
    home = (
        "<html><head><meta name='generator' content='WordPress 6.1'></head><body class='home'></body></html>"
    )
    server.expect_request("/").respond_with_data(home, content_type="text/html")
    for path, (text, status, kind) in PAGES.items():
        server.expect_request(path).respond_with_data(text, status=status, content_type=kind)
    server.expect_request("/robots.txt").respond_with_data("", status=404)


def test_each_is_dropped_with_its_reason_and_the_log_is_clean(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve(httpserver)
    run = crawl(tmp_path, "-a", f"url={httpserver.url_for('/')}", settings=(*LOOPBACK, "RETRY_TIMES=0"))
    assert run.returncode == 0, run.stderr
    titles = sorted(record["title"] for record in records(tmp_path))
    assert titles == ["Musyawarah Digelar", "Musyawarah Dua"]
    (tally,) = [line for line in run.stderr.splitlines() if line.startswith("Articles: ")]
    assert tally.startswith("Articles: 7 found, 2 written, 5 dropped (")
    for reason in ("1 empty", "1 http_404", "1 http_500", "1 media", "1 not_html"):
        assert reason in tally
    for word in ("ERROR", "Traceback", "Unhandled"):
        assert word not in run.stderr


def test_one_portal_failing_leaves_the_others_be(tmp_path: Path) -> None:
    own = tmp_path / "portals.toml"
    with serve_sample(port=0) as address:
        own.write_text(
            "".join(
                f'[[portal]]\nid = "{name}"\nname = "{name}"\naddress = "{at}"\nregion = "Kota Malang"\n'
                f'province = "Jawa Timur"\nlevel = "kota"\nplatform = "wordpress"\nevidence = "page seen"\n'
                for name, at in (("uji-hidup", address), ("uji-mati", "http://127.0.0.1:9/"))
            )
        )
        settings = (*LOOPBACK, "RETRY_TIMES=0", f"PORTALS_FILE={own}")
        run = crawl(tmp_path, "-a", "portal=uji-mati,uji-hidup", settings=settings)
    assert run.returncode == 1, run.stderr
    assert len(records(tmp_path)) == 16
    (failed,) = [line for line in run.stderr.splitlines() if line.startswith("uji-mati: ")]
    assert "http://127.0.0.1:9/" in failed
    assert "connection refused" in failed
    assert "uji-hidup: 17 found, 16 written, 1 dropped (1 protected)" in run.stderr
    assert "1 of 2 portals failed" in run.stderr
