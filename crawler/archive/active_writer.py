"""The archive writer of the running crawl, shared by its middleware and its pipeline."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from crawler import __version__

if TYPE_CHECKING:
    from crawler.archive.warc_writer import ArchiveWriter

_archives: WeakKeyDictionary[Any, ArchiveWriter] = WeakKeyDictionary()


def archive_of(crawler: Any) -> ArchiveWriter:
    """The crawl's archive; its first file is created with the first response. Raises ImportError without
    warcio."""
    from crawler.archive.warc_writer import ArchiveWriter

    archive = _archives.get(crawler)
    if archive is None:
        output = Path(crawler.settings.get("OUTPUT_DIR") or "output")
        run = f"{datetime.now(UTC):%Y%m%d%H%M%S}-{uuid.uuid4().hex[:8]}"
        archive = _archives[crawler] = ArchiveWriter(output, run, f"Warta/{__version__}")
    return archive
