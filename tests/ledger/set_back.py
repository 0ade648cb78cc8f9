"""Scrapy with the clock set back: python -m tests.ledger.set_back SECONDS crawl portal ..."""

from __future__ import annotations

import sys
import time

from scrapy.cmdline import execute

if __name__ == "__main__":
    seconds = float(sys.argv.pop(1))
    real = time.time
    time.time = lambda: real() - seconds
    execute()
