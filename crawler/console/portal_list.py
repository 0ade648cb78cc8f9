"""`warta portals` without Scrapy, whose import takes longer than the command.

Only the plain list: every other option, an error in the arguments, and a setting that this module does not
know leave the command to Scrapy, which prints the same list.
"""

from __future__ import annotations

import argparse
import ast
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

PREFIX = "WARTA_"
USED = ("PORTALS_FILE", "PORTALS")


class _NeedsScrapyError(Exception):
    """The arguments or the settings are not for this module."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _NeedsScrapyError(message)


def list_portals(arguments: list[str]) -> int | None:
    """Print the list and return the exit status; None if Scrapy has to run the command."""
    from crawler.commands.portal_list import add_list_options, chosen_portals, print_portals
    from crawler.portals.configured import configured_registry
    from crawler.portals.errors import UsageError
    from crawler.program import program

    parser = _Parser(add_help=False, allow_abbrev=False)
    parser.add_argument("-s", "--set", action="append", default=[])
    add_list_options(parser)
    try:
        opts = parser.parse_args(arguments)
        settings = _settings(opts.set)
    except _NeedsScrapyError:
        return None
    files = settings["PORTALS_FILE"] or []
    try:
        registry = configured_registry(
            files.split(",") if isinstance(files, str) else files, settings["PORTALS"]
        )
        portals = chosen_portals(registry, opts)
    except UsageError as error:
        print(f"{program()} portals: {error}", file=sys.stderr)
        return 2
    print_portals(portals, as_json=opts.json)
    return 0


def _settings(given: list[str]) -> dict[str, Any]:
    """The settings of the list: from the command line, the environment, or `crawler/settings.py`.

    Raises _NeedsScrapyError for a setting that this module cannot check.
    """
    from crawler.portals.errors import UsageError
    from crawler.program import VARIABLE
    from crawler.setting_components import PACKAGES
    from crawler.setting_kinds import KINDS, check_settings

    if os.environ.get("SCRAPY_SETTINGS_MODULE") != "crawler.settings":
        raise _NeedsScrapyError("settings of another module")
    settings = {
        name.removeprefix(PREFIX): value
        for name, value in os.environ.items()
        if name.startswith(PREFIX) and name != VARIABLE
    }
    settings |= {name: value for name, _, value in (one.partition("=") for one in given)}
    if any("=" not in one for one in given) or not settings.keys() <= KINDS.keys() - PACKAGES.keys():
        raise _NeedsScrapyError("a setting that needs more than a look at its value")
    try:
        check_settings(settings)
    except UsageError as error:
        raise _NeedsScrapyError(str(error)) from None
    return _project_defaults() | settings


def _project_defaults() -> dict[str, Any]:
    """The values in `crawler/settings.py`, read from its source: importing it imports Scrapy."""
    import crawler

    tree = ast.parse((Path(crawler.__path__[0]) / "settings.py").read_bytes())
    found = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id in USED
    }
    try:
        return {name: ast.literal_eval(found[name]) for name in USED}
    except (KeyError, ValueError):
        raise _NeedsScrapyError("a value that the module computes") from None
