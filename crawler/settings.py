"""Scrapy settings of the project: each line overrides a Scrapy default, with its reason."""

from __future__ import annotations

import os

from scrapy.settings import default_settings

BOT_NAME = "warta"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"
COMMANDS_MODULE = "crawler.commands"

# --- Contract: what users set ---------------------------------------------------------------------
OUTPUT_DIR = "output"  # articles, ledger and reports live below it
JSON_LINES = True  # write files below <OUTPUT_DIR>/articles; off: `scrapy export` writes the articles
DUPLICATES = "link"  # near-duplicates: link stores them with `duplicate_of`, drop leaves them out
ARCHIVE = False  # keep every response as WARC below <OUTPUT_DIR>/warc; needs the extra "archive"
LEDGER_URL = None  # None: SQLite at <OUTPUT_DIR>/ledger.db; or postgresql+psycopg://user@host/name
SHARE_FILES = False  # ledger, reports, exports and archives are for the owner and the group alone
ALLOW_PRIVATE_ADDRESSES = False  # contact loopback and private addresses too
ALLOW_PORTS: list[int] = []  # ports that may be contacted besides 80, 443, 8080 and 8443
CRAWL_DELAY_MAX = 30  # seconds; a longer Crawl-delay in robots.txt is cut to this
CONTACT = ""  # e-mail or web address in the User-Agent: set it before any real crawl
PORTALS = "all"  # or "bundled", "own": the portals of the registry
PORTALS_FILE = None  # TOML files of the user's own portals (a comma list), beside the bundled registry
WEBSUB_HUB = None  # hub of exported feeds, notified of changes
WATCH_FILE = "watch.toml"  # watches of new articles, see docs/watch.md; this file may be missing
SKIP_AHEAD = True  # skip listing pages whose articles are known from previous/next links
WORDPRESS_REST = True  # read articles from the WordPress REST API where it is open
RENDER = (
    "auto"  # a browser for pages rendered by JavaScript: auto (if nothing else finds articles), always, never
)
RENDER_PAGES = 2  # pages that the browser has open at once
REVISIT = [1, 3, 7, 30]  # days after publication on which an article is read again for edits; 0: never
PACE_LEAST = 3600  # seconds; shortest re-crawl interval of portal=due
PACE_MOST = 86400  # seconds; longest re-crawl interval of portal=due

# --- Delivery: scrapy deliver; see docs/deliver.md ---------------------------------------------------
DELIVER = False  # deliver during each crawl, and on each worker of a cluster
DELIVER_FILE = "deliver.toml"  # the sinks

# --- Many machines: scrapy work, scrapy enqueue; see docs/scale-out.md ------------------------------
CLUSTER_DUE = "*/5 * * * *"  # cron: when a worker enqueues the portals that are due
CLUSTER_DELIVER = "* * * * *"  # cron: when a worker delivers, if DELIVER is on
CLUSTER_STALLED = 90  # seconds without a heartbeat after which other workers take a worker's tasks
CLUSTER_BACKOFF = [60, 600, 3600]  # seconds before each retry; a task that fails them all is parked

# --- Politeness -----------------------------------------------------------------------------------
ADDONS = {"crawler.extensions.user_agent.UserAgent": 100}  # USER_AGENT: Warta/<version> (+CONTACT)
ROBOTSTXT_OBEY = True  # off in Scrapy
ROBOTSTXT_USER_AGENT = "Warta"  # the product token that robots.txt may name, RFC 9309 section 2.2.1
CONCURRENT_REQUESTS = 64  # over all hosts
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # small government servers: one request at a time
DOWNLOAD_DELAY = 1.0  # seconds between requests to one host
DOWNLOAD_DELAY_JITTER = 0.0  # keep the delay exact
AUTOTHROTTLE_ENABLED = True  # send fewer requests to a slow host
AUTOTHROTTLE_START_DELAY = 1.0  # seconds
COOKIES_ENABLED = False  # articles need no session, and session ids multiply URLs
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "id,en;q=0.5",  # portals with a language switch answer in Indonesian
}

