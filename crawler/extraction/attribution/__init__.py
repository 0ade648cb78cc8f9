"""Bylines, credits, initials and datelines."""
