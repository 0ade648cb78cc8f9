"""`scrapy discover` over a loopback proxy that plays a main portal, a news site and a wildcard."""

from __future__ import annotations

import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.portals.loader import read_text
from tests.commands.forward_proxy import Proxy, forward_proxy
from tests.crawling import LOOPBACK, scrapy

MAIN = "wonoasrikab.go.id"
OWN = f"""
[[portal]]
id = "wonoasri"
name = "Pemerintah Kabupaten Wonoasri"
address = "http://{MAIN}/"
code = "51.07"
level = "kabupaten"
"""
FRONT = f"""<html><head><title>Kabupaten Wonoasri</title></head><body>
<a href="/profil">Profil</a><a href="/visi">Visi</a><a href="/layanan">Layanan</a>
<a href="http://kabar-desa.{MAIN}/">Desa</a><a href="http://mediacenter.{MAIN}/">Media Center</a>
<a href="http://berita.lain.go.id/">Tetangga</a></body></html>"""
PARAGRAPH = (
    "Warga bergotong royong memperbaiki jembatan gantung yang menghubungkan dua dusun, sebelum musim hujan "
    "tiba dan air sungai naik, kata ketua panitia pada hari Senin di balai desa."
)
TITLES = {
    "/2026/11/09/warga-memperbaiki-jembatan-gantung": "Warga Memperbaiki Jembatan Gantung di Lereng Bukit",
    "/2026/11/06/petani-memanen-padi-gogo-lebih-awal": "Petani Memanen Padi Gogo Lebih Awal Tahun Ini",
    "/2026/11/03/pelajar-menanam-seribu-pohon-di-lereng": "Pelajar Menanam Seribu Pohon di Lereng Bukit",
}
LISTING = (
    "<html><head><title>Media Center Wonoasri</title></head><body><div class='daftar'>"
    + "".join(
        f'<div class="item"><h2><a href="{path}/">{title}</a></h2></div>' for path, title in TITLES.items()
    )
    + "</div></body></html>"
)


def article(title: str) -> str:
    body = "".join(f"<p>{PARAGRAPH} Bagian {number}.</p>" for number in range(4))
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<p class='tanggal'>Senin, 9 November 2026</p><div class='isi'>{body}</div></body></html>"
    )


HOSTS = {
    MAIN: {"/": FRONT},
    f"mediacenter.{MAIN}": {"/": LISTING} | {f"{path}/": article(title) for path, title in TITLES.items()},
    f"humas.{MAIN}": {"/": FRONT},  # a wildcard in the DNS
    f"kominfo.{MAIN}": {
        "/": "<html><head><title>Kominfo</title></head><body><p>Segera hadir</p></body></html>"
    },
    f"ppid-berita.{MAIN}": {"/": FRONT.replace("Kabupaten", "PPID")},
}


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with forward_proxy(HOSTS) as running:
        yield running


@pytest.fixture
def discover(proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, proxy.address)
    monkeypatch.delenv("no_proxy", raising=False)
    own = tmp_path / "own.toml"
    own.write_text(OWN, encoding="utf-8")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        settings = (
            *LOOPBACK,
            f"PORTALS_FILE={own}",
            "PORTALS=own",
            f"OUTPUT_DIR={tmp_path}",
            "RETRY_TIMES=0",
        )
        flags = [flag for setting in settings for flag in ("-s", setting)]
        return scrapy("discover", *arguments, *flags)

    return run


def test_a_news_site_is_found_and_the_others_stay_candidates(discover, proxy: Proxy, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    names = tmp_path / "names.txt"
    names.write_text(f"*.ppid-berita.{MAIN}\nwww.example.com\n", encoding="utf-8")
    done = discover("51.07", "--certificates", str(names))
    assert done.returncode == 0, done.stderr
    (entry,) = tomllib.loads(done.stdout)["portal"]
    assert entry["address"] == f"http://mediacenter.{MAIN}/"
    assert entry["level"] == "kabupaten"
    assert entry["kind"] == "communications"
    assert entry["evidence"].startswith("probed 20")
    assert read_text(done.stdout, "found.toml").entries
    assert f"linked by {MAIN}" in done.stdout
    assert f"# candidate http://kominfo.{MAIN}/" in done.stdout
    assert f"# candidate http://ppid-berita.{MAIN}/" in done.stdout
    assert f"humas.{MAIN}" not in done.stdout
    hosts = {host for host, _ in proxy.asked}
    assert all(host.endswith(f".{MAIN}") or host == MAIN for host in hosts)
    assert f"kabar-desa.{MAIN}" not in hosts
    fronts = [host for host, path in proxy.asked if path == "/" and host != f"mediacenter.{MAIN}"]
    assert len(fronts) - len(set(fronts)) <= 2  # of those that are probed
    assert "1 has articles, 2 stay candidates" in done.stderr
    assert not (tmp_path / "ledger.db").exists()


def test_it_asks_no_more_than_it_may(discover, proxy: Proxy) -> None:  # type: ignore[no-untyped-def]
    done = discover("51.07", "--requests", "2")
    assert "were not requested, see --requests" in done.stderr
    assert len({host for host, path in proxy.asked if path == "/"}) <= 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["Kabupaten Karimunn"],
            "there is no region or province 'Kabupaten Karimunn'; nearest: Kabupaten Karimun",
        ),
        ([], "name a region, a province or all"),
        (["all", "--requests", "0"], "--requests '0' is not a number from 1 on"),
        (["all", "--budget", "soon"], "budget='soon' is not a duration"),
        (["all", "--certificates", "/nowhere/names.txt"], "/nowhere/names.txt: cannot be read"),
    ],
)
def test_what_cannot_be_is_refused(discover, proxy: Proxy, arguments: list[str], message: str) -> None:  # type: ignore[no-untyped-def]
    done = discover(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert not proxy.asked
