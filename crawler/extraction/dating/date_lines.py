"""Classifies the date in a printed line: publication, change, or something else.

`Diterbitkan 3 Mei 2024 10.00 WIB | Diperbarui 4 Mei 2024` has two dates, each with a label. A line with words
about a deadline or an event does not date the article.
"""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from typing import Literal, NamedTuple

from crawler.dates import DateMention, find_dates, parse_date
from crawler.extraction.boilerplate.phrases import is_boilerplate_line

MAX_LINE = 160

About = Literal["published", "modified"]

_UPDATED = re.compile(
    r"""up[\s-]?dated?|di-?\s?update|(?:last\s+)?(?:modified|edited|changed|revised)|di\s?per(?:baru?i|baharui)
    |pem(?:baru|baharu|utakhir)(?:h)?an|di\s?mutakhirkan|(?:ter\s?akhir\s+)?di[\s-]?(?:ubah|sunting|edit|revisi|koreksi|ralat)
    |peru(?:bah|bahan)an?(?:\s+terakhir)?|perubahan|revisi(?:\s+terakhir)?|kemas\s?kini|suntingan
    |aktualisiert|mis\s+à\s+jour|modifi[ée]|actualizado|atualizado|aggiornat[oa]|bijgewerkt""",
    re.I | re.X,
)
_PUBLISHED = re.compile(
    r"""di\s?(?:terbit|publikasi|publis|tayang|pos(?:ting|t)?|unggah|rilis|muat|tulis|input|upload|buat|kirim)
    (?:kan|h)?\b|(?:tanggal|tgl|waktu)(?:\s+(?:terbit|publikasi|tayang|posting|posted|berita|upload|rilis))?\b
    |terbit|tayang|publi(?:shed|sh|kasi|c[ée]|cado|cat[oa])|posted|post(?:ing)?\s+(?:date|pada)|created|date|datum
    |veröffentlicht|erschienen|gepubliceerd|written""",
    re.I | re.X,
)
_UPDATED_NAME = re.compile(r"(?:date)?modified|updated?(?:date)?|diperbarui|diubah|pembaruan", re.I)
_PUBLISHED_NAME = re.compile(r"published|entry-date|post-date|pubdate|posted|tanggal|date(?!-?time)", re.I)
_OTHER = re.compile(
    r"""copyright|©|jadwal|s[ha]+lat|subuh|d[zh]+uhur|hak\s+cipta|terakhir\s+login|last\s+login|agenda|batas(?:nya)?\b
    |deadline|hari\s?[/,&]\s?tanggal|pendaftaran|registrasi|ditutup|dibuka|berakhir|paling\s+lambat|selambat|berlaku|periode|masa\s+\w+
    |event|acara|kegiatan|pelaksanaan|lokasi|tempat|undangan|lahir|wafat|bergabung|member\s+since|joined
    |tahun\s+anggaran|nomor\b|no\.\s?\d|expire|valid\s+until|closing|starts?\s|begins?\s""",
    re.I | re.X,
)
"""Words of lines whose date is another: prayer times, deadlines, events, members, laws."""
_GLUED = re.compile(
    r"(?<=[a-z\d][\s./-])((?:19|20)\d\d)(?=(?:[01]\d|2[0-3])[.:][0-5]\d)|(?<=[a-z])(?=(?:19|20)\d\d\b)", re.I
)
_LOOKS_DATED = re.compile(
    r"\b(?:[0-3]?\d)[\s./-]+(?:[a-z]{3,10}|\d{1,2})[\s./-]+(?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b", re.I
)
_BETWEEN = re.compile(r"[|•·\n;()\[\]]|\s[-–—/]\s")
_LOWER_WORD = re.compile(r"(?<![^\W_])[a-zà-ÿ][a-zà-ÿ'-]{2,}")
_PLAIN_WORDS_TEXT = """
    oleh pada hari tanggal pukul jam dari dan the and by on at in von und par pour del den van yang lalu
    wib wita wit redaksi admin administrator humas kategori category views view kali dibaca dilihat pembaca
    share dalam untuk rilis reporter pewarta penulis editor ditulis sumber tim min read komentar comments
    written posted published diposting diterbitkan dipublikasikan hits baca menit com net org
"""
_PLAIN_WORDS = frozenset(_PLAIN_WORDS_TEXT.split())
_MAX_WORDS = 2
"""Lower-case words beside a date from which on a line is running text: `saat membuka pasar di Turen`."""


