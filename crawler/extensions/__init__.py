"""Scrapy extensions: progress, summary, report, metrics and notifications of a run."""
