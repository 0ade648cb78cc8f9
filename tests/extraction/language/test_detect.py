"""Languages of portals, distinguished by their function words."""

from __future__ import annotations

import subprocess
import sys

import pytest

from crawler.extraction.language.detect import detect_language
from crawler.extraction.language.unicode_scripts import told_by_script

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


UNTOLD = {
    "fi": "Kaupunki kertoi tiistaina, että torin uudistus alkaa vasta kesän jälkeen, koska ensi vuoden "
    "rahoja ei ole vielä myönnetty ja suunnitelmatkin puuttuvat osittain.",
    "hu": "A város kedden közölte, hogy a piac felújítása csak a nyár után kezdődik, mert a jövő "
    "évi pénzt még nem hagyták jóvá, és a tervek egy része is hiányzik.",
}


@pytest.mark.parametrize(("language", "text"), UNTOLD.items())
def test_languages_in_no_table_go_to_the_classifier(language: str, text: str) -> None:
    assert detect_language([text], "en-US") == language


BY_SCRIPT = {
    "ja": "市は火曜日、市場の改修工事が夏の後に始まると、発表した。来年の予算は、まだ、承認されていない。",
    "ko": "시는 화요일 시장 보수 공사가 여름 이후에 시작될 것이라고 밝혔다.",
    "zh": "市政府 周二 表示， 市场 的 改造 工程 要 到 夏季 之后 才能 开始。",
    "tr": "Belediye salı günü çarşının yenilenmesinin yazdan önce başlamayacağını, gelecek yılın ödeneğinin "
    "onaylanmadığını açıkladı.",
    "vi": "Thành phố hôm thứ Ba thông báo việc sửa chợ chỉ bắt đầu từ sau mùa hè, vì kinh phí chưa có.",
}


@pytest.mark.parametrize(("language", "text"), BY_SCRIPT.items())
def test_scripts_of_one_language_tell_it(language: str, text: str) -> None:
    assert told_by_script(text.lower()) == language
    assert detect_language([text, text], None) == language


def test_a_declared_language_is_believed_where_the_text_is_in_none_of_the_portals() -> None:
    czech = "Radnice v úterý oznámila, že oprava tržnice začne až po létě, protože peníze zatím chybí."
    assert detect_language([czech], "cs-CZ") == "cs"
    assert detect_language([TEXTS["id"]], "cs-CZ") == "id"


def test_a_declared_language_decides_where_the_text_has_few_words_of_it() -> None:
    names = (
        "Wakil Bupati memimpin panen raya jagung di lahan kelompok tani Sehati, Sumber Rejeki, Tani Makmur, "
        "Margo Mulyo, Karya Tani, Ngudi Rahayu, Subur Makmur, Bina Karya, Mekar Sari, Dhawe, Senin."
    )
    assert detect_language([names], "id-ID") == "id"


def test_dutch_is_told_by_its_words() -> None:
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


NAMES = {
    "buton": "La Ode Muhammad Rusman, Wa Ode Sitti Hasnah, La Ode Arusani, Wa Ina, La Na Ali, Wa Za, La Ya",
    "papua": "Yohanis Wenda, Yulius Kogoya, Yakob Murib, Lukas Enembe, Natan Pahabol, Yunus Wonda",
    "schools": "SDN 1 Sukamaju, SDN 2 Margahayu, SMPN 3 Cibiru, SMK Bina Karya, SDIT Nurul Iman, TK Melati",
}  # fmt: skip


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
def test_names_tell_no_language(names: str) -> None:
    assert detect_language([names], "id-ID") == "id"
    assert detect_language([names], "in") == "id"  # Blogger
    assert detect_language([names], "su") == "su"
    assert detect_language([names], "en-US") is None  # themes declare it for every page
    assert detect_language([names]) is None


def test_languages_without_a_code_of_two_letters_are_not_named() -> None:
    acehnese = (
        "Teungku Muhammad nyan ka geujak u gampong, ureueng nyan hana geuteupeue peue na lam rumoh nyoe, "
        "bak uroe nyan jih geupeugah haba ngon syedara."
    )
    assert detect_language([acehnese]) is None


def test_every_language_that_can_be_told_has_a_code_of_two_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    import py3langid

    from crawler.extraction.language import detect

    classes = {str(one) for one in py3langid.langid.IDENTIFIER.nb_classes}
    assert "bcl" in classes
    for one in classes:
        monkeypatch.setattr(py3langid, "classify", lambda text, one=one: (one, 1.0))
        told = detect._classify("apa saja")
        assert told is None or told in detect._DECLARABLE | set(detect.FUNCTION_WORDS), one


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
