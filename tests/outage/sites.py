"""Sites read through one kind of source, and the answers of outages in their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from tests.sites.cms import Cms
from tests.sites.site import NOT_FOUND, Reply, TestSite
from tests.sites.wordpress import WordPress

SITES: dict[str, Callable[[], TestSite]] = {
    "listing": lambda: WordPress(24, sitemap="none", feed=False),
    "sitemap": lambda: WordPress(24, sitemap="plugin", feed=False),
    "rest": lambda: WordPress(24, rest="open", sitemap="none", feed=False),
    "feed": lambda: WordPress(24, sitemap="none"),
    "cms": lambda: Cms("joomla_k2", 24),
}


def page(title: str, body: str, status: int = 200) -> Reply:
    return Reply(
        f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>", status
    )


MAINTENANCE = page(
    "Situs dalam pemeliharaan",
    "<h1>Mohon maaf</h1><p>Kami sedang meningkatkan layanan situs ini agar lebih baik. Silakan kembali "
    "beberapa saat lagi, terima kasih atas kesabaran Anda menunggu sampai pekerjaan ini selesai.</p>",
)
PARKED = page(
    "wonoasri.test dijual",
    "<h1>Domain ini dijual</h1><ul>"
    + "".join(
        f'<li><a href="/iklan/{word}-murah-{n}">{word.title()} murah hari ini {n}</a></li>'
        for n, word in enumerate(str.split("asuransi pinjaman mobil rumah kredit liburan sepatu laptop"))
    )
    + "</ul>",
)
DEFACED = page("Owned by Gerombolan", "<h1>Owned</h1><p>Kami pernah di sini.</p><marquee>salam</marquee>")
LOGIN = page(
    "Masuk",
    '<form action="/masuk" method="post"><input name="user"><input type="password" name="pass">'
    "<button>Masuk</button></form>",
)
CHALLENGE = page(
    "Just a moment...", "<script>window._cf_chl_opt={}</script><p>Checking your browser</p>", 403
)
DATABASE = Reply("<h1>Error establishing a database connection</h1>")
FATAL = Reply(
    "<br />\n<b>Fatal error</b>:  Uncaught Error: Call to undefined function in /home/web/index.php:3"
)
SUSPENDED = page("Account Suspended", "<h1>Account Suspended</h1><p>Contact your hosting provider.</p>")
WELCOME = page("Welcome to nginx!", "<h1>Welcome to nginx!</h1><p>Further configuration is required.</p>")


@dataclass(frozen=True)
class Outage:
    """`reply` answers a request in place of the site, unless it is None. `says`: part of the reason."""

    reply: Callable[[TestSite, str], Reply | None]
    says: str
    health: str = "watch"
    """The verdict after the first such run."""


def always(answer: Reply, *, robots: bool = False) -> Callable[[TestSite, str], Reply | None]:
    """The same answer to every request; with `robots` also to that for robots.txt."""
    return lambda site, path: None if path == "/robots.txt" and not robots else answer


def front_page(answer: Reply) -> Callable[[TestSite, str], Reply | None]:
    return lambda site, path: answer if path == "/" else None


def _robots(answer: Reply) -> Callable[[TestSite, str], Reply | None]:
    return lambda site, path: answer if path == "/robots.txt" else None


ENTRY = re.compile(
    r'<article class="post hentry">.*?</article>|<div class="node item teaser">.*?</div>'
    r"|<item>.*?</item>|<url>.*?</url>",
    re.DOTALL,
)
"""What listings, feeds and sitemaps list."""


def _emptied(site: TestSite, path: str) -> Reply | None:
    """The site without the entries of its listings, feeds, sitemaps and API; its articles are there."""
    reply = site.respond(path)
    if site.base.rstrip("/") + path in site.articles or reply.status != 200:
        return None
    if "json" in reply.content_type:
        return replace(reply, body="[]", headers={**reply.headers, "X-WP-Total": "0", "X-WP-TotalPages": "0"})
    return replace(reply, body=ENTRY.sub("", reply.data.decode()))


OUTAGES: dict[str, Outage] = {
    "error 500": Outage(always(Reply("", 500)), "front page answers HTTP 500"),
    "error 503": Outage(always(Reply("", 503)), "front page answers HTTP 503"),
    "error 500 with robots.txt": Outage(
        always(Reply("", 500), robots=True), "robots.txt cannot be read: HTTP 500"
    ),
    "refused 403": Outage(always(Reply("", 403)), "front page answers HTTP 403", "broken"),
    "refused 403 with robots.txt": Outage(
        always(Reply("", 403), robots=True), "front page answers HTTP 403", "broken"
    ),
    "not found 404": Outage(always(NOT_FOUND), "front page answers HTTP 404"),
    "empty pages": Outage(always(Reply("")), "front page is empty"),
    "maintenance": Outage(always(MAINTENANCE), "front page shows another site"),
    "database error": Outage(always(DATABASE), "front page shows another site"),
    "fatal error": Outage(always(FATAL), "front page shows another site"),
    "parked domain": Outage(always(PARKED), "front page shows another site"),
    "account suspended": Outage(always(SUSPENDED), "front page shows another site"),
    "default page": Outage(always(WELCOME), "front page shows another site"),
    "defaced front page": Outage(front_page(DEFACED), "front page shows another site"),
    "login page": Outage(always(LOGIN), "front page shows a login page"),
    "challenge": Outage(always(CHALLENGE), "challenge page by Cloudflare", "broken"),
    "emptied": Outage(_emptied, "lists"),
    "robots.txt broken": Outage(_robots(Reply("", 500)), "robots.txt cannot be read: HTTP 500"),
}
"""By name. The reasons are those of `crawler.discovery.outage` and of the downloader's refusals."""


class Switched(TestSite):
    """A site that `outage` replaces while it is set."""

    def __init__(self, inner: TestSite) -> None:
        super().__init__(inner.base)
        self.inner = inner
        self.outage: Outage | None = None

    @property
    def articles(self) -> set[str]:
        return self.inner.articles

    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        raise AssertionError("`respond` answers")

    def respond(self, target: str, headers: Mapping[str, str] | None = None) -> Reply:
        self.inner.base = self.base
        if self.outage is not None:
            answer = self.outage.reply(self.inner, target)
            if answer is not None:
                self.requests.append(target)
                return answer
        answer = self.inner.respond(target, headers)
        self.requests.append(target)
        return answer
