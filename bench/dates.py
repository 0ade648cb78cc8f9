"""Speed of date parsing beside dateparser in the same run: `make bench-dates`.

Measures publication lines one by one (median and 95th percentile), running text per 1,000 characters, a
hostile megabyte, and the module's import, in CPU time with alternating parsers. The strings are those of the
project's tests.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from crawler.dates import find_dates, parse_date
from tests.dates.tables import Row, rows

PUBLISHED = datetime.fromisoformat("2022-11-17T10:00:00+07:00")
SENTENCE = (
    "Kepala Dinas Komunikasi dan Informatika menyampaikan bahwa pelatihan pengelolaan layanan aduan bagi "
    "45 perangkat desa telah dimulai, Rabu (16/11/2022), di Pendopo Kabupaten, dan akan dilanjutkan pekan "
    "depan. Menurutnya, kegiatan yang diikuti perwakilan dari 12 kecamatan itu merupakan tindak lanjut "
    "Peraturan Bupati Nomor 23 Tahun 2021 dengan anggaran Rp 1.250.000.000, sehingga seluruh desa dapat "
    "melayani warga lebih cepat. Ia berharap peserta menerapkan ilmu yang diperoleh di tempat kerja "
    "masing-masing dan melaporkan hasilnya secara berkala kepada camat setempat selama tiga bulan. "
)
"""Two dates and the usual numbers in about 560 characters."""
HOSTILE = {
    "digits": "1234567890",
    "slashes": "12/11/",
    "numbers": "1 ",
    "lists": "1, 2, ",
    "months": "mei ",
    "days of months": "1 mei ",
    "dates": "17/11/2022 ",
    "mixture": "1 1/1 1-1 mei 2/3/4 november 17/",
}


Reader = Callable[[Row], object]


def microseconds(
    readers: list[Reader], lines: list[Row], rounds: int = 7, calls: int = 5
) -> list[list[float]]:
    """CPU time of each line for each parser: the median of rounds in which the parsers alternate."""
    took: list[list[list[float]]] = [[[] for _ in lines] for _ in readers]
    for _ in range(rounds):
        for read, times in zip(readers, took, strict=True):
            for row, of_line in zip(lines, times, strict=True):
                start = time.process_time()
                for _ in range(calls):
                    read(row)
                of_line.append((time.process_time() - start) / calls * 1e6)
    return [[median(of_line) for of_line in times] for times in took]


def with_dateparser(row: Row) -> object:
    import dateparser

    assert row.reference is not None
    base = row.reference.replace(tzinfo=None)
    return dateparser.parse(row.text, languages=["id"], settings={"DATE_ORDER": "DMY", "RELATIVE_BASE": base})


def ours(row: Row) -> object:
    return parse_date(row.text, reference=row.reference, timezone=row.zone)


def report_lines() -> None:
    lines = [row for row in rows("lines.tsv") if row.reference is not None and row.alternatives != [[]]]
    mine, theirs = microseconds([ours, with_dateparser], lines)
    print(f"publication lines: {len(lines)}")
    for name, took in (("crawler.dates.parse_date", mine), ("dateparser.parse(languages=['id'])", theirs)):
        print(f"  {name:<36} median {median(took):8.1f} us   p95 {quantiles(took, n=20)[-1]:8.1f} us")
    print(f"  median against median: {median(theirs) / median(mine):.0f} times faster")


def report_text() -> None:
    text = SENTENCE * 20
    took = []
    for _ in range(30):
        start = time.process_time()
        found = find_dates(text, reference=PUBLISHED)
        took.append(time.process_time() - start)
    each = median(took) * 1e3 / len(text) * 1000
    print(f"running text: {each:.3f} ms per 1,000 characters ({len(found)} dates in {len(text)})")


def report_hostile() -> None:
    print("one megabyte of")
    for name, unit in HOSTILE.items():
        text = (unit * (1_000_000 // len(unit) + 1))[:1_000_000]
        start = time.process_time()
        find_dates(text, reference=PUBLISHED)
        print(f"  {name:<20} {time.process_time() - start:6.2f} s")


def report_import() -> None:
    code = (
        "import sys, time; start = time.perf_counter();"
        "from crawler.dates import find_dates, parse_date;"
        "took = time.perf_counter() - start;"
        "print(f'import of crawler.dates: {took * 1000:.0f} ms,',"
        "'dateparser loaded:', 'dateparser' in sys.modules)"
    )
    root = Path(__file__).resolve().parent.parent
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root)


if __name__ == "__main__":
    report_import()
    report_text()
    report_hostile()
    report_lines()  # last: the garbage collector then walks through everything that dateparser loads
