"""The periodic delivery of a worker.

Several workers may run it at once: the ledger's lease of each sink lets one of them deliver to it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.deliver.deliverer import Signals
from crawler.deliver.model import SinkSpec
from crawler.deliver.runs import run_sinks

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class PeriodicDelivery:
    """Delivers to all sinks; `cron` is the schedule, `ledger` the ledger's URL."""

    specs: Sequence[SinkSpec]
    ledger: str
    cron: str
    signals: Signals = field(default_factory=Signals)

    def __post_init__(self) -> None:
        self.signals.drain.set()  # each task ends when all is delivered; the schedule starts the next one

    async def run(self) -> None:
        """Deliver the stored records and log the results."""
        for result in await asyncio.to_thread(run_sinks, self.specs, self.ledger, self.signals):
            if result.error is not None:
                logger.error("sink %s: %s; the next task retries", result.name, result.error)
            elif result.delivered or result.parked:
                logger.info("sink %s: %d delivered, %d parked", result.name, result.delivered, result.parked)

    def stop(self) -> None:
        """End after the current batches."""
        self.signals.stop.set()
