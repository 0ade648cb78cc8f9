"""Validates the settings before every command; an invalid one ends it with one line and exit status 2."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyHelpFormatter
from scrapy.settings import default_settings

from crawler.commands.examples import EXAMPLES, SUMMARIES
from crawler.portals.errors import UsageError
from crawler.program import program
from crawler.setting_components import check_components, check_packages
from crawler.setting_kinds import KINDS, check_names, check_settings

if TYPE_CHECKING:
    import argparse

    from scrapy.settings import BaseSettings, Settings


EXAMPLES_TITLE = "Examples"

STDOUT = ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")
"""File names for stdout."""

OTHERS = 0o007
"""The permissions of users who are neither the owner of a file nor in its group."""


class HelpFormatter(ScrapyHelpFormatter):
    """Preserves the line breaks of the examples."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return text if text.startswith(EXAMPLES_TITLE) else super()._fill_text(text, width, indent)


class ChecksSettings:
    """Mixin for commands: checks the settings, adds examples to the help. List it before Scrapy's class."""

    settings: Settings | None

    def short_desc(self) -> str:
        return SUMMARIES[_name_of(self)]

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)  # type: ignore[misc]
        if parser.usage:
            parser.usage = parser.usage.replace("scrapy", program(), 1)
        examples = EXAMPLES.get(_name_of(self), ())
        lines = [f"  {program()} {line}\n      {meaning}" for line, meaning in examples]
        parser.epilog = "\n".join([EXAMPLES_TITLE, *lines])
        parser.formatter_class = HelpFormatter

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)  # type: ignore[misc]
        assert self.settings is not None
        refuse_bad_settings(self.settings, [one.partition("=")[0] for one in opts.set], type(self).__module__)
        if not self.settings.getbool("SHARE_FILES"):
            os.umask(os.umask(OTHERS) | OTHERS)


def _name_of(command: object) -> str:
    """A command is named after its module."""
    return type(command).__module__.rpartition(".")[2]


def refuse_bad_settings(settings: BaseSettings, given: list[str], command: str) -> None:
    """Exit with status 2 if a setting, or a setting's name `given` on the command line, is invalid."""
    import crawler.settings

    known = {*vars(default_settings), *vars(crawler.settings), *KINDS}
    try:
        check_names(given, known)
        check_settings(settings)
        check_components(settings)
        check_packages(settings)
    except UsageError as error:
        print(f"{program()} {command.rpartition('.')[2]}: {error}", file=sys.stderr)
        sys.exit(2)
