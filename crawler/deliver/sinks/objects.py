"""Sink for S3, Google Cloud Storage, or any other file system that fsspec supports."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, ClassVar

from crawler.deliver.errors import OptionError, SinkDown, SinkMisconfigured
from crawler.deliver.model import Batch, Position, SinkSpec
from crawler.deliver.sinks.object_format import OPTIONS, object_format, objects

ATOMIC = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oci", "oss", "memory"})
"""Object stores, where uploads are atomic. Elsewhere a file is written and then renamed."""

EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs"}
"""Schemes whose client library is an extra of this project."""

USELESS_TO_RETRY = ("NoCredentials", "PartialCredentials", "ProfileNotFound", "SSLError", "ParamValidation")
"""Substrings of exception names (botocore, aiohttp) that mean a permanent failure."""


class ObjectSink:
    """Writes each batch as objects named by its sequence numbers; a repeated batch replaces them."""

    OPTIONS: ClassVar[Mapping[str, str]] = {
        **OPTIONS,
        "storage": 'a table for the client, such as { endpoint_url = "https://..." }',
    }
    BATCH: ClassVar[int] = 2000

    def __init__(self, spec: SinkSpec) -> None:
        self._to = spec.to
        self._scheme = spec.scheme
        self._name = spec.name
        self._format = object_format(spec)
        storage = spec.options.get("storage", {})
        if not isinstance(storage, dict):
            raise OptionError("storage", "storage must be a table of options for the client")
        self._storage: dict[str, Any] = dict(storage)
        missing = _missing_package(spec.scheme)
        if missing is not None:
            extra = EXTRAS.get(spec.scheme)
            install = f"pip install -e '.[{extra}]' in the checkout" if extra else f"pip install {missing}"
            raise OptionError("to", f"{spec.scheme}:// needs the package {missing}: {install}")
        self._fs: Any = None
        self._root = ""

    def open(self, position: Position) -> None:
        import fsspec

        try:
            self._fs, self._root = fsspec.url_to_fs(
                self._to, skip_instance_cache=True, use_listings_cache=False, **self._storage
            )
            probe = f"{self._root.rstrip('/')}/_{self._name}.check"
            self._put(probe, b"")
            self._fs.rm_file(probe)
        except PermissionError as error:
            raise SinkMisconfigured(f"access is denied ({_why(error)})") from error
        except FileNotFoundError as error:
            raise SinkMisconfigured(f"the bucket or folder does not exist ({_why(error)})") from error
        except (TypeError, ValueError) as error:
            raise SinkMisconfigured(f"storage or address cannot be used ({_why(error)})") from error
        except Exception as error:
            raise _failure(error) from error

    def send(self, batch: Batch) -> None:
        try:
            for name, data in objects(batch, self._format):
                self._put(f"{self._root.rstrip('/')}/{name}", data)
        except Exception as error:
            raise _failure(error) from error

    def close(self) -> None:
        self._fs = None

    def _put(self, path: str, data: bytes) -> None:
        if self._scheme in ATOMIC:
            self._fs.pipe_file(path, data)
            return
        folder, _, name = path.rpartition("/")
        self._fs.makedirs(folder, exist_ok=True)
        self._fs.pipe_file(f"{folder}/.{name}.part", data)
        self._fs.mv(f"{folder}/.{name}.part", path)


def _missing_package(scheme: str) -> str | None:
    """The missing package that a scheme requires, if any."""
    if find_spec("fsspec") is None:
        return "fsspec"
    from fsspec.registry import known_implementations

    package: str = known_implementations.get(scheme, {}).get("class", "fsspec").partition(".")[0]
    return None if find_spec(package) is not None else package


def _failure(error: Exception) -> SinkDown | SinkMisconfigured:
    """Classify an exception of a client library by its name: the libraries share no base class."""
    kinds = {kind.__name__ for one in (error, error.__cause__) if one for kind in type(one).__mro__}
    useless = any(part in kind for kind in kinds for part in USELESS_TO_RETRY)
    if useless or isinstance(error, PermissionError):
        return SinkMisconfigured(_why(error))
    return SinkDown(_why(error))


def _why(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
