"""`python -m warta`, in a checkout `python -m crawler.console`: the `warta` command."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from pkgutil import iter_modules

from . import add_project_to_path


def main() -> None:
    """Run a command of the project from any folder: `warta crawl`, `warta portals`, ...

    `--project DIR` in front of the command runs it as if it were started in that folder, with its `output/`.
    """
    arguments = _change_folder(sys.argv[1:])
    add_project_to_path()
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "crawler.settings")
    from crawler.commands.closed_pipe import tolerate_closed_pipe  # importable from here on
    from crawler.program import VARIABLE

    os.environ[VARIABLE] = "warta"

    match arguments:
        case [] | ["-h"] | ["--help"] | ["help"]:
            from .command_help import overview

            with tolerate_closed_pipe():
                print(overview())
        case ["help", name]:
            _execute([name, "--help"])
        case ["--version"]:
            from crawler import __version__

            print(f"warta {__version__}")
        case ["completion", shell]:
            from .completion import SHELLS, script

            if shell not in SHELLS:
                _refuse(f"completion for {' or '.join(SHELLS)}, not for {shell!r}")
            with tolerate_closed_pipe():
                print(script(shell))
        case ["portals", *options]:
            from .portal_list import list_portals

            status = list_portals(options)
            if status is None:
                _execute(arguments)
            sys.exit(status)
        case _:
            _execute(arguments)


def _change_folder(arguments: list[str]) -> list[str]:
    """Change to the folder after `--project`; return the other arguments."""
    if not arguments or arguments[0].partition("=")[0] != "--project":
        return arguments
    first, *rest = arguments
    folder = first.partition("=")[2] or (rest.pop(0) if rest and "=" not in first else "")
    if not Path(folder).is_dir() or not folder:
        _refuse(f"--project {folder}: there is no such folder")
    os.chdir(folder)
    return rest


def _execute(arguments: list[str]) -> None:
    from scrapy.cmdline import execute

    name = arguments[0]
    if not name.startswith("-") and name not in (known := _commands()):
        from crawler.portals.errors import nearest, shown

        near = nearest(name, known)
        hint = f"nearest: {', '.join(near)}; " if near else ""
        _refuse(f"there is no command {shown(name)}; {hint}warta --help lists them")
    execute(["scrapy", *arguments])


def _commands() -> set[str]:
    """The names of the project's commands, and of Scrapy's own."""
    import scrapy.commands

    from crawler.commands.examples import SUMMARIES

    return {*SUMMARIES, *(module.name for module in iter_modules(scrapy.commands.__path__))}


def _refuse(message: str) -> None:
    print(f"warta: {message}", file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    main()
