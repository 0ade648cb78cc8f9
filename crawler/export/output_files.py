"""Writes an export to a file or a stream; a file is complete or absent."""

from __future__ import annotations

import errno
import io
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, Literal, cast

from crawler.ledger.errors import LedgerError

Format = Literal["jsonl", "csv", "parquet", "jsonld"]
FORMATS: tuple[Format, ...] = ("jsonl", "csv", "parquet", "jsonld")

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""At the start of a CSV file it marks the text as UTF-8 for some spreadsheets."""


def write_lines(lines: Iterable[bytes], out: BinaryIO, form: Format, *, bom: bool = False) -> int:
    """Write the JSON lines in a format; returns their number. Raises LedgerError without pyarrow.

    `bom` puts a byte order mark at the start of CSV.
    """
    count = 0

    def counted() -> Iterable[bytes]:
        nonlocal count
        for line in lines:
            count += 1
            yield line

    if form == "parquet":
        try:
            from crawler.export.parquet import write_parquet
        except ModuleNotFoundError as error:
            raise LedgerError(
                "Parquet needs a package: pip install -e '.[parquet]' in the checkout"
            ) from error
        write_parquet(counted(), out)
    elif form == "csv":
        from crawler.export.csv_rows import write_csv

        if bom:
            out.write(BYTE_ORDER_MARK)
        text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
        write_csv(counted(), text)
        text.detach()
    elif form == "jsonld":
        from crawler.export.news_article import write_json_ld

        write_json_ld(counted(), out)
    else:
        for line in counted():
            out.write(line + b"\n")
    return count


def write_file(path: Path, write: Callable[[BinaryIO], int]) -> int:
    """Write a temporary file with `write` and move it to `path` when complete. Raises LedgerError.

    Special files (`/dev/stdout`, a named pipe) are written directly; a link stays, its target is replaced.
    """
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            with path.open("wb") as stream:
                return write(stream)
        path = path.resolve()
        if path.is_symlink():  # since Python 3.13 resolve() does not raise for a loop of links
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            try:
                os.chmod(file.fileno(), 0o666 & ~_umask())
                count = write(cast("BinaryIO", file))
                file.flush()
                os.fsync(file.fileno())
                os.replace(file.name, path)
            except BaseException:
                os.unlink(file.name)
                raise
    except BrokenPipeError:  # the reader has closed the pipe
        raise
    except (OSError, RuntimeError) as error:  # before Python 3.13 a loop of links is a RuntimeError
        raise LedgerError(f"{path} cannot be written ({_why(error)})") from error
    return count


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
