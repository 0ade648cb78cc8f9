"""The registry as the settings PORTALS_FILE and PORTALS choose it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from crawler.portals.errors import UsageError
from crawler.portals.lookup import ALL, OWN_ONLY, Registry, load_registry


def configured_registry(names: Iterable[str], which: str | None) -> Registry:
    """Return the bundled registry with the files of PORTALS_FILE, or what PORTALS leaves of it.

    Raises RegistryError, a UsageError.
    """
    files, which = portal_files(names), which or ALL
    if which == OWN_ONLY and not files:
        raise UsageError("PORTALS=own needs your own portals; set PORTALS_FILE to your files")
    return load_registry(files, which)


def portal_files(names: Iterable[str]) -> list[Path]:
    """The files that the items of PORTALS_FILE name."""
    return [Path(name.strip()) for name in names if name.strip()]
