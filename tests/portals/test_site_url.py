from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.portals import UsageError
from crawler.portals.site_url import Site, check_address, domain_of, site_of, slug_of


@pytest.mark.parametrize(
    ("given_address", "expected"),
    [
        ("https://malangkota.go.id", "https://malangkota.go.id/"),
        ("HTTPS://WWW.MalangKota.go.id:443/Berita?x=1#top", "https://www.malangkota.go.id/Berita?x=1"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("https://malangkota.go.id.", "https://malangkota.go.id/"),
    ],
)
def test_usable_addresses_come_out_in_one_form(given_address: str, expected: str) -> None:
    assert check_address(given_address) == expected


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", "is empty"),
        ("malangkota.go.id", "has no scheme"),
        ("ftp://malangkota.go.id/", "has the scheme 'ftp'"),
        ("file:///etc/passwd", "has the scheme 'file'"),
        ("data:text/html,x", "no scheme"),
        ("http://", "has no host"),
        ("http:///berita", "has no host"),
        ("http://malangkota.go.id:0/", "port 0"),
        ("http://malangkota.go.id:99999/", "cannot be read"),
        ("http://malang kota.go.id/", "characters"),
        ("http://malangkota.go.id/\r\nX: y", "characters"),
        ("http://malangkota.go.id\\@evil.example/", "characters"),
        ("http://[::1", "cannot be read"),
        ("http://a..b/", "unreadable host"),
        ("http://-a-.go.id/", "unreadable host"),
        ("http://" + "a" * 3000, "more than"),
    ],
)
def test_unusable_addresses_say_why_and_what_to_do(address: str, why: str) -> None:
    with pytest.raises(UsageError, match=re.escape(why)) as caught:
        check_address(address)
    assert "give an http or https address" in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_password_is_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError, match="user name or password") as caught:
        check_address("https://admin:hunter2@malangkota.go.id/")
    assert "hunter2" not in str(caught.value)
    assert "admin" not in str(caught.value)


def test_www_scheme_and_slash_do_not_make_another_site() -> None:
    assert site_of("http://www.malangkota.go.id") == site_of("https://malangkota.go.id/")
    assert site_of("https://x.go.id/2019") == Site("x.go.id", None, ("2019",))
    assert site_of("http://x.go.id:8080/") != site_of("http://x.go.id/")
    assert domain_of("https://WWW.X.go.id/") == "x.go.id"


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        ("https://www.malangkota.go.id/", "malangkota-go-id"),
        ("https://dprd-bantenprov.go.id/", "dprd--bantenprov-go-id"),
        ("https://diskominfo.jatengprov.go.id/2019/", "diskominfo-jatengprov-go-id_2019"),
        ("http://127.0.0.1:8080/", "127-0-0-1-8080"),
        ("http://localhost:8080/", "localhost-8080"),
    ],
)
def test_slugs_are_readable(address: str, slug: str) -> None:
    assert slug_of(address) == slug


def test_slugs_of_different_sites_differ() -> None:
    sites = [
        "https://a-b.go.id/",
        "https://a.b.go.id/",
        "https://a.go.id/b",
        "https://a.go.id/B",
        "https://a.go.id/b/c",
        "https://a.go.id/b-c",
        "https://a.go.id/b_c",
        "https://a.go.id/" + "b" * 100,
        "https://a.go.id/" + "b" * 101,
        "http://a.go.id:8080/",
        "http://[::1]/",
        "http://[::2]/",
    ]
    assert len({slug_of(site) for site in sites}) == len(sites)


@given(st.text(max_size=60), st.text(max_size=30))
def test_any_usable_address_has_a_slug_that_is_safe_as_a_folder_name(host: str, path: str) -> None:
    try:
        check_address(f"https://{host}/{path}")
    except UsageError:
        return
    assert re.fullmatch(r"[a-z0-9_][a-z0-9_-]{0,79}", slug_of(f"https://{host}/{path}"))


@given(st.text(max_size=200))
def test_any_text_is_usable_or_refused(text: str) -> None:
    with suppress(UsageError):
        address = check_address(text)
        assert check_address(address) == address
