"""Tables: document types by file extension; providers of embedded videos, posts and maps."""

from __future__ import annotations

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

DOCUMENT_TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": f"{_OPEN}.text",
    "ods": f"{_OPEN}.spreadsheet",
    "odp": f"{_OPEN}.presentation",
    "rtf": "application/rtf",
    "csv": "text/csv",
    "zip": "application/zip",
    "rar": "application/vnd.rar",
    "7z": "application/x-7z-compressed",
}
"""Media type by file extension, as IANA registers them."""

VIEWERS = {
    "docs.google.com": ("url",),
    "drive.google.com": ("url",),
    "view.officeapps.live.com": ("src",),
    "": ("file", "url", "src", "pdf"),
}
"""Parameters of pages that show the document of another address; those of any host under an empty name."""

SHARED_DOCUMENTS = (
    ("drive.google.com", "/file/d/"),
    ("docs.google.com", "/document/d/"),
    ("docs.google.com", "/spreadsheets/d/"),
    ("docs.google.com", "/presentation/d/"),
)
"""Hosts and beginnings of paths of documents without a file name."""

PROVIDERS = (
    ("youtube", "youtube.com", "/embed/ /watch /shorts/ /live/ /v/"),
    ("youtube", "youtube-nocookie.com", "/embed/"),
    ("youtube", "youtu.be", "/"),
    ("vimeo", "vimeo.com", "/"),
    ("dailymotion", "dailymotion.com", "/"),
    ("vidio", "vidio.com", "/"),
    ("facebook", "facebook.com", "/plugins/video /plugins/post /watch /reel /share/v"),
    ("facebook", "fb.watch", "/"),
    ("instagram", "instagram.com", "/p/ /reel/ /tv/"),
    ("twitter", "twitter.com", "/"),
    ("twitter", "x.com", "/"),
    ("tiktok", "tiktok.com", "/embed /@ /player"),
    ("telegram", "t.me", "/"),
    ("soundcloud", "soundcloud.com", "/"),
    ("spotify", "spotify.com", "/embed /episode /track /show"),
    ("google_maps", "google.com", "/maps"),
    ("google_maps", "google.co.id", "/maps"),
    ("google_maps", "maps.google.com", "/"),
    ("openstreetmap", "openstreetmap.org", "/export/embed"),
    ("slideshare", "slideshare.net", "/"),
    ("scribd", "scribd.com", "/embeds"),
    ("issuu", "issuu.com", "/"),
)
"""Provider, its domain with all hosts below it, and the beginnings of the paths of what it embeds."""
