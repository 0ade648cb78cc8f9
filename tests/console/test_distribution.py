"""An installed distribution: one top-level name, the library, and commands from any folder."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.crawling import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built from a copy: a build leaves files in its folder."""
    pytest.importorskip("setuptools", "77")
    folder = tmp_path_factory.mktemp("build")
    files = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout.splitlines()
    for name in files:
        source, target = ROOT / name, folder / "checkout" / name
        if name.startswith(("tests/", "bench/", "docs/")) or not source.is_file():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    subprocess.run(
        [
            sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
            "--wheel-dir", str(folder), str(folder / "checkout"),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    (file,) = folder.glob("warta-*.whl")
    return file


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of installed packages that holds only the distribution."""
    folder = tmp_path_factory.mktemp("site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def python(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in `folder` with the distribution and the libraries, without the checkout."""
    paths = [str(installed), sysconfig.get_path("purelib")]
    program = f"import sys; sys.path[:0] = {paths!r}; "
    return subprocess.run(
        [sys.executable, "-I", "-c", program + arguments[0], *arguments[1:]],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_one_top_level_name(installed: Path) -> None:
    names = {path.name for path in installed.iterdir() if not path.name.endswith(".dist-info")}
    assert names == {"warta"}


def test_every_package_and_data_file_is_installed(installed: Path) -> None:
    wanted = {
        path.relative_to(ROOT)
        for top in ("crawler", "spiders", "pipelines")
        for path in (ROOT / top).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and "console" not in path.parts
    }
    missing = [str(path) for path in sorted(wanted) if not (installed / "warta" / "project" / path).exists()]
    assert missing == []


def test_the_library_is_importable(installed: Path, tmp_path: Path) -> None:
    done = python(
        installed,
        tmp_path,
        "import warta; print(warta.find_dates('Selasa (22/3/2022)')[0].iso); "
        "import crawler; print(crawler.__file__)",
    )
    assert done.returncode == 0, done.stderr
    iso, file = done.stdout.splitlines()
    assert iso == "2022-03-22"
    assert Path(file).is_relative_to(installed)


def test_a_foreign_crawler_package_is_named(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "crawler").mkdir()
    (tmp_path / "crawler" / "__init__.py").write_text("")
    done = python(
        installed, tmp_path, f"sys.path.insert(0, {str(tmp_path)!r}); import crawler, warta; warta.judge"
    )
    assert done.returncode == 1
    assert f"another package named crawler is loaded from {tmp_path}" in done.stderr


def test_the_command_runs_in_any_folder(installed: Path, tmp_path: Path) -> None:
    done = python(
        installed,
        tmp_path,
        "sys.argv[1:1] = ['portals']; from warta.__main__ import main; main()",
        "--province",
        "bali",
    )
    assert done.returncode == 0, done.stderr
    assert "baliprov" in done.stdout
    assert list(tmp_path.iterdir()) == []
