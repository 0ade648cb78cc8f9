"""Splits the ledger's records into batches for one sink."""

from __future__ import annotations

from collections.abc import Collection

from crawler.deliver.filters import RecordFilter
from crawler.deliver.model import Batch, SinkSpec
from crawler.ledger.deliveries import Deliveries, RecordConditions, StoredRecord

WINDOW = 5000
"""Sequence numbers that one query scans: keeps read transactions short when the filter rejects everything."""

MAX_BYTES = 16 << 20
"""Bytes of the records in one batch, except a batch of one: bounds memory and request size."""

PAGE = 500
"""Records read at once: bounds memory when the filter rejects most of them."""


class BatchReader:
    """Reads the batches of one sink."""

    def __init__(
        self, spec: SinkSpec, ledger: Deliveries, conditions: RecordConditions, accepts: RecordFilter
    ) -> None:
        self._spec = spec
        self._ledger = ledger
        self._conditions = conditions
        self._filter = accepts

    def next(self, after: int, newest: int) -> Batch:
        """The next full batch after `after`, or all matching records of one window up to `newest`.

        It may be empty; the cursor still advances to its upper bound.
        """
        end = min(newest, after + max(WINDOW, self._spec.batch))
        found: list[StoredRecord] = []
        size = 0
        position = after
        while position < end:
            page = self._ledger.records(position, end, self._conditions, min(PAGE, self._spec.batch))
            for record in page:
                if self._filter.accepts(record):
                    if found and size + len(record.line) > MAX_BYTES:
                        return self._batch(after, record.seq - 1, found)
                    found.append(record)
                    size += len(record.line)
                    if len(found) == self._spec.batch:
                        return self._batch(after, record.seq, found)
            if len(page) < min(PAGE, self._spec.batch):
                break
            position = page[-1].seq
        return self._batch(after, end, found)

    def rebuild(self, after: int, last: int, without: Collection[int]) -> Batch:
        """Rebuild the batch that was begun with these bounds, without records parked since."""
        found: list[StoredRecord] = []
        position = after
        while page := self._ledger.records(position, last, self._conditions, PAGE):
            found += [one for one in page if self._filter.accepts(one) and one.seq not in without]
            position = page[-1].seq
        return self._batch(after, last, found)

    def single(self, seq: int) -> Batch | None:
        """A batch of a single record, ignoring the filters; None if the ledger does not have it."""
        page = self._ledger.records(seq - 1, seq, RecordConditions(), 1)
        return self._batch(seq - 1, seq, page) if page else None

    def _batch(self, after: int, last: int, records: list[StoredRecord]) -> Batch:
        return Batch(self._spec.name, after + 1, last, tuple(records))


def split(batch: Batch) -> tuple[Batch, Batch]:
    """The batch split in two with adjacent bounds."""
    middle = len(batch.records) // 2
    border = batch.records[middle - 1].seq
    return (
        Batch(batch.sink, batch.first, border, batch.records[:middle]),
        Batch(batch.sink, border + 1, batch.last, batch.records[middle:]),
    )


def singles(batch: Batch, seqs: Collection[int]) -> list[Batch]:
    """One single-record batch for each of these records."""
    return [Batch(batch.sink, one.seq, one.seq, (one,)) for one in batch.records if one.seq in seqs]
