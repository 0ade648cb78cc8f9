"""Starts programs in separate processes, as users do, without loading the libraries each time."""
