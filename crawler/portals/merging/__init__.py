"""Merges a survey of portals (CSV files) into the registry's TOML files, by rule."""
