"""`python -m crawler.sample [OPTIONS]`: serves the sample portal and crawls it.

OPTIONS are passed to `scrapy crawl portal`. The exit status is the crawl's.
"""

from __future__ import annotations

import signal
import subprocess
import sys

from crawler.sample.server import serve_sample

# The sample server is ours and on loopback, so guard and delay are not needed.
SAMPLE_SETTINGS = {"ALLOW_PRIVATE_ADDRESSES": "1", "DOWNLOAD_DELAY": "0", "AUTOTHROTTLE_ENABLED": "0"}


def main(options: list[str]) -> int:
    """Crawl the sample portal and return the exit status of `scrapy crawl`."""
    with serve_sample() as address:
        command = [sys.executable, "-m", "scrapy", "crawl", "portal", "-a", f"url={address}"]
        for name, value in SAMPLE_SETTINGS.items():
            command += ["-s", f"{name}={value}"]
        # Ctrl-C reaches the crawl itself, which stops in order; this process only waits for it. A handler
        # of our own, unlike SIG_IGN, is not inherited.
        signal.signal(signal.SIGINT, lambda signum, frame: None)
        return subprocess.run([*command, *options], check=False).returncode  # noqa: S603 - our own command


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
