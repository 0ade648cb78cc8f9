"""Completion of `warta` for shells: its commands, and the options of each."""

from __future__ import annotations

import argparse
from importlib import import_module

SHELLS = ("bash", "zsh")

TEMPLATE = """\
_warta() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} options=""
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W "{commands} completion help --project --version" -- "$current"))
        return
    fi
    case "${{COMP_WORDS[1]}}" in
{cases}
        completion) options="bash zsh" ;;
        help) options="{commands}" ;;
    esac
    if [[ $current == -* || ${{COMP_WORDS[1]}} == completion || ${{COMP_WORDS[1]}} == help ]]; then
        COMPREPLY=($(compgen -W "$options" -- "$current"))
    fi
}}
complete -o default -F _warta warta"""


def script(shell: str) -> str:
    """Return the script that a shell sources; zsh runs the one of bash."""
    from crawler.commands.examples import GROUPS

    names = sorted(name for group in GROUPS.values() for name in group)
    cases = "\n".join(f'        {name}) options="{" ".join(_options(name))}" ;;' for name in names)
    text = TEMPLATE.format(commands=" ".join(names), cases=cases)
    return text if shell == "bash" else f"autoload -U +X bashcompinit && bashcompinit\n{text}"


def _options(name: str) -> list[str]:
    from scrapy.utils.project import get_project_settings

    command = import_module(f"crawler.commands.{name}").Command()
    command.settings = get_project_settings()
    parser = argparse.ArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    return sorted(option for action in parser._actions for option in action.option_strings)
