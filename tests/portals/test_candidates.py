"""Hosts that may be news sites: of which governments, in which order."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.portals import Registry, UsageError, load_registry
from crawler.portals.candidates import HOST_LABELS, guessed, named_hosts, read_host_list, targets_named
from crawler.portals.loader import RegistryFile


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def test_governments_without_a_news_site_are_looked_at(registry: Registry) -> None:
    everything = targets_named(registry, "all")
    served = {portal.code for portal in registry if portal.kind == "communications"} - {None}
    assert len(everything) == 552 - len(served)
    east = targets_named(registry, "Jatim")
    assert {target.province for target in east} == {"Jawa Timur"}
    assert {target.code for target in east} <= {target.code for target in everything}
    (malang,) = targets_named(registry, "Kota Malang")  # named itself, though it has one
    assert malang.domains[0] == "malangkota.go.id"
    assert targets_named(registry, "35.73") == [malang]
    (west,) = targets_named(registry, "Kota Administrasi Jakarta Barat")
    assert west.domains == ("barat.jakarta.go.id",)


def test_the_patterns_serve_where_no_domain_is_known(registry: Registry) -> None:
    """Right for some 8 of 10 known domains."""
    bare = Registry([RegistryFile((), registry.regions)])
    known = {target.code: target.domains for target in targets_named(registry, "all")}
    guesses = {target.code: target.domains for target in targets_named(bare, "all")}
    right = sum(bool({*guesses[code]} & {*domains}) for code, domains in known.items())
    assert right >= 0.75 * len(known)


def test_every_government_gets_its_most_frequent_label_first(registry: Registry) -> None:
    targets = targets_named(registry, "Papua")[:3]
    first = list(guessed(targets))[:3]
    assert [one.host.partition(".")[0] for one in first] == [HOST_LABELS[0]] * 3
    assert [one.target for one in first] == targets
    assert len(HOST_LABELS) == len(set(HOST_LABELS)) >= 30


def test_hosts_under_a_targets_domain_with_the_name_of_a_news_site(registry: Registry) -> None:
    targets = targets_named(registry, "Kota Malang")
    hosts = [
        "berita.malangkota.go.id",
        "dinkes.malangkota.go.id",
        "berita.wonoasri.go.id",
        "malangkota.go.id",
    ]
    assert [one.host for one in named_hosts(hosts, targets, "x")] == ["berita.malangkota.go.id"]


def test_a_list_of_hosts_names_its_bad_line(tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text("# names\n*.Berita.wonoasri.go.id.\n\n", encoding="utf-8")
    assert read_host_list(file) == ["berita.wonoasri.go.id"]
    file.write_text("a.go.id\nhttps://b.go.id/\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"names\.txt:2: 'https://b\.go\.id/' is not a host name"):
        read_host_list(file)
