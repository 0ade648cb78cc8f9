"""Renders JavaScript pages in Chromium, which has no network access.

The crawl downloads each document, script and response that a page requests, through its own downloader
(`browser.Download`); `request_policy` decides which ones. Chromium's proxy is `blocking_proxy`, which refuses
all connections.
"""
