"""Registry entries for new sites, as printed by `scrapy probe`."""
