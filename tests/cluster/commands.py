"""Runs commands in this process: a test of a refusal needs no new one."""

from __future__ import annotations

import argparse
import contextlib
import io
from typing import TYPE_CHECKING

from scrapy.utils.project import get_project_settings

from crawler.commands import enqueue, export, work

if TYPE_CHECKING:
    from scrapy.commands import ScrapyCommand

COMMANDS: dict[str, type[ScrapyCommand]] = {
    "enqueue": enqueue.Command,
    "export": export.Command,
    "work": work.Command,
}


def run_command(name: str, *arguments: str, **settings: str | None) -> tuple[int, str, str]:
    """`scrapy NAME ARGUMENTS -s NAME=VALUE ...`: exit status, stdout, stderr."""
    command = COMMANDS[name]()
    command.settings = get_project_settings()
    parser = argparse.ArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    given = [
        part for key, value in settings.items() if value is not None for part in ("-s", f"{key}={value}")
    ]
    options, rest = parser.parse_known_args([*arguments, *given])
    command.process_options(rest, options)
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        command.run(rest, options)
    return command.exitcode, out.getvalue(), err.getvalue()
