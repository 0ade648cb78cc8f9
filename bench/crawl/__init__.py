"""What a page costs from the network to the JSON line, beside plain Scrapy on the same site."""
