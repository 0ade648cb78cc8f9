"""Boilerplate phrases of Indonesian and English pages, one table per kind.

The last resort, after structure and repetition: a line must consist of the phrase or begin with it.
`COMMENTS`, `END`, `FOLLOW` and `is_boilerplate_line` run on every line and expect lower case, because
case-insensitive matching takes twice as long.
"""

from __future__ import annotations

import re

from crawler.extraction.boilerplate.view_counters import is_age, is_counter

_FLAGS = re.IGNORECASE | re.VERBOSE

RELATED_LABEL = re.compile(
    r"""
    (?:(?:baca|simak|lihat|tonton|cek|dengarkan)\s+(?:juga|pula)(?:\s+(?:artikel|berita)(?:\s+(?:lainnya
      |terkait|ini))?)?
      |baca\s+(?:artikel|berita)\s+(?:lain(?:nya)?|terkait|menarik(?:\s+lainnya)?|selengkapnya)
      |(?:selengkapnya\s+baca|baca\s+selengkapnya|baca\s+lainnya|bacaan\s+lainnya|artikel\s+terkait
        |berita\s+terkait
      |berita\s+lainnya|berita\s+pilihan|pos\s+terkait|kumpulan\s+berita\s+terkait|pilihan\s+(?:redaksi|editor))
      |read\s+(?:also|more|next)|also\s+read|see\s+also|related(?:\s+(?:posts?|articles?|stories|news
        |topics?))?)
    """,
    _FLAGS,
)
"""Words that announce links to other articles."""

RELATED_LINE = re.compile(rf"[\W_]*{RELATED_LABEL.pattern}(?P<sep>\s*[:;»>–—-]+)?", _FLAGS)
RELATED_SHORT = re.compile(r"\W*baca\s*[;:]\s*(?:https?://|www\.|[A-Z“\"])", re.VERBOSE | re.IGNORECASE)
RELATED_TITLE = re.compile(
    r"""\W*(?:(?:kumpulan\s+)?(?:berita|artikel|pos|posting|kabar(?:\s+\w+)?|informasi|kegiatan|konten)\s+(?:terkait|lainnya|pilihan|populer|terbaru
      |terkini)(?:\s*\(\d+\))?
    |related\s+(?:posts?|articles?|stories|news)|you\s+(?:may|might)\s+(?:also\s+)?(?:like|have\s+missed)
      |pilihan\s+redaksi
    |(?:lihat|baca)\s+(?:berita|artikel)\s+lain(?:nya)?|rekomendasi(?:\s+untuk\s+anda)?|more\s+(?:from
      |stories).{0,30}
    |terpopuler|trending|featured\s+posts|most\s+(?:read|popular)|bacaan\s+lainnya
      |baca\s+juga(?:\s+artikel\s+lainnya)?|tulisan\s+terkait)\W*""",
    _FLAGS,
)
"""A line that is the heading of a list of other articles."""

COMMENTS = re.compile(
    r"""\W*(?:belum\s+ada\s+(?:komentar|tanggapan)|no\s+comments\s+yet
    |leave\s+a\s+(?:comment|reply)(?:\s+cancel\s+reply)?|tinggalkan\s+(?:balasan
      |komentar)(?:\s+batalkan\s+balasan)?
    |komentar\s+(?:via|melalui|lewat)\s+(?:website|situs|facebook|web)\s*:?\s*\d{0,4}
    |beri(?:kan)?\s+komentar|tulis\s+komentar(?:\s+anda)?|isi\s+komentar\s+anda|facebook\s+comments?
      |komentar(?:\s+(?:anda|terbaru|pembaca))?
    |(?:\d+|one|satu)\s*(?:komentar|comments?|tanggapan|(?:thoughts?|pemikiran|gagasan)\s+(?:on|tentang|pada)\b.*)|comments?(?:\s*[:(]?\s*\d+\s*\)?)?
      |komentar\s*[:(]\s*\d+\s*\)?
    |join\s+the\s+(?:conversation|discussion)|post\s+a\s+comment|add\s+a\s+comment|balas(?:an)?|reply
      |membatalkan\s+balasan
    |(?:alamat\s+)?email\s+anda\s+tidak\s+akan\s+dipublikasikan.*|alamat\s+email\s+anda\s+tidak\s+akan.*
      |your\s+email\s+address\s+will\s+not\s+be\s+published.*
    |ruas\s+yang\s+wajib.*|required\s+fields\s+are\s+marked.*|this\s+site\s+uses\s+akismet.*
      |situs\s+ini\s+menggunakan\s+akismet.*
    |komentar\s+adalah\s+tanggapan\s+pribadi.*|simpan\s+nama,?\s+email.*|save\s+my\s+name,?\s+email.*
      |log\s*in\s+to\s+(?:leave|post)\s+a\s+comment.*
    |beritahu\s+saya\s+(?:akan|tentang).*|notify\s+me\s+of.*
      |anda\s+harus\s+masuk\s+(?:log)?.*komentar\W*
    |(?:sila(?:h)?kan\s+)?(?:masuk|log\s?in)\s+(?:(?:dulu|terlebih\s+dahulu)\s+)?untuk\s+(?:\w+\s+)?\w*komentar
      .{0,30})\W*""",
    re.VERBOSE,
)
"""A line with which a comment list or form begins."""

