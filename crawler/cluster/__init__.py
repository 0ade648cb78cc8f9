"""Crawling with many machines on one PostgreSQL: portals are tasks in a Procrastinate queue, run by workers.

`locks`, `retries`, `durations` and `job_protocol` are pure decisions; the other modules apply them. A crawl
on one machine imports nothing of this package, and only this package needs the extra `cluster`.
"""
