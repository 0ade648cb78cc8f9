"""Where the browse database is: below the output, or in this user's cache if that cannot be written."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from crawler.ledger.read_only import may_write
from crawler.portals.errors import UsageError


def database_file(output: Path, ledger: str) -> Path:
    """Return the file for the browse database of the ledger at this path or URL. Raises UsageError."""
    beside = output / "browse" / "warta.db"
    existing = next(path for path in (beside.parent, *beside.parent.parents) if path.exists())
    if may_write(existing) and (not beside.exists() or may_write(beside)):
        return beside
    name = ledger if "://" in ledger else str(Path(ledger).absolute())
    folder = f"browse-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    file = Path(cache) / "warta" / folder / "warta.db"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"neither {beside.parent} nor {file.parent} can be written ({error.strerror}); "
            "set XDG_CACHE_HOME to a folder that can be"
        ) from error
    return file
