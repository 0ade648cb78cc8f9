"""Renders the README's pictures: `make pictures` (needs Chromium). All show the sample portals.

`crawl.svg` is a recording of `make crawl`: its lines appear as they were printed, in at most `SECONDS`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from html import escape
from pathlib import Path

from crawler.browse.app import BrowseApp
from crawler.browse.projection import project
from crawler.browse.server import make_server
from crawler.ledger.ledger import Ledger
from crawler.ledger.visits import History
from tests.crawling import ROOT

PICTURES = ROOT / "docs" / "pictures"
COLUMNS = 118
LINE = 19
"""Height of a line of the recording."""

SECONDS = 8.0

COPIED = "Jelang Akhir Tahun, Musrenbang"
LOG = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[")
"""Lines of the log, which the recording leaves out."""


def recorded(output: Path) -> list[tuple[float, str]]:
    """Crawl the sample into this folder; return each printed line with its time in seconds."""
    command = [sys.executable, "-m", "crawler.sample", "-s", f"OUTPUT_DIR={output}", "-s", "PROGRESS=off"]
    start = time.monotonic()
    lines = [(0.0, "$ make crawl")]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as run:
        assert run.stderr is not None
        timed = ((time.monotonic() - start, line.rstrip()) for line in run.stderr)
        lines += [(at, line.replace(str(output), "output")) for at, line in timed if not LOG.match(line)]
    if run.returncode:
        raise RuntimeError("\n".join(line for _, line in lines))
    return lines


def recording(lines: list[tuple[float, str]]) -> str:
    """The lines as a drawing of a terminal in which they appear one after the other."""
    pace = min(1.0, SECONDS / max(1.0, lines[-1][0]))
    rows = [(at * pace, part) for at, line in lines for part in _folded(line)]
    width, height = COLUMNS * 8 + 32, len(rows) * LINE + 60
    text = "".join(_row(number, at, part) for number, (at, part) in enumerate(rows))
    dots = "".join(f'<circle cx="{20 + 20 * at}" cy="18" r="6" fill="#59646a"/>' for at in range(3))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'aria-label="Recording of make crawl">'
        f'<rect width="{width}" height="{height}" rx="10" fill="#14191b"/>{dots}'
        f'<g font-family="ui-monospace, monospace" font-size="13" fill="#e8ecec">{text}</g></svg>\n'
    )


def _row(number: int, at: float, text: str) -> str:
    begin = f"{at + number * 0.05:.2f}s"
    return (
        f'<text x="16" y="{56 + number * LINE}" visibility="{"hidden" if number else "visible"}" '
        f'xml:space="preserve">{escape(text)}'
        f'<set attributeName="visibility" to="visible" begin="{begin}"/></text>'
    )


def _folded(line: str) -> list[str]:
    return textwrap.wrap(line, COLUMNS, subsequent_indent="    ", drop_whitespace=False) or [""]


def screenshots(output: Path) -> None:
    """Photograph the front page and an article."""
    from playwright.sync_api import sync_playwright

    database = output / "browse" / "warta.db"
    with Ledger.open(output / "ledger.db") as ledger, History.open(output / "ledger.db") as history:
        project(ledger, history, database)
    server = make_server(BrowseApp(database, output / "reports"), "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), chromium_sandbox=False
        )
        desktop = chromium.new_page(viewport={"width": 1280, "height": 800}, locale="en")
        desktop.goto(f"{address}/")
        desktop.screenshot(path=PICTURES / "browse.png")
        phone = chromium.new_page(
            viewport={"width": 390, "height": 800}, locale="id", color_scheme="dark", device_scale_factor=2
        )
        phone.goto(f"{address}/?q={COPIED}")
        phone.locator("ol.hits h3 a").first.click()
        phone.screenshot(path=PICTURES / "article.png")
        chromium.close()
    server.shutdown()
    server.server_close()


def main() -> None:
    """Write all pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="warta-pictures-") as folder:
        output = Path(folder) / "output"
        (PICTURES / "crawl.svg").write_text(recording(recorded(output)), encoding="utf-8")
        screenshots(output)


if __name__ == "__main__":
    main()
