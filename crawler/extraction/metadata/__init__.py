"""Title, authors, dates and images from markup and structured data."""
