"""Removes boilerplate blocks from the body."""
