"""The process that loads the libraries once and forks into each program that tests start.

    python -m tests.starting.server FD

Only libraries are loaded beforehand, without a reactor or a thread: a program imports the project's own
modules itself, in its own order, and installs its own reactor.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import selectors
import signal
import socket
import struct
import sys
import warnings
from dataclasses import dataclass

LIBRARIES = (
    "aiohttp", "alembic", "feedparser", "itemadapter", "jsonschema", "lxml.html", "parsel", "protego",
    "queuelib", "rensa", "requests", "scrapy.addons", "scrapy.cmdline", "scrapy.commands.check",
    "scrapy.commands.parse", "scrapy.commands.shell", "scrapy.commands.startproject",
    "scrapy.core.downloader.handlers.http11", "scrapy.core.engine", "scrapy.core.scheduler",
    "scrapy.core.scraper", "scrapy.crawler", "scrapy.downloadermiddlewares.defaultheaders",
    "scrapy.downloadermiddlewares.downloadtimeout", "scrapy.downloadermiddlewares.httpcompression",
    "scrapy.downloadermiddlewares.httpproxy", "scrapy.downloadermiddlewares.redirect",
    "scrapy.downloadermiddlewares.retry", "scrapy.downloadermiddlewares.useragent",
    "scrapy.dupefilters", "scrapy.extensions.closespider", "scrapy.extensions.corestats",
    "scrapy.extensions.feedexport", "scrapy.extensions.logcount", "scrapy.extensions.memusage",
    "scrapy.extensions.throttle", "scrapy.logformatter", "scrapy.pipelines.media", "scrapy.pqueues",
    "scrapy.robotstxt", "scrapy.spidermiddlewares.httperror", "scrapy.spidermiddlewares.start",
    "scrapy.squeues", "scrapy.statscollectors", "scrapy.utils.test", "smtplib",
    "sqlalchemy.dialects.postgresql", "sqlalchemy.dialects.sqlite", "statistics", "tldextract",
    "tomllib", "twisted.internet.asyncioreactor", "twisted.internet.endpoints", "twisted.web.client",
    "xml.sax.expatreader", "zoneinfo",
)  # fmt: skip
"""What a crawl loads of others; what is missing here is loaded by each program that wants it."""

HEADER = struct.Struct("!I")
"""Bytes of the order that follows; four descriptors come along: stdin, stdout, stderr, and the answer's."""


@dataclass(frozen=True, slots=True)
class Order:
    """A program to start: `python -m MODULE ARGUMENTS`, in this folder and environment."""

    module: str
    arguments: list[str]
    folder: str
    environment: dict[str, str]


def load_libraries() -> None:
    for name in LIBRARIES:
        importlib.import_module(name)
    if "twisted.internet.reactor" in sys.modules:
        raise RuntimeError("a library in the table brings a reactor, which is for the program to install")
    gc.collect()
    gc.freeze()


def serve(orders: socket.socket) -> Order | None:
    """Fork for each order; returns it in the child, None in this process once the tests have ended."""
    running: dict[int, socket.socket] = {}
    woken, wake = os.pipe()
    for end in (woken, wake):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the tests end this process
    signal.set_wakeup_fd(wake)
    with selectors.DefaultSelector() as ready:
        ready.register(orders, selectors.EVENT_READ)
        ready.register(woken, selectors.EVENT_READ)
        while True:
            for key, _ in ready.select():
                if key.fd == woken:
                    os.read(woken, 4096)
                    _tell_of_the_dead(running)
                    continue
                header, descriptors, *_ = socket.recv_fds(orders, HEADER.size, 4)
                if not header:
                    return None
                (size,) = HEADER.unpack(header)
                order = Order(**json.loads(_exactly(orders, size)))
                answer = socket.socket(fileno=descriptors.pop())
                pid = os.fork()
                if pid == 0:
                    ready.close()
                    for one in (orders, answer, *running.values()):
                        one.close()
                    signal.set_wakeup_fd(-1)
                    os.close(woken)
                    os.close(wake)
                    _take_on(order, descriptors)
                    return order
                running[pid] = answer
                for descriptor in descriptors:
                    os.close(descriptor)
                _say(answer, pid)


def _tell_of_the_dead(running: dict[int, socket.socket]) -> None:
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        with running.pop(pid) as answer:
            _say(answer, os.waitstatus_to_exitcode(status))


def _say(answer: socket.socket, number: int) -> None:
    try:
        answer.sendall(b"%d\n" % number)
    except BrokenPipeError:  # nobody waits for it any more
        return


def _exactly(orders: socket.socket, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = orders.recv(size - len(parts))
        if not part:
            raise EOFError("the tests ended within an order")
        parts += part
    return bytes(parts)


def _take_on(order: Order, descriptors: list[int]) -> None:
    """Set up the state of a starting program: signals, streams, folder, environment and arguments."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.chdir(order.folder)
    os.environ.clear()
    os.environ.update(order.environment)
    action = order.environment.get("PYTHONWARNINGS")
    if action:
        assert action == "default"
        warnings.simplefilter("default")
    sys.path[0] = order.folder
    sys.argv[1:] = order.arguments


if __name__ == "__main__":
    load_libraries()
    wanted = serve(socket.socket(fileno=int(sys.argv[1])))
    if wanted:
        runpy.run_module(wanted.module, run_name="__main__", alter_sys=True)
