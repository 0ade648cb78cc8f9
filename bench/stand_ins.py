"""Stand-ins for portals: one server that simulates a thousand hosts, each at its own loopback address.

`python -m bench.stand_ins` prints its port and serves until its stdin closes. The address
determines a host's behaviour: `127.K.x.y` is of the kind number K - 10 in KINDS.
"""

from __future__ import annotations

import asyncio
import sys

KINDS = (
    "healthy", "healthy", "healthy", "error", "empty", "moved", "forbidden", "closed", "wildcard", "healthy",
)  # fmt: skip
"""Assigned in turn; six of ten are faulty or have no articles. `closed`: closes the connection."""

FIRST_NET = 10
ARTICLES = 2
PARAGRAPH = (
    "Warga bergotong royong memperbaiki jembatan gantung yang menghubungkan dua dusun, sebelum musim hujan "
    "tiba dan air sungai naik, kata ketua panitia di balai desa Wonoasri."
)


def kind_of_host(host: str) -> str:
    """The kind of an address."""
    return KINDS[int(host.split(".")[1]) - FIRST_NET]


def address_of(number: int) -> str:
    """The loopback address of the stand-in with this number."""
    kind = number % len(KINDS)
    return f"127.{FIRST_NET + kind}.{number // 250}.{number % 250 + 1}"


def answer(host: str, port: int, path: str) -> tuple[int, str, str]:
    """Status, content type and body (or the target of a redirect)."""
    kind, base = kind_of_host(host), f"http://{host}:{port}"
    if path == "/robots.txt":
        rules = "User-agent: *\nDisallow: /\n" if kind == "forbidden" else f"Sitemap: {base}/sitemap.xml\n"
        return 200, "text/plain", rules
    if kind == "error":
        return 500, "text/html", ""
    if kind == "moved":
        return 301, "text/html", "http://127.0.0.1:9/"
    if kind in ("empty", "wildcard") or path == "/":
        name = "Segera hadir" if kind == "empty" else f"Portal {host}"
        return 200, "text/html", f"<html><head><title>{name}</title></head><body><p>{name}</p></body></html>"
    links = [
        f"{base}/2026/11/0{number}/warga-memperbaiki-jembatan-gantung-{number}/"
        for number in range(1, ARTICLES + 1)
    ]
    if path == "/sitemap.xml":
        entries = "".join(f"<url><loc>{url}</loc></url>" for url in links)
        return 200, "text/xml", f"<urlset>{entries}</urlset>"
    if base + path not in links:
        return 404, "text/html", ""
    title = f"Warga {host} Memperbaiki Jembatan Gantung Tahap {path.rstrip('/')[-1]}"
    body = "".join(f"<p>{PARAGRAPH} Tahap {path[-2]} di {host}, bagian {part}.</p>" for part in range(3))
    head = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>Senin, 9 November 2026</p>"
    return 200, "text/html", f"{head}{body}</body></html>"


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    host, port = writer.get_extra_info("sockname")[:2]
    try:
        while line := await reader.readline():
            while await reader.readline() not in (b"\r\n", b"\n", b""):
                pass
            if kind_of_host(host) == "closed":
                break
            status, media, text = answer(host, port, line.split()[1].decode())
            where = f"Location: {text}\r\n" if status == 301 else ""
            body = b"" if status == 301 else text.encode()
            head = (
                f"HTTP/1.1 {status} X\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n{where}\r\n"
            )
            writer.write(head.encode() + body)
            await writer.drain()
    except (ConnectionError, IndexError):
        pass  # the crawl closed the connection
    finally:
        writer.close()


async def _main() -> None:
    server = await asyncio.start_server(_serve, "0.0.0.0", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(_main())
