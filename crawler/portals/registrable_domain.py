"""The public suffix list, as tldextract brings it along: read once, nothing fetched, no cache written.

Only its list is used. The library itself would load an HTTP client and a cache of what that fetched: a fifth
of a second and 10 MB of each crawl of an address that the registry does not list.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path

LIST = ".tld_set_snapshot"
"""The file beside tldextract's modules: the list as publicsuffix.org publishes it."""


def registrable_domain(host: str) -> str | None:
    """The domain that someone registered; None for IP addresses, for suffixes themselves and unknown ones.

    Below a suffix that is a service (`blogspot.com`) each customer is a domain of its own. The rules:
    https://github.com/publicsuffix/list/wiki/Format (the longest one holds, an exception before all others),
    but that no rule (`localhost`) means no domain.

    >>> registrable_domain("mediacenter.malangkota.go.id")
    'malangkota.go.id'
    """
    host = host.rstrip(".").lower()
    try:
        ip_address(host)
    except ValueError:
        labels = host.split(".")
        at = _suffix_at([_readable(label) for label in labels])
        return ".".join(labels[at - 1 :]) if at and labels[at - 1] else None
    return None


def _suffix_at(labels: list[str]) -> int:
    """With which of the labels the public suffix begins; 0 where all are the suffix, or none is."""
    rules = _rules()
    for at in range(len(labels)):
        name = ".".join(labels[at:])
        if f"!{name}" in rules:
            return at + 1
        if name in rules or f"*.{name.partition('.')[2]}" in rules:
            return at
    return 0


def _readable(label: str) -> str:
    """A label as the list has it, which writes other scripts plainly."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


@cache
def _rules() -> frozenset[str]:
    spec = find_spec("tldextract")  # finds it without loading it
    assert spec is not None
    assert spec.origin is not None
    lines = Path(spec.origin).with_name(LIST).read_text(encoding="utf-8").splitlines()
    return frozenset(line.split()[0] for line in lines if line.strip() and not line.startswith("//"))
