"""Runs the deliverers of several sinks, one thread each: a sink that is down does not delay the others."""

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
"""Seconds before a run without `drain` restarts a sink after an unexpected error."""

Work = Callable[[Deliverer], Result]


def make_sink(spec: SinkSpec) -> Sink:
    """Construct the sink of a validated spec; opens no connection."""
    return sink_class(spec.scheme)(spec)  # type: ignore[call-arg]


def check_sinks(specs: Sequence[SinkSpec], target: str) -> list[str]:
    """Open and close each sink; returns one line for each misconfigured sink.

    A sink that is down is not reported: it delays only itself. Raises LedgerError.
    """
    complaints: list[str] = []
    with Deliveries.open(target) as ledger:
        for spec in specs:
            sink = make_sink(spec)
            try:
                sink.open(position_of(ledger, spec.name))
            except SinkMisconfigured as error:
                complaints.append(f"sink {spec.name} ({spec.shown}): {spec.secrets.redact(str(error))}")
            except SinkDown:
                pass  # the deliverer retries and logs it
            finally:
                sink.close()
    return complaints


def run_sinks(
    specs: Sequence[SinkSpec], target: str, signals: Signals, work: Work = Deliverer.run
) -> list[Result]:
    """Do the work for each sink in its own thread and wait for all; results in the given order."""
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
            thread.join(0.5)  # short: the main thread handles signals in between
    return [results[spec.name] for spec in specs]


def deliver_one(
    spec: SinkSpec,
    target: str,
    signals: Signals,
    work: Work = Deliverer.run,
    match: Matcher | None = None,
) -> Result:
    """Do the work for one sink in this thread. Ledger errors and internal errors are in the result."""
    try:
        with Deliveries.open(target) as ledger:
            return work(Deliverer(spec, make_sink(spec), ledger, signals, match=match))
    except LedgerError as error:
        return Result(spec.name, error=str(error))
    except Exception as error:
        logger.error("sink %s: %s", spec.name, spec.secrets.redact(traceback.format_exc()))
        return Result(
            spec.name, error=spec.secrets.redact(f"internal error: {type(error).__name__}: {error}")
        )
