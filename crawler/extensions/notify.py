"""Tell people when a portal's health turns: by a webhook, by e-mail, or both.

Only turns are told (ok to watch, broken to ok, a new reason): a portal that stays broken is no news.
A receiver that is down costs one line in the log and never the run.
"""

from __future__ import annotations

import json
import logging
import smtplib
import ssl
import urllib.error
import urllib.request
from collections.abc import Sequence
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.report.run_data import PortalRun, Run
from crawler.report.wording import say

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

PATIENCE = 10.0
"""Seconds that a receiver may take."""


def notify(settings: BaseSettings, run: Run, turned: Sequence[PortalRun]) -> None:
    """Tell the receivers that the settings name of the portals whose health turned."""
    if not turned:
        return
    webhook = settings.get("HEALTH_WEBHOOK")
    if webhook:
        try:
            post(str(webhook), message(run, turned))
        except (OSError, ValueError) as error:
            logger.error("the health webhook at %s did not take it: %s", _host(str(webhook)), _why(error))
    receivers = settings.getlist("HEALTH_MAIL_TO")
    if receivers:
        try:
            send(settings, receivers, run, turned)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            logger.error("no health mail through %s: %s", settings.get("MAIL_HOST"), _why(error))


def message(run: Run, turned: Sequence[PortalRun]) -> dict[str, Any]:
    """What the webhook gets; `text` is what chat systems show."""
    return {
        "text": "\n".join(lines(turned)),
        "run": run.id,
        "ended_at": run.finished_at.isoformat(timespec="seconds"),
        "portals": [
            {
                "id": portal.id,
                "name": portal.name,
                "verdict": portal.health.verdict.value,
                "reasons": [say(reason) for reason in portal.health.reasons],
            }
            for portal in turned
        ],
    }


def lines(turned: Sequence[PortalRun]) -> list[str]:
    """One line a portal, the worst first."""
    ordered = sorted(turned, key=lambda portal: (-portal.health.verdict.rank, portal.id))
    return [
        f"{portal.id}: {portal.health.verdict.value}"
        + "".join(f"; {say(reason)}" for reason in portal.health.reasons)
        for portal in ordered
    ]


def post(url: str, payload: dict[str, Any]) -> None:
    """POST the payload as JSON. Raises OSError where it is not taken, ValueError for an address of no web."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("HEALTH_WEBHOOK must be an http or https address")
    request = urllib.request.Request(  # noqa: S310 - the scheme is checked
        url,
        data=json.dumps(payload).encode(),
        headers={"Content-Type": "application/json", "User-Agent": "Warta"},
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=PATIENCE):  # noqa: S310 - the scheme is checked
        pass


def send(settings: BaseSettings, receivers: Sequence[str], run: Run, turned: Sequence[PortalRun]) -> None:
    """Send the lines as an e-mail through `MAIL_HOST`. Raises OSError or SMTPException."""
    mail = EmailMessage()
    worst = max(turned, key=lambda portal: portal.health.verdict.rank).health.verdict.value
    mail["Subject"] = f"Warta: {len(turned)} portals turned, worst is {worst}"
    mail["From"] = str(settings.get("MAIL_FROM"))
    mail["To"] = ", ".join(receivers)
    mail.set_content("\n".join([*lines(turned), "", f"Run {run.id}"]))
    port = settings.getint("MAIL_PORT", 25)
    with smtplib.SMTP(str(settings.get("MAIL_HOST")), port, timeout=PATIENCE) as server:
        if settings.getbool("MAIL_TLS"):
            server.starttls(context=ssl.create_default_context())
        if settings.get("MAIL_USER"):
            server.login(str(settings.get("MAIL_USER")), str(settings.get("MAIL_PASS")))
        server.send_message(mail)


def _host(url: str) -> str:
    """The receiver without its path: webhook addresses carry their secret there."""
    return urlsplit(url).hostname or "(no host)"


def _why(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"HTTP {error.code}"
    if isinstance(error, urllib.error.URLError) and isinstance(error.reason, OSError):
        error = error.reason
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()  # without its number, which tells people nothing
    return str(error) or type(error).__name__