# --- Safety: Scrapy's defaults trust the server ------------------------------------------------------
DOWNLOAD_HANDLERS = {
    "http": "crawler.middlewares.connection.GuardedDownloadHandler",  # checks each address it connects to
    "https": "crawler.middlewares.connection.GuardedDownloadHandler",
    "file": None,  # a sitemap may name file:///etc/passwd
    "data": None,
    "ftp": None,
    "s3": None,
}
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.guard.GuardMiddleware": 10,  # first: no robots.txt of a refused host
    "crawler.middlewares.rendering.RenderingMiddleware": 50,  # the response as the others leave it
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "crawler.middlewares.redirects.RefreshMiddleware": 580,
    "crawler.middlewares.politeness.PolitenessMiddleware": 585,  # sees each attempt, unpacked, before Retry
    "crawler.middlewares.compression.CompressionMiddleware": 590,
    "crawler.middlewares.redirects.RedirectMiddleware": 600,
    "crawler.middlewares.budget.BudgetMiddleware": 870,
    "crawler.middlewares.archive.ArchiveMiddleware": 880,  # last: as received, still compressed
}
CONCURRENT_ITEMS = 16  # items of one response processed at once; Scrapy starts 100 tasks for each response
STATS_CLASS = "crawler.extensions.statistics.Statistics"  # same figures as Scrapy's class, at lower cost
WARN_ON_GENERATOR_RETURN_VALUE = False  # on in Scrapy: parses the callbacks' source; mypy checks ours
SCHEDULER_PRIORITY_QUEUE = (
    "crawler.middlewares.scheduling.FairPriorityQueue"  # a host that hangs does not delay others
)
DOWNLOAD_VERIFY_CERTIFICATES = True  # off in Scrapy
DOWNLOAD_TIMEOUT = 60  # seconds for a whole request, connection to last byte; 180 in Scrapy
TWISTED_DNS_RESOLVER = "crawler.middlewares.resolver.Resolver"  # knows whether a DNS server answered
DNS_TIMEOUT = 20  # seconds; 60 in Scrapy
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024  # bytes, on the wire and again after decompression; 1 GiB in Scrapy
DOWNLOAD_WARNSIZE = 0  # larger responses are refused, so no warning is needed
PORTAL_MAX_REQUESTS = 100_000  # for one portal in one run; the next run continues. 0: no limit
PORTAL_MAX_BYTES = 20 * 1024**3  # from one portal in one run, on the wire
PORTAL_MAX_SECONDS = 2 * 86_400  # for one portal in one run
EXTRACT_PROCESSES = "auto"  # extraction workers; auto: for a fast crawl. 0: none
PAGE_MAX_SECONDS = 10.0  # CPU seconds for the extraction of one page; typical pages take 0.02
BACKOFF_SECONDS = 1.0  # wait after a failure of a host; doubled after each further failure
RETRY_HTTP_CODES = [408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524]
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # ERROR in Scrapy; the summary names what failed
REDIRECT_MAX_TIMES = 5  # 20 in Scrapy
METAREFRESH_MAXDELAY = 5  # seconds; a page that refreshes itself after reading time is not a redirect
REMOTE_CONTROL_ENABLED = False  # on in Scrapy: runs code sent by another process
TELNETCONSOLE_ENABLED = False  # on in Scrapy: a Python prompt on a local port

# --- Removed from Scrapy ----------------------------------------------------------------------------
# Scrapy imports components even if their setting is None, so they are removed from its tables.
_left_out = (
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware",  # off; loads the list of public suffixes
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware",  # public pages need no password
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware",  # its errors name no reason
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware",  # the guard knows the portals
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware",  # ours decodes no page needlessly
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware",  # warns that there is no RefererMiddleware
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware",  # crawls on without robots.txt
    "scrapy.downloadermiddlewares.stats.DownloaderStats",  # Traffic counts per portal
    "scrapy.extensions.logstats.LogStats",  # the progress line has more detail
    "scrapy.extensions.remote_control.RemoteControl",  # off; loads a web server
    "scrapy.extensions.telnet.TelnetConsole",  # off
    "scrapy.spidermiddlewares.depth.DepthMiddleware",  # the planner tracks depth
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware",  # for a mistake of other spiders
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware",  # drops requests silently
    "scrapy.spidermiddlewares.referer.RefererMiddleware",  # portals need no Referer
)
DOWNLOADER_MIDDLEWARES_BASE, EXTENSIONS_BASE, SPIDER_MIDDLEWARES_BASE = (
    {name: order for name, order in table.items() if name not in _left_out}
    for table in (
        default_settings.DOWNLOADER_MIDDLEWARES_BASE,
        default_settings.EXTENSIONS_BASE,
        default_settings.SPIDER_MIDDLEWARES_BASE,
    )
)

