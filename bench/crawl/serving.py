"""Serves the site over HTTP in its own process: nginx if installed, else a small asyncio server.

Both send the gzipped files unchanged, keep connections open, and log one line per request: Unix time with
milliseconds, and the path.
"""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TYPES = {".html": "text/html; charset=UTF-8", ".xml": "application/xml; charset=UTF-8", ".txt": "text/plain"}

NGINX = """
worker_processes 1;
pid {run}/nginx.pid;
error_log {run}/error.log;
events {{ worker_connections 256; }}
http {{
    types {{ text/html html; application/xml xml; text/plain txt; }}
    charset UTF-8;
    charset_types application/xml;
    log_format times '$msec $uri';
    access_log {run}/access.log times;
    client_body_temp_path {run}/body; proxy_temp_path {run}/proxy; fastcgi_temp_path {run}/fastcgi;
    uwsgi_temp_path {run}/uwsgi; scgi_temp_path {run}/scgi;
    sendfile on;
    keepalive_timeout 75;
    keepalive_requests 1000000;
    server {{
        listen 127.0.0.1:{port};
        root {folder};
        gzip_static always;
        rewrite ^(.*)/$ $1/index.html;
        location /wp-json {{ return 401; }}
    }}
}}
"""


def free_port() -> int:
    """A free port on loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def server_name() -> str:
    """The server in use: `nginx` or `asyncio`."""
    return "nginx" if shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin") else "asyncio"


@contextmanager
def serve(folder: Path, run: Path, port: int) -> Iterator[Path]:
    """Serve `folder` on the loopback port; yields the log. `run` holds the server's own files."""
    run.mkdir(parents=True)
    log = run / "access.log"
    log.touch()
    if server_name() == "nginx":
        (run / "nginx.conf").write_text(NGINX.format(run=run, folder=folder, port=port))
        nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
        # As root, nginx would read the files as another user, who cannot read a private folder.
        alone = "daemon off; user root;" if Path("/proc/self").owner() == "root" else "daemon off;"
        command = [str(nginx), "-e", f"{run}/error.log", "-c", f"{run}/nginx.conf", "-g", alone]
    else:
        command = [sys.executable, "-m", "bench.crawl.serving", str(folder), str(port), str(log)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _await(port, server)
        yield log
    finally:
        server.terminate()
        server.wait()


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with status {server.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server does not answer")


async def _answer(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, folder: Path, log: Path
) -> None:
    with log.open("a", buffering=1) as lines:
        while head := await reader.readline():
            while (await reader.readline()).strip():
                pass
            path = head.split()[1].decode().partition("?")[0]
            name = path + "index.html" if path.endswith("/") else path
            file = folder / (name.lstrip("/") + ".gz")
            print(f"{time.time():.3f} {path}", file=lines)
            if path.startswith("/wp-json"):
                writer.write(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")
            elif file.is_file():
                body = file.read_bytes()
                kind = TYPES[Path(name).suffix]
                writer.write(
                    f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Encoding: gzip\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n".encode()
                )
                writer.write(body)
            else:
                writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
    writer.close()


async def _serve(folder: Path, port: int, log: Path) -> None:
    server = await asyncio.start_server(
        lambda reader, writer: _answer(reader, writer, folder, log), "127.0.0.1", port
    )
    print("serving", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])))
