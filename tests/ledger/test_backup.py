"""A backup of a ledger in use is complete; a ledger that is moved during a run is detected."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.ledger.backup import back_up
from crawler.ledger.errors import LedgerError
from crawler.ledger.ledger import Ledger
from tests.ledger.making import PORTAL, make_article


def filled(path: Path) -> Ledger:
    ledger = Ledger.open(path)
    ledger.start_run()
    for number in range(60):
        ledger.record_article(make_article(number))
    ledger.flush()
    return ledger


def test_a_backup_of_an_open_ledger_holds_every_committed_article(tmp_path: Path) -> None:
    ledger = filled(tmp_path / "ledger.db")
    copy = tmp_path / "copy.db"
    assert back_up(str(tmp_path / "ledger.db"), copy) == copy.stat().st_size
    ledger.close()
    with Ledger.open(copy) as other:
        assert len(list(other.lines(PORTAL.id, other.file_days(PORTAL.id)[0][0], 0))) == 60
    assert sorted(file.name for file in tmp_path.iterdir() if "copy" in file.name) == ["copy.db"]


def test_no_backup_replaces_a_file(tmp_path: Path) -> None:
    filled(tmp_path / "ledger.db").close()
    (tmp_path / "copy.db").write_text("x")
    with pytest.raises(LedgerError, match="exists"):
        back_up(str(tmp_path / "ledger.db"), tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "x"


@pytest.mark.parametrize("target", ["/nowhere/ledger.db", "postgresql://warta:geheim@127.0.0.1/warta"])
def test_what_cannot_be_copied_is_one_line(tmp_path: Path, target: str) -> None:
    with pytest.raises(LedgerError) as raised:
        back_up(target, tmp_path / "copy.db")
    assert "geheim" not in str(raised.value)


@pytest.mark.parametrize("fate", ["renamed folder", "deleted", "replaced"])
def test_a_run_notices_that_its_ledger_is_gone(tmp_path: Path, fate: str) -> None:
    folder = tmp_path / "output"
    ledger = filled(folder / "ledger.db")
    if fate == "renamed folder":
        folder.rename(tmp_path / "elsewhere")
    elif fate == "deleted":
        (folder / "ledger.db").unlink()
    else:
        (folder / "ledger.db").rename(folder / "old.db")
        filled(folder / "ledger.db").close()
    ledger.record_article(make_article(99))
    with pytest.raises(LedgerError, match="was moved, deleted or replaced"):
        ledger.flush()
    ledger.close(finished=False)
