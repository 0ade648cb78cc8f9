"""What each setting may hold: one table, read before anything starts.

Scrapy takes any text for a setting and fails, with a traceback, where it is first used: or, worse, takes
`-s ALLOW_PRIVATE_ADDRESSES=maybe` for something. `check_settings` refuses by name what cannot be meant.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.portals.errors import UsageError, shown

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


@dataclass(frozen=True, slots=True)
class Kind:
    """`fits` takes the value as set, a text from the command line among others; `says` what is wanted."""

    says: str
    example: str
    fits: Callable[[Any], bool]
    optional: bool = False
    """Whether nothing (None or an empty text) is a value too."""


SWITCH_VALUES = frozenset({"0", "1", "True", "False", "true", "false"})
"""As Scrapy's `getbool` reads them."""


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


def _one_of(*values: str) -> Callable[[Any], bool]:
    return lambda value: str(value) in values


NEAR = 0.85
"""Likeness from which on an unknown name is a misspelt one; others may be a plug-in's."""
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
FILES = Kind(
    "a file of portals, or several parted by commas", "portals.toml", _every(_is_line), optional=True
)

KINDS: dict[str, Kind] = {
    # what users set
    "OUTPUT_DIR": FOLDER,
    "DUPLICATES": Kind("link or drop", "link", _one_of("link", "drop")),
    "ARCHIVE": SWITCH,
    "JSON_LINES": SWITCH,
    "LEDGER_URL": Kind("a database's address", "postgresql+psycopg://user@host/db", _is_line, optional=True),
    "ALLOW_PRIVATE_ADDRESSES": SWITCH,
    "ALLOW_PORTS": PORTS,
    "CRAWL_DELAY_MAX": SECONDS,
    "CONTACT": LINE,
    "PORTALS_FILE": FILES,
    "WORDPRESS_REST": SWITCH,
    "PACE_LEAST": SECONDS,
    "PACE_MOST": SECONDS,
    "PORTAL_MAX_REQUESTS": COUNT,
    "PORTAL_MAX_BYTES": COUNT,
    "PORTAL_MAX_SECONDS": SECONDS,
    "BACKOFF_SECONDS": SECONDS,
    "PAGE_MAX_SECONDS": TIMEOUT,
    "EXTRACT_PROCESSES": PROCESSES,
    # what people see
    "QUIET": SWITCH,
    "PROGRESS": Kind("auto, live, plain or off", "plain", _one_of("auto", "live", "plain", "off")),
    "PROGRESS_INTERVAL": TIMEOUT,
    "REPORT": SWITCH,
    "REPORT_LANGUAGE": Kind("en or id", "id", _one_of("en", "id"), optional=True),
    "HEALTH_EXIT": SWITCH,
    "HEALTH_WEBHOOK": Kind("an http(s) address", "https://example.org/hook", _is_web_address, optional=True),
    "HEALTH_MAIL_TO": MAILS,
    "SPIDERMON_ENABLED": SWITCH,
    "METRICS_FILE": PROM,
    "METRICS_PORT": Kind(PORT.says, PORT.example, PORT.fits, optional=True),
    "LOG_LEVEL": Kind(f"one of {', '.join(LEVELS)}", "INFO", _one_of(*LEVELS)),
    "LOG_ENABLED": SWITCH,
    "LOG_FILE_APPEND": SWITCH,
    "MAIL_PORT": PORT,
    "MAIL_TLS": SWITCH,
    "MAIL_SSL": SWITCH,
    # Scrapy's own, as far as they bear on politeness and safety
    "ROBOTSTXT_OBEY": SWITCH,
    "AUTOTHROTTLE_ENABLED": SWITCH,
    "AUTOTHROTTLE_START_DELAY": SECONDS,
    "AUTOTHROTTLE_MAX_DELAY": SECONDS,
    "AUTOTHROTTLE_TARGET_CONCURRENCY": Kind("a number above 0", "1.0", _number(0.001)),
    "CONCURRENT_ITEMS": POSITIVE,
    "CONCURRENT_REQUESTS": POSITIVE,
    "CONCURRENT_REQUESTS_PER_DOMAIN": POSITIVE,
    "COOKIES_ENABLED": SWITCH,
    "DNS_TIMEOUT": TIMEOUT,
    "DOWNLOAD_DELAY": SECONDS,
    "DOWNLOAD_DELAY_JITTER": SECONDS,
    "DOWNLOAD_MAXSIZE": COUNT,
    "DOWNLOAD_TIMEOUT": TIMEOUT,
    "DOWNLOAD_VERIFY_CERTIFICATES": SWITCH,
    "METAREFRESH_MAXDELAY": SECONDS,
    "REDIRECT_MAX_TIMES": COUNT,
    "RETRY_ENABLED": SWITCH,
    "RETRY_TIMES": COUNT,
}  # fmt: skip


def check_settings(settings: BaseSettings) -> None:
    """Refuse a setting with a value that it cannot have. Raises UsageError with name, value and way out."""
    for name, kind in KINDS.items():
        value = settings.get(name)
        if value is None or (kind.optional and value in ("", [], ())):
            continue
        if not kind.fits(value):
            raise UsageError(
                f"{name}={shown(str(value))} is not {kind.says}; write it like {name}={kind.example}"
            )


def check_names(names: Iterable[str], known: Container[str]) -> None:
    """Refuse a name that is neither `known` nor of the table, but nearly one of it. Raises UsageError."""
    for name in names:
        if name not in known and (near := get_close_matches(name.upper(), KINDS, n=1, cutoff=NEAR)):
            raise UsageError(f"no setting is called {shown(name)}; did you mean {near[0]}?")
