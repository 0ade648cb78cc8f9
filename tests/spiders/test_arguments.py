"""Invalid spider arguments and their messages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.portals import UsageError
from spiders.arguments import read_arguments
from spiders.portal import PortalSpider

X = "https://x.go.id/"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "say what to crawl"),
        ({"portal": "tidak-ada-portal-ini"}, "tidak-ada-portal-ini"),
        ({"province": "Jawa Timor"}, "Jawa Timur"),
        ({"url": "file:///etc/passwd"}, "file:///etc/passwd"),
        ({"url": "http://"}, "http://"),
        ({"url": ""}, "no host"),
        ({"url": "foo"}, "url='foo' is not a public site"),
        ({"url": X, "portal": "all"}, "not both"),
        ({"url": X, "kind": "main"}, "not both"),
        (
            {"portal": "due,wonoasri"},
            "'due,wonoasri': due cannot be combined with other portals; narrow it by from=mine",
        ),
        ({"portal": "wonoasri, DUE"}, "portal='wonoasri' crawls these portals, due or not"),
        ({"portal": "due", "from": "mine"}, "set PORTALS_FILE to your files"),
        ({"portal": "due", "kind": "paper"}, "kind='paper'"),
        ({"url": X, "since": "kemarin"}, "since='kemarin'"),
        ({"url": X, "since": "2024-02-01", "until": "2024-01-01"}, "swap"),
        ({"url": X, "limit": "0"}, "limit='0'"),
        ({"url": X, "limit": "banyak"}, "limit='banyak'"),
        ({"url": X, "mode": "cepat"}, "mode='cepat'"),
        ({"url": X, "platfrom": "wordpress"}, "unknown argument platfrom"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(given: dict[str, str], told: str) -> None:
    with pytest.raises(UsageError) as raised:
        PortalSpider.check_arguments(Settings(), **given)
    assert told in str(raised.value)
    assert "\n" not in str(raised.value)


def test_arguments_are_read() -> None:
    arguments = read_arguments(
        Settings(), url="x.go.id", since="2024-01-01", until="2024-01-31", limit="7", mode="full"
    )
    (portal,) = arguments.portals
    assert portal.address == X
    assert (arguments.since, arguments.until) == (date(2024, 1, 1), date(2024, 1, 31))
    assert (arguments.limit, arguments.mode) == (7, "full")


def test_portals_may_lie_in_several_files(tmp_path: Path) -> None:
    files = []
    for name in ("satu", "dua"):
        files.append(tmp_path / f"{name}.toml")
        files[-1].write_text(
            f'[[portal]]\nid = "{name}"\nname = "{name}"\naddress = "https://{name}.example/"\n'
        )
    settings = Settings({"PORTALS_FILE": f"{files[0]}, {files[1]}"})
    portals = read_arguments(settings, portal="satu,dua").portals
    assert [portal.id for portal in portals] == ["satu", "dua"]


def test_a_host_without_a_dot_is_for_private_networks() -> None:
    (portal,) = read_arguments(Settings({"ALLOW_PRIVATE_ADDRESSES": True}), url="http://intranet/").portals
    assert portal.domain == "intranet"


def test_an_address_of_the_registry_keeps_its_facts() -> None:
    (portal,) = read_arguments(Settings(), url="https://www.malangkota.go.id/").portals
    assert portal.province == "Jawa Timur"


def test_provinces_and_all_are_portals() -> None:
    everything = read_arguments(Settings(), portal="all").portals
    east = read_arguments(Settings(), province="Jawa Timur").portals
    assert 0 < len(east) < len(everything)


def test_due_takes_a_selection(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[portal]]\nid = "a"\nname = "A"\naddress = "https://a.example/"\nkind = "outlet"\n')
    settings = Settings({"PORTALS_FILE": str(own), "OUTPUT_DIR": str(tmp_path)})
    assert [one.id for one in read_arguments(settings, **{"portal": "due", "from": "mine"}).portals] == ["a"]
    outlets = read_arguments(settings, portal="due", kind="outlet").portals
    assert {one.kind for one in outlets} == {"outlet"}
    assert len(outlets) > 50
    settings.set("PORTALS", "own")
    assert [one.id for one in read_arguments(settings, portal="due").portals] == ["a"]
    settings.set("PORTALS_FILE", "")
    with pytest.raises(UsageError, match="PORTALS=own needs your own portals"):
        read_arguments(settings, portal="all")
