"""Builds a distribution with one top-level package, `warta`; a checkout keeps its three folders.

`docs/decisions.md` gives the reason. Everything else about the distribution is in `pyproject.toml`.
"""

from __future__ import annotations

from setuptools import find_packages, setup

FOLDERS = [
    name
    for name in find_packages(include=["crawler*", "spiders*", "pipelines*"])
    if not name.startswith("crawler.console")
]

setup(
    packages=["warta", *(f"warta.project.{name}" for name in FOLDERS)],
    package_dir={"warta": "crawler/console", "warta.project": "."},
)
