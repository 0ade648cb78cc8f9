"""Credits, initials and datelines."""
