from __future__ import annotations

import pytest

from crawler.portals import UsageError, portal_from_address


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


def test_unusable_addresses_are_refused() -> None:
    with pytest.raises(UsageError, match="has no scheme"):
        portal_from_address("malangkota.go.id")
