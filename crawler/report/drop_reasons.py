"""Descriptions of drop reasons in English and Indonesian. docs/output.md lists all of them."""

from __future__ import annotations

import re

Text = tuple[str, str]
"""English, Indonesian."""

MEANINGS: dict[str, Text] = {
    "listing": ("a list of articles", "daftar artikel"),
    "gallery": ("a gallery of pictures", "galeri gambar"),
    "static_page": ("a page about the office", "halaman tentang instansi"),
    "search_results": ("search results", "hasil pencarian"),
    "price_table": ("a table of prices", "tabel harga"),
    "form": ("a form", "formulir"),
    "document": ("a document, not a page", "dokumen, bukan halaman"),
    "not_found_page": ("an error page with status 200", "halaman galat dengan status 200"),
    "error_page": ("an error page with status 200", "halaman galat dengan status 200"),
    "replaced": (
        "the page now shows another text than the stored article",
        "halaman kini menampilkan teks lain, bukan artikel yang tersimpan",
    ),
    "login_wall": ("a login page", "halaman masuk"),
    "protected": ("the portal asks for a password", "portal meminta kata sandi"),
    "empty": ("no text was found", "tidak ada teks"),
    "title_only": ("a title without text", "judul tanpa teks"),
    "challenge": (
        "the site asks visitors to prove that they are human",
        "situs meminta bukti bahwa pengunjung manusia",
    ),
    "before_since": ("published before the requested period", "terbit sebelum rentang yang diminta"),
    "after_until": ("published after the requested period", "terbit sesudah rentang yang diminta"),
    "limit": (
        "over the limit of articles; a later run fetches it",
        "melebihi batas jumlah artikel; diambil proses berikutnya",
    ),
    "not_fetched": (
        "the run ended before; a later run fetches it",
        "proses berakhir lebih dahulu; diambil proses berikutnya",
    ),
    "no_match": ("does not match the run's query", "tidak cocok dengan kueri proses ini"),
    "duplicate": ("a near-duplicate of another article", "salinan artikel lain"),
    "duplicate_address": (
        "stored in this run under another address",
        "tersimpan dalam proses ini dengan alamat lain",
    ),
    "robots": ("robots.txt forbids it", "dilarang oleh robots.txt"),
    "robots_unreachable": ("robots.txt cannot be read", "robots.txt tidak dapat dibaca"),
    "timeout": ("no response in time", "tidak ada respons tepat waktu"),
    "unreachable": ("its host cannot be reached", "server tidak dapat dihubungi"),
    "tls": ("no secure connection", "tidak ada sambungan aman"),
    "certificate": ("the certificate does not verify", "sertifikat tidak sah"),
    "connection_lost": ("the connection was lost", "sambungan terputus"),
    "broken_answer": ("the response is incomplete or not HTTP", "respons tidak lengkap atau bukan HTTP"),
    "failed": ("the request failed; see the log", "permintaan gagal; lihat log"),
    "redirect_loop": ("it redirects without end", "pengalihan tanpa akhir"),
    "redirected_away": (
        "it redirects to a page that is not an article",
        "dialihkan ke halaman yang bukan artikel",
    ),
    "offsite": ("it redirects to another site", "dialihkan ke situs lain"),
    "size": ("larger than allowed", "melebihi ukuran yang diizinkan"),
    "headers": ("its headers are larger than allowed", "header respons melebihi batas"),
    "media": ("not text", "bukan teks"),
    "encoding": ("compressed in a way that cannot be read", "kompresi tidak dapat dibaca"),
    "not_html": ("not a page of text", "bukan halaman teks"),
    "port": ("its port is not open (ALLOW_PORTS)", "port tidak dibuka (ALLOW_PORTS)"),
    "loopback": (
        "an address of this machine (ALLOW_PRIVATE_ADDRESSES)",
        "alamat komputer ini (ALLOW_PRIVATE_ADDRESSES)",
    ),
    "private": (
        "a private address (ALLOW_PRIVATE_ADDRESSES)",
        "alamat jaringan privat (ALLOW_PRIVATE_ADDRESSES)",
    ),
    "host_down": ("its host failed too often in a row", "server gagal berturut-turut"),
    "budget": (
        "the portal used up its requests, bytes or time",
        "jatah permintaan, ukuran, atau waktu portal habis",
    ),
    "too_complex": ("more elements than allowed", "elemen halaman melebihi batas"),
    "too_slow": ("its extraction took too long", "ekstraksi terlalu lama"),
    "extraction_died": ("its extraction was killed twice", "ekstraksi dihentikan dua kali"),
    "not_storable": ("the ledger cannot store a value of it", "ledger tidak dapat menyimpan isinya"),
    "ledger_failed": ("the ledger refused it; see the log", "ledger menolaknya; lihat log"),
    "internal_error": ("an internal error of Warta; see the log", "kesalahan internal Warta; lihat log"),
}

STATUS = re.compile(r"http_(\d{3})")


def meaning(reason: str) -> Text:
    """The description of a reason; the reason itself if there is none."""
    if status := STATUS.fullmatch(reason):
        return f"the server answers HTTP {status[1]}", f"server menjawab HTTP {status[1]}"
    return MEANINGS.get(reason, (reason, reason))
