"""Writes responses as WARC/1.1 (ISO 28500:2017): a response and a request record each, gzip per record."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.items import WarcRef

MAX_SIZE = 1 << 30
"""Bytes after which the next file begins: the usual 1 GiB."""

REMEMBERED = 10_000
"""Responses whose location is kept until their article is stored."""

HOP_BY_HOP = {"transfer-encoding", "connection", "keep-alive", "content-length"}
"""Headers of the connection; they do not describe the stored body."""

Headers = Sequence[tuple[str, str]]


class ArchiveWriter:
    """Writes below `<output>/warc`; a killed run leaves complete records and at most one torn one."""

    def __init__(self, output: Path, run: str, software: str, *, max_size: int = MAX_SIZE) -> None:
        self._folder = output / "warc"
        self._run = run
        self._software = software
        self._max_size = max_size
        self._number = 0
        self._file: BinaryIO | None = None
        self._writer: WARCWriter | None = None
        self._places: OrderedDict[str, WarcRef] = OrderedDict()

    def write(
        self,
        url: str,
        method: str,
        request_headers: Headers,
        status: int,
        headers: Headers,
        body: bytes,
    ) -> None:
        """Write one exchange; `body` as received, still compressed if a Content-Encoding says so."""
        writer, file, name = self._ready()
        date = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        kept = [(key, value) for key, value in headers if key.lower() not in HOP_BY_HOP]
        response = writer.create_warc_record(
            url,
            "response",
            payload=BytesIO(body),
            http_headers=StatusAndHeaders(
                f"{status} {_phrase(status)}".strip(),
                [*kept, ("Content-Length", str(len(body)))],
                protocol="HTTP/1.1",
            ),
            warc_headers_dict={"WARC-Date": date},
        )
        path = url.split("/", 3)[3] if url.count("/") > 2 else ""
        request = writer.create_warc_record(
            url,
            "request",
            http_headers=StatusAndHeaders(
                f"{method} /{path} HTTP/1.1", request_headers, is_http_request=True
            ),
            warc_headers_dict={
                "WARC-Date": date,
                "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
            },
        )
        self._places[url] = WarcRef(name, file.tell())
        if len(self._places) > REMEMBERED:
            self._places.popitem(last=False)
        writer.write_record(response)
        writer.write_record(request)
        file.flush()

    def pop_location(self, url: str) -> WarcRef | None:
        """Location of the last response from this URL; forgotten after the call."""
        return self._places.pop(url, None)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
        self._file = self._writer = None

    def _ready(self) -> tuple[WARCWriter, BinaryIO, str]:
        if self._file is not None and self._file.tell() >= self._max_size:
            self.close()
        name = f"WARTA-{self._run}-{self._number:05d}.warc.gz"
        if self._file is None or self._writer is None:
            self._number += 1
            name = f"WARTA-{self._run}-{self._number:05d}.warc.gz"
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = (self._folder / name).open("xb")
            self._writer = WARCWriter(self._file, gzip=True, warc_version="WARC/1.1")
            facts = {"software": self._software, "format": "WARC File Format 1.1"}
            self._writer.write_record(self._writer.create_warcinfo_record(name, facts))
        return self._writer, self._file, f"warc/{name}"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
