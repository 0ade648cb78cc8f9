"""The commands by task, with examples: for the help of `warta`, of each command, and docs/commands.md."""

from __future__ import annotations

GROUPS: dict[str, tuple[str, ...]] = {
    "Crawl": ("crawl", "portals", "probe"),
    "Look": ("browse", "watch", "digest", "health", "history", "template"),
    "Export": ("export", "deliver"),
    "Operate": ("backup", "enqueue", "work"),
    "Contribute": ("discover", "fixture"),
}
"""Every command of the project, by task."""

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
        ('discover "Kabupaten Sigi"', "search the news site of a government"),
        (
            'discover "Sulawesi Tengah" --requests 200 > found.toml',
            "search for all governments of a province without one",
        ),
    ),
    "enqueue": (
        ("enqueue --due", "put the portals that are due into the queue"),
        ("enqueue --status", "show the queue"),
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
