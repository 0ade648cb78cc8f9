"""Checks the import paths of this project's classes in the settings.

Scrapy raises a traceback for a path that does not exist; after a class was renamed, `check_components`
refuses its former path with the current one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.portals.errors import UsageError, shown

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

RENAMED = {
    "crawler.extensions.collection.Collection": "crawler.extensions.garbage_collection.GarbageCollection",
    "crawler.extensions.identity.Identity": "crawler.extensions.user_agent.UserAgent",
}
"""Former import paths of components in settings, and the current ones."""

COMPONENT = re.compile(r"(?<![\w.])(?:crawler|pipelines|spiders)(?:\.\w+)*\.[A-Z]\w*(?![\w.])")
"""Import path of a class of this project, as in `ITEM_PIPELINES` or `EXTENSIONS`."""

ROOT = Path(__file__).resolve().parents[1]

PACKAGES = {"ARCHIVE": ("warcio", "archive"), "SPIDERMON_ENABLED": ("spidermon", "monitors")}
"""Switches that need a package, with the extra of this project that installs it."""


def check_packages(settings: BaseSettings) -> None:
    """Refuse switches whose package is not installed. Raises UsageError with the way to install it."""
    for name, (package, extra) in PACKAGES.items():
        if settings.getbool(name) and find_spec(package) is None:
            raise UsageError(
                f"{name} needs the package {package}: pip install -e '.[{extra}]' in the checkout"
            )


def check_components(settings: BaseSettings) -> None:
    """Refuse import paths of classes of this project that do not exist.

    Raises UsageError with the current path. No module is imported: some must not be loaded before Scrapy has
    chosen its event loop.
    """
    import crawler.settings

    defaults = set(_component_paths(vars(crawler.settings)))
    for name in settings:
        for path in _component_paths(settings[name]):
            if path in defaults or _exists(path):
                continue
            current = RENAMED.get(path) or next(iter(get_close_matches(path, _components(), n=1)), None)
            way_out = f"it is now {current}" if current else "remove it, or correct its path"
            raise UsageError(f"{name} names {shown(path)}, which does not exist; {way_out}")


def _component_paths(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from COMPONENT.findall(value)
    elif isinstance(value, Mapping):
        for key in value:
            yield from _component_paths(key)
            yield from _component_paths(value[key])
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _component_paths(part)


def _exists(path: str) -> bool:
    module, _, name = path.rpartition(".")
    return name in _classes(module)


@cache
def _classes(module: str) -> frozenset[str]:
    """Names of the classes that the source of a module of this project defines."""
    file = ROOT.joinpath(*module.split("."))
    source = file / "__init__.py" if file.is_dir() else file.with_suffix(".py")
    if not source.is_file():
        return frozenset()
    tree = ast.parse(source.read_bytes())
    return frozenset(node.name for node in tree.body if isinstance(node, ast.ClassDef))


def _components() -> list[str]:
    """Import paths of all classes that settings may contain."""
    return [
        f"{folder.replace('/', '.')}.{file.stem}.{name}"
        for folder in ("pipelines", "crawler/extensions", "crawler/middlewares")
        for file in sorted((ROOT / folder).glob("*.py"))
        for name in _classes(f"{folder.replace('/', '.')}.{file.stem}")
        if not name.startswith("_")
    ]
