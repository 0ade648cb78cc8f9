"""What a user can get wrong in naming portals. Each message holds the value and the way out."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_SHOWN = 80  # characters of a wrong value that an error repeats
_NEAREST = 3


class UsageError(ValueError):
    """A wrong argument or setting: commands print it in one line and end with exit status 2."""


class RegistryError(UsageError):
    """A registry file does not hold what it must; the message begins with `file:line:`."""


class UnknownPortalError(UsageError):
    """No portal has this id; `nearest` are ids that look like it, best first."""

    def __init__(self, value: str, nearest: Iterable[str] = ()) -> None:
        self.value = value
        self.nearest = tuple(nearest)
        super().__init__(
            f"no portal has the id {shown(value)}"
            + _did_you_mean(self.nearest)
            + "; `scrapy portals` lists them, and -a url=ADDRESS crawls a site that is not in the registry"
        )


class UnknownProvinceError(UsageError):
    """No province has this name; `nearest` are names that look like it, best first."""

    def __init__(self, value: str, nearest: Iterable[str] = ()) -> None:
        self.value = value
        self.nearest = tuple(nearest)
        super().__init__(f"no province is called {shown(value)}" + _did_you_mean(self.nearest))


def shown(value: str) -> str:
    """`value` in quotes for one line of a terminal: cut to a readable length, nothing unprintable."""
    cut = value if len(value) <= _SHOWN else value[:_SHOWN] + "..."
    return "'" + "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut) + "'"


def nearest(value: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to three of `known` that look most like `value`, best first."""
    return tuple(get_close_matches(value.lower()[:_SHOWN], list(known), n=_NEAREST, cutoff=0.6))


def _did_you_mean(candidates: tuple[str, ...]) -> str:
    return f"; nearest: {', '.join(candidates)}" if candidates else ""
