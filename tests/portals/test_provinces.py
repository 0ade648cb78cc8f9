from __future__ import annotations

from collections import Counter

import pytest

from crawler.portals import UnknownProvinceError
from crawler.portals.provinces import PROVINCES, find_province


def test_there_are_38_provinces_in_three_zones() -> None:
    assert len({province.name for province in PROVINCES}) == 38
    assert Counter(province.zone for province in PROVINCES) == {"WIB": 18, "WITA": 12, "WIT": 8}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jawa Timur", "Jawa Timur"),
        ("  jawa   TIMUR ", "Jawa Timur"),
        ("Jatim", "Jawa Timur"),
        ("DIY", "DI Yogyakarta"),
        ("D.I. Yogyakarta", "DI Yogyakarta"),
        ("Daerah Istimewa Yogyakarta", "DI Yogyakarta"),
        ("Provinsi Kaltim", "Kalimantan Timur"),
        ("NTB", "Nusa Tenggara Barat"),
        ("papua-barat-daya", "Papua Barat Daya"),
        ("Jakarta", "DKI Jakarta"),
    ],
)
def test_names_and_aliases(name: str, expected: str) -> None:
    assert find_province(name).name == expected


def test_no_alias_has_two_meanings() -> None:
    names = [alias for province in PROVINCES for alias in (province.name.lower(), *province.aliases)]
    assert len(names) == len(set(names))
    assert all(alias == alias.lower() for alias in names)


def test_an_unknown_province_names_the_nearest() -> None:
    with pytest.raises(UnknownProvinceError, match="'Jawa Timor'; nearest: Jawa Timur"):
        find_province("Jawa Timor")
    with pytest.raises(UnknownProvinceError, match=r"there is no province 'Atlantis'$"):
        find_province("Atlantis")
