"""Reads and validates watch.toml. Errors give file, line and column.

language = "id"

[tell]
redaksi = "mailto://user:password@mail.example.go.id?to=humas@example.go.id"
grup = "env:TELL_GRUP"

[[watch]]
name = "bencana"
query = "banjir* OR longsor"
tell = ["redaksi", "grup"]
when = "now"
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any, Literal, NoReturn, cast

from crawler.portals.errors import UsageError, nearest, shown
from crawler.portals.toml_positions import Lines
from crawler.query import Query, QueryError, parse

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")
WHEN = ("now", "digest")
TOP_KEYS = ("language", "tell", "watch")
WATCH_KEYS = ("name", "query", "tell", "when", "at", "max_age_days", "enabled")
DEFAULT_AT = time(6)
DEFAULT_AGE = 7
DEFAULT_FILE = "watch.toml"
ENVIRONMENT = "env:"

_NAME = re.compile(r"[^\W_](?:[\w .&+-]{0,78}[\w)])?")
_TOML_PLACE = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)")
_MAX_FILE = 1_000_000
"""Upper limit for the file's size in bytes."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A query and the destinations to notify. `tell` are names of `WatchFile.destinations`.

    `digest_at` is the time of day (WIB) after which the found articles are sent as one digest; None: at once.
    Articles that were older than `max_age_days` when fetched are not reported (0: no limit).
    """

    name: str
    query: Query
    tell: tuple[str, ...]
    digest_at: time | None = None
    max_age_days: int = DEFAULT_AGE


@dataclass(frozen=True, slots=True)
class WatchFile:
    """`destinations` maps names to apprise URLs, which contain passwords: never show them."""

    watches: tuple[Watch, ...] = ()
    destinations: Mapping[str, str] | None = None
    language: Language = "id"

    def watch(self, name: str) -> Watch:
        """The watch with this name. Raises UsageError with the closest names."""
        for watch in self.watches:
            if watch.name == name:
                return watch
        names = [watch.name for watch in self.watches]
        known = nearest(name, names) or names
        raise UsageError(f"there is no watch {shown(name)}; known watches: {', '.join(known) or 'none'}")

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """All pairs of a watch and one of its destinations."""
        return frozenset((watch.name, name) for watch in self.watches for name in watch.tell)

    def address(self, name: str) -> str:
        """The apprise URL of a destination."""
        return (self.destinations or {})[name]


def read_watches(setting: object) -> WatchFile:
    """Read the file of the setting WATCH_FILE; only the default file may be missing. Raises UsageError."""
    path = Path(str(setting or DEFAULT_FILE))
    if str(path) == DEFAULT_FILE and not path.exists():
        return WatchFile()
    return read_file(path)


def read_file(path: Path) -> WatchFile:
    """Read the watches of a file. Raises UsageError for an invalid file."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_FILE + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}; see WATCH_FILE") from error
    if len(data) > _MAX_FILE:
        raise UsageError(f"{path}: is larger than {_MAX_FILE} bytes")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8; save the file as UTF-8") from error
    return read_text(text, str(path))


