from __future__ import annotations

import time
from pathlib import Path

import pytest

from crawler.guard.challenge import MAX_PAGE_LENGTH, has_less_text_than, recognise_challenge

PAGES = Path(__file__).parent / "challenges"

ARTICLE = (
    b"<html><body><article>" + b"<p>Wali Kota meresmikan jembatan di Kedungkandang. " * 40 + b"</article>"
)


@pytest.mark.parametrize(
    ("file", "status", "shield"),
    [
        ("cloudflare.html", 403, "Cloudflare"),
        ("cloudflare_blocked.html", 403, "Cloudflare"),
        ("sucuri.html", 200, "Sucuri"),
        ("imperva.html", 200, "Imperva"),
        ("imunify360.html", 200, "Imunify360"),
        ("testcookie.html", 200, "a cookie test"),
        ("own_cookie_test.html", 200, "a cookie test"),
        ("recaptcha.html", 403, "a captcha"),
        ("anubis.html", 200, "Anubis"),
    ],
)
def test_challenges(file: str, status: int, shield: str) -> None:
    assert recognise_challenge(status, {}, (PAGES / file).read_bytes()) == shield


@pytest.mark.parametrize(
    ("name", "value", "shield"),
    [
        ("cf-mitigated", "challenge", "Cloudflare"),
        ("x-amzn-waf-action", "captcha", "AWS WAF"),
        ("x-sucuri-block", "BL", "Sucuri"),
        ("server", "cloudflare", None),
        ("cf-ray", "8c1", None),
    ],
)
def test_headers(name: str, value: str, shield: str | None) -> None:
    assert recognise_challenge(403, {name: value}, b"") == shield


@pytest.mark.parametrize(
    "body",
    [
        ARTICLE,
        ARTICLE + b"<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script>",
        ARTICLE + b"<script>document.cookie='a=b'; location.reload()</script>",
        ARTICLE + b"<div class=g-recaptcha></div>",
        ARTICLE.replace(b"jembatan", b"imunify360"),
        b"",
        b"<html><body>403 Forbidden</body></html>",
        b"<div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript>",
        b"<h1>Kontak</h1><p>"
        + b"Hubungi kami di kantor Diskominfo. " * 20
        + b"<div class='g-recaptcha'></div>",
    ],
)
def test_what_is_no_challenge(body: bytes) -> None:
    assert recognise_challenge(200, {}, body) is None


def test_a_failing_origin_is_no_challenge() -> None:
    assert recognise_challenge(522, {}, (PAGES / "cloudflare_blocked.html").read_bytes()) is None


@pytest.mark.parametrize(
    "piece", [b"<script", b"<", b"<!--", b"<script>x</", b"<a><b>", b"</script", b"<svg><head>"]
)
def test_measuring_text_takes_one_pass(piece: bytes) -> None:
    source = piece * (MAX_PAGE_LENGTH // len(piece))
    started = time.process_time()
    has_less_text_than(source, 1500)
    assert time.process_time() - started < 1


def test_text_is_counted_without_tags_scripts_and_space() -> None:
    source = b"<head><title>long title</title></head> ab <b>c</b> <script>if (a < b) x</script> \n d"
    assert has_less_text_than(source, 5)
    assert not has_less_text_than(source, 4)