END = re.compile(
    r"""\W*(?:exit\s+mobile\s+version|skip\s+to\s+(?:main\s+)?content|(?:langsung|loncat
      |lewati)\s+ke\s+(?:konten|isi).{0,20}
    |copyright\s*(?:(?:©|\(c\)|@|�|:|\d{4}|by\b).{0,120})?|hak\s+cipta\s*(?:©|\(c\)|@|�|:|\d{4}|dilindungi).{0,100}|(?:©|\(c\)|�)\s*(?:copyright|hak\s+cipta|\d{4}).{0,120}
      |.{0,60}all\s+rights?\s+reserved.{0,60}|(?:dicetak|printed)\s+(?:dari|from)\s+\S{4,80})\W*""",
    re.VERBOSE,
)
"""A line after which nothing of the article follows."""

_LINE = re.compile(
    r"""\W*(?:
      # share bars, print, font size
      (?:bagikan|share|shares|sebarkan|sebar)(?:\s+(?:ini|this|berita|artikel|article|post|story|on|via|ke
        |di|to))*(?:\s+(?:ini|berita|artikel|facebook|twitter|whatsapp|telegram|email|x|media\s+sosial
        |teman(?:-teman)?|sahabat|keluarga|anda))*
      |(?:bagikan|sebarkan|share(?:\s+(?:this|on))?)\s*:(?!.*[.!?]["”»']?\s*\Z)\D{0,40}
      |(?:share|tweet|pin|email|print|cetak|facebook|twitter|whatsapp|telegram|instagram|youtube|tiktok
        |linkedin|pinterest|messenger|line|threads|copy\s+link|salin\s+(?:link|tautan)|suka|like
        |[x×])(?:[\s,|/•·:]+(?:share|tweet|pin|email|print|cetak|facebook|twitter|whatsapp|telegram
        |instagram|youtube|tiktok|linkedin|pinterest|messenger|line|threads|copy\s+link|x))*
      |\d+\s*(?:shares?|likes?|suka|dibagikan)|a\s*[-+]?\s*a\s*[-+]?\s*a\s*[-+]?|aa\s+text|font\s+(?:size|resize).{0,20}
        |(?:ukuran|perbesar|perkecil)\s+(?:huruf|font|teks).{0,20}
      |(?:versi\s+(?:cetak|pdf)|kirim(?:kan)?\s+(?:ke|ini\s+lewat)\s+(?:teman|email|e-mail|surel)|unduh\s+pdf
        |print(?:er)?\s+friendly|save\s+as\s+pdf|simpan\s+(?:sebagai\s+)?pdf|e-?mail\s+this)
      # advertising
      |advertisements?(?:\s+scroll.{0,40})?|iklan|sponsor(?:ed)?(?:\s+by.{0,30})?|sponsored\s+content
        |pariwara|anzeige|publicité|publicidad|pubblicità|werbung|реклама
      |(?:scroll|geser|gulir|swipe)(?:\s+ke\s+(?:bawah|atas))?\s+(?:untuk|to|for)\s.{0,60}|iklan\s+set(?:e
        |a)lah\s+paragraf.{0,20}|sunbanner|vidstr|google\s+search\s+engine
      |article\s+continues\s+(?:below|after).{0,40}|continue\s+reading.{0,60}
        |story\s+continues\s+below.{0,30}|promo\s+\w+(?:\s+\d{4})?
      # counters, see `is_counter` for most
      |(?:pengunjung|kunjungan)\s*[:=]?\s*[\d.,]+\s*(?:orang)?|by\s+\w+(?:\s\w+)?\s+[\d.,]+\s+views?
      # archive and theme chrome
      |(?:category|kategori|tag|author)\s+archives?\s*:.{0,60}|arsip\s+(?:kategori|tag|penulis)\s*:.{0,60}
        |indeks\s+berita|daftar\s+isi(?:\s+artikel)?|table\s+of\s+contents|displaying\s+items\s+by\s+tag.{0,60}
      |(?:categor(?:y|ies)|kategori|tags?|label|topik|topics?|keywords?|kata\s+kunci|filed\s+under
        |dipublikasikan\s+(?:pada|di)|published\s+in|posted\s+in|ditandai|tagged(?:\s+with)?
        |berkaitan\s+dengan)(?:\s*:.{0,160}|\s(?!.{0,160}[.!?]["”»']?\s*\Z).{0,160})
      |(?:beranda|home)(?:\s+blog)?|berita(?:\s+(?:terkini|terbaru|utama|populer|daerah))?(?:\s*\(\d+\))?
        |featured\s+posts?|trending|headlines?|saving\.*|loading\.*|memuat\.*|selengkapnya|read\s+more
        |lihat\s+semua|view\s+all|menu|search|cari|pencarian|tutup|close
      |(?:next|previous|prev|sebelumnya|selanjutnya|berikutnya)(?:\s+(?:post|article|artikel|berita))?
        |navigasi\s+pos|post\s+navigation|kembali(?:\s+ke\s+atas)?|back\s+to\s+top|lihat\s+berita\s+lainnya
      |(?:halaman|hal\.?|laman|page)\s*:?\s*\d{1,3}(?:\s*(?:dari|of|/|[|,.…»«·-])?\s*\d{1,3}){0,20}
        (?:\W*(?:selanjutnya|berikutnya|next|terakhir|last|semua|all))?
      # polls, weather, foreign editors
      |tidak\s+ada\s+polling.{0,30}|-?\d{1,2}\s*°\s*[cf]|waktu\s+baca.{0,20}
      |gambar\s+berita|header\s+img|blank|featured\s+image|ilustrasi|klik\s+(?:di\s?sini|here)
        |click\s+here|\(?advertorial\)?|foto\s+lainnya
      |the\s+post\s.{1,250}\sappeared\s+first\s+on\s.{1,120}|artikel\s+ini\s+(?:telah|sudah
        |pernah)\s+(?:tayang|terbit|dimuat)\s+(?:di|pada)\s.{1,250}
    )\W*""",
    re.VERBOSE,
)
_READING_TIME = re.compile(r"\W*(?:.{0,40}\d\s*min(?:ute)?s?\s+read|\d+\s*menit\s+(?:mem)?baca)\W*")


