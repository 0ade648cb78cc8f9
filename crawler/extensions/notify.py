"""Notifies people when a portal's health changes: by webhook, by e-mail, or both.

Only changes are sent (ok to watch, broken to ok, a new reason). A receiver that is down or misbehaves causes
one log line; the run continues. No line contains the URL of a receiver, which is a secret.
"""

from __future__ import annotations

import json
import logging
import re
import smtplib
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.counting import counted
from crawler.report.run_data import PortalRun, Run
from crawler.report.wording import reason_text

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

PATIENCE = 10.0
"""Total time limit for a receiver, in seconds: a slow drip would never reach a limit per read."""


BLANK = re.compile(r"[\s\x00-\x1f\x7f]")


class NotAnAddress(ValueError):
    """HEALTH_WEBHOOK is not a web address; the message does not quote it."""


def notify(settings: BaseSettings, run: Run, turned: Sequence[PortalRun]) -> None:
    """Notify the receivers named in the settings of the portals whose health changed."""
    if not turned:
        return
    webhook = settings.get("HEALTH_WEBHOOK")
    if webhook:
        url = str(webhook)
        failed = _failure_within(lambda: post(url, message(run, turned)))
        if failed is not None:
            logger.error("health webhook %s failed: %s", _host(url), failed)
    receivers = settings.getlist("HEALTH_MAIL_TO")
    if receivers:
        failed = _failure_within(lambda: send(settings, receivers, run, turned))
        if failed is not None:
            logger.error("health mail through %s failed: %s", settings.get("MAIL_HOST"), failed)


def _failure_within(deliver: Callable[[], None]) -> str | None:
    """Run `deliver` for at most `PATIENCE` seconds. Returns why it failed, or None."""
    failures: list[str] = []

    def run() -> None:
        try:
            deliver()
        except Exception as error:  # no response of a receiver may prevent the report
            failures.append(_why(error))

    thread = threading.Thread(target=run, name="notify", daemon=True)
    thread.start()
    thread.join(PATIENCE)
    if thread.is_alive():
        return f"no complete response within {PATIENCE:g} seconds"
    return failures[0] if failures else None


def message(run: Run, turned: Sequence[PortalRun]) -> dict[str, Any]:
    """Return the webhook's payload; chat systems show its `text`."""
    return {
        "text": "\n".join(lines(turned)),
        "run": run.id,
        "ended_at": run.finished_at.isoformat(timespec="seconds"),
        "portals": [
            {
                "id": portal.id,
                "name": portal.name,
                "verdict": portal.health.verdict.value,
                "reasons": [reason_text(reason) for reason in portal.health.reasons],
            }
            for portal in turned
        ],
    }


def lines(turned: Sequence[PortalRun]) -> list[str]:
    """Return one line per portal, the worst first."""
    ordered = sorted(turned, key=lambda portal: (-portal.health.verdict.rank, portal.id))
    return [
        f"{portal.id}: {portal.health.verdict.value}"
        + "".join(f"; {reason_text(reason)}" for reason in portal.health.reasons)
        for portal in ordered
    ]


def post(url: str, payload: dict[str, Any]) -> None:
    """POST the payload as JSON. Raises OSError or HTTPException if it fails, NotAnAddress for a URL that is
    not http(s) or holds blanks.
    """
    if not _is_web_address(url):
        raise NotAnAddress("HEALTH_WEBHOOK must be an http or https address without blanks")
    request = urllib.request.Request(  # noqa: S310 - the scheme is checked
        url,
        data=json.dumps(payload).encode(),
        headers={"Content-Type": "application/json", "User-Agent": "Warta"},
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=PATIENCE):  # noqa: S310 - the scheme is checked
        pass


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https") and bool(parts.hostname) and url.isascii() and not BLANK.search(url)
    )


def send(settings: BaseSettings, receivers: Sequence[str], run: Run, turned: Sequence[PortalRun]) -> None:
    """Send the lines as an e-mail through `MAIL_HOST`. Raises OSError or SMTPException."""
    mail = EmailMessage()
    worst = max(turned, key=lambda portal: portal.health.verdict.rank).health.verdict.value
    mail["Subject"] = f"Warta: {counted(len(turned), 'portal')} changed health, worst: {worst}"
    mail["From"] = str(settings.get("MAIL_FROM"))
    mail["To"] = ", ".join(receivers)
    mail.set_content("\n".join([*lines(turned), "", f"Run {run.id}"]))
    port = settings.getint("MAIL_PORT", 25)
    connect = smtplib.SMTP_SSL if settings.getbool("MAIL_SSL") else smtplib.SMTP
    with connect(str(settings.get("MAIL_HOST")), port, timeout=PATIENCE) as server:
        if settings.getbool("MAIL_TLS"):
            server.starttls(context=ssl.create_default_context())
        if settings.get("MAIL_USER"):
            server.login(str(settings.get("MAIL_USER")), str(settings.get("MAIL_PASS")))
        server.send_message(mail)


def _host(url: str) -> str:
    """Return the receiver's host. The path of a webhook URL holds its secret."""
    return (urlsplit(url).hostname or "(no host)") if _is_web_address(url) else "(no address)"


def _why(error: Exception) -> str:
    """Return the reason without the error's own text, which may contain the URL."""
    if isinstance(error, urllib.error.HTTPError):
        return f"HTTP {error.code}"
    if isinstance(error, urllib.error.URLError) and isinstance(error.reason, OSError):
        error = error.reason
    if isinstance(error, NotAnAddress):
        return str(error)
    if isinstance(error, HTTPException):
        return f"its response is not valid HTTP ({type(error).__name__})"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()  # without the error number
    return type(error).__name__
