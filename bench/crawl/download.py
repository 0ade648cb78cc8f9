"""Variant a: download only. `python -m bench.crawl.download ADDRESSES-FILE CONNECTIONS`; prints the count."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit


async def fetch(addresses: Iterator[str], host: str, port: int) -> int:
    """Download over one connection until no addresses are left; return the number of pages."""
    reader, writer = await asyncio.open_connection(host, port)
    count = 0
    for address in addresses:
        path = urlsplit(address).path
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        fields = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:] if line)
        await reader.readexactly(int(fields[b"content-length"]))
        count += head.startswith(b"HTTP/1.1 200")
    writer.close()
    return count


async def main(file: Path, connections: int) -> int:
    """Download every address of the file; return the number of received pages."""
    addresses = file.read_text().split()
    parts = urlsplit(addresses[0])
    shared = iter(addresses)
    fetches = [fetch(shared, str(parts.hostname), parts.port or 80) for _ in range(connections)]
    return sum(await asyncio.gather(*fetches))


if __name__ == "__main__":
    print(asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]))))
