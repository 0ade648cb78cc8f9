"""Checks for the requirements of rendering: Playwright (the extra `render`) and Chromium."""

from __future__ import annotations

import shutil
from importlib.util import find_spec

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL_EXTRA = "Playwright is not installed: pip install -e '.[render]' in the checkout"
INSTALL_CHROMIUM = "no Chromium is installed: apt-get install chromium"


def find_chromium() -> str | None:
    """The path of the system's Chromium."""
    return next((path for name in CHROMIUMS if (path := shutil.which(name))), None)


def why_unavailable() -> str | None:
    """Why pages cannot be rendered, with the remedy; None if they can."""
    if find_spec("playwright") is None:
        return INSTALL_EXTRA
    return INSTALL_CHROMIUM if find_chromium() is None else None
