"""Writes the generated pages of docs/: python -m tests.docs_pages"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from scrapy.commands import ScrapyCommand
from scrapy.settings import default_settings
from scrapy.utils.project import get_project_settings

import crawler.commands
import crawler.settings
from crawler.commands.examples import EXAMPLES
from crawler.setting_kinds import SETTINGS

DOCS = Path(__file__).resolve().parents[1] / "docs"


def settings_page() -> str:
    """Return docs/settings.md: each setting with its default, its values and its meaning."""
    lines = [
        "# Settings",
        "",
        "Give a setting with each command (`-s NAME=VALUE`) or in the environment (`WARTA_NAME=VALUE`).",
        "A wrong name or value ends the command with exit status 2. `make docs` writes this page.",
    ]
    for group, settings in SETTINGS.items():
        lines += ["", f"## {group}", "", "| setting | default | values | meaning |", "|---|---|---|---|"]
        for name, setting in settings.items():
            default = getattr(crawler.settings, name, getattr(default_settings, name, None))
            shown = "" if default in (None, "", []) else f"`{default}`"
            lines.append(f"| `{name}` | {shown} | {setting.kind.says} | {setting.meaning} |")
    return "\n".join([*lines, ""])


def commands() -> Iterator[tuple[str, ScrapyCommand]]:
    """The project's commands, by name."""
    for module in iter_modules(crawler.commands.__path__):
        command: type[ScrapyCommand] | None = getattr(
            import_module(f"crawler.commands.{module.name}"), "Command", None
        )
        if command is not None:
            one = command()
            one.settings = get_project_settings()
            yield module.name, one


def commands_page() -> str:
    """Return docs/commands.md: each command with its synopsis and its options."""
    lines = [
        "# Commands",
        "",
        "In the checkout a command is `.venv/bin/scrapy NAME`; an installed Warta has `warta NAME`.",
        "Every command takes Scrapy's global options, such as `-s NAME=VALUE` ([settings](settings.md)) and",
        "`-L LEVEL`.",
        "`make docs` writes this page.",
    ]
    for name, command in sorted(commands()):
        parser = argparse.ArgumentParser(add_help=False)
        begin = len(parser._actions)
        command.add_options(parser)
        # Scrapy puts its global options into a group of their own; the others are the command's.
        groups = {id(action) for group in parser._action_groups[2:] for action in group._group_actions}
        own = [action for action in parser._actions[begin:] if id(action) not in groups]
        synopsis = f"scrapy {name} {command.syntax()}".rstrip()
        lines += ["", f"## `{name}`", "", f"{command.short_desc()}.", "", "```text", synopsis, "```"]
        lines += ["", "```text"]
        lines += [f"scrapy {line}  # {meaning}" for line, meaning in EXAMPLES[name]]
        lines += ["```"]
        if name == "crawl":
            lines += ["", "The arguments (`-a NAME=VALUE`): [README](../README.md#one-off-crawl)."]
        if own:
            lines += ["", "| option | meaning |", "|---|---|"]
        for action in own:
            names = ", ".join(f"`{option}`" for option in action.option_strings) or f"`{action.dest}`"
            value = f" `{action.metavar or action.dest.upper()}`" if action.nargs != 0 else ""
            if action.choices:
                value = " " + ", ".join(f"`{choice}`" for choice in action.choices)
            meaning = re.sub(r"\s+", " ", str(action.help or "")).replace("|", "\\|")
            lines.append(f"| {names}{value} | {meaning} |")
    return "\n".join([*lines, ""])


PAGES = {"settings": settings_page, "commands": commands_page}

if __name__ == "__main__":
    for page, write in PAGES.items():
        (DOCS / f"{page}.md").write_text(write(), encoding="utf-8")
