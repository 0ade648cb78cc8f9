"""schema.org types, in lower case, by kind of page; the facts that JSON-LD gives."""

from __future__ import annotations

from dataclasses import dataclass

ARTICLE_TYPES = frozenset(
    {
        "article", "newsarticle", "blogposting", "reportagenewsarticle", "analysisnewsarticle",
        "backgroundnewsarticle", "opinionnewsarticle", "reviewnewsarticle", "techarticle",
        "socialmediaposting", "liveblogposting", "scholarlyarticle", "report", "advertisercontentarticle",
        "satiricalarticle", "askpublicnewsarticle", "posting", "news",
    }
)  # fmt: skip
LISTING_TYPES = frozenset(
    {"collectionpage", "searchresultspage", "itemlist", "imagegallery", "mediagallery", "blog"}
)
PAGE_TYPES = frozenset({"webpage", "itempage", "collectionpage"}) | ARTICLE_TYPES
STATIC_TYPES = frozenset({"aboutpage", "contactpage", "faqpage", "profilepage", "checkoutpage"})


@dataclass(frozen=True, slots=True)
class StructuredFacts:
    """The facts of JSON-LD about the page's article; absent facts are None or empty.

    `body` is the unchanged `articleBody`.
    `types` holds every `@type` of the page's top-level nodes, in lower case.
    `salvaged`: the script was not valid JSON and its members were read one by one.
    """

    headline: str | None = None
    published: str | None = None
    modified: str | None = None
    created: str | None = None
    authors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    crumbs: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str | None = None
    url: str | None = None
    images: tuple[tuple[str, str | None], ...] = ()
    body: str | None = None
    site_names: tuple[str, ...] = ()
    types: frozenset[str] = frozenset()
    salvaged: bool = False


NOTHING = StructuredFacts()
