"""Between Scrapy's engine and the network: the shell of `crawler.guard`."""
