from __future__ import annotations

import csv
from pathlib import Path

import pytest

from crawler.portals import Registry, UsageError, load_registry, portal_from_address
from crawler.portals.loader import RegistryFile, read_text


def test_nothing_is_claimed_of_a_site_that_nobody_knows() -> None:
    portal = portal_from_address("http://127.0.0.1:8080/")
    assert portal.id == "127-0-0-1-8080"
    assert portal.address == "http://127.0.0.1:8080/"
    assert (portal.region, portal.province, portal.zone) == (None, None, "WIB")
    assert (portal.platform, portal.evidence) == (None, "unverified")


@pytest.mark.parametrize(
    ("address", "region", "province", "zone"),
    [
        ("https://desa-baru.malangkota.go.id/", "Kota Malang", "Jawa Timur", "WIB"),
        ("https://dinkes.sulselprov.go.id/berita", "Sulawesi Selatan", "Sulawesi Selatan", "WITA"),
        ("https://disdik.kepriprov.go.id/", "Kepulauan Riau", "Kepulauan Riau", "WIB"),
        ("https://dinas.papua.go.id/", "Papua", "Papua", "WIT"),
        # nobody of these domains is in the registry, but their names are those of regencies and cities
        ("https://diskominfo.tulungagung.go.id/", "Kabupaten Tulungagung", "Jawa Timur", "WIB"),
        ("https://humas.jayapurakota.go.id/", "Kota Jayapura", "Papua", "WIT"),
        ("https://desa.halselkab.go.id/", "Kabupaten Halmahera Selatan", "Maluku Utara", "WIT"),
        ("https://pemkomedan.go.id/", "Kota Medan", "Sumatera Utara", "WIB"),
        ("https://berita.talaudkab.go.id/", "Kabupaten Kepulauan Talaud", "Sulawesi Utara", "WITA"),
        ("https://x.kepsulakab.go.id/", "Kabupaten Kepulauan Sula", "Maluku Utara", "WIT"),
        ("https://sorong.go.id/", None, "Papua Barat Daya", "WIT"),  # city or regency
        ("https://banjar.go.id/", None, None, "WIB"),  # a city in Jawa Barat, a regency in Kalimantan
        ("https://kemenkeu.go.id/", None, None, "WIB"),
        ("https://makassarkota.example/", None, None, "WIB"),  # anyone can register this
        # KPU has offices in every province, and a blog host has neighbours from everywhere
        ("https://kab-jember.kpu.go.id/", None, None, "WIB"),
        ("https://beritadesa.blogspot.com/", None, None, "WIB"),
        ("https://kabar.example/", None, None, "WIB"),
    ],
)
def test_region_and_zone_come_from_neighbours_that_agree(
    address: str, region: str | None, province: str | None, zone: str
) -> None:
    portal = portal_from_address(address)
    assert (portal.region, portal.province, portal.zone) == (region, province, zone)


@pytest.mark.parametrize(
    ("host", "region", "zone"),
    [
        ("karimunkab.go.id", "Kabupaten Karimun", "WIB"),
        ("diskominfo.karimunkab.go.id", "Kabupaten Karimun", "WIB"),
        ("kolutkab.go.id", "Kabupaten Kolaka Utara", "WITA"),
        ("desa-wonoasri.kolutkab.go.id", "Kabupaten Kolaka Utara", "WITA"),
        ("dinas.pegafkab.go.id", "Kabupaten Pegunungan Arfak", "WIT"),
        ("fak-fakkab.go.id", "Kabupaten Fakfak", "WIT"),
        ("pemkot-baubau.go.id", "Kota Baubau", "WITA"),
        ("sultraprov.go.id", "Sulawesi Tenggara", "WITA"),
        ("dinas.papuapegununganprov.go.id", "Papua Pegunungan", "WIT"),
        ("pemprovntt.go.id", "Nusa Tenggara Timur", "WITA"),
    ],
)
def test_the_label_of_a_domain_tells_the_region(host: str, region: str, zone: str) -> None:
    """With no portal at all, and with offices and villages alone."""
    regions = load_registry().regions
    owner = ".".join(host.split(".")[-3:])
    office = read_text(
        f'[[portal]]\nid = "kantor"\nname = "Kantor"\naddress = "https://kantor.{owner}/"\nlevel = "opd"\n'
        f'province = "{portal_from_address(f"https://{host}/").province}"\n',
        "f",
    )
    for files in ([], [office]):
        portal = portal_from_address(f"https://{host}/", Registry([RegistryFile((), regions), *files]))
        assert (portal.region, portal.zone, portal.zone_guessed) == (region, zone, False)
        assert portal.code is not None


def test_the_nearest_government_above_a_host_tells_the_region() -> None:
    assert portal_from_address("https://x.barat.jakarta.go.id/").region == "Kota Jakarta Barat"
    assert portal_from_address("https://x.jakarta.go.id/").region == "DKI Jakarta"


def test_a_guessed_zone_is_said() -> None:
    assert portal_from_address("https://kabar.example/").zone_guessed
    assert portal_from_address("https://wonoasrikab.go.id/").zone_guessed
    assert not portal_from_address("https://sorong.go.id/").zone_guessed


@pytest.mark.parametrize("step", [11, pytest.param(1, marks=pytest.mark.slow)])
def test_every_government_address_of_the_survey_lies_where_its_code_says(
    step: int, shared_data: Path
) -> None:
    with (shared_data.parent / "domain" / "portals_2.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] != "lokal"]
    assert len(rows) == 983
    bare = Registry([RegistryFile((), load_registry().regions)])
    for row in rows[::step]:
        portal = portal_from_address(row["address"])
        assert (portal.region, portal.province, portal.zone, portal.code) == (
            row["region"],
            row["province"],
            row["zone"],
            row["kemendagri_code"],
        )
        unlisted = portal_from_address(row["address"], bare)
        assert (unlisted.zone, unlisted.province) == (row["zone"], row["province"])


def test_unusable_addresses_are_refused() -> None:
    with pytest.raises(UsageError, match="has no scheme"):
        portal_from_address("malangkota.go.id")
