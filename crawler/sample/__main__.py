"""`python -m crawler.sample [OPTIONS]`: serves two sample portals and crawls them.

OPTIONS are passed to `scrapy crawl portal`. The exit status is the crawl's.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from crawler.sample import media_center, site
from crawler.sample.server import serve_media_center, serve_sample
from crawler.sample.tour import tour

# The sample servers are ours and on loopback, so guard and delay are not needed.
SAMPLE_SETTINGS = {"ALLOW_PRIVATE_ADDRESSES": "1", "DOWNLOAD_DELAY": "0", "AUTOTHROTTLE_ENABLED": "0"}

FIRST, SECOND = "mandalawangi", "mc-mandalawangi"

ENTRY = """
[[portal]]
id = "{id}"
name = "{name}"
address = "{address}"
province = "Jawa Barat"
region = "Kabupaten Mandalawangi"
"""
"""The entry of a sample portal in the registry."""


def registry(first: str, second: str) -> str:
    """The registry of the sample: portals with names, a region and a province."""
    return ENTRY.format(id=FIRST, name=site.NAME, address=first) + ENTRY.format(
        id=SECOND, name=media_center.NAME, address=second
    )


def main(options: list[str]) -> int:
    """Crawl the sample portals and return the exit status of `scrapy crawl`."""
    with (
        serve_sample() as first,
        serve_media_center() as second,
        tempfile.TemporaryDirectory(prefix="warta-sample-") as folder,
    ):
        file = Path(folder) / "sample.toml"
        file.write_text(registry(first, second), encoding="utf-8")
        command = [sys.executable, "-m", "scrapy", "crawl", "portal", "-a", f"portal={FIRST},{SECOND}"]
        for name, value in {**SAMPLE_SETTINGS, "PORTALS_FILE": str(file)}.items():
            command += ["-s", f"{name}={value}"]
        # Ctrl-C reaches the crawl itself, which stops in order; this process only waits for it. A handler
        # of our own, unlike SIG_IGN, is not inherited.
        signal.signal(signal.SIGINT, lambda signum, frame: None)
        status = subprocess.run([*command, *options], check=False).returncode  # noqa: S603 - our own command
    if status == 0 and "--quiet" not in options:
        for line in tour(_articles(options), frozenset({FIRST, SECOND})):
            print(line, file=sys.stderr)
    return status


def _articles(options: list[str]) -> Path:
    """The folder of the articles, as the options set it."""
    given = [option.partition("=")[2] for option in options if option.startswith("OUTPUT_DIR=")]
    return Path(given[-1] if given else "output") / "articles"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
