"""`python -m warta`, in a checkout `python -m crawler.console`: the `warta` command."""

from __future__ import annotations

import os
import sys

from . import add_project_to_path


def main() -> None:
    """Run a Scrapy command of the project from any folder: `warta crawl`, `warta portals`, ..."""
    add_project_to_path()
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "crawler.settings")
    from scrapy.cmdline import execute

    execute(["scrapy", *sys.argv[1:]])


if __name__ == "__main__":
    main()
