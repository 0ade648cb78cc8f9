"""Warta as an installed package: the library's public names, and the `warta` command.

The distribution installs this package under the name `warta`, with the checkout's `crawler`, `spiders` and
`pipelines` below it, so that an environment gets one new top-level name. In a checkout the same module is
`crawler.console`. The public names load on first use.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

PUBLIC = {
    "Article": "crawler.items",
    "Page": "crawler.items",
    "Portal": "crawler.portals",
    "extract_article": "crawler.extraction",
    "extract_text": "crawler.extraction",
    "find_dates": "crawler.dates",
    "judge": "crawler.extraction",
    "parse_date": "crawler.dates",
    "parse_machine_date": "crawler.dates",
    "portal_from_address": "crawler.portals",
}
"""The library's public names, and the modules that define them."""

__all__ = sorted(PUBLIC)


def project_root() -> Path:
    """Return the folder that holds `crawler`, `spiders` and `pipelines`."""
    here = Path(__file__).resolve().parent
    installed = here / "project"
    return installed if installed.is_dir() else here.parents[1]


def add_project_to_path() -> Path:
    """Make `crawler`, `spiders` and `pipelines` importable, and return the folder that holds them.

    Raises ImportError when another project's `crawler` package is loaded already.
    """
    root = project_root()
    loaded = sys.modules.get("crawler")
    if loaded is not None and not Path(str(loaded.__file__)).resolve().is_relative_to(root):
        raise ImportError(
            f"another package named crawler is loaded from {loaded.__file__}; "
            "import warta before it, or use an environment of its own"
        )
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    return root


def __getattr__(name: str) -> object:
    if name not in PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    add_project_to_path()
    value = getattr(import_module(PUBLIC[name]), name)
    globals()[name] = value
    return value