def read_text(text: str, file: str, environment: Mapping[str, str] | None = None) -> WatchFile:
    """Parse the watches of a TOML text; `file` is the file name for errors. Raises UsageError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = _TOML_PLACE.search(str(error))
        line, column = (where[1], where[2]) if where and where[1] else (text.count("\n") + 1, 1)
        why = _TOML_PLACE.sub("", str(error))
        raise UsageError(f"{file}:{line}:{column}: is not TOML: {why}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file}:1:1: cannot be parsed as TOML") from error
    return _Reader(text, file, os.environ if environment is None else environment).read(data)


class _Reader:
    def __init__(self, text: str, file: str, environment: Mapping[str, str]) -> None:
        self._rows = text.split("\n")
        self._file = file
        self._lines = Lines(text)
        self._environment = environment

    def read(self, data: dict[str, Any]) -> WatchFile:
        for key in data:
            self._known(key, TOP_KEYS, ("", 0))
        language = data.get("language", "id")
        if language not in LANGUAGES:
            self._fail(("", 0, "language"), f"language must be one of {', '.join(LANGUAGES)}")
        destinations = self._destinations(data.get("tell", {}))
        entries = data.get("watch", [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self._fail(("watch", 0, None), "write each watch as a table that begins with [[watch]]")
        watches: list[Watch] = []
        for index, entry in enumerate(entries):
            watch = self._watch(index, entry, destinations)
            if any(watch.name == other.name for other in watches):
                self._fail(("watch", index, "name"), f"the name {shown(watch.name)} is used twice")
            if entry.get("enabled", True):
                watches.append(watch)
        return WatchFile(tuple(watches), destinations, cast("Language", language))

    def _destinations(self, table: Any) -> dict[str, str]:
        if not isinstance(table, dict):
            self._fail(("", 0, "tell"), "write a table that begins with [tell]")
        found: dict[str, str] = {}
        for name, value in table.items():
            place = ("tell", 0, name)
            if not _NAME.fullmatch(name):
                self._fail(place, f"{shown(name)} is not a valid name: use letters, digits, spaces, - or .")
            if not isinstance(value, str):
                self._fail(place, f'{name} needs an apprise URL, e.g. "mailto://..."')
            if value.startswith(ENVIRONMENT):
                variable = value.removeprefix(ENVIRONMENT)
                value = self._environment.get(variable, "")
                if not value:
                    self._fail(place, f"the environment variable {shown(variable)} is not set")
            if "://" not in value:  # not shown: the value may be a misplaced password
                self._fail(
                    place, f"the address of {name} lacks a scheme; write it like mailto://... or env:NAME"
                )
            found[name] = value
        return found

    def _watch(self, index: int, entry: dict[str, Any], destinations: Mapping[str, str]) -> Watch:
        for key in entry:
            self._known(key, WATCH_KEYS, ("watch", index))
        for key in ("name", "query", "tell"):
            if key not in entry:
                self._fail(("watch", index, None), f"this watch has no {key}")
        name, query, tell = entry["name"], entry["query"], entry["tell"]
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            self._fail(("watch", index, "name"), "name must be up to 80 letters, digits, spaces, - or .")
        names = [tell] if isinstance(tell, str) else tell
        if not isinstance(names, list) or not names or not all(isinstance(one, str) for one in names):
            self._fail(("watch", index, "tell"), 'tell must be names of [tell], e.g. tell = ["redaksi"]')
        for one in names:
            if one not in destinations:
                known = nearest(one, destinations) or tuple(destinations)
                there = f"; there are: {', '.join(known)}" if known else ""
                what = "an address" if "://" in one else shown(one)
                self._fail(("watch", index, "tell"), f"[tell] has no name {what}{there}")
        return Watch(
            name,
            self._query(index, query),
            tuple(dict.fromkeys(names)),
            self._digest_at(index, entry),
            self._days(index, entry),
        )

    def _query(self, index: int, query: Any) -> Query:
        place = ("watch", index, "query")
        if not isinstance(query, str):
            self._fail(place, 'query must be a text, e.g. query = "banjir* OR longsor"')
        try:
            return parse(query)
        except QueryError as error:
            self._fail(place, str(error), within=query, position=error.position)

    def _digest_at(self, index: int, entry: dict[str, Any]) -> time | None:
        when, at = entry.get("when", "now"), entry.get("at")
        if when not in WHEN:
            alike = nearest(when, WHEN) if isinstance(when, str) else ()
            hint = f"; nearest: {alike[0]}" if alike else ""
            self._fail(("watch", index, "when"), f"when must be one of {', '.join(WHEN)}{hint}")
        if when == "now":
            if at is not None:
                self._fail(("watch", index, "at"), 'at goes with when = "digest"')
            return None
        if isinstance(at, time):
            return at.replace(tzinfo=None)
        try:
            return DEFAULT_AT if at is None else time.fromisoformat(at)
        except (TypeError, ValueError):
            self._fail(("watch", index, "at"), 'at must be a time of the day (WIB), e.g. at = "06:00"')

    def _days(self, index: int, entry: dict[str, Any]) -> int:
        days = entry.get("max_age_days", DEFAULT_AGE)
        if type(days) is not int or not 0 <= days <= 100_000:
            self._fail(
                ("watch", index, "max_age_days"), "max_age_days must be a number of days, 0 for no limit"
            )
        if type(entry.get("enabled", True)) is not bool:
            self._fail(("watch", index, "enabled"), "enabled must be true or false")
        return int(days)

    def _known(self, key: str, known: Sequence[str], where: tuple[str, int]) -> None:
        if key not in known:
            alike = nearest(key, known)
            hint = f"nearest: {', '.join(alike)}" if alike else f"there are {', '.join(known)}"
            self._fail((*where, key), f"unknown key {shown(key)}; {hint}")

    def _fail(
        self, place: tuple[str, int, str | None], why: str, *, within: str = "", position: int = 0
    ) -> NoReturn:
        """Raise UsageError at a key, or at a position of its value on the key's line."""
        line = self._lines.of(*place)
        row = self._rows[line - 1] if line <= len(self._rows) else ""
        column = len(row) - len(row.lstrip()) + 1
        if within and (at := row.find(within)) >= 0:
            column = at + position + 1
        raise UsageError(f"{self._file}:{line}:{column}: {why}")
