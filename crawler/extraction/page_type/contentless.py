"""Classifies a page without running text by its form, table, images and links."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extraction.draft import Draft
from crawler.extraction.page_type import phrases

MIN_PICTURES = 4
MIN_LINKS = 5
MIN_ROWS = 3
MIN_FIELDS = 3
MAX_ROWS = 40
MAX_LINKS = 200
MIN_HEADLINE_LENGTH = 20
"""Characters of a link's text that count as a headline."""


def type_without_text(draft: Draft) -> str:
    """The reason why a page without running text is not an article."""
    name, tree = draft.title.text, draft.page.tree
    fields = 0
    for form in tree.iter("form"):
        if phrases.OWN_FORMS.search(f"{form.get('id')} {form.get('class')} {form.get('action')}"):
            continue
        kinds = [field.get("type") or "text" for field in form.iter("input", "textarea", "select")]
        if "password" in kinds:
            return "login_wall"
        fields = max(fields, sum(kind not in {"hidden", "submit", "checkbox", "radio"} for kind in kinds))
    if fields >= MIN_FIELDS or (fields and phrases.FORM.search(name)):
        return "form"
    rows = _rows(draft)
    priced = sum(bool(phrases.PRICE.search(row)) for row in rows)
    if len(rows) >= MIN_ROWS and priced * 2 >= len(rows):
        return "price_table"
    pictures = max(len(draft.body.figures), sum(1 for _ in tree.iter("img")))
    if pictures >= MIN_PICTURES or (phrases.GALLERY.search(name) and pictures > 1):
        return "gallery"
    if phrases.FORM.search(name):
        return "form"
    if not names_title(draft):
        targets = sum(
            len(link.text_content().strip()) >= MIN_HEADLINE_LENGTH
            for link in list(tree.iter("a"))[:MAX_LINKS]
        )
        if targets >= MIN_LINKS:
            return "listing"
        if len(rows) >= MIN_ROWS:
            return "document"
    return "title_only" if name else "empty"


def _rows(draft: Draft) -> list[str]:
    """The rows of the page's tables with at least two cells, each cell's first words."""
    rows = []
    for row in list(draft.page.tree.iter("tr"))[:MAX_ROWS]:
        cells = list(row.iterchildren("td", "th"))
        if len(cells) >= 2:
            rows.append(" ".join(cell.text_content()[:60] for cell in cells))
    return rows


def names_title(draft: Draft) -> bool:
    """Whether the address contains the title: `/berita/bupati-resmikan-pasar-baru`."""
    words = set(re.findall(r"\w{3,}", draft.title.text.lower()))
    slug = set(re.findall(r"[^\W_]{3,}", urlsplit(draft.page.url).path.lower()))
    return len(words & slug) >= 3
