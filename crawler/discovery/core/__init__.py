"""What all URL sources share: crawl options, crawl state, the source protocol, id sets, skip-ahead."""
