"""docs/add-a-portal.md: its entries are valid, its commands exist, its error messages are the real ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from scrapy.cmdline import _get_commands_dict
from scrapy.utils.project import get_project_settings

from crawler import platforms
from crawler.platforms import json_api
from crawler.portals import Registry, RegistryError
from crawler.portals.kinds import EVIDENCE
from crawler.portals.loader import LEVELS, NEEDED_OPTIONS, PLATFORMS, RegistryFile, read_text
from crawler.portals.lookup import BUNDLED, load_registry

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "add-a-portal.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def test_its_entries_are_valid(tmp_path: Path) -> None:
    entry, api, own = blocks("toml")
    (drawn,) = Registry([read_text(api, "guide")])
    assert drawn.platform == "json_api"
    (portal,) = Registry([read_text(entry, "guide")])
    assert (portal.id, portal.zone) == ("mediacenter-contohkab", "WIB")
    file = tmp_path / "portals.toml"
    file.write_text(own, encoding="utf-8")
    registry = load_registry([file])
    assert registry.get("kabar-desa").zone == "WITA"


def test_its_commands_exist() -> None:
    known = _get_commands_dict(get_project_settings(), inproject=True)
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    for line in "".join(blocks("sh")).splitlines():
        program, command = line.split()[:2]
        assert command in (known if program == "scrapy" else targets), line


def test_it_names_every_level_platform_and_kind_of_evidence() -> None:
    for value in (*LEVELS, *PLATFORMS, *EVIDENCE):
        assert f"`{value}`" in GUIDE, value


def test_the_registry_knows_the_platforms_that_there_are() -> None:
    assert {platform.name for platform in platforms.PLATFORMS} == set(PLATFORMS)
    assert NEEDED_OPTIONS == {"json_api": json_api.NEEDED}
    needed, _, _ = blocks("toml")[1].partition("title")
    assert all(f"{name} = " in needed for name in json_api.NEEDED)


@pytest.mark.parametrize(
    ("old", "new"), [("address =", "adress ="), ('region = "Kota Malang"', 'region = "Kota Malag"')]
)
def test_its_error_messages_are_real(old: str, new: str) -> None:
    name = "crawler/portals/registry/jawa_timur.toml"
    text = (BUNDLED / "jawa_timur.toml").read_text(encoding="utf-8").replace(old, new, 1)
    with pytest.raises(RegistryError) as caught:
        read_text(text, name)
    message = re.sub(r":\d+: ", ":N: ", str(caught.value))
    assert message in re.sub(r":\d+: ", ":N: ", blocks("text")[0])


def test_a_file_without_portals_is_fine() -> None:
    assert read_text("", "f") == RegistryFile()
