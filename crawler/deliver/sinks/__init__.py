"""The built-in sinks, one module each; each imports its client library on first use."""
