"""Downloader middlewares: connect the pure decisions of `crawler.guard` to Scrapy."""