class DatedLine(NamedTuple):
    """The publication date and the modification date of a line, each with its mention, or None.

    `unusable`: the line prints a day that does not exist.
    """

    published: DateMention | None = None
    modified: DateMention | None = None
    unusable: bool = False


NOTHING = DatedLine()


def read_dated_line(line: str, zone: tzinfo, fetched_at: datetime | None) -> DatedLine:
    """The dates of a short line about the article; empty if the line is about something else."""
    if len(line) > MAX_LINE:
        return NOTHING
    line = _GLUED.sub(r"\1 ", line)
    mentions = [m for m in find_dates(line, reference=fetched_at, timezone=zone) if _is_day(m)]
    if len(mentions) < 2:
        whole = parse_date(line, reference=fetched_at, timezone=zone)
        mentions = [whole] if whole is not None and _is_day(whole) else mentions
    if not mentions:
        dated = _LOOKS_DATED.search(line) is not None and _is_about_it(line)
        return DatedLine(unusable=dated)
    published = modified = None
    start = 0
    for number, mention in enumerate(mentions):
        last = number + 1 == len(mentions)
        about = _about(line[start : mention.start], line[mention.end :] if last else "")
        if about == "modified":
            modified = modified or mention
        elif about == "published":
            published = published or mention
        start = mention.end
    return DatedLine(published, modified)


def _about(before: str, after: str) -> About | None:
    """The subject of a date, by the words before it or, if these are neutral, the words after it."""
    label = _BETWEEN.split(before)[-1] if before.strip(" |•·-–—/,") else ""
    near = label if label.strip() else before
    if _UPDATED.search(near):
        return "modified"
    if _PUBLISHED.search(near) and not _OTHER.search(near):
        return "published"
    rest = f"{before} {after}"
    if _UPDATED.match(after.lstrip(" (|-,:")):
        return "modified"
    return "published" if _is_about_it(rest) else None


def _is_about_it(words: str) -> bool:
    """Whether the words beside a date fit a publication date: labels, names, counters."""
    if _OTHER.search(words):
        return False
    unknown = 0
    for part in _BETWEEN.split(words):
        text = part.strip(" ,.:")
        if not text or is_boilerplate_line(text.lower(), edge=True, prose=True):
            continue
        unknown += sum(
            word not in _PLAIN_WORDS and _PUBLISHED.match(word) is None for word in _LOWER_WORD.findall(text)
        )
    return unknown < _MAX_WORDS


def _is_day(mention: DateMention) -> bool:
    return (
        mention.precision in {"day", "minute", "second"} and "/" not in mention.iso and mention.iso[:1] != "-"
    )


def is_update_label(text: str) -> bool:
    """Whether the words before a date announce a change, not the publication: `Diperbarui`."""
    return _UPDATED.search(text) is not None and _PUBLISHED.search(_UPDATED.sub("", text)) is None


def is_publication_label(text: str) -> bool:
    """Whether the words before a date announce the publication: `Diterbitkan`."""
    return _PUBLISHED.search(text) is not None and _OTHER.search(text) is None


def is_update_name(name: str) -> bool:
    """Whether a class, id or property names a change: `updated`, `dateModified`."""
    return _UPDATED_NAME.search(name) is not None and not _PUBLISHED_NAME.search(_UPDATED_NAME.sub("", name))
