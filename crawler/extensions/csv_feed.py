"""CSV exporter for `-O articles.csv`: JSON in list cells, no cell that a spreadsheet runs as a formula."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from itemadapter import ItemAdapter
from scrapy import Field
from scrapy.exporters import CsvItemExporter

from crawler.export.csv_rows import cell


class CsvFeed(CsvItemExporter):
    """Writes a column per field; lists and objects as JSON, as `scrapy export --format csv` does."""

    def serialize_field(self, field: Mapping[str, Any] | Field, name: str, value: Any) -> Any:
        return cell(_plain(value))


def _plain(value: Any) -> Any:
    if ItemAdapter.is_item(value):
        return ItemAdapter(value).asdict()
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
