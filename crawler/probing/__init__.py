"""What `scrapy probe` prints: registry entries for sites that nobody has described yet."""
