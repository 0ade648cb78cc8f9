"""Outages of portals that were crawled before: `make test-outage`."""
