"""Reading article pages in further processes, so that a fast crawl uses more than one core."""
