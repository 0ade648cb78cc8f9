"""URL discovery: finds the article URLs of a portal in sitemaps, feeds, listings and REST APIs. No I/O."""