def is_boilerplate_line(low: str, *, edge: bool, prose: bool) -> bool:
    """Whether a whole line (in lower case) is boilerplate.

    `edge`: the line is above or below the article's sentences. `prose`: it is in a paragraph, not in
    a list or heading. Fewer lines count as counters away from the edge.
    """
    if _LINE.fullmatch(low) is not None or is_counter(low, edge=edge and prose) or (prose and is_age(low)):
        return True
    return ("read" in low or "baca" in low) and _READING_TIME.fullmatch(low) is not None


FOLLOW = re.compile(
    r"""[^\w“"‘'«]*(?:
      (?:ikuti|follow|gabung|join|dapatkan|simak|baca|subscribe|langganan|klik|update|cek|yuk|ayo
        |jangan\s+lupa|mari|download|unduh)\b
        (?=.{0,220}(?:whats?app|telegram|google\s*news|saluran|channel|instagram|facebook|youtube
          |tik\s?tok|newsletter|buletin|aplikasi|play\s?store|medsos|sosial\s+media|media\s+sosial))
        (?=.{0,260}(?:kami|di\s?sini|here|update|terbaru|terkini|berita|klik|ikuti|follow|join|gabung
          |us\b)).{0,300}
      |tulis\s+komentarmu\s+dengan\s+tagar.{0,200}|terima\s+kasih\s+(?:telah|sudah)\s+membaca\s.{0,300}
      |(?:sign\s+up|subscribe)\s+(?:for|to)\s+(?:our|the)\s.{0,120}(?:newsletter|alerts?|email).{0,120}
    )""",
    re.VERBOSE,
)
"""An invitation to follow the site elsewhere; such a line opens with it."""

