from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.portals import RegistryError
from crawler.portals.loader import read_file, read_text

GOOD = """\
province = "Sulawesi Selatan"

# [[portal]] in a comment is none
[[portal]]
id = "satu"
name = "Satu"
address = "https://satu.go.id/"
notes = "[[portal]]"
sections = [
    "berita/",
    "kabar/",
]

[[portal]]
id = "dua"
name = "Dua"
address = "http://dua.example/berita"
region = "Kota Makassar"
level = "kota"
zone = "WITA"
platform = "wordpress"
tls = "unverified"
evidence = "page seen"
[portal.options]
endpoint = "api/berita"
"""


def test_a_file_becomes_portals() -> None:
    one, two = (entry.portal for entry in read_text(GOOD, "x.toml").entries)
    assert (one.province, one.region, one.zone) == ("Sulawesi Selatan", "Sulawesi Selatan", "WITA")
    assert (one.evidence, one.tls, one.platform) == ("unverified", "verified", None)
    assert one.sections == ("berita/", "kabar/")
    assert (two.domain, two.region, two.tls) == ("dua.example", "Kota Makassar", "unverified")
    assert two.options == {"endpoint": "api/berita"}


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('province = "S', 'provinsi = "S', 1, "unknown key 'provinsi'; did you mean province?"),
        ('"Sulawesi Selatan"', '"Sulawesi Selatn"', 1, "nearest: Sulawesi Selatan"),
        ('name = "Satu"', "name = 1", 6, "name must be a text"),
        ('name = "Satu"', 'name = "a\\u202eb"', 6, "name must be a text"),
        ('name = "Satu"\n', "", 4, "this portal has no name"),
        ('id = "satu"', 'id = "../satu"', 5, "cannot be an id"),
        ('id = "satu"', 'id = "Satu"', 5, "cannot be an id"),
        ('id = "satu"', 'id = "all"', 5, "cannot be an id"),
        ('id = "satu"', 'id = "nul"', 5, "cannot be an id"),
        ('"https://satu.go.id/"', '"satu.go.id"', 7, "has no scheme"),
        ('"https://satu.go.id/"', '"https://u:p@satu.go.id"', 7, "password"),
        ('zone = "WITA"', 'zone = "WIB"', 20, "Sulawesi Selatan is in WITA"),
        ('zone = "WITA"', 'zone = "GMT"', 20, "must be one of WIB, WITA, WIT"),
        ('zone = "WITA"', 'province = "Bali"', 20, "portals of Sulawesi Selatan, not Bali"),
        ('"wordpress"', '"wordpres"', 21, "must be one of wordpress"),
        ('level = "kota"', 'levels = "kota"', 19, "did you mean level?"),
        ('"kabar/"', '"../kabar"', 9, "leads out of the portal"),
        ('"kabar/"', "3", 9, "sections must be"),
        ('[portal.options]\nendpoint = "api/berita"', "options = 3", 24, "options must be a table"),
        ('"wordpress"', '"json_api"', 14, "a json_api portal needs the option items"),
        ('tls = "unverified"', 'tls = "off"', 22, "must be one of verified, unverified"),
        ('id = "dua"', 'id = "dua', 15, "is not TOML"),
        ('id = "dua"', 'id = "dua"\nid = "tiga"', 16, "is not TOML"),
    ],
)
def test_every_complaint_names_file_and_line(old: str, new: str, line: int, message: str) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(RegistryError) as caught:
        read_text(GOOD.replace(old, new), "own.toml")
    assert str(caught.value).startswith(f"own.toml:{line}: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


REGIONS = """\
province = "Jawa Timur"

[regions]
"35.07" = "Kabupaten Malang"
"35.23" = "Kabupaten Tuban"
"35.73" = "Kota Malang"

[official]
"35.23" = "Kabupaten Tu Ban"

[short]
ngalam = "Kota Malang"

[[portal]]
id = "a"
name = "A"
address = "https://a.go.id/"
region = "Kota Malang"
"""


def test_a_file_may_name_its_regions() -> None:
    file = read_text(REGIONS, "f")
    regency, tuban, city = file.regions
    assert [r.full_name for r in (regency, tuban, city)] == [
        "Kabupaten Malang",
        "Kabupaten Tuban",
        "Kota Malang",
    ]
    assert (city.code, city.province, city.short) == ("35.73", "Jawa Timur", ("ngalam",))
    assert tuban.names() == ("Kabupaten Tuban", "Kabupaten Tu Ban")
    assert file.entries[0].portal.code == "35.73"


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (
            'region = "Kota Malang"',
            'region = "Kota Malag"',
            18,
            "not a region of Jawa Timur; nearest: Kota Malang",
        ),
        ('ngalam = "Kota', 'ngalam = "Kabupaten Kota', 12, "is not a region of this file"),
        ('"Kabupaten Tuban"', '"Kabupaten Malang"', 5, "Kabupaten Malang occurs twice"),
        ('"Kabupaten Tuban"', '"Tuban"', 5, "does not begin with Kabupaten or Kota"),
        ('"Kabupaten Tuban"', "3", 5, "regions must be a text"),
        ('"35.73"', '"33.73"', 6, "'33.73' is not a code of a region of Jawa Timur"),
        (
            '"35.23" = "Kabupaten Tu Ban"',
            '"35.99" = "X"',
            9,
            "'35.99' is not a code of a region of this file",
        ),
        ('province = "Jawa Timur"\n', "\n", 3, "needs the province at the top"),
        ('region = "Kota Malang"', 'region = "Kota Malang"\ncode = "35.07"', 19, "has the code 35.73"),
    ],
)
def test_regions_are_checked(old: str, new: str, line: int, message: str) -> None:
    with pytest.raises(RegistryError) as caught:
        read_text(REGIONS.replace(old, new), "f")
    assert str(caught.value).startswith(f"f:{line}: ")
    assert message in str(caught.value)


