"""The settings that users may set: one table with valid values and descriptions.

Scrapy accepts any text for a setting and fails with a traceback at first use, or reads
`-s ALLOW_PRIVATE_ADDRESSES=maybe` as something. `check_settings` refuses such values before a run starts.
docs/settings.md is written from the table.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.portals.errors import UsageError, shown

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


@dataclass(frozen=True, slots=True)
class Kind:
    """`fits` checks a value, which may be a text from the command line; `says` describes valid values."""

    says: str
    example: str
    fits: Callable[[Any], bool]
    optional: bool = False
    """Whether None or an empty text is valid."""


SWITCH_VALUES = frozenset({"0", "1", "True", "False", "true", "false"})
"""Values of Scrapy's `getbool`."""


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool) or str(value) in SWITCH_VALUES


def _number(least: float, most: float = math.inf, *, whole: bool = False) -> Callable[[Any], bool]:
    def fits(value: Any) -> bool:
        text = str(value).strip()
        if isinstance(value, bool) or len(text) > 30 or "_" in text:
            return False
        try:
            number = int(text) if whole else float(text)
        except ValueError:
            return False
        return math.isfinite(number) and least <= number <= most

    return fits


def _items(value: Any) -> list[str]:
    parts = value.split(",") if isinstance(value, str) else list(value)
    return [str(part).strip() for part in parts]


