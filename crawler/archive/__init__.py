"""WARC files: what was fetched, kept as it came, and extracted again without a network."""
