"""Chromium's proxy: refuses every connection and counts them.

The crawl answers all requests of a page, so a connection that arrives here bypassed the interception: a
WebSocket of a worker, a prefetch, Chromium's own update check. Nothing leaves the machine, and Chromium
resolves no host names, because the proxy would do that.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging

logger = logging.getLogger(__name__)

ANSWER = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
MAX_HEAD = 8192
PATIENCE = 5.0
"""Timeout for the head of a request, in seconds."""


class BlockingProxy:
    """A proxy on a free loopback port. `refused` counts the connections."""

    def __init__(self) -> None:
        self.refused = 0
        self._server: asyncio.Server | None = None

    async def start(self) -> str:
        """Listen, and return the address for `--proxy-server`."""
        self._server = await asyncio.start_server(self._refuse, "127.0.0.1", 0, limit=MAX_HEAD)
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"http://{host}:{port}"

    async def _refuse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.refused += 1
        with contextlib.suppress(
            asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError, TimeoutError
        ):
            async with asyncio.timeout(PATIENCE):
                head = await reader.readuntil(b"\r\n")
                logger.debug("the browser itself asked for %r; refused", head[:200])
                writer.write(ANSWER)
                await writer.drain()
        writer.close()

    async def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
            self._server = None