OWN = """\
[[portal]]
id = "warta-wonoasri"
name = "Warta Wonoasri"
address = "https://warta-wonoasri.example/"
code = "35.73"
kind = "outlet"
seen = "2025-07"
alternatives = ["https://wonoasri.example/"]
"""


def test_a_code_tells_the_province() -> None:
    (entry,) = read_text(OWN, "f").entries
    portal = entry.portal
    assert (portal.province, portal.zone, portal.zone_guessed) == ("Jawa Timur", "WIB", False)
    assert (portal.code, portal.kind, portal.seen) == ("35.73", "outlet", "2025-07")
    assert portal.alternatives == ("https://wonoasri.example/",)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('"35.73"', '"35.7"', 5, "code is '35.7', but must be a Kemendagri code"),
        ('"35.73"', '"40.01"', 5, "no province has the code '40'"),
        ('"35.73"', '"35.73"\nprovince = "Bali"', 5, "35.73 is a code of Jawa Timur, not of Bali"),
        ('"outlet"', '"paper"', 6, "must be one of main, communications, outlet, office"),
        ('"2025-07"', '"July 2025"', 7, "must be a day, month or year"),
        ('"2025-07"', '"2025-13"', 7, "must be a day, month or year"),
        ('["https://wonoasri.example/"]', '"https://wonoasri.example/"', 8, "must be a list of addresses"),
        ('"https://wonoasri.example/"]', '"wonoasri.example"]', 8, "has no scheme"),
        ("https://wonoasri.example/", "http://www.warta-wonoasri.example", 8, "that of the portal itself"),
    ],
)
def test_new_keys_are_checked(old: str, new: str, line: int, message: str) -> None:
    assert OWN.count(old) == 1
    with pytest.raises(RegistryError) as caught:
        read_text(OWN.replace(old, new), "own.toml")
    assert str(caught.value).startswith(f"own.toml:{line}: ")
    assert message in str(caught.value)


def test_a_zone_that_nothing_tells_is_a_guess() -> None:
    text = '[[portal]]\nid = "a"\nname = "A"\naddress = "https://a.example/"\n'
    (guessed,) = read_text(text, "f").entries
    (given,) = read_text(text + 'zone = "WIT"\n', "f").entries
    (placed,) = read_text(text + 'province = "Bali"\n', "f").entries
    assert [entry.portal.zone_guessed for entry in (guessed, given, placed)] == [True, False, False]


def test_tables_may_be_written_inline() -> None:
    text = 'portal = [\n  {id = "a", name = "A", address = "http://a.id/", level = "x"},\n]\n'
    with pytest.raises(RegistryError, match=r"^f:1: level is 'x'"):
        read_text(text, "f")


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"none\.toml: cannot be read: No such file"):
        read_file(tmp_path / "none.toml")
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b'# one\n# caf\xe9\nprovince = "Bali"\n')
    with pytest.raises(RegistryError, match=r"latin\.toml:2: is not UTF-8"):
        read_file(latin)


def test_a_file_saved_on_windows_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert [e.portal for e in read_file(path).entries] == [e.portal for e in read_text(GOOD, "x").entries]


def test_deep_nesting_ends_with_an_error() -> None:
    with pytest.raises(RegistryError, match=r"^f:1: "):
        read_text("portal = " + "[" * 100_000, "f")


@given(st.text(alphabet="[]{}\"'=#.\\\n abc1", max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(RegistryError):
        read_text(text, "f")
