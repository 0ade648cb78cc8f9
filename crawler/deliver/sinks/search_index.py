"""Sink for an OpenSearch or Elasticsearch index: `opensearch+https://user@host:9200/index`.

Uses the bulk and index template APIs, which both products share.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlsplit, urlunsplit

from crawler.counting import counted
from crawler.deliver.backoff import read_retry_after
from crawler.deliver.errors import BatchRefused, OptionError, SinkDown, SinkMisconfigured
from crawler.deliver.model import Batch, Position, SinkSpec
from crawler.deliver.sinks.http_client import HttpClient, Response

ANALYZER = "warta_indonesian"
ANALYSIS: Mapping[str, Any] = {
    "filter": {
        "warta_stop": {"type": "stop", "stopwords": "_indonesian_"},
        "warta_stemmer": {"type": "stemmer", "language": "indonesian"},
    },
    "analyzer": {
        ANALYZER: {
            "type": "custom",
            "tokenizer": "standard",
            "filter": ["lowercase", "asciifolding", "warta_stop", "warta_stemmer"],
        }
    },
}
_TEXT = {"type": "text", "analyzer": ANALYZER}
_KEYWORD = {"type": "keyword", "ignore_above": 1024}
_DATE = {"type": "date", "format": "strict_date_optional_time"}
MAPPINGS: Mapping[str, Any] = {
    "dynamic": False,  # other fields are stored, not indexed: the mapping cannot grow
    "properties": {
        "id": _KEYWORD,
        "seq": {"type": "long"},
        "revision": {"type": "integer"},
        "url": _KEYWORD,
        "canonical_url": _KEYWORD,
        "portal": {"properties": dict.fromkeys(("id", "name", "domain", "region", "province"), _KEYWORD)},
        "title": _TEXT,
        "description": _TEXT,
        "body": _TEXT,
        "section": _KEYWORD,
        "tags": _KEYWORD,
        "language": _KEYWORD,
        "type": _KEYWORD,
        "published_at": _DATE,
        "modified_at": _DATE,
        "first_seen_at": _DATE,
        "fetched_at": _DATE,
        "gone_at": _DATE,
        "duplicate_of": _KEYWORD,
    },
}

_INDEX = re.compile(r"[a-z0-9][a-z0-9_.-]{0,200}")


class SearchSink:
    """Indexes each article under its `id` with `seq` as external version: the server refuses older and
    repeated revisions."""

    OPTIONS: ClassVar[Mapping[str, str]] = {}
    BATCH: ClassVar[int] = 500

    def __init__(self, spec: SinkSpec) -> None:
        parts = urlsplit(spec.to)
        index = parts.path.strip("/")
        if not parts.hostname or not _INDEX.fullmatch(index) or parts.query:
            raise OptionError("to", "must name host and index: opensearch+https://user@host:9200/index")
        try:
            import urllib3  # noqa: F401
        except ModuleNotFoundError:
            raise OptionError("to", "search indexes need a package: pip install -e '.[webhook]'") from None
        self._index = index
        address = urlunsplit((parts.scheme.partition("+")[2], parts.netloc, "", "", ""))
        self._client = HttpClient(address, {})

    def open(self, position: Position) -> None:
        self._client.connect()
        template = f"/_index_template/warta-{self._index}"
        if self._request("GET", template).status == 404:
            self._request("PUT", template, index_template(self._index))
        mapping = self._request("GET", f"/{self._index}/_mapping")
        if mapping.status == 404:
            self._request("PUT", f"/{self._index}", {})
            return
        self._check_mapping(mapping)

    def send(self, batch: Batch) -> None:
        lines: list[bytes] = []
        for record in batch.records:
            action = {
                "index": {
                    "_index": self._index,
                    "_id": record.article_id,
                    "version": record.seq,
                    "version_type": "external",
                }
            }
            lines += [json.dumps(action).encode(), record.line]
        body = b"\n".join(lines) + b"\n"
        response = self._client.request("POST", "/_bulk", body, {"Content-Type": "application/x-ndjson"})
        _raise_for(response)
        self._check_items(batch, _json(response))

    def close(self) -> None:
        self._client.close()

    def _check_items(self, batch: Batch, result: dict[str, Any]) -> None:
        if result.get("errors") is False:
            return
        items = [next(iter(item.values())) for item in result.get("items", [])]
        if len(items) != len(batch.records):
            raise SinkDown(f"the response has {len(items)} of {counted(len(batch.records), 'record')}")
        refused: dict[int, str] = {}
        busy: str | None = None
        for record, item in zip(batch.records, items, strict=True):
            status, error = int(item.get("status", 500)), item.get("error") or {}
            why = (
                f"{error.get('type', '')}: {error.get('reason', '')}"
                if isinstance(error, dict)
                else str(error)
            )
            if status < 300 or status == 409:  # 409: the index holds this or a newer revision
                continue
            if status in (401, 403, 404):
                raise SinkMisconfigured(f"HTTP {status}: {why}")
            if status == 429 or status >= 500:
                busy = f"HTTP {status}: {why}"
            else:
                refused[record.seq] = f"HTTP {status}: {why}"
        if busy is not None:
            raise SinkDown(busy)
        if refused:
            raise BatchRefused(next(iter(refused.values())), refused)

    def _check_mapping(self, response: Response) -> None:
        found: dict[str, Any] = _json(response)
        for index in found.values():
            properties = index.get("mappings", {}).get("properties", {})
            analyzer = properties.get("title", {}).get("analyzer")
            if analyzer != ANALYZER:
                raise SinkMisconfigured(
                    f"index {self._index} has another schema: title is analysed by {analyzer}, not {ANALYZER}"
                )

    def _request(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Response:
        """The server's response, 2xx or 404. Raises SinkDown, SinkMisconfigured."""
        data = None if body is None else json.dumps(body).encode()
        response = self._client.request(method, path, data, {"Content-Type": "application/json"})
        if response.status != 404:
            _raise_for(response)
        return response


def index_template(index: str) -> dict[str, Any]:
    """Body of `PUT _index_template`: analyser and mapping of the index."""
    return {
        "index_patterns": [index],
        "template": {"settings": {"analysis": ANALYSIS}, "mappings": MAPPINGS},
    }


def _raise_for(response: Response) -> None:
    if response.status < 300:
        return
    if response.status == 429 or response.status >= 500:
        raise SinkDown(response.text, read_retry_after(response.headers.get("retry-after")))
    if response.status == 413:
        raise BatchRefused(response.text)
    raise SinkMisconfigured(response.text)


def _json(response: Response) -> dict[str, Any]:
    try:
        found = json.loads(response.body)
    except ValueError as error:
        raise SinkDown(f"the response is not JSON ({response.text})") from error
    if not isinstance(found, dict):
        raise SinkDown(f"the response is not a JSON object ({response.text})")
    return found
