"""The overview of `warta --help`: the commands by task."""

from __future__ import annotations

WIDTH = 10


def overview() -> str:
    """Return the commands by task, each with one line, and further hints."""
    from crawler import __version__
    from crawler.commands.examples import EXAMPLES, GROUPS, SUMMARIES

    lines = [f"Warta {__version__}: clean articles from Indonesian local-government news portals", ""]
    lines += ["warta [--project DIR] COMMAND [OPTIONS]", ""]
    for group, names in GROUPS.items():
        lines.append(f"{group}:")
        lines += [f"  {name:<{WIDTH}} {SUMMARIES[name]}" for name in names]
        lines.append("")
    lines.append("Begin with:")
    for name in ("crawl", "browse", "health"):
        line, meaning = EXAMPLES[name][0]
        lines.append(f"  warta {line:<55} {meaning}")
    lines += [
        "",
        "warta COMMAND --help           options and examples of a command",
        "warta completion bash|zsh      completion for a shell: source <(warta completion bash)",
        "warta --project DIR COMMAND    run it in this folder, where its output/ is",
        "Scrapy's own commands (shell, fetch, settings, ...) work too.",
    ]
    return "\n".join(lines)
