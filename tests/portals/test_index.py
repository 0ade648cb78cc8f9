"""The index is what the TOML files say, and never what they said before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crawler.portals import Registry, RegistryError
from crawler.portals.index import INDEX, index_text, read_folder, write_index
from crawler.portals.loader import read_file
from crawler.portals.lookup import BUNDLED


def test_the_bundled_index_is_current() -> None:
    assert (BUNDLED / INDEX).read_text(encoding="utf-8") == index_text(BUNDLED), "run `make portals`"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("bali.toml", "nasional.toml", "dki_jakarta.toml"):
        shutil.copy(BUNDLED / name, tmp_path)
    (tmp_path / "own.toml").write_text(
        '[[portal]]\nid = "a"\nname = "A"\naddress = "http://a.example:8080/b/"\nplatform = "json_api"\n'
        'sections = ["x/"]\nalternatives = ["https://b.example/"]\n'
        '[portal.options]\nendpoint = "e"\nitems = "i"\naddress = "u"\n',
        encoding="utf-8",
    )
    write_index(tmp_path)
    return tmp_path


def test_it_gives_the_portals_and_regions_of_the_files(folder: Path) -> None:
    files = read_folder(folder)
    plain = [read_file(path) for path in sorted(folder.glob("*.toml"))]
    assert [file.regions for file in files] == [file.regions for file in plain]
    indexed = [entry for file in files for entry in file.entries]
    read = [entry for file in plain for entry in file.entries]
    assert len(indexed) == len(read) > 10
    for one, two in zip(indexed, read, strict=True):
        assert type(one) is not type(two)
        assert (one.portal, one.site, one.file, one.line, one.id) == (
            two.portal,
            two.site,
            two.file,
            two.line,
            two.id,
        )


def test_a_changed_file_is_read_itself(folder: Path) -> None:
    bali = folder / "bali.toml"
    bali.write_text(
        bali.read_text(encoding="utf-8").replace("Kabupaten Badung", "Kabupaten Wonoasri"), "utf-8"
    )
    registry = Registry(read_folder(folder))
    assert registry.places.find("Kabupaten Wonoasri") is not None
    bali.write_text("province = 3", encoding="utf-8")
    with pytest.raises(RegistryError, match=r"bali\.toml:1: "):
        read_folder(folder)
    before = (folder / INDEX).read_bytes()
    with pytest.raises(RegistryError):
        write_index(folder)
    assert (folder / INDEX).read_bytes() == before


def test_a_folder_without_index_is_read(folder: Path) -> None:
    (folder / INDEX).unlink()
    assert len(Registry(read_folder(folder))) > 10
