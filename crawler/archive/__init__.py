"""WARC archives: write responses as received, and extract articles from them without network access."""
