"""What can go wrong with a sink. `Secrets.hide` is applied to the messages where they are shown."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.portals.errors import UsageError


class SinkFileError(UsageError):
    """The file of sinks does not hold what it must; the message begins with `file:line:column:`."""


class OptionError(ValueError):
    """A sink's own option, or its address (`to`), has a value that it cannot have; `option` is the key."""

    def __init__(self, option: str, message: str) -> None:
        self.option = option
        super().__init__(message)


class SinkDown(Exception):
    """The receiver cannot take records now; the same batch is sent again after a pause.

    `retry_after`: seconds that the receiver asked for.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(message)


class SinkMisconfigured(Exception):
    """Trying again does not help: wrong credentials, missing bucket, table of another shape, broken TLS."""


class BatchRefused(Exception):
    """The receiver rejects records.

    With `seqs` (`seq` -> reason) the other records of the batch are delivered. Without, none is delivered,
    and the refused ones are searched for by halves.
    """

    def __init__(self, message: str, seqs: Mapping[int, str] | None = None) -> None:
        self.seqs = seqs
        super().__init__(message)
