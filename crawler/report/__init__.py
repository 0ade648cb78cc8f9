"""A run as people see it: plain data in, verdicts, lines and one HTML page out. No I/O, no Scrapy."""
