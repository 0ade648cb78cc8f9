"""Scrapy extensions: what people and schedulers see of a run."""
