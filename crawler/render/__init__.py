"""Pages that scripts draw: opened in Chromium, which has no network of its own.

The crawl downloads each document, script and answer that a page asks for, by the same way as its own requests
(`browser.Download`); `request_policy` says which ones. Chromium's proxy is `dead_end`, which connects to
nothing.
"""
