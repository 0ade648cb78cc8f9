"""Spidermon suite over the run's portals. Imported by Spidermon only."""

from __future__ import annotations

from spidermon import Monitor, MonitorSuite, monitors

from crawler.stats.outcomes import PortalOutcome, read_outcomes


@monitors.name("Portals")
class PortalMonitor(Monitor):  # type: ignore[misc]
    """Checks that hold for every portal of a run."""

    def portals(self) -> list[PortalOutcome]:
        return read_outcomes(dict(self.data.stats))

    @monitors.name("No portal failed")  # type: ignore[untyped-decorator]
    def test_no_portal_failed(self) -> None:
        failed = {portal.id: portal.failed for portal in self.portals() if portal.failed}
        assert failed == {}, failed

    @monitors.name("No portal is broken")  # type: ignore[untyped-decorator]
    def test_no_portal_is_broken(self) -> None:
        broken = [portal.id for portal in self.portals() if portal.verdict == "broken"]
        assert broken == [], broken


class PortalSuite(MonitorSuite):  # type: ignore[misc]
    """Default suite of `SPIDERMON_ENGINE_STOP_MONITORS`."""

    monitors = [PortalMonitor]  # noqa: RUF012 - Spidermon expects a list
