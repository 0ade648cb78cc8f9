"""`-O articles.csv`: no Python notation, and nothing that a spreadsheet executes."""

from __future__ import annotations

import csv
import io
import json

from crawler.extensions.csv_feed import CsvFeed
from crawler.extraction import extract_article
from crawler.settings import FEED_EXPORTERS

PAGE = """<html><head><title>=1+1</title></head><body><article><h1>=1+1 Jembatan Baru</h1>
<p>MALANG, WARTA - Bupati meresmikan jembatan baru pada Rabu (16/11/2022) di hadapan warga desa.</p>
<p>Warga menyambut baik jembatan yang menghubungkan dua desa itu, kata kepala desa setempat.</p>
</article></body></html>"""


def test_cells_are_json_or_plain_text() -> None:
    article = extract_article(PAGE, "https://x.go.id/berita/1")
    out = io.BytesIO()
    exporter = CsvFeed(out)
    exporter.start_exporting()
    exporter.export_item(article)
    exporter.finish_exporting()
    (row,) = csv.DictReader(io.StringIO(out.getvalue().decode()))
    assert json.loads(row["portal"])["domain"] == "x.go.id"
    assert json.loads(row["body"]) == list(article.body)
    assert json.loads(row["date_mentions"])[0]["iso"] == "2022-11-16"
    assert row["title"].startswith("'=")
    assert row["modified_at"] == ""
    assert not any("(" in value and "=" in value and "PortalRef" in value for value in row.values())


def test_scrapy_uses_it_for_csv() -> None:
    assert {"csv": f"{CsvFeed.__module__}.{CsvFeed.__name__}"} == FEED_EXPORTERS
