"""Reads the sink file (`DELIVER_FILE`): TOML -> `SinkSpec`. Errors give file, line and column.

[[sink]]
name = "archive"
to = "file:///srv/warta/archive"
provinces = ["Jawa Timur"]

[[sink]]
name = "newsroom"
to = "https://hooks.example.go.id/warta"
secret = "${NEWSROOM_SECRET}"
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from crawler.deliver.addresses import names_secret, redacted_address, secrets_of, split_address
from crawler.deliver.errors import OptionError, SinkFileError
from crawler.deliver.matching import matcher_of
from crawler.deliver.model import Sink, SinkSpec
from crawler.deliver.registry import UnknownScheme, sink_class
from crawler.portals.errors import UnknownProvinceError, UsageError, nearest, shown
from crawler.portals.provinces import find_province
from crawler.portals.toml_positions import Lines

COMMON = (
    "name",
    "to",
    "portals",
    "provinces",
    "language",
    "since",
    "match",
    "latest",
    "tombstones",
    "batch",
    "age",
)
REQUIRED = ("name", "to")
PLACES = ("PWD", "HOME")
"""Environment variables that are not secret."""

MAX_FILE = 1 << 20
MOST = 10_000
"""Upper limit for records in one batch."""

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_AGE = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h)?")
_SECONDS = {"s": 1, "m": 60, "h": 3600, None: 1}
_PLACE = re.compile(r"at line (\d+), column (\d+)")


def read_sinks(path: Path, environment: Mapping[str, str] = os.environ) -> tuple[SinkSpec, ...]:
    """The sinks of a file, in file order. Raises SinkFileError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SinkFileError(
            f"{path}: cannot be read ({error.strerror}); see docs/deliver.md for an example"
        ) from error
    if len(data) > MAX_FILE:
        raise SinkFileError(f"{path}: is larger than {MAX_FILE} bytes")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SinkFileError(f"{path}:{line}:1: is not UTF-8; save the file as UTF-8") from error
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        place = _PLACE.search(str(error))
        end = text.split("\n")
        line, column = (int(place[1]), int(place[2])) if place else (len(end), len(end[-1]) + 1)
        raise SinkFileError(f"{path}:{line}:{column}: is not TOML: {error}") from error
    return _Reader(text, str(path), environment).read(tables)


