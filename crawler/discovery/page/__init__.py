"""What single pages tell about a site: homepage, URL patterns, previous/next links, multi-page articles."""
