"""Cost of a page from the network to the JSON line, beside plain Scrapy on the same site."""
