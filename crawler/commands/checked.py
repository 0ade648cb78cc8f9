"""Checks the settings before every command; a wrong one ends it with one line and exit status 2."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scrapy.settings import default_settings

from crawler.portals.errors import UsageError
from crawler.setting_components import check_components, check_packages
from crawler.setting_kinds import KINDS, check_names, check_settings

if TYPE_CHECKING:
    import argparse

    from scrapy.settings import BaseSettings, Settings


OTHERS = 0o007
"""The permissions of users who are neither the owner of a file nor in its group."""


@contextmanager
def reader_may_leave() -> Iterator[None]:
    """For commands that print to stdout: a reader that closes it early, such as `head`, is no error."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class ChecksSettings:
    """Mixin for commands; list it before Scrapy's class."""

    settings: Settings | None

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)  # type: ignore[misc]
        assert self.settings is not None
        refuse_bad_settings(self.settings, [one.partition("=")[0] for one in opts.set], type(self).__module__)
        if not self.settings.getbool("SHARE_FILES"):
            os.umask(os.umask(OTHERS) | OTHERS)


def refuse_bad_settings(settings: BaseSettings, given: list[str], command: str) -> None:
    """Exit with status 2 if a setting, or a setting's name `given` on the command line, is wrong."""
    import crawler.settings

    known = {*vars(default_settings), *vars(crawler.settings), *KINDS}
    try:
        check_names(given, known)
        check_settings(settings)
        check_components(settings)
        check_packages(settings)
    except UsageError as error:
        print(f"scrapy {command.rpartition('.')[2]}: {error}", file=sys.stderr)
        sys.exit(2)
