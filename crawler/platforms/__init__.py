"""The platforms (CMSs) that portals run on, one module each."""

from __future__ import annotations

from crawler.discovery.platform import Platform
from crawler.platforms.blogger import BLOGGER
from crawler.platforms.drupal import DRUPAL
from crawler.platforms.generic import GENERIC
from crawler.platforms.homemade import CODEIGNITER, LARAVEL
from crawler.platforms.infopublik import INFOPUBLIK
from crawler.platforms.joomla import JOOMLA, JOOMLA_K2
from crawler.platforms.json_api import JSON_API
from crawler.platforms.opensid import OPENSID
from crawler.platforms.wordpress import WORDPRESS

PLATFORMS: tuple[Platform, ...] = (
    WORDPRESS,
    JOOMLA_K2,
    JOOMLA,
    DRUPAL,
    BLOGGER,
    OPENSID,
    INFOPUBLIK,
    LARAVEL,
    CODEIGNITER,
    JSON_API,
    GENERIC,
)
"""In the order of detection; the last accepts any site."""

__all__ = [
    "BLOGGER",
    "CODEIGNITER",
    "DRUPAL",
    "GENERIC",
    "INFOPUBLIK",
    "JOOMLA",
    "JOOMLA_K2",
    "JSON_API",
    "LARAVEL",
    "OPENSID",
    "PLATFORMS",
    "WORDPRESS",
    "Platform",
]
