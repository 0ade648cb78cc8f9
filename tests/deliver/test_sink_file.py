"""The file of sinks: what it may hold, and where each complaint points."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crawler.deliver.addresses import secrets_of
from crawler.deliver.errors import SinkFileError
from crawler.deliver.sink_file import read_sinks

GOOD = """
# Where our articles go.
[[sink]]
name = "archive"
to = "file:///srv/archive"
format = "jsonl"
compress = "zstd"
age = "5m"

[[sink]]
name = "newsroom"
to = "https://hooks.example.go.id/warta?token=${TOKEN}"
secret = "${SECRET}"
provinces = ["jatim"]
language = "id"
since = 2026-01-31
latest = true
tombstones = false
batch = 50
age = 2.5
"""


def read(tmp_path: Path, text: str, **environment: str):  # type: ignore[no-untyped-def]
    file = tmp_path / "deliver.toml"
    file.write_text(text, encoding="utf-8")
    return read_sinks(file, environment)


def complaint(tmp_path: Path, text: str) -> str:
    with pytest.raises(SinkFileError) as raised:
        read(tmp_path, text)
    return str(raised.value).removeprefix(str(tmp_path) + "/")


def table(line: str) -> str:
    return f'[[sink]]\nname = "a"\nto = "https://example.org/hook"\n{line}\n'


def test_all_keys_are_read(tmp_path: Path) -> None:
    archive, newsroom = read(tmp_path, GOOD, TOKEN="t0ken-value", SECRET="s3cret-value")
    assert (archive.name, archive.age, archive.batch) == ("archive", 300.0, 2000)
    assert archive.options == {"format": "jsonl", "compress": "zstd"}
    assert archive.tombstones
    assert not archive.latest
    assert newsroom.to.endswith("?token=t0ken-value")
    assert newsroom.provinces == ("Jawa Timur",)
    assert newsroom.languages == ("id",)
    assert newsroom.since == date(2026, 1, 31)
    assert (newsroom.latest, newsroom.tombstones) == (True, False)
    assert (newsroom.batch, newsroom.age) == (50, 2.5)


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    _, newsroom = read(tmp_path, GOOD, TOKEN="t0ken-value", SECRET="s3cret-value")
    assert newsroom.shown == "https://hooks.example.go.id/..."
    hidden = newsroom.secrets.redact("POST /warta?token=t0ken-value signed with s3cret-value")
    assert "t0ken" not in hidden
    assert "s3cret" not in hidden


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        (
            '[[sink]]\nname = "a"\n\nto = "htps://example.org/"',
            "deliver.toml:4:1: no sink for htps://; did",
        ),
        (table('portal = ["a"]'), "deliver.toml:4:1: unknown key 'portal'; did you mean portals?"),
        (table("  latst = true"), "deliver.toml:4:3: unknown key 'latst'; did you mean latest?"),
        (table('secert = "a"'), "deliver.toml:4:1: unknown key 'secert'; did you mean secret?"),
        (table('compress = "gzip"'), "deliver.toml:4:1: unknown key 'compress'; known are"),
        (table('latest = "yes"'), "deliver.toml:4:1: latest must be true or false"),
        (table("batch = 0"), "deliver.toml:4:1: batch must be a number of records"),
        (table("batch = true"), "deliver.toml:4:1: batch must be"),
        (table('age = "5 weeks"'), "deliver.toml:4:1: age must be seconds"),
        (table('since = "soon"'), "deliver.toml:4:1: since must be a day"),
        (
            table('provinces = ["Jawa Timor"]'),
            "deliver.toml:4:1: there is no province 'Jawa Timor'; nearest: Jawa",
        ),
        (table('language = "Indonesian"'), "deliver.toml:4:1: 'Indonesian' is no language code"),
        (table("portals = []"), "deliver.toml:4:1: portals is empty"),
        (table("portals = [1]"), "deliver.toml:4:1: portals must be a list"),
        (
            table('secret = "${NOBODY_SET_IT}"'),
            "deliver.toml:4:1: the environment variable NOBODY_SET_IT is not",
        ),
        (table('body = "xml"'), "deliver.toml:4:1: body must be ndjson or json"),
        (table("headers = { A = 1 }"), "deliver.toml:4:1: headers must be a table"),
        (table('secret = "whsec_?"'), "deliver.toml:4:1: secret begins with whsec_"),
        ('[[sink]]\nto = "https://example.org/"', "deliver.toml:1:1: this sink has no name"),
        (
            '[[sink]]\nnmae = "a"\nto = "https://a.org/"',
            "deliver.toml:1:1: this sink has no name; did you write nmae",
        ),
        ('[[sink]]\nname = "A b"\nto = "https://example.org/"', "deliver.toml:2:1: 'A b' cannot be a name"),
        ('[[sink]]\nname = "a"\nto = "archive"', "deliver.toml:3:1: to must be an address"),
        (
            '[[sink]]\nname = "a"\nto = "file://out"',
            "deliver.toml:3:1: must be a folder as file:///ABSOLUTE/PATH",
        ),
        (
            '[[sink]]\nname = "a"\nto = "postgresql://host/db"',
            "deliver.toml:3:1: must name database and table",
        ),
        ('[[sink]]\nname = "a"\nto = "redis://host/"', "deliver.toml:3:1: must name the stream"),
        (
            '[[sink]]\nname = "a"\nto = "opensearch+https://host"',
            "deliver.toml:3:1: must name host and index",
        ),
        ('[[sinks]]\nname = "a"', "deliver.toml:1:1: unknown key 'sinks'; did you mean sink?"),
        ("[[sink]]\nname = ", "deliver.toml:2:8: is not TOML"),
        ("sink = 3", "deliver.toml:1:1: sinks are written as [[sink]] tables"),
        ("", "deliver.toml:1:1: has no sink"),
        (table("") + table(""), "deliver.toml:6:1: there is already a sink 'a'"),
    ],
)
def test_complaints_name_place_and_way_out(tmp_path: Path, text: str, begins: str) -> None:
    assert complaint(tmp_path, text).startswith(begins)


def test_a_password_stays_out_of_complaints(tmp_path: Path) -> None:
    for to in (
        "postgresql://u:h4nd@sup@host/db",
        "postgresql://u:h4ndsup@host:port/db/t",
        "htps://u:h4nd@h/",
        "postgresql://u:h4nd/sup@host/db/t",
        "postgresql://u:h4nd?sup@host/db/t",
        "https://u:h4nd#sup@host/hook",
        "https://u:h4nd℀@host/hook",
        "redis://:h4nd[sup@host/stream",
        "https://u:sup@h4nd/more@host/hook",
    ):
        told = complaint(tmp_path, f'[[sink]]\nname = "a"\nto = "{to}"')
        assert "h4nd" not in told


def test_words_of_a_client_s_options_are_no_secrets() -> None:
    hidden = secrets_of("postgresql://u:h4ndsup@host/db/t?sslmode=require&sslpassword=k4ki")
    assert hidden.redact("SSL is required: h4ndsup, k4ki") == "SSL is required: ***, ***"
    assert secrets_of("https://host/a?mode=require").redact("require") == "***"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SinkFileError, match=r"nothing\.toml: cannot be read"):
        read_sinks(tmp_path / "nothing.toml")
