"""The commands by task, with summaries and examples: for the help of `warta`, of each command, and
docs/commands.md. Imports nothing, so that `warta --help` need not load Scrapy.
"""

from __future__ import annotations

GROUPS: dict[str, tuple[str, ...]] = {
    "Crawl": ("crawl", "portals", "probe"),
    "Look": ("browse", "watch", "digest", "health", "history", "explain", "template"),
    "Export": ("export", "deliver"),
    "Operate": ("backup", "enqueue", "work"),
    "Contribute": ("discover", "fixture"),
}
"""Every command of the project, by task."""

SUMMARIES: dict[str, str] = {
    "backup": "Copy the SQLite ledger to a file, also while a crawl runs",
    "browse": "Search and read the articles in a browser, and serve them as JSON and CSV",
    "crawl": "Crawl portals: -a portal=ID | -a province=NAME | -a url=ADDRESS | -a portal=due",
    "deliver": "Deliver the ledger's records to the sinks of DELIVER_FILE, each once",
    "digest": "Write or send a news digest (kliping) by topic, province and portal",
    "discover": "Find news sites of governments that have none in the registry; print entries for them",
    "enqueue": "Put portals or WARC files into the queue of a cluster",
    "explain": "Show how a page is read: its type, its container, each line kept or removed, and why",
    "export": "Write the ledger's articles as JSON Lines, CSV, Parquet, documents or a feed",
    "fixture": "Store a page (from stdin) and its extracted record as a test; --again repeats it for all",
    "health": "Print the health of each portal: ok, watch or broken, with reasons",
    "history": "Show how an article changed, revision by revision",
    "portals": "List the portals of the registry, with those of PORTALS_FILE; check them",
    "probe": "Detect a site's platform and sources; print a registry entry for it",
    "template": "Show a portal's learned template as JSON, replace it, or delete it",
    "watch": "Show the watches of new articles, test a query, send waiting messages",
    "work": "Run a cluster worker: crawl the portals in the queue",
}
"""One line for each command, without the full stop."""

EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "backup": (("backup /backup/ledger.db", "copy the ledger while crawls run"),),
    "browse": (
        ("browse", "read the news on http://127.0.0.1:8001"),
        ("browse --port 8002 --sql", "another port, with SQL on the next one"),
        ("browse --update", "only add new articles, e.g. after a crawl"),
    ),
    "crawl": (
        ("crawl portal -a url=https://example.go.id/ -a limit=50", "the newest 50 articles of a site"),
        ("crawl portal -a portal=malangkota", "a portal of the registry"),
        ('crawl portal -a province="Jawa Timur" -a since=2026-01-01', "a province, this year"),
        ("crawl portal -a portal=due -a budget=50m --quiet", "the portals that are due, for a schedule"),
    ),
    "deliver": (
        ("deliver --all --dry-run", "count the new records of each sink"),
        ("deliver --all --follow", "deliver new records while crawls run"),
        ("deliver --status", "cursor, lag and failures of each sink"),
    ),
    "digest": (
        ("digest -o kliping.html", "yesterday's news by topic, province and portal"),
        ('digest --since 7d --province "Jawa Timur" --by section -o kliping.html', "a week of a province"),
    ),
    "discover": (
        ('discover "Kabupaten Sigi"', "find the news site of a government"),
        (
            'discover "Sulawesi Tengah" --requests 200 > found.toml',
            "all governments of a province without one",
        ),
    ),
    "enqueue": (
        ("enqueue --due", "put the portals that are due into the queue"),
        ("enqueue --status", "show the queue"),
    ),
    "explain": (
        (
            "explain https://example.go.id/berita/1 < page.html",
            "why a line is missing, or a page is no article",
        ),
        ("explain https://example.go.id/berita/1 --json < page.html", "the same with whole lines"),
    ),
    "export": (
        ("export --latest -o articles.jsonl", "the newest revision of each article"),
        ("export --format csv --bom --since 2026-01-01 -o articles.csv", "for Excel"),
        ("export --since-seq 1200", "the records since a reader's last seq"),
    ),
    "fixture": (
        ("fixture https://example.go.id/berita/1 < page.html", "store a page as a test"),
        ("fixture --again", "extract all stored pages again"),
    ),
    "health": (
        ("health", "portals with problems, and why"),
        ("health --strict --json", "for monitoring: exit status 1 if a portal is broken"),
    ),
    "history": (("history https://example.go.id/berita/1", "how an article changed"),),
    "portals": (
        ('portals --province "Jawa Timur"', "the portals of a province"),
        ("portals --json", "for programs"),
        ("portals --check --budget 30m", "request each front page once; the next call continues"),
        ("portals --coverage --format html > coverage.html", "governments, their sites, newest articles"),
    ),
    "probe": (("probe https://example.go.id/", "an entry for the registry, with one article"),),
    "template": (
        ("template malangkota", "the learned template as JSON"),
        ("template malangkota --forget", "learn it again"),
    ),
    "watch": (
        ("watch --test 'banjir* OR longsor'", "the stored articles that match a query"),
        ("watch --hello kantor", "send a test message"),
    ),
    "work": (("work --concurrency 8 --memory 2000", "crawl what is in the queue"),),
}
"""Command lines without the program's name, and what each does."""
