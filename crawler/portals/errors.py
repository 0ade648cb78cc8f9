"""Errors in arguments, settings and registry files. Each message contains the value and the remedy."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from crawler.program import program

_SHOWN = 80  # characters of an invalid value that errors quote
_NEAREST = 3


class UsageError(ValueError):
    """An invalid argument or setting: commands print it as one line and end with exit status 2."""


class RegistryError(UsageError):
    """A registry file is invalid; the message begins with `file:line:`."""


class UnknownPortalError(UsageError):
    """No portal has this id; `nearest` are similar ids, best first."""

    def __init__(self, value: str, nearest: Iterable[str] = ()) -> None:
        self.value = value
        self.nearest = tuple(nearest)
        super().__init__(
            f"no portal has the id {shown(value)}"
            + _did_you_mean(self.nearest)
            + f"; `{program()} portals` lists them, "
            "and -a url=ADDRESS crawls a site that is not in the registry"
        )


class UnknownProvinceError(UsageError):
    """No province has this name; `nearest` are similar names, best first."""

    def __init__(self, value: str, nearest: Iterable[str] = ()) -> None:
        self.value = value
        self.nearest = tuple(nearest)
        super().__init__(f"there is no province {shown(value)}" + _did_you_mean(self.nearest))


def shown(value: str) -> str:
    """`value` quoted for a terminal: truncated, on one line, without unprintable characters."""
    cut = value if len(value) <= _SHOWN else value[:_SHOWN] + "..."
    return "'" + "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut) + "'"


def nearest(value: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to three of `known` that are most similar to `value`, best first."""
    return tuple(get_close_matches(value.lower()[:_SHOWN], list(known), n=_NEAREST, cutoff=0.6))


def _did_you_mean(candidates: tuple[str, ...]) -> str:
    return f"; nearest: {', '.join(candidates)}" if candidates else ""
