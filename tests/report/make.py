"""Runs to report on: a plain one and a hostile one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from crawler.report.run_data import Duplicate, FieldShare, Health, PortalRun, Reason, Run, Sample, Verdict

FINISHED = datetime(2026, 11, 21, 21, 30, tzinfo=UTC)


def run(*portals: PortalRun, finish: str = "finished") -> Run:
    """A run of these portals, with every section filled."""
    return Run(
        id="20261121T2100-1",
        started_at=FINISHED - timedelta(minutes=30),
        finished_at=FINISHED,
        finish=finish,
        version="0.1",
        portals=portals,
        fields=(FieldShare("title", 10, 10), FieldShare("published_at", 9, 10), FieldShare("tags", 0, 10)),
        duplicates=(
            Duplicate("Salinan", "https://b.example/1", "b", "Asal", "https://a.example/1", "a", 0.91),
        ),
        samples=(
            Sample("Wali Kota Resmikan Pasar", "https://a.example/1", "a", "2026-11-21", "Isi berita."),
        ),
    )


def portal(portal_id: str = "kominfo-contoh", verdict: Verdict = Verdict.OK, *reasons: Reason) -> PortalRun:
    """A portal that delivered a little of everything."""
    return PortalRun(
        id=portal_id,
        name=f"Dinas Kominfo {portal_id}",
        province="Jawa Timur",
        found=20,
        new=8,
        changed=2,
        unchanged=7,
        dropped={"listing": 2, "empty": 1},
        requests=25,
        seconds=31.5,
        newest="2026-11-20T08:00:00+07:00",
        harvest={(FINISHED - timedelta(days=back)).date(): 5 + back for back in range(10)},
        health=Health(verdict, reasons),
    )
