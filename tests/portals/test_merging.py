"""A survey of invented portals is merged by rule; its faults are named, and then nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.portals import Registry
from crawler.portals.index import read_folder, write_index
from crawler.portals.merging.__main__ import main
from crawler.portals.merging.survey import GOVERNMENT_COLUMNS, PORTAL_COLUMNS

REGISTRY = """\
province = "Bali"

[regions]
"51.01" = "Kabupaten Wonoasri"

[[portal]]
id = "wonoasrikab"
name = "Wonoasri"
address = "https://wonoasrikab.go.id/"
region = "Kabupaten Wonoasri"
level = "kabupaten"
evidence = "unverified"
"""
GOVERNMENTS = """\
51,Bali,Bali,Bali,WITA,https://baliprov.go.id/,
51.01,Kabupaten Wonoasri,Kabupaten Wonoasri,Bali,WITA,https://wonoasrikab.go.id/,wonoasri.go.id wa.go.id
51.71,Kota Wono Asih,Kota Wonoasih,Bali,WITA,https://wonoasihkota.go.id/,
"""
ROWS = """\
wonoasrikab,Pemerintah Kabupaten Wonoasri,https://www.wonoasrikab.go.id/,Kabupaten Wonoasri,Bali,51.01,kabupaten,WITA,wordpress,/berita,named in public code,code | list 2025-07-24,in Tranco
wonoasri,Pemkab Wonoasri,https://wonoasri.go.id/,Kabupaten Wonoasri,Bali,51.01,kabupaten,WITA,,,host list,list 2024-01-02,
diskominfo-wonoasrikab,Diskominfo,https://diskominfo.wonoasrikab.go.id/,Kabupaten Wonoasri,Bali,51.01,kabupaten,WITA,json_api,/api/berita,host list,list 2025-07-24,
dishubkominfo-wonoasrikab,Dishubkominfo,https://dishubkominfo.wonoasrikab.go.id/,Kabupaten Wonoasri,Bali,51.01,kabupaten,WITA,,,host list,list (IMC 2020),2020 list only: may be gone
wonoasihkota,Pemerintah Kota Wonoasih,https://wonoasihkota.go.id/,Kota Wonoasih,Bali,51.71,kota,WITA,joomla,,page seen,,
contoh,Contoh,https://contoh.wonoasihkota.go.id/,Kota Wonoasih,Bali,51.71,kota,WITA,,,named in public code,code (placeholder),weak: only a placeholder or sample names it
warta-wonoasih,Warta Wonoasih,https://warta.example/,Bali,Bali,,lokal,WITA,,,page seen,,
"""  # noqa: E501


@pytest.fixture
def merge(tmp_path: Path) -> Callable[..., tuple[int, Path]]:
    folder = tmp_path / "registry"
    folder.mkdir()
    (folder / "bali.toml").write_text(REGISTRY, encoding="utf-8")
    write_index(folder)

    def run(
        rows: str = ROWS, governments: str = GOVERNMENTS, labels: str = 'asih = "Kota Wonoasih"\n'
    ) -> tuple[int, Path]:
        for name, text in (
            ("rows.csv", ",".join(PORTAL_COLUMNS) + "\n" + rows),
            ("governments.csv", ",".join(GOVERNMENT_COLUMNS) + "\n" + governments),
            ("labels.toml", labels),
        ):
            (tmp_path / name).write_text(text, encoding="utf-8")
        files = [
            f"--{name}={tmp_path / file}"
            for name, file in (
                ("portals", "rows.csv"),
                ("governments", "governments.csv"),
                ("labels", "labels.toml"),
            )
        ]
        return main(files, folder), folder

    return run


def test_rows_become_entries_alternatives_or_are_left_out(
    merge: Callable[..., tuple[int, Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    status, folder = merge()
    assert status == 0
    registry = Registry(read_folder(folder))
    main_site = registry.get("wonoasrikab")
    assert (main_site.name, main_site.evidence, main_site.seen) == (
        "Wonoasri",
        "named in public code",
        "2025-07-24",
    )
    assert main_site.alternatives == ("https://wonoasri.go.id/", "https://wa.go.id/")
    office = registry.get("diskominfo-wonoasrikab")
    assert (office.kind, office.platform, office.notes) == ("communications", None, "/api/berita")
    assert office.alternatives == ("https://dishubkominfo.wonoasrikab.go.id/",)
    assert registry.get("wonoasihkota").code == "51.71"
    assert registry.get("warta-wonoasih").kind == "outlet"
    assert [portal.id for portal in registry] == [
        "warta-wonoasih",
        "wonoasrikab",
        "diskominfo-wonoasrikab",
        "wonoasihkota",
    ]
    assert [one.code for one in registry.places.called("asihkota")] == ["51.71"]
    official = registry.places.find("Kota Wono Asih")
    assert official is not None
    assert official.full_name == "Kota Wonoasih"
    out = capsys.readouterr().out
    assert "https://contoh.wonoasihkota.go.id/ (line 7): only in a sample or placeholder" in out


def test_merging_again_changes_nothing(merge: Callable[..., tuple[int, Path]]) -> None:
    _, folder = merge()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    merge()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("https://wonoasihkota.go.id/", "wonoasihkota.go.id", "6", "has no scheme"),
        ("https://warta.example/", "https://wonoasri.go.id", "8", "is already taken in line 3"),
        ("https://warta.example/", "http://127.0.0.1/", "8", "is not on the public internet"),
        ("https://warta.example/", "http://localhost:8000/", "8", "is not on the public internet"),
        ("https://warta.example/", "http://[fe80::1]/", "8", "is not on the public internet"),
        ("warta-wonoasih,", "wonoasrikab,", "8", "the id wonoasrikab is already taken in line 2"),
        ("warta-wonoasih,", "Warta Wonoasih,", "8", "cannot be an id"),
        (
            "Kota Wonoasih,Bali,51.71,kota,WITA,joomla",
            "Kota Wonosari,Bali,51.71,kota,WITA,joomla",
            "6",
            "'Kota Wonosari' is not Kota Wonoasih",
        ),
        ("51.71,kota,WITA,joomla", "51.72,kota,WITA,joomla", "6", "no government has the code '51.72'"),
        ("51.71,kota,WITA,joomla", "51.71,kota,WIB,joomla", "6", "is in Bali, WITA"),
        ("51.71,kota,WITA,joomla", "51.71,town,WITA,joomla", "6", "level is 'town'"),
        ("Bali,Bali,,lokal", "Bali,Bahli,,lokal", "8", "there is no province 'Bahli'; nearest: Bali"),
        ("WITA,,,page seen", "WITA,,,seen", "8", "evidence_kind is 'seen'"),
    ],
)
def test_faults_are_named_and_nothing_is_written(
    merge: Callable[..., tuple[int, Path]],
    capsys: pytest.CaptureFixture[str],
    old: str,
    new: str,
    line: str,
    message: str,
) -> None:
    assert ROWS.count(old) == 1
    status, folder = merge(ROWS.replace(old, new))
    assert status == 2
    assert f"rows.csv:{line}: " in (error := capsys.readouterr().err)
    assert message in error
    assert (folder / "bali.toml").read_text(encoding="utf-8") == REGISTRY


def test_every_fault_is_named_in_one_run(
    merge: Callable[..., tuple[int, Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    status, folder = merge(
        ROWS.replace("https://warta", "ftp://warta").replace("51.71,kota,WITA,j", "51.99,kota,WITA,j"),
        GOVERNMENTS
        + "51.71,Kota X,Kota X,Bali,WITA,https://x.go.id/,\n51.72,X,X,Bali,WIB,https://x.go.id/,\n",
        'asih = "Kota Wonosari"\n',
    )
    assert status == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(": ")[0].rpartition("/")[2] for line in lines] == [
        "governments.csv:5", "governments.csv:6", "rows.csv:6", "rows.csv:8", "labels.toml:1",
    ]  # fmt: skip
    assert (folder / "bali.toml").read_text(encoding="utf-8") == REGISTRY


def test_what_is_no_such_table_is_refused(
    merge: Callable[..., tuple[int, Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert merge("a,b\n")[0] == 2
    assert "rows.csv:2: does not have 13 columns" in capsys.readouterr().err
    assert merge(labels="asih = ")[0] == 2
    assert "labels.toml: cannot be read" in capsys.readouterr().err
