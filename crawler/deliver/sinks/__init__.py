"""The sinks that come with Warta, one module each; each imports its client on first use."""