# --- Pipelines: one step each ----------------------------------------------------------------------
ITEM_PIPELINES: dict[str, int] = {
    "pipelines.extract.ExtractPipeline": 100,
    "pipelines.boilerplate.BoilerplatePipeline": 200,
    "pipelines.dates.DatesPipeline": 300,
    "pipelines.period.PeriodPipeline": 350,
    "pipelines.validate.ValidatePipeline": 400,
    "pipelines.match.MatchPipeline": 450,
    "pipelines.duplicates.DuplicatesPipeline": 500,
    "pipelines.archive.ArchivePipeline": 600,
    "pipelines.store.StorePipeline": 900,
}
FEED_EXPORT_ENCODING = "utf-8"  # -o/-O write Indonesian quotes and dashes as they are

FEED_EXPORTERS = {
    "csv": "crawler.extensions.csv_feed.CsvFeed"
}  # Scrapy's exporter writes lists in Python notation

# --- Screen, reports, logs--------------------------------------------------------------------------
EXTENSIONS = {
    "crawler.extensions.garbage_collection.GarbageCollection": 50,
    "crawler.extensions.traffic.Traffic": 100,
    "crawler.extensions.quality.Quality": 110,
    "crawler.extensions.progress.ProgressExtension": 200,
    "crawler.extensions.delivery.Delivery": 250,
    "crawler.extensions.run_end.RunEnd": 300,
    "crawler.extensions.watching.Watching": 350,
    "crawler.extensions.metrics.Metrics": 400,
    "crawler.extensions.summary.Summary": 500,
    "crawler.extensions.monitors.Monitors": 600,
}
QUIET = False  # --quiet: nothing on stderr unless something fails
PROGRESS = "auto"  # live on a terminal, one plain line a minute elsewhere; or live, plain, off
PROGRESS_INTERVAL = 60  # seconds between two plain lines
REPORT = True  # write <OUTPUT_DIR>/reports/<run>.html
REPORTS_KEEP = 60  # newest reports that are kept; 0: all
REPORT_LANGUAGE = None  # en or id; None: the language of the reader's browser
HEALTH_EXIT = False  # exit status 1 also when a portal's health is broken
HEALTH_WEBHOOK = None  # receives a JSON POST when a portal's health changes
HEALTH_MAIL_TO: list[str] = []  # receive an e-mail then, through MAIL_HOST, MAIL_FROM, MAIL_USER, ...
SPIDERMON_ENABLED = False  # run Spidermon's monitors too: for its Slack, Telegram, Sentry, ... actions
SPIDERMON_ENGINE_STOP_MONITORS = ["crawler.extensions.portal_monitors.PortalSuite"]
METRICS_FILE = None  # a Prometheus textfile (*.prom), written when the run ends
METRICS_PORT = None  # loopback port that serves Prometheus metrics during the run
LOG_LEVEL = "INFO"
LOG_FORMATTER = (
    "crawler.extensions.log_format.ShortLogFormatter"  # short lines; Scrapy's would log whole items
)
# LOG_FORMAT = "json": every line on stderr is a JSON object; anything else is Scrapy's template of a line
STATS_DUMP = False  # the summary replaces it
LOG_VERSIONS: list[str] = []  # off: ten lines at each start

# --- From the environment -------------------------------------------------------------------------
# WARTA_<NAME> sets a setting, also one of Scrapy (MAIL_PASS) or Spidermon. It keeps passwords off the command
# line, and units share one file.
_given = {
    key.removeprefix("WARTA_"): value
    for key, value in os.environ.items()
    if key.isupper() and key.startswith("WARTA_")
}
globals().update(
    {
        name: value
        for name, value in _given.items()
        if name in globals() or hasattr(default_settings, name) or name.startswith("SPIDERMON_")
    }
)