BANNER = re.compile(
    r"""\W*(?:syarat\s*(?:&|dan)\s*ketentuan(?:\s+berlaku)?|privacy\s+policy|kebijakan\s+privasi
      |selamat\s+datang\s+di\s+(?:situs|website|web|portal|laman).{0,160}
      |welcome\s+to\s+(?:the\s+)?(?:official\s+)?(?:website|site|portal).{0,160}
    |(?:portal|situs|website|laman)\s+resmi\s.{0,100}|pemerintah\s+(?:kota|kabupaten|provinsi|desa
      |kecamatan)\s[\w\s]{3,40}
    |(?:hubungi|kontak)\s+kami\b.{0,200}|telp?(?:on|epon)?\.?\s*:?\s*[\d(+].{0,120}|(?:alamat|email|e-mail
      |fax)\s*:.{0,160})\W*""",
    _FLAGS,
)
"""Names, greetings and addresses of the site itself; only at the edges of an article."""

_PRAYER_TIMES = re.compile(
    r"jadwal\s+(?:sholat|shalat|salat|imsak).{0,60}\d{1,2}[:.]\d{2}|subuh\s+\d{1,2}[:.]\d{2}.{0,80}(?:ashar|asar|isya)",
    re.IGNORECASE,
)


def is_ticker(text: str) -> bool:
    """Whether `text` is a news ticker: prayer times, or notices joined with `#`."""
    return text.count(" # ") >= 3 or ("ubuh" in text and _PRAYER_TIMES.search(text) is not None)


STAMP = re.compile(
    r"(?=.{0,60}$)(?=.*\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|.*\d{4})(?=.*\d{1,2}[:.]\d{2})[^.!?]*[\w\s:.,/|()+-]*"
)
"""A short line with a numeric date and a time."""

CREDIT_LINE = re.compile(
    r"(?:©|\(c\)|foto\s*:|bild\s*:|photo\s*:|credits?\s*:).{0,110}"
    r"|(?:getty(?:\s+images)?|reuters|afp|epa|ap(?:\s+photo)?|dpa|antara(?:\s+foto)?|shutterstock|imago|pa(?:\s+media)?)"
    r"(?:\s*[/,|]\s*[\w\s]{0,40}){0,3}",
    re.IGNORECASE,
)
"""The credit of an image on a line of its own."""

_MAX_HASHTAGS = 420
HASHTAGS = re.compile(r"(?i:\s*(?:tags?|tagar|hashtags?)\s*:)?\s*(?:#[^\s#][^#.!?]{0,60})+")
FILE_NAME = re.compile(
    r"(?:whats\s?app\s+(?:image|video)\s.{0,60}|(?:img|dsc|pxl|vid|screenshot)[\s_-]?\d.{0,60}|!\[.{0,40}\]\(.{0,120}\)|\S+\.(?:jpe?g|png|gif|webp|mp4)|_\w+_|[\w]+(?:-[\w]+){2,})",
    re.IGNORECASE,
)
_NAME = 40
_NAME_WORDS = 4
BARE_NUMBER = re.compile(r"[\d.,\s]{1,16}")
DAY = (
    r"(?:senin|selasa|rabu|kamis|jum['’`]?at|sabtu|minggu|ahad"
    r"|(?:mon|tues?|wed(?:nes)?|thurs?|fri|satur|sun)(?:day)?)"
)
MONTH = (
    r"(?:jan(?:uar[iy]|uary)?|[fp]eb(?:ruar[iy])?|mar(?:et|ch)?|apr(?:il)?|mei|may|jun[ie]?|jul[iy]?|agu?s?t?(?:us(?:tus)?)?"
    r"|aug(?:ust)?|sept?(?:ember)?|o[kc]t(?:ober)?|no[vp](?:ember)?|de[sc](?:ember)?)"
)
DATE_LINE = re.compile(
    rf"""\W*(?:(?:diterbitkan|dipublikasikan|dipublish|diposting|published|posted|terbit|tanggal|updated?
      |diperbarui|last\s+modified|on)\s*(?:on|pada|:)?\s*:?\s*){{0,2}}
    (?:(?:oleh|by|redaksi|admin)[\w\s]{{0,30}}?\W+)?(?:{DAY}\W{{1,4}})?(?:\d{{1,2}}\W{{1,3}}(?:{MONTH}
      |\d{{1,2}})\W{{1,3}}\d{{2,4}}|{MONTH}\W{{1,3}}\d{{1,2}}\W{{1,3}}\d{{4}}|\d{{4}}-\d\d-\d\d)
    (?:\W{{1,4}}(?:pukul|jam|at)?\W{{0,2}}\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?)?\W{{0,3}}(?:wib|wita|wit
      |am|pm)?\W*(?:[\d.,]+\s*(?:views?|kali|x)?[\w\s]{{0,20}})?\W*""",
    _FLAGS,
)
"""A line that is a date and perhaps a name or a counter beside it."""

