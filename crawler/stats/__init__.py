"""Crawl statistics of portals: outcomes and tallies."""
