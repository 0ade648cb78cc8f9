"""Notifies people when a portal's health changes: by webhook, by e-mail, or both.

Only changes are sent (ok to watch, broken to ok, a new reason). A receiver that is down causes one log line;
the run continues.
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
"""Time limit for a receiver, in seconds."""


def notify(settings: BaseSettings, run: Run, turned: Sequence[PortalRun]) -> None:
    """Notify the receivers named in the settings of the portals whose health changed."""
    if not turned:
        return
    webhook = settings.get("HEALTH_WEBHOOK")
    if webhook:
        try:
            post(str(webhook), message(run, turned))
        except (OSError, ValueError) as error:
            logger.error("health webhook %s failed: %s", _host(str(webhook)), _why(error))
    receivers = settings.getlist("HEALTH_MAIL_TO")
    if receivers:
        try:
            send(settings, receivers, run, turned)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            logger.error("health mail through %s failed: %s", settings.get("MAIL_HOST"), _why(error))


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
                "reasons": [say(reason) for reason in portal.health.reasons],
            }
            for portal in turned
        ],
    }


def lines(turned: Sequence[PortalRun]) -> list[str]:
    """Return one line per portal, the worst first."""
    ordered = sorted(turned, key=lambda portal: (-portal.health.verdict.rank, portal.id))
    return [
        f"{portal.id}: {portal.health.verdict.value}"
        + "".join(f"; {say(reason)}" for reason in portal.health.reasons)
        for portal in ordered
    ]


def post(url: str, payload: dict[str, Any]) -> None:
    """POST the payload as JSON. Raises OSError if it fails, ValueError for a URL that is not http(s)."""
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
    mail["Subject"] = f"Warta: {len(turned)} portals changed health, worst: {worst}"
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
    """Return the receiver's host. The path of a webhook URL holds its secret."""
    return urlsplit(url).hostname or "(no host)"


def _why(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"HTTP {error.code}"
    if isinstance(error, urllib.error.URLError) and isinstance(error.reason, OSError):
        error = error.reason
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()  # without the error number
    return str(error) or type(error).__name__
