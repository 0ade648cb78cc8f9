"""What goes wrong between machines."""

from __future__ import annotations


class ClusterError(Exception):
    """One line that says what is wrong with queue or database, and the way out."""
