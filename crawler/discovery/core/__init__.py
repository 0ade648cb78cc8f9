"""What all URL sources share: crawl options, crawl state, the source protocol, id ranges, skip-ahead."""