def _every(fits: Callable[[str], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str | list | tuple) and all(map(fits, _items(value)))


def _is_web_address(value: Any) -> bool:
    try:
        parts = urlsplit(str(value))
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _is_line(value: Any) -> bool:
    return bool(str(value).strip()) and str(value).isprintable()


def _is_days(value: Any) -> bool:
    return _every(_number(0, 3650, whole=True))([value] if isinstance(value, int) else value)


def _one_of(*values: str) -> Callable[[Any], bool]:
    return lambda value: str(value) in values


NEAR = 0.85
"""Similarity from which on an unknown name counts as misspelt; others may belong to a plug-in."""
MAIL = re.compile(r"[^@\s,]+@[^@\s,]+")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

SWITCH = Kind("yes or no: True or False", "True", _is_switch)
SECONDS = Kind("a number of seconds, 0 or more", "2.5", _number(0))
TIMEOUT = Kind("a number of seconds above 0", "60", _number(0.001))
COUNT = Kind("a whole number, 0 or more", "100", _number(0, whole=True))
POSITIVE = Kind("a whole number, 1 or more", "1", _number(1, whole=True))
PORT = Kind("a port: 1 to 65535", "9100", _number(1, 65535, whole=True))
PORTS = Kind("a list of ports, 1 to 65535", "8000,8888", _every(_number(1, 65535, whole=True)), optional=True)
MAILS = Kind(
    "a list of e-mail addresses", "a@example.org", _every(lambda one: bool(MAIL.fullmatch(one))), True
)
PROM = Kind("a file named *.prom", "warta.prom", lambda value: str(value).endswith(".prom"), optional=True)
PROCESSES = Kind(
    "auto or a number of processes, 0 to 64",
    "auto",
    lambda value: str(value) == "auto" or _number(0, 64, whole=True)(value),
)
FOLDER = Kind("the name of a folder", "output", _is_line)
LINE = Kind("a text of one line", "redaksi@example.org", _is_line, optional=True)
FILE = Kind("the name of a file", "watch.toml", _is_line)
FILES = Kind(
    "a file of portals, or several separated by commas", "portals.toml", _every(_is_line), optional=True
)


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting for users: its valid values and its description (for docs/settings.md)."""

    kind: Kind
    meaning: str


URL = Kind("an http(s) address", "https://example.org/hook", _is_web_address, optional=True)

SETTINGS: dict[str, dict[str, Setting]] = {
    "Output": {
        "OUTPUT_DIR": Setting(FOLDER, "Folder of articles, ledger, reports and archives."),
        "JSON_LINES": Setting(
            SWITCH, "Write `articles/<portal>/<day>.jsonl`. Off: `scrapy export` writes the articles."
        ),
        "DUPLICATES": Setting(
            Kind("link or drop", "link", _one_of("link", "drop")),
            "Near-duplicates: `link` stores them with `duplicate_of`, `drop` leaves them out.",
        ),
        "ARCHIVE": Setting(
            SWITCH, "Keep every response below `<OUTPUT_DIR>/warc`. Needs the extra `archive`."
        ),
        "LEDGER_URL": Setting(
            Kind("a database's address", "postgresql+psycopg://user@host/db", _is_line, optional=True),
            "Database of the ledger. Unset: SQLite at `<OUTPUT_DIR>/ledger.db`.",
        ),
    },
    "Delivery": {
        "DELIVER": Setting(
            SWITCH, "Deliver to the sinks of `DELIVER_FILE` while a crawl runs, see [deliver.md](deliver.md)."
        ),
        "DELIVER_FILE": Setting(
            Kind("a TOML file", "deliver.toml", _is_line), "The sinks of `scrapy deliver`."
        ),
    },
    "Which portals, how often": {
        "PORTALS_FILE": Setting(
            FILES, "TOML files of your own portals, see [add-a-portal.md](add-a-portal.md)."
        ),
        "PORTALS": Setting(
            Kind("bundled, own or all", "own", _one_of("bundled", "own", "all")),
            "The registry: the `bundled` portals, your `own` (`PORTALS_FILE`), or `all`.",
        ),
        "SKIP_AHEAD": Setting(
            SWITCH, "Skip listing pages whose articles are known from previous/next links; off: read each."
        ),
        "WORDPRESS_REST": Setting(
            SWITCH, "Read whole articles from the WordPress REST API where it is open."
        ),
        "RENDER": Setting(
            Kind("auto, always or never", "never", _one_of("auto", "always", "never")),
            "A browser for pages rendered by JavaScript, see [javascript-portals.md](javascript-portals.md): "
            "`auto` where nothing else finds articles, `always` for every page. Needs the extra `render`.",
        ),
        "RENDER_PAGES": Setting(
            Kind("a whole number, 1 to 16", "2", _number(1, 16, whole=True)),
            "Pages that the browser has open at once.",
        ),
        "REVISIT": Setting(
            Kind("0, or days separated by commas", "1,3,7,30", _is_days),
            "Days after its publication on which an article is read again, within 20 % of a run's requests "
            "or 4. 0: never.",
        ),
        "PACE_LEAST": Setting(SECONDS, "Shortest re-crawl interval of `portal=due`, in seconds."),
        "PACE_MOST": Setting(SECONDS, "Longest re-crawl interval of `portal=due`, in seconds."),
    },
    "Politeness": {
        "CONTACT": Setting(LINE, "E-mail or web address in the User-Agent. Set it before any real crawl."),
        "CRAWL_DELAY_MAX": Setting(
            SECONDS, "A longer Crawl-delay in robots.txt is cut to this many seconds."
        ),
        "BACKOFF_SECONDS": Setting(
            SECONDS, "Wait after a failure of a host, in seconds; doubled after each further failure."
        ),
        "DOWNLOAD_DELAY": Setting(SECONDS, "Seconds between two requests to one host."),
        "CONCURRENT_REQUESTS": Setting(POSITIVE, "Requests in flight over all hosts."),
        "CONCURRENT_REQUESTS_PER_DOMAIN": Setting(POSITIVE, "Requests in flight to one host."),
        "ROBOTSTXT_OBEY": Setting(SWITCH, "Obey robots.txt."),
        "AUTOTHROTTLE_ENABLED": Setting(SWITCH, "Send fewer requests to a slow host."),
        "AUTOTHROTTLE_START_DELAY": Setting(SECONDS, "First delay of AutoThrottle, in seconds."),
        "AUTOTHROTTLE_MAX_DELAY": Setting(SECONDS, "Longest delay of AutoThrottle, in seconds."),
        "AUTOTHROTTLE_TARGET_CONCURRENCY": Setting(
            Kind("a number above 0", "1.0", _number(0.001)),
            "Requests that AutoThrottle keeps in flight to one host.",
        ),
        "DOWNLOAD_DELAY_JITTER": Setting(SECONDS, "Random part of the delay. 0: the delay is exact."),
    },
    "Safety": {
        "SHARE_FILES": Setting(
            SWITCH, "Let other users of the machine read the files; off: only the owner and the group."
        ),
        "ALLOW_PRIVATE_ADDRESSES": Setting(SWITCH, "Contact loopback and private addresses too."),
        "ALLOW_PORTS": Setting(PORTS, "Ports that may be contacted besides 80, 443, 8080 and 8443."),
        "DOWNLOAD_VERIFY_CERTIFICATES": Setting(SWITCH, "Verify certificates."),
        "COOKIES_ENABLED": Setting(SWITCH, "Keep cookies. Articles need none."),
        "REDIRECT_MAX_TIMES": Setting(COUNT, "Redirects that are followed for one request."),
        "METAREFRESH_MAXDELAY": Setting(
            SECONDS, "A page that refreshes itself later than this is no redirect."
        ),
    },
    "Limits": {
        "PORTAL_MAX_REQUESTS": Setting(
            COUNT, "Requests to one portal in one run, all hosts together. 0: no limit."
        ),
        "PORTAL_MAX_BYTES": Setting(COUNT, "Bytes from one portal in one run. 0: no limit."),
        "PORTAL_MAX_SECONDS": Setting(SECONDS, "Seconds for one portal in one run. 0: no limit."),
        "PAGE_MAX_SECONDS": Setting(
            TIMEOUT, "CPU seconds for the extraction of one page; slower pages are dropped: `too_slow`."
        ),
        "DOWNLOAD_TIMEOUT": Setting(
            TIMEOUT, "Seconds for a whole request, from the connection to the last byte."
        ),
        "DOWNLOAD_MAXSIZE": Setting(COUNT, "Bytes of one response, on the wire and unpacked."),
        "DNS_TIMEOUT": Setting(TIMEOUT, "Seconds for a DNS lookup."),
        "RETRY_ENABLED": Setting(SWITCH, "Repeat failed requests."),
        "RETRY_TIMES": Setting(COUNT, "How often a failed request is repeated."),
    },
    "Speed": {
        "EXTRACT_PROCESSES": Setting(
            PROCESSES, "Extraction workers, about 40 MB each, see [extraction.md](extraction.md)."
        ),
        "CONCURRENT_ITEMS": Setting(POSITIVE, "Items of one response that are processed at once."),
    },
    "Screen, logs and reports": {
        "QUIET": Setting(SWITCH, "Print nothing to stderr unless something fails; same as `--quiet`."),
        "PROGRESS": Setting(
            Kind("auto, live, plain or off", "plain", _one_of("auto", "live", "plain", "off")),
            "`live` display, `plain` lines, `off`; `auto`: live on a terminal.",
        ),
        "PROGRESS_INTERVAL": Setting(TIMEOUT, "Seconds between two plain progress lines."),
        "REPORT": Setting(SWITCH, "Write `<OUTPUT_DIR>/reports/<run>.html` at the end of each run."),
        "REPORTS_KEEP": Setting(COUNT, "Newest reports that are kept; older ones are deleted. 0: all."),
        "REPORT_LANGUAGE": Setting(
            Kind("en or id", "id", _one_of("en", "id"), optional=True),
            "Language of the report. Unset: that of the reader's browser.",
        ),
        "LOG_LEVEL": Setting(
            Kind(f"one of {', '.join(LEVELS)}", "INFO", _one_of(*LEVELS)), "Least level that is logged."
        ),
        "LOG_ENABLED": Setting(SWITCH, "Write a log."),
        "LOG_FILE_APPEND": Setting(SWITCH, "Append to `LOG_FILE` instead of replacing it."),
    },
    "Watches and feeds": {
        "WATCH_FILE": Setting(FILE, "Watches of new articles, see [watch.md](watch.md)."),
        "WEBSUB_HUB": Setting(URL, "WebSub hub of exported feeds; it is notified when a feed changed."),
    },
    "Health and monitoring": {
        "HEALTH_EXIT": Setting(SWITCH, "Exit status 1 also when a portal's health is `broken`."),
        "HEALTH_WEBHOOK": Setting(URL, "Receives a JSON POST when a portal's health changes."),
        "HEALTH_MAIL_TO": Setting(MAILS, "Receive an e-mail when a portal's health changes."),
        "MAIL_HOST": Setting(LINE, "Mail server."),
        "MAIL_FROM": Setting(LINE, "Sender of the e-mail."),
        "MAIL_USER": Setting(LINE, "User name at `MAIL_HOST`, if it needs one."),
        "MAIL_PASS": Setting(LINE, "Its password. Set it in the environment (`WARTA_MAIL_PASS`)."),
        "MAIL_PORT": Setting(PORT, "Port of `MAIL_HOST`."),
        "MAIL_TLS": Setting(SWITCH, "Use STARTTLS with `MAIL_HOST`."),
        "MAIL_SSL": Setting(SWITCH, "Use TLS from the first byte with `MAIL_HOST`."),
        "SPIDERMON_ENABLED": Setting(SWITCH, "Run Spidermon's monitors too. Needs the extra `monitors`."),
        "METRICS_FILE": Setting(PROM, "Prometheus textfile (`*.prom`), written when the run ends."),
        "METRICS_PORT": Setting(
            Kind(PORT.says, PORT.example, PORT.fits, optional=True),
            "Loopback port that serves Prometheus metrics during the run.",
        ),
    },
}
"""Every setting that users may set, by the groups of docs/settings.md."""

SECRET = frozenset({"LEDGER_URL", "HEALTH_WEBHOOK", "WEBSUB_HUB", "MAIL_PASS"})
"""Settings whose values may hold a password or a token; messages do not show them."""

KINDS: dict[str, Kind] = {name: one.kind for group in SETTINGS.values() for name, one in group.items()}


def check_settings(settings: BaseSettings | Mapping[str, Any]) -> None:
    """Refuse invalid values of settings. Raises UsageError with name, value and remedy."""
    for name, kind in KINDS.items():
        value = settings.get(name)
        if value is None or (kind.optional and value in ("", [], ())):
            continue
        if not kind.fits(value):
            what = name if name in SECRET else f"{name}={shown(str(value))}"
            raise UsageError(f"{what} is not {kind.says}; write it like {name}={kind.example}")


def check_names(names: Iterable[str], known: Container[str]) -> None:
    """Refuse an unknown name that is similar to a known one. Raises UsageError."""
    for name in names:
        if name not in known and (near := get_close_matches(name.upper(), KINDS, n=1, cutoff=NEAR)):
            raise UsageError(f"there is no setting {shown(name)}; did you mean {near[0]}?")
