"""Crawl statistics per portal: outcomes and tallies."""
