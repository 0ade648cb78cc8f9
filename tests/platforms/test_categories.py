"""Which links of a front page are categories, each once."""

from __future__ import annotations

import lxml.html

from crawler.discovery.messages import Fetch, FetchResult, Kind
from crawler.discovery.page.homepage import read_homepage
from crawler.platforms.joomla import JOOMLA

SITE = "https://kab.example.go.id/"


def test_a_category_is_one_whatever_menu_item_and_layout_its_links_name() -> None:
    query = "index.php?option=com_content&amp;view=category"
    links = [
        f"{query}&amp;id=20&amp;Itemid=102",
        f"{query}&amp;layout=blog&amp;id=20&amp;Itemid=102",
        f"{query}&amp;id=21",
    ]
    tree = lxml.html.document_fromstring("".join(f'<a href="{link}">Rubrik</a>' for link in links))
    site = read_homepage(FetchResult(Fetch(SITE, Kind.HOME), 200, SITE, tree=tree))
    found = [link.partition("view=")[2] for link in JOOMLA.categories(site)]
    assert found == ["category&layout=blog&id=20&Itemid=102", "category&id=21"]
