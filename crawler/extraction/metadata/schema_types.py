"""Types of schema.org, in lower case, by what a page of the type is."""

from __future__ import annotations

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
