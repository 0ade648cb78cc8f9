"""What the steps between a page and its article hand on: a Draft, or what another process has read."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from crawler.workers.wire_format import ExtractedPage

if TYPE_CHECKING:  # extraction is loaded with the first page
    from crawler.extraction.draft import Draft

Between = TypeVar("Between", "Draft", ExtractedPage)
