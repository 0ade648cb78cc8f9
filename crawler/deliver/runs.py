"""Runs the deliverers of several sinks: one thread each, so that a sink that is down delays no other."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace

from crawler.deliver.deliverer import Deliverer, Result, Signals, position_of
from crawler.deliver.errors import SinkDown, SinkMisconfigured
from crawler.deliver.filters import Matcher
from crawler.deliver.matching import matcher_of
from crawler.deliver.model import Sink, SinkSpec
from crawler.deliver.registry import sink_class
from crawler.ledger.deliveries import Deliveries
from crawler.ledger.errors import LedgerError

logger = logging.getLogger(__name__)

AGAIN = 30.0
"""Seconds after which a run that goes on starts a sink again that an unexpected error has ended."""

Work = Callable[[Deliverer], Result]


def make_sink(spec: SinkSpec) -> Sink:
    """The sink of a spec that was read from a file; nobody is contacted."""
    return sink_class(spec.scheme)(spec)  # type: ignore[call-arg]


def check_sinks(specs: Sequence[SinkSpec], target: str) -> list[str]:
    """Open and close each sink; what is wrong with those that trying again does not help, in a line each.

    A sink that is down is no complaint: it holds up itself alone. Raises LedgerError.
    """
    complaints: list[str] = []
    with Deliveries.open(target) as ledger:
        for spec in specs:
            sink = make_sink(spec)
            try:
                sink.open(position_of(ledger, spec.name))
            except SinkMisconfigured as error:
                complaints.append(f"sink {spec.name} ({spec.shown}): {spec.secrets.hide(str(error))}")
            except SinkDown:
                pass  # the deliverer tries again and says so
            finally:
                sink.close()
    return complaints


def run_sinks(
    specs: Sequence[SinkSpec], target: str, signals: Signals, work: Work = Deliverer.run
) -> list[Result]:
    """Do the work for each sink in a thread of its own, until all have ended; results in the given order."""
    results: dict[str, Result] = {}

    def deliver(spec: SinkSpec, match: Matcher | None) -> None:
        delivered = parked = 0
        while True:
            result = deliver_one(spec, target, signals, work, match)
            delivered, parked = delivered + result.delivered, parked + result.parked
            if result.error is None or signals.drain.is_set() or signals.drain.wait(AGAIN):
                break
        results[spec.name] = replace(result, delivered=delivered, parked=parked)

    threads = [
        threading.Thread(
            target=deliver, args=(spec, matcher_of(spec)), name=f"deliver {spec.name}", daemon=True
        )
        for spec in specs
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(0.5)  # short, so that the main thread handles signals
    return [results[spec.name] for spec in specs]


def deliver_one(
    spec: SinkSpec,
    target: str,
    signals: Signals,
    work: Work = Deliverer.run,
    match: Matcher | None = None,
) -> Result:
    """Do the work for one sink in this thread. Errors of the ledger, and our own, are in the result."""
    try:
        with Deliveries.open(target) as ledger:
            return work(Deliverer(spec, make_sink(spec), ledger, signals, match=match))
    except LedgerError as error:
        return Result(spec.name, error=str(error))
    except Exception as error:
        logger.error("sink %s: %s", spec.name, spec.secrets.hide(traceback.format_exc()))
        return Result(spec.name, error=spec.secrets.hide(f"internal error: {type(error).__name__}: {error}"))
