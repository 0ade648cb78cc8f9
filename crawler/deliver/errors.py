"""Errors of sinks. Their messages pass `Secrets.redact` before they are shown."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.portals.errors import UsageError


class SinkFileError(UsageError):
    """The sink file is invalid; the message begins with `file:line:column:`."""


class OptionError(ValueError):
    """A sink's own option, or its address (`to`), has an invalid value; `option` is the key."""

    def __init__(self, option: str, message: str) -> None:
        self.option = option
        super().__init__(message)


class SinkDown(Exception):
    """The receiver is temporarily unavailable; the same batch is sent again after a back-off.

    `retry_after`: seconds requested by the receiver.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(message)


class SinkMisconfigured(Exception):
    """A permanent failure: wrong credentials, missing bucket, table with another schema, broken TLS."""


class BatchRefused(Exception):
    """The receiver rejects records.

    With `seqs` (`seq` -> reason) the other records of the batch are delivered. Without, none is delivered,
    and the deliverer bisects the batch to find the refused ones.
    """

    def __init__(self, message: str, seqs: Mapping[int, str] | None = None) -> None:
        self.seqs = seqs
        super().__init__(message)
