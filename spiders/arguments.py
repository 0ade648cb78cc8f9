"""The arguments of `scrapy crawl portal`, validated before any request."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from scrapy.settings import BaseSettings

from crawler.discovery.core.options import CrawlOptions
from crawler.ledger.errors import LedgerError
from crawler.portals import Portal, Registry, UsageError, portal_from_address
from crawler.portals.configured import configured_registry, portal_files
from crawler.portals.errors import shown
from crawler.portals.lookup import ALL
from crawler.portals.site_url import domain_of
from crawler.query import Query, parse

if TYPE_CHECKING:  # the state loads the items and lxml
    from crawler.discovery.core.state import CrawlState

NAMES = ("portal", "province", "kind", "from", "url", "since", "until", "limit", "mode", "budget", "match")
DUE = "due"
SELECTING = ("portal", "province", "kind", "from")
UNITS = {"s": 1, "m": 60, "h": 3600}
Mode = Literal["incremental", "full"]


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a run crawls. `mode` is None if the ledger decides; only articles that match are stored.

    `budget` is the time in seconds after which the run stops in order; None for no limit.
    """

    portals: tuple[Portal, ...]
    since: date | None = None
    until: date | None = None
    limit: int | None = None
    mode: Mode | None = None
    budget: int | None = None
    match: Query | None = None

    def crawl_options(self, portal: Portal, state: CrawlState, *, settings: BaseSettings) -> CrawlOptions:
        """Return the options for crawling one portal, with `SKIP_AHEAD` and `WORDPRESS_REST`."""
        from crawler.discovery.other_addresses import may_try

        now, memory = datetime.now(UTC), state.load_memory(portal.id)
        elsewhere = may_try(state.failing_since(portal.id), now.timestamp(), memory)
        return CrawlOptions(
            now=now,
            since=self.since,
            until=self.until,
            full=self.mode == "full" or not state.has_completed(portal.id),
            verify=self.mode == "full",
            limit=self.limit,
            recheck=self.limit is None and self.since is None and self.until is None,
            skip_ahead=settings.getbool("SKIP_AHEAD"),
            rest=settings.getbool("WORDPRESS_REST"),
            sections=portal.sections,
            timezone=portal.zone,
            memory=memory,
            portal_options=portal.options,
            alternatives=portal.alternatives if elsewhere else None,
            entry=registry_of(settings).entry_of(portal.id) if elsewhere else "",
            matching=self.match is not None,
        )


def read_arguments(settings: BaseSettings, **given: str) -> Arguments:
    """Parse the arguments. Raises UsageError that names the value and a valid form."""
    unknown = sorted(set(given) - set(NAMES))
    if unknown:
        raise UsageError(
            f"unknown argument {unknown[0]}={given[unknown[0]]!r}; there are: {', '.join(NAMES)}"
        )
    since, until = _day(given, "since"), _day(given, "until")
    if since is not None and until is not None and since > until:
        raise UsageError(f"since={since} is after until={until}; swap them")
    return Arguments(
        portals=tuple(_portals(settings, given)),
        since=since,
        until=until,
        limit=_limit(given.get("limit")),
        mode=_mode(given.get("mode")),
        budget=read_budget(given.get("budget")),
        match=parse(given["match"]) if "match" in given else None,
    )


def registry_of(settings: BaseSettings) -> Registry:
    """Return the bundled registry with the user's own files, or what PORTALS leaves of it.

    Raises RegistryError, a UsageError.
    """
    return configured_registry(settings.getlist("PORTALS_FILE"), settings.get("PORTALS"))


def own_files(settings: BaseSettings) -> list[Path]:
    """Return the files in PORTALS_FILE: one, or several separated by commas."""
    return portal_files(settings.getlist("PORTALS_FILE"))


def _portals(settings: BaseSettings, given: dict[str, str]) -> list[Portal]:
    named = any(name in given for name in SELECTING)
    if "url" in given:
        if named:
            raise UsageError(f"give url=ADDRESS or {'=/'.join(SELECTING)}=, not both")
        return [_portal_at(given["url"], settings)]
    if not named:
        raise UsageError("say what to crawl: portal=ID[,ID...], portal=all, province=NAME or url=ADDRESS")
    ids = [item.strip().lower() for item in given.get("portal", "").split(",")]
    if DUE in ids and len(ids) > 1:
        others = ",".join(item for item in ids if item != DUE)
        raise UsageError(
            f"portal={shown(given['portal'])}: due cannot be combined with other portals; narrow it by "
            f"from=mine, province= or kind=; portal={shown(others)} crawls these portals, due or not"
        )
    due = ids == [DUE]
    chosen = registry_of(settings).select(
        ALL if due else given.get("portal"),
        given.get("province"),
        kind=given.get("kind"),
        source=given.get("from"),
    )
    if not due:
        return chosen
    from crawler.ledger.due_portals import due_portals  # imports the re-crawl intervals as well

    try:
        return due_portals(settings, chosen)
    except LedgerError as error:
        raise UsageError(str(error)) from error


def _portal_at(url: str, settings: BaseSettings) -> Portal:
    registry = registry_of(settings)
    address = url if "://" in url else f"https://{url}"
    host = domain_of(address)
    if not settings.getbool("ALLOW_PRIVATE_ADDRESSES") and "." not in host and ":" not in host:
        raise UsageError(
            f"url={shown(url)} is not a public site; write it like url=https://example.go.id/, "
            f"or portal=ID for a portal of the registry"
        )
    known = registry.by_address(address)
    if known is not None:
        return dataclasses.replace(known, address=address)
    return portal_from_address(address, registry)


def _day(given: dict[str, str], name: str) -> date | None:
    value = given.get(name)
    if value is None:
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError as error:
        raise UsageError(f"{name}={value!r} is not a date; write it like {name}=2024-01-31") from error


def _limit(value: str | None) -> int | None:
    if value is None:
        return None
    text = value.strip()
    if not text.isascii() or not text.isdigit() or int(text) < 1 or len(text) > 9:
        raise UsageError(f"limit={value!r} is not a number of articles; write it like limit=100")
    return int(text)


def read_budget(value: str | None) -> int | None:
    """Return the seconds of a duration such as `90s`, `30m`, `2h`; None for None. Raises UsageError."""
    if value is None:
        return None
    match = re.fullmatch(r"([1-9][0-9]{0,5})([smh])", value.strip().lower())
    if match is None:
        raise UsageError(f"budget={value!r} is not a duration; write it like 30m, 90s or 2h")
    return int(match[1]) * UNITS[match[2]]


def _mode(value: str | None) -> Mode | None:
    match value:
        case None | "incremental" | "full":
            return value
        case _:
            raise UsageError(f"mode={value!r} is unknown; there are mode=incremental and mode=full")
