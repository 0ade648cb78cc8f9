"""`python -m crawler.portals.merging --portals ROWS.csv --governments GOVERNMENTS.csv [--labels
LABELS.toml]`.

Merges a survey into `crawler/portals/registry/`: writes all files or none. Exit status 2: the survey has
errors, printed on stderr with file and line.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

from crawler.portals.errors import RegistryError
from crawler.portals.index import read_folder, write_index
from crawler.portals.lookup import BUNDLED, Registry
from crawler.portals.merging.rules import Table, merge
from crawler.portals.merging.survey import Survey, read_survey

_NATIONAL = "# Portals of the whole country, which belong to no province.\n"
_ORDER = (
    "id", "name", "address", "province", "region", "code", "level", "zone", "kind", "platform",
    "sections", "tls", "evidence", "seen", "notes", "alternatives",
)  # fmt: skip


def main(arguments: Sequence[str], folder: Path = BUNDLED) -> int:
    """Merge the given files into the registry in `folder`; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m crawler.portals.merging", description=__doc__)
    for name in ("portals", "governments"):
        parser.add_argument(f"--{name}", type=Path, required=True, metavar="CSV")
    parser.add_argument("--labels", type=Path, metavar="TOML")
    given = parser.parse_args(arguments)
    try:
        survey = read_survey(given.portals, given.governments, given.labels)
        if survey.errors:
            print(*survey.errors, sep="\n", file=sys.stderr)
            return 2
        files = {path: tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))}
        tables = {data.get("province"): data.setdefault("portal", []) for data in files.values()}
        merged = merge(tables, survey)
        _write(folder, {path: _text(data, survey) for path, data in files.items()})
    except RegistryError as error:
        print(error, file=sys.stderr)
        return 2
    for what, count in merged.counts.most_common():
        print(f"{count:5} {what}")
    print(*merged.left_out, sep="\n")
    return 0


def _write(folder: Path, texts: dict[Path, str]) -> None:
    """Replace the registry's files after all were validated in a copy. Raises RegistryError."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        copy = Path(name)
        for path, text in texts.items():
            (copy / path.name).write_text(text, encoding="utf-8")
        Registry(read_folder(copy))
        write_index(copy)
        for path in sorted(copy.iterdir()):
            path.replace(folder / path.name)


def _text(data: Table, survey: Survey) -> str:
    province = data.get("province")
    if province is None:
        return _NATIONAL + "".join(_entry(table) for table in data.get("portal", []))
    here = [one for one in survey.governments.values() if one.province == province and not one.is_province]
    here.sort(key=lambda one: one.code)
    names = {one.name for one in here}
    short = {
        **data.get("short", {}),
        **{label: name for label, name in survey.labels.items() if name in names},
    }
    parts = [f"province = {_value(province)}\n", _table("regions", {one.code: one.name for one in here})]
    parts.append(_table("official", {one.code: one.official for one in here if one.official != one.name}))
    parts.append(_table("short", short))
    return "".join(parts) + "".join(_entry(table) for table in data.get("portal", []))


def _table(name: str, values: dict[str, str]) -> str:
    lines = [f"{key if key.isalpha() else _value(key)} = {_value(value)}\n" for key, value in values.items()]
    return f"\n[{name}]\n" + "".join(lines) if lines else ""


def _entry(table: Table) -> str:
    lines = [f"{key} = {_value(table[key])}\n" for key in _ORDER if table.get(key)]
    options = table.get("options", {})
    if options:
        lines += ["\n[portal.options]\n", *(f"{key} = {_value(value)}\n" for key, value in options.items())]
    return "\n[[portal]]\n" + "".join(lines)


def _value(value: object) -> str:
    """A TOML value: JSON strings, numbers, booleans and lists are valid TOML."""
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
