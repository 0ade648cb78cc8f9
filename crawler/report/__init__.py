"""Reporting of runs: plain data in; verdicts, lines and an HTML page out. No I/O, no Scrapy."""
