"""English sales posts, distinguished from a portal's English posts."""

from __future__ import annotations

from crawler.extraction.spam.foreign_language import is_english, is_english_ad

SALE = (
    "If you are looking for the best replica watches, this website is for you. The prices of the products "
    "are lower than in any other shop, and you can pay on delivery. Click on the photo to buy, and use the "
    "coupon for a discount of ten percent on the first order."
)
MARKET = (
    "Visitors can buy the best products of the craftsmen at the market on Sunday. The prices are affordable, "
    "and you can pay with your phone. There is a discount for the first hundred customers in the shop of the "
    "women."
)


def test_a_text_of_prices_and_websites_sells() -> None:
    assert is_english_ad(SALE) is not None


def test_a_text_that_names_its_place_is_the_portals_own() -> None:
    assert is_english_ad(MARKET) is not None
    assert is_english_ad(f"{MARKET} It is held in Balige.", "Kabupaten Toba Balige") is None
    assert is_english_ad(f"{MARKET} The Regent will open it.") is None


def test_indonesian_and_a_few_words_are_not_english() -> None:
    assert is_english(SALE)
    assert not is_english("the of and to in is that")
    assert not is_english("Warga yang datang dan membeli di pasar the best of the best in the world")
    assert is_english_ad("buy cheap " * 30) is None
