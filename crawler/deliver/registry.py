"""Maps an address's scheme to a sink class: built-in, from other packages, or by fsspec."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from crawler.deliver.model import Sink, SinkSpec
from crawler.portals.errors import nearest

GROUP = "warta.sinks"
"""Entry point group for sinks of other packages: name = scheme, value = a class like `model.Sink`."""

_OBJECTS = "crawler.deliver.sinks.objects:ObjectSink"
_SEARCH = "crawler.deliver.sinks.search_index:SearchSink"
_POSTGRESQL = "crawler.deliver.sinks.postgresql:PostgresqlSink"

BUILT_IN: Mapping[str, str] = {
    "https": "crawler.deliver.sinks.webhook:WebhookSink",
    "http": "crawler.deliver.sinks.webhook:WebhookSink",
    "postgresql": _POSTGRESQL,
    "postgres": _POSTGRESQL,
    "redis": "crawler.deliver.sinks.redis_stream:RedisSink",
    "rediss": "crawler.deliver.sinks.redis_stream:RedisSink",
    "file": "crawler.deliver.sinks.files:FileSink",
    "s3": _OBJECTS,
    "gs": _OBJECTS,
    "opensearch+https": _SEARCH,
    "opensearch+http": _SEARCH,
    "elasticsearch+https": _SEARCH,
    "elasticsearch+http": _SEARCH,
}

SinkClass = Callable[[SinkSpec], Sink]


class UnknownScheme(ValueError):
    """No sink has this scheme."""


def sink_class(scheme: str) -> type[Sink]:
    """The class for a scheme. Raises UnknownScheme, and ImportError if another package's sink cannot load."""
    if scheme in BUILT_IN:
        return _load(BUILT_IN[scheme])
    foreign: Mapping[str, EntryPoint] = {one.name: one for one in entry_points(group=GROUP)}
    if scheme in foreign:
        found = foreign[scheme].load()
        missing = [name for name in ("OPTIONS", "BATCH", "open", "send", "close") if not hasattr(found, name)]
        if missing:
            raise ImportError(f"{foreign[scheme].value} is no sink: it has no {', '.join(missing)}")
        return cast("type[Sink]", found)
    generic = _fsspec_schemes()
    if scheme in generic:
        return _load(_OBJECTS)
    known = [*BUILT_IN, *foreign, *generic]
    near = nearest(scheme, known)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join([*BUILT_IN, *foreign])}"
    raise UnknownScheme(f"no sink for {scheme}://; {hint}")


def _load(path: str) -> type[Sink]:
    module, _, name = path.partition(":")
    return cast("type[Sink]", getattr(import_module(module), name))


def _fsspec_schemes() -> frozenset[str]:
    """Schemes of fsspec's file systems, if fsspec is installed."""
    try:
        from fsspec import available_protocols
    except ModuleNotFoundError:
        return frozenset()
    return frozenset(available_protocols()) - {"http", "https", "local", "data", "reference"}
