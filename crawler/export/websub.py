"""WebSub (https://www.w3.org/TR/websub/): notifies a hub that a feed changed.

The hub then fetches the feed and passes it on to its subscribers. The specification leaves the form of the
notice to the hub (section 6); hubs take `hub.mode=publish` with `hub.url`, newer ones `hub.topic`.
"""

from __future__ import annotations

import http.client
import threading
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

PATIENCE = 10.0
"""Total timeout for the hub in seconds."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def publish(hub: str, topic: str) -> str | None:
    """Notify the hub that the feed at `topic` changed; returns the reason of a failure, or None.

    The result never contains the hub's address, which may be secret. Redirects are not followed.
    """
    answers: list[str | None] = []
    # In a thread: a response that arrives byte by byte evades a socket's timeout.
    thread = threading.Thread(target=lambda: answers.append(_post(hub, topic)), daemon=True)
    thread.start()
    thread.join(PATIENCE)
    return answers[0] if answers else f"no answer within {PATIENCE:.0f} s"


def _post(hub: str, topic: str) -> str | None:
    form = {"hub.mode": "publish", "hub.topic": topic, "hub.url": topic}
    request = urllib.request.Request(  # noqa: S310 - WEBSUB_HUB is http or https
        hub, data=urllib.parse.urlencode(form).encode(), headers={"User-Agent": "Warta"}, method="POST"
    )
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=PATIENCE):
            return None
    except urllib.error.HTTPError as error:
        with error:
            return f"HTTP {error.code}"
    except urllib.error.URLError as error:
        reason = error.reason
        return (reason.strerror if isinstance(reason, OSError) else None) or type(reason).__name__
    except (OSError, http.client.HTTPException, ValueError) as error:
        return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
