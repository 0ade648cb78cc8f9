"""Languages that portals publish in, told apart by their function words."""

from __future__ import annotations

import subprocess
import sys

import pytest

from crawler.extraction.language import detect_language

TEXTS = {
    "id": "Bupati menyampaikan bahwa kegiatan itu merupakan bagian dari upaya pemerintah untuk meningkatkan "
    "pelayanan kepada masyarakat, dan akan dilanjutkan pada pekan depan.",
    "ms": "Beliau berkata kerajaan negeri akan memastikan semua pihak boleh menerima bantuan kerana ialah "
    "tanggungjawab pejabat daerah bagaimanapun keadaan orang awam selepas banjir.",
    "jv": "Bupati ngendika yen kegiatan iki kanggo warga lan bakal diterusake ing minggu ngarep, amarga "
    "akeh wong sing durung bisa melu nanging kepengin sinau bareng karo kancane.",
    "su": "Bupati nyarios yén ieu kagiatan téh pikeun warga sarta bakal diteruskeun minggu hareup, "
    "sabab loba urang nu can bisa ilubiung jeung hayang diajar ogé di dieu.",
    "en": "The regent said that it was part of the government's efforts to improve services for people, "
    "and that it would be held again in the next week at the same place.",
}  # fmt: skip


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_languages_of_the_portals(language: str, text: str) -> None:
    assert detect_language([text]) == language


def test_other_languages_go_to_the_classifier() -> None:
    dutch = (
        "Het kabinet is in de Kamer zwaar bekritiseerd, omdat de plannen van de minister nog niet klaar zijn "
        "en de uitvoering daarvan volgens de oppositie veel te lang op zich laat wachten."
    )
    assert detect_language([dutch], "nl") == "nl"


ELSEWHERE = {
    "de": "Die Stadt hat am Dienstag mitgeteilt, dass der Umbau des Marktes nicht vor dem Sommer beginnt, "
    "weil die Mittel für das nächste Jahr noch nicht bewilligt sind und auch die Pläne fehlen.",
    "pt": "A prefeitura informou que as obras do mercado não começam antes do verão, porque os recursos para "
    "o próximo ano ainda não foram aprovados e também faltam os planos da empresa.",
    "no": "Kommunen sier at ombyggingen av torget ikke begynner før sommeren, fordi pengene til neste år "
    "ennå ikke er bevilget, og det er også slik at planene mangler for en del av bygget.",
}


@pytest.mark.parametrize(("language", "text"), ELSEWHERE.items())
def test_large_languages_of_elsewhere(language: str, text: str) -> None:
    assert detect_language([text], "en-US") == language


@pytest.mark.parametrize("paragraphs", [[], [""], ["Selamat pagi"], ["12 34 56"]])
def test_too_little_text(paragraphs: list[str]) -> None:
    assert detect_language(paragraphs) is None


def test_quotations_in_another_language_do_not_decide() -> None:
    quoted = "“" + TEXTS["jv"][:70] + "” kata Bupati."
    assert detect_language([TEXTS["id"], quoted, TEXTS["id"]]) == "id"


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    program = (
        "import sys, crawler.extraction as e\n"
        f"e.extract_text('Judul\\n\\n' + {TEXTS['id']!r})\n"
        "print([m for m in ('scrapy', 'twisted', 'dateparser', 'py3langid', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
