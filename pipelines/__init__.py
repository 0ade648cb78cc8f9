"""Scrapy item pipelines, one step each."""
