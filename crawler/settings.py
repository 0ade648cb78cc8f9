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
JSON_LINES = True  # files below <OUTPUT_DIR>/articles; off: only the ledger holds what `scrapy export` writes
DUPLICATES = "link"  # copies of an article at other portals: link names the first one, drop leaves them out
ARCHIVE = False  # keep every response as WARC below <OUTPUT_DIR>/warc; needs the extra "archive"
LEDGER_URL = None  # None: SQLite at <OUTPUT_DIR>/ledger.db; or postgresql+psycopg://user@host/name
ALLOW_PRIVATE_ADDRESSES = False  # loopback and private addresses are refused unless a test opens them
ALLOW_PORTS: list[int] = []  # ports that may be contacted besides 80, 443, 8080 and 8443
CRAWL_DELAY_MAX = 30  # seconds; a longer Crawl-delay in robots.txt is cut to this
CONTACT = ""  # who answers for this crawler, an address or e-mail: set it before crawling in earnest
PORTALS_FILE = None  # TOML files of the user's own portals (a comma list), beside the bundled registry
WORDPRESS_REST = True  # read articles from the WordPress REST API where it is open
PACE_LEAST = 3600  # seconds; portal=due rests a portal at least so long, however much it publishes
PACE_MOST = 86400  # seconds; and at most so long, however little

# --- Many machines: scrapy work, scrapy enqueue; see docs/scale-out.md ------------------------------
CLUSTER_DUE = "*/5 * * * *"  # cron: when a worker puts in what is due
CLUSTER_STALLED = 90  # seconds without a sign of life after which a worker's tasks go to others
CLUSTER_BACKOFF = [60, 600, 3600]  # seconds of rest before each retry; after the last a task is parked

# --- Politeness -----------------------------------------------------------------------------------
ADDONS = {"crawler.extensions.user_agent.UserAgent": 100}  # USER_AGENT: Warta/<version> (+CONTACT)
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

# --- Safety: Scrapy trusts what it reads, a crawler of the open web must not ----------------------
DOWNLOAD_HANDLERS = {
    "http": "crawler.middlewares.connection.GuardedDownloadHandler",  # checks each address it connects to
    "https": "crawler.middlewares.connection.GuardedDownloadHandler",
    "file": None,  # a sitemap may name file:///etc/passwd
    "data": None,
    "ftp": None,
    "s3": None,
}
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.guard.GuardMiddleware": 10,  # before Scrapy's own: refused means not even robots.txt
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "crawler.middlewares.redirects.RefreshMiddleware": 580,
    "crawler.middlewares.politeness.PolitenessMiddleware": 585,  # sees each attempt, unpacked, before Retry
    "crawler.middlewares.compression.CompressionMiddleware": 590,
    "crawler.middlewares.redirects.RedirectMiddleware": 600,
    "crawler.middlewares.budget.BudgetMiddleware": 870,
    "crawler.middlewares.archive.ArchiveMiddleware": 880,  # next to the network: what came, still packed
}
CONCURRENT_ITEMS = 16  # of one answer: Scrapy makes as many tasks for each answer, 100 where one does
STATS_CLASS = "crawler.extensions.statistics.Statistics"  # the same figures, for less
WARN_ON_GENERATOR_RETURN_VALUE = False  # on in Scrapy: reads the callbacks' source; mypy looks after ours
SCHEDULER_PRIORITY_QUEUE = (
    "crawler.middlewares.scheduling.FairPriorityQueue"  # a host that hangs holds up itself
)
DOWNLOAD_VERIFY_CERTIFICATES = True  # off in Scrapy
DOWNLOAD_TIMEOUT = 60  # seconds for a whole request, connection to last byte; 180 in Scrapy
DNS_TIMEOUT = 20  # seconds; 60 in Scrapy
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024  # bytes, on the wire and again after decompression; 1 GiB in Scrapy
DOWNLOAD_WARNSIZE = 0  # what is too large is refused; there is nothing to warn of
PORTAL_MAX_REQUESTS = 100_000  # to one portal in one run; the next run goes on. 0: no limit
PORTAL_MAX_BYTES = 20 * 1024**3  # from one portal in one run, on the wire
PORTAL_MAX_SECONDS = 2 * 86_400  # for one portal in one run
EXTRACT_PROCESSES = "auto"  # that read pages beside the crawl's own; auto: for a fast crawl. 0: none
PAGE_MAX_SECONDS = 10.0  # of processor time for the extraction of one page, where usual ones take 0.02
BACKOFF_SECONDS = 1.0  # a host that failed is left alone so long, twice as long after the next failure, ...
RETRY_HTTP_CODES = [408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524]
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # ERROR in Scrapy; the summary names what failed
REDIRECT_MAX_TIMES = 5  # 20 in Scrapy
METAREFRESH_MAXDELAY = 5  # seconds; a page that refreshes itself after reading time is no redirect
REMOTE_CONTROL_ENABLED = False  # on in Scrapy: runs code that another process hands in
TELNETCONSOLE_ENABLED = False  # on in Scrapy: a Python prompt on a local port

