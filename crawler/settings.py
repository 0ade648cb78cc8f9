"""Scrapy settings of the project: each line overrides a Scrapy default, with its reason."""

from __future__ import annotations

BOT_NAME = "warta"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"
COMMANDS_MODULE = "crawler.commands"

# --- Contract: what users set ---------------------------------------------------------------------
OUTPUT_DIR = "output"  # articles, ledger and reports live below it
LEDGER_URL = None  # None: SQLite at <OUTPUT_DIR>/ledger.db; or postgresql+psycopg://user@host/name
ALLOW_PRIVATE_ADDRESSES = False  # loopback and private addresses are refused unless a test opens them
CRAWL_DELAY_MAX = 30  # seconds; a longer Crawl-delay in robots.txt is cut to this
CONTACT = ""  # who answers for this crawler, an address or e-mail: set it before crawling in earnest
PORTALS_FILE = None  # a TOML file of the user's own portals, beside the bundled registry
WORDPRESS_REST = True  # read articles from the WordPress REST API where it is open

# --- Politeness -----------------------------------------------------------------------------------
ADDONS = {"crawler.extensions.identity.Identity": 100}  # USER_AGENT: Warta/<version> (+CONTACT)
ROBOTSTXT_OBEY = True  # off in Scrapy
ROBOTSTXT_USER_AGENT = "Warta"  # the product token that robots.txt may name, RFC 9309 section 2.2.1
CONCURRENT_REQUESTS = 64  # over all hosts
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # small government servers: one request at a time
DOWNLOAD_DELAY = 1.0  # seconds between requests to one host
DOWNLOAD_DELAY_JITTER = 0.0  # the delay is a promise, not a mean
AUTOTHROTTLE_ENABLED = True  # a slow host is asked more slowly
AUTOTHROTTLE_START_DELAY = 1.0  # seconds
COOKIES_ENABLED = False  # articles need no session, and sessions make addresses multiply
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "id,en;q=0.5",  # portals with a language switch answer in Indonesian
}

# --- The walk of an article -----------------------------------------------------------------------
ITEM_PIPELINES: dict[str, int] = {}
FEED_EXPORT_ENCODING = "utf-8"  # -o/-O write Indonesian quotes and dashes as they are

# --- What people see ------------------------------------------------------------------------------
EXTENSIONS = {
    "crawler.extensions.summary.Summary": 500,
}
LOG_LEVEL = "INFO"
LOG_FORMATTER = "crawler.extensions.log_format.ShortLogFormatter"  # never a whole page in the log
STATS_DUMP = False  # the summary says what matters
LOG_VERSIONS: list[str] = []  # ten lines that nobody asked for