BYLINE = re.compile(
    r"""\W*(?:di(?:posting|tulis|publikasikan|terbitkan|unggah|input)(?:kan)?|post(?:ed)?|written|submitted)?\s*
    (?:oleh|by|penulis|author|user)\s*[:/]?\s*[\w.,'’ ]{1,40}""",
    _FLAGS,
)
"""Who put the article on the site."""

CLOCK_TIME = re.compile(
    r"\W*(?:pukul|jam|pkl\.?)?\s*\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:wib|wita|wit|[ap]\.?m\.?)?\W*",
    re.IGNORECASE,
)
"""A time of the day alone."""

CLOCK = re.compile(
    rf"\W*{DAY}\W{{1,3}}[^.!?]{{0,60}}(?<!\d)(?:19|20|14)\d\d(?:\W+\d{{1,2}}[:.]\d{{2}}.{{0,20}})?\W*",
    _FLAGS,
)
"""The clock in a site's header: the day of the crawl, perhaps in two calendars."""

PHOTO_LINE = re.compile(
    r"""\W*(?:ket(?:erangan)?\.?\s*(?:foto|gambar)?\s*[:.]|(?:teks\s+)?foto\s*[:/.]|caption\s*[:.]|dok(?:umentasi|\.)?\s*[:/.]|(?:photo|image|picture)(?:\s+(?:by|credit|courtesy))?\s*[:/]|sumber\s+(?:foto|gambar)\s*:).{0,250}""",
    _FLAGS,
)
PHOTO_TAIL = re.compile(
    r"""(?:[(\[/]|\.|\s-\s?)\s*(?:(?:foto|photo|dok|ft|image|gambar|doc)\s*[.:/][^()\[\]]{0,60}|(?:foto|dok|photo)\s+[^()\[\]]{2,40}|istimewa|ist)\s*[)\]/]?\.?\s*$""",
    _FLAGS,
)
"""The credit with which a caption ends."""

SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’»)\]]*$")
_ENDS = tuple(".!?…。！？")
_CLOSERS = "'\"”’»)]"


def ends_sentence(text: str) -> bool:
    """Whether a cleaned `text` ends like a sentence: the result of `SENTENCE_END` without a search."""
    return text.rstrip(_CLOSERS).endswith(_ENDS)


def is_as_short_as_name(text: str) -> bool:
    """Whether a line is as short as a person's name, a section or a label."""
    return len(text) <= _NAME and len(text.split()) <= _NAME_WORDS


def is_hashtags(text: str) -> bool:
    """Whether a line consists of hashtags: `#cabai #petani`."""
    return len(text) <= _MAX_HASHTAGS and "#" in text and HASHTAGS.fullmatch(text) is not None


def hashtags(text: str) -> list[str]:
    """The hashtags of a line, which may stand without spaces: `#cabai#petani`."""
    return [word for part in text.split("#")[1:] if (word := "".join(part.split()[:1]).strip(",;"))]
