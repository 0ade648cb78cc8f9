"""Scrapy's `-O articles.csv`, with cells that programs can read and spreadsheets do not run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from itemadapter import ItemAdapter
from scrapy import Field
from scrapy.exporters import CsvItemExporter

from crawler.export.csv_rows import cell


class CsvFeed(CsvItemExporter):
    """A column for each field; lists and objects as JSON, as in `scrapy export --format csv`."""

    def serialize_field(self, field: Mapping[str, Any] | Field, name: str, value: Any) -> Any:
        return cell(_plain(value))


def _plain(value: Any) -> Any:
    if ItemAdapter.is_item(value):
        return ItemAdapter(value).asdict()
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