class _Reader:
    """Reads one file; keeps the positions of keys for errors."""

    def __init__(self, text: str, file: str, environment: Mapping[str, str]) -> None:
        self._lines = Lines(text)
        self._file = file
        self._environment = environment
        self._index = 0
        self._expanded: list[str] = []

    def read(self, data: Mapping[str, Any]) -> tuple[SinkSpec, ...]:
        for key in data:
            if key != "sink":
                self._refuse(self._lines.place("", 0, key), unknown_key(key, ("sink",)))
        tables = data.get("sink", [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self._refuse(self._lines.place("sink"), "sinks are written as [[sink]] tables")
        if not tables:
            self._refuse((1, 1), "has no sink; write a [[sink]] table with name and to")
        specs: list[SinkSpec] = []
        for self._index, table in enumerate(tables):
            spec = self._sink(table)
            if spec.name in {one.name for one in specs}:
                self._wrong("name", f"there is already a sink {shown(spec.name)}; names must be unique")
            specs.append(spec)
        return tuple(specs)

    def _sink(self, table: Mapping[str, Any]) -> SinkSpec:
        for key in REQUIRED:
            if key not in table:
                others = [near for near in table if key in nearest(near, REQUIRED)]
                hint = f"; did you write {others[0]} for it?" if others else ""
                self._refuse(self._lines.place("sink", self._index), f"this sink has no {key}{hint}")
        self._expanded = []
        name = self._text(table, "name")
        if not _NAME.fullmatch(name):
            self._wrong("name", f"{shown(name)} cannot be a name: at most 64 of a-z, 0-9, - and _")
        to = self._text(table, "to")
        try:
            split_address(to)
            kind = sink_class(to.partition("://")[0])
        except UnknownScheme as error:
            self._wrong("to", str(error))
        except ImportError as error:
            self._wrong("to", f"the sink for {to.partition('://')[0]}:// cannot be loaded ({error})")
        except ValueError as error:
            self._wrong("to", f"to {error}")
        known = (*COMMON, *kind.OPTIONS)
        for key in table:
            if key not in known:
                self._wrong(key, unknown_key(key, known))
        options = {key: self._expand(key, table[key]) for key in table if key in kind.OPTIONS}
        secrets = secrets_of(to).with_more(*self._expanded)
        spec = SinkSpec(
            name=name,
            to=to,
            shown=secrets.redact(redacted_address(to)),
            secrets=secrets.with_more(*_secret_options(options)),
            portals=self._texts(table, "portals", str),
            provinces=self._texts(table, "provinces", lambda one: find_province(one).name),
            languages=self._texts(table, "language", _language),
            since=self._day(table),
            match=self._text(table, "match") if "match" in table else None,
            latest=self._switch(table, "latest", False),
            tombstones=self._switch(table, "tombstones", True),
            batch=self._batch(table, kind),
            age=self._age(table),
            options=options,
        )
        try:
            kind(spec)  # type: ignore[call-arg]
            matcher_of(spec)
        except OptionError as error:
            self._wrong(error.option, spec.secrets.redact(str(error)))
        except UsageError as error:
            self._wrong("match", str(error))
        return spec

    def _text(self, table: Mapping[str, Any], key: str) -> str:
        value = table[key]
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            self._wrong(key, f"{key} must be a text of one line, not {shown(repr(value))}")
        return str(self._expand(key, value)) if key == "to" else value

    def _expand(self, key: str, value: Any) -> Any:
        """The value with `${NAME}` in texts replaced by environment variables."""
        if isinstance(value, dict):
            return {name: self._expand(key, one) for name, one in value.items()}
        if not isinstance(value, str):
            return value

        def variable(found: re.Match[str]) -> str:
            held = self._environment.get(found[1])
            if held is None:
                self._wrong(key, f"the environment variable {found[1]} is not set")
            if found[1] not in PLACES:
                self._expanded.append(held)
            return held

        return _VARIABLE.sub(variable, value)

    def _texts(self, table: Mapping[str, Any], key: str, check: Callable[[str], str]) -> tuple[str, ...]:
        value = table.get(key, [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(one, str) and one for one in values):
            self._wrong(key, f'{key} must be a list of texts, such as ["..."]')
        if key in table and not values:
            self._wrong(key, f"{key} is empty: leave it out to deliver all")
        try:
            return tuple(check(one) for one in values)
        except (UnknownProvinceError, ValueError) as error:
            self._wrong(key, str(error))

    def _day(self, table: Mapping[str, Any]) -> date | None:
        value = table.get("since")
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self._wrong("since", f"since must be a day such as 2026-01-31, not {shown(str(value))}")

    def _switch(self, table: Mapping[str, Any], key: str, default: bool) -> bool:
        value = table.get(key, default)
        if not isinstance(value, bool):
            self._wrong(key, f"{key} must be true or false, not {shown(str(value))}")
        return value

    def _batch(self, table: Mapping[str, Any], kind: type[Sink]) -> int:
        value = table.get("batch", kind.BATCH)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST:
            self._wrong("batch", f"batch must be a number of records, 1 to {MOST}, not {shown(str(value))}")
        return value

    def _age(self, table: Mapping[str, Any]) -> float:
        value = table.get("age", 1)
        found = _AGE.fullmatch(str(value).strip()) if not isinstance(value, bool) else None
        seconds = float(found[1]) * _SECONDS[found[2]] if found else -1.0
        if not 0 <= seconds <= 86_400:
            self._wrong("age", f'age must be seconds or a text such as "30s", "5m", not {shown(str(value))}')
        return seconds

    def _wrong(self, key: str, what: str) -> NoReturn:
        self._refuse(self._lines.place("sink", self._index, key), what)

    def _refuse(self, place: tuple[int, int], what: str) -> NoReturn:
        raise SinkFileError(f"{self._file}:{place[0]}:{place[1]}: {what}")


def unknown_key(key: str, known: tuple[str, ...]) -> str:
    """The error message for an unknown key."""
    near = nearest(key, known)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
    return f"unknown key {shown(key)}; {hint}"


def _language(code: str) -> str:
    if not _LANGUAGE.fullmatch(code):
        raise ValueError(f'{shown(code)} is no language code; write it like "id" or "en"')
    return code


def _secret_options(options: Mapping[str, Any]) -> list[str]:
    """Values of options with secret-like names."""
    found: list[str] = []
    for name, value in options.items():
        if isinstance(value, dict):
            found += _secret_options(value)
        elif isinstance(value, str) and names_secret(name):
            found.append(value)
    return found
