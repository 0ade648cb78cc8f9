"""From responses to article addresses: sitemap, feed, listing, REST, address rules."""
