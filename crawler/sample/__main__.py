"""`python -m crawler.sample [OPTIONS]`: serve the sample portal and run the main job on it.

OPTIONS go to `scrapy crawl portal` as they are. The exit status is that of the crawl.
"""

from __future__ import annotations

import signal
import subprocess
import sys

from crawler.sample.server import serve_sample

# The sample stands on loopback and is our own server: neither the guard nor the pause between
# requests has anything to protect there.
SAMPLE_SETTINGS = {"ALLOW_PRIVATE_ADDRESSES": "1", "DOWNLOAD_DELAY": "0", "AUTOTHROTTLE_ENABLED": "0"}


def main(options: list[str]) -> int:
    """Crawl the sample portal; returns the exit status of `scrapy crawl`."""
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