# --- What is left out of Scrapy ---------------------------------------------------------------------
# Components whose setting is None are loaded all the same, at each start; so they leave Scrapy's own tables.
_left_out = (
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware",  # off; loads the list of public suffixes
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware",  # what is public needs no password
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware",  # errors without names
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware",  # the guard knows the portals
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware",  # ours decodes no page for it in vain
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware",  # warns that there is no RefererMiddleware
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware",  # crawls on without robots.txt
    "scrapy.downloadermiddlewares.stats.DownloaderStats",  # Traffic counts, for each portal
    "scrapy.extensions.logstats.LogStats",  # the progress line says more
    "scrapy.extensions.remote_control.RemoteControl",  # off; loads a web server
    "scrapy.extensions.telnet.TelnetConsole",  # off
    "scrapy.spidermiddlewares.depth.DepthMiddleware",  # the plan knows how deep it is
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware",  # of a mistake not made here
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware",  # loses requests; addresses have a limit
    "scrapy.spidermiddlewares.referer.RefererMiddleware",  # where an address was found is nobody's business
)
DOWNLOADER_MIDDLEWARES_BASE, EXTENSIONS_BASE, SPIDER_MIDDLEWARES_BASE = (
    {name: order for name, order in table.items() if name not in _left_out}
    for table in (
        default_settings.DOWNLOADER_MIDDLEWARES_BASE,
        default_settings.EXTENSIONS_BASE,
        default_settings.SPIDER_MIDDLEWARES_BASE,
    )
)

# --- The walk of an article -----------------------------------------------------------------------
ITEM_PIPELINES: dict[str, int] = {
    "pipelines.extract.ExtractPipeline": 100,
    "pipelines.boilerplate.BoilerplatePipeline": 200,
    "pipelines.dates.DatesPipeline": 300,
    "pipelines.period.PeriodPipeline": 350,
    "pipelines.validate.ValidatePipeline": 400,
    "pipelines.duplicates.DuplicatesPipeline": 500,
    "pipelines.archive.ArchivePipeline": 600,
    "pipelines.store.StorePipeline": 900,
}
FEED_EXPORT_ENCODING = "utf-8"  # -o/-O write Indonesian quotes and dashes as they are

FEED_EXPORTERS = {"csv": "crawler.extensions.csv_feed.CsvFeed"}  # Scrapy's writes Python's own notation

# --- What people see ------------------------------------------------------------------------------
EXTENSIONS = {
    "crawler.extensions.garbage_collection.GarbageCollection": 50,
    "crawler.extensions.traffic.Traffic": 100,
    "crawler.extensions.quality.Quality": 110,
    "crawler.extensions.progress.ProgressExtension": 200,
    "crawler.extensions.run_end.RunEnd": 300,
    "crawler.extensions.metrics.Metrics": 400,
    "crawler.extensions.summary.Summary": 500,
    "crawler.extensions.monitors.Monitors": 600,
}
QUIET = False  # --quiet: nothing on stderr unless something fails
PROGRESS = "auto"  # live on a terminal, one plain line a minute elsewhere; or live, plain, off
PROGRESS_INTERVAL = 60  # seconds between two plain lines: a log of a night stays readable
REPORT = True  # a page on each run at <OUTPUT_DIR>/reports/<run>.html
REPORT_LANGUAGE = None  # en or id; None follows the reader's browser
HEALTH_EXIT = False  # exit status 1 also when a portal's health is broken
HEALTH_WEBHOOK = None  # an address that gets a JSON POST when a portal's health turns
HEALTH_MAIL_TO: list[str] = []  # who gets an e-mail then, through MAIL_HOST, MAIL_FROM, MAIL_USER, ...
SPIDERMON_ENABLED = False  # run Spidermon's monitors too: for its Slack, Telegram, Sentry, ... actions
SPIDERMON_ENGINE_STOP_MONITORS = ["crawler.extensions.portal_monitors.PortalSuite"]
METRICS_FILE = None  # a Prometheus textfile (*.prom), written when the run ends
METRICS_PORT = None  # serve Prometheus metrics on this port of loopback while the run goes on
LOG_LEVEL = "INFO"
LOG_FORMATTER = "crawler.extensions.log_format.ShortLogFormatter"  # never a whole page in the log
# LOG_FORMAT = "json": every line on stderr is a JSON object; anything else is Scrapy's template of a line
STATS_DUMP = False  # the summary says what matters
LOG_VERSIONS: list[str] = []  # ten lines that nobody asked for

# --- From the environment -------------------------------------------------------------------------
# WARTA_<NAME> gives a setting: passwords stay off the command line, and units share one file.
globals().update(
    {
        name: os.environ[f"WARTA_{name}"]
        for name in tuple(globals())
        if name.isupper() and f"WARTA_{name}" in os.environ
    }
)
