"""Many machines over one PostgreSQL: portals as tasks of a queue (Procrastinate), crawled by workers.

`locks`, `retries`, `timing` and `orders` decide on plain data; the other modules carry that out. Nothing here
is imported by a crawl on one machine, and nothing outside needs the extra `cluster`.
"""
