"""What stands outside the article's element is kept with the reason why it was not taken."""

from __future__ import annotations

from crawler.extraction.blocks import OUTSIDE
from crawler.extraction.content.body import locate_body
from crawler.extraction.dom.parse import parse_html

_TITLE = "Jembatan Gantung Bumiharjo Selesai Diperbaiki"
_TEXT = (
    "Jembatan gantung di Bumiharjo dibuka kembali untuk pejalan kaki dan sepeda pada Jumat pagi.",
    "Papan kayu yang lapuk diganti dan kabel penahan diperkuat selama tiga pekan terakhir.",
    "Warga dua dusun tidak perlu lagi memutar sejauh empat kilometer untuk sampai ke pasar.",
)
_MOTTO = "Kami melayani masyarakat Bumiharjo dengan sepenuh hati sejak tahun yang sangat lama sekali."
_BOX = "Layanan pengaduan dibuka setiap hari kerja di kantor kecamatan, bawalah kartu identitas Anda."
_SLOGAN = "Selamat datang di laman resmi desa yang ramah, hijau, dan terbuka bagi semua tamu."
_PAGE = f"""<html><body><div class=top><p>{_SLOGAN}</p></div>
<div class=isi><article><h1>{_TITLE}</h1>{"".join(f"<p>{text}</p>" for text in _TEXT)}</article>
<div class="widget-layanan sidebar"><p>{_BOX}</p></div></div>
<footer><div><p>{_MOTTO}</p></div></footer></body></html>"""


def _removed(page: str) -> dict[str, str]:
    body = locate_body(parse_html(page), title=_TITLE)
    assert [block.text for block in body.blocks][-3:] == list(_TEXT)
    return {item.text: item.reason for item in body.removed}


def test_each_part_of_the_page_is_kept_once_with_its_reason() -> None:
    removed = _removed(_PAGE)
    assert removed[_MOTTO] == f"{OUTSIDE}, in <footer>"
    assert removed[_BOX] == f"{OUTSIDE}, named as boilerplate"
    assert removed[_SLOGAN] == f"{OUTSIDE}, before the title"
    assert not any(text in _TEXT for text in removed)


def test_the_first_blocks_removed_from_the_article_come_before() -> None:
    page = _PAGE.replace(f"<p>{_TEXT[1]}</p>", f"<p>{_TEXT[1]}</p><div class=share>Bagikan kabar ini</div>")
    body = locate_body(parse_html(page), title=_TITLE)
    assert "Bagikan kabar ini" in [item.text for item in body.removed_inside(3)]
    assert all(not item.reason.startswith(OUTSIDE) for item in body.removed_inside(50))
