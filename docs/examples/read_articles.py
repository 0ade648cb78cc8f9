#!/usr/bin/env python3
"""Reads the articles that are new since the last call: copy this file and change `handle`.

    python3 read_articles.py --project /srv/warta --cursor /var/lib/reader/cursor

It needs Python alone and runs in any folder and from cron. The cursor file holds the `seq` of the last
article that `handle` has finished. If the reader is killed, at most one article comes again; none is skipped.
Exit status: 0 all read, 1 the export or `handle` failed, 2 wrong arguments, a cursor that cannot be read, or
a project without Warta, 3 another call is still reading.
"""

import argparse
import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path


def handle(article):
    """Use one article: store it, send it, index it. An exception stops the reader before its cursor moves."""
    print(article["seq"], article["revision"], article["title"])


def read(project, cursor, options=()):
    """Handle every new article; return the exit status of the export."""
    command = [
        str(project / ".venv" / "bin" / "scrapy"),
        "export",
        "--since-seq",
        str(seen(cursor)),
        *options,
    ]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE) as export:
        for line in export.stdout:
            if not line.endswith(b"\n"):
                break  # the export was cut off; its exit status says why
            article = json.loads(line)
            handle(article)
            save(cursor, article["seq"])
    return export.returncode


def seen(cursor):
    """The last `seq` that was handled; 0 at the first call."""
    return int(cursor.read_text()) if cursor.exists() else 0


def save(cursor, seq):
    """Replace the cursor in one step, on the disk: a crash leaves the old number or the new one."""
    new = cursor.with_name(cursor.name + ".new")
    with new.open("w") as file:
        file.write(f"{seq}\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(cursor)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--project", type=Path, required=True, help="the folder of Warta")
    parser.add_argument("--cursor", type=Path, required=True, help="file that keeps the last seq")
    parser.add_argument("options", nargs="*", help="further options of scrapy export, after --")
    given = parser.parse_args()
    if not (given.project / ".venv" / "bin" / "scrapy").is_file():
        print(f"{given.project} holds no .venv/bin/scrapy; run make setup there", file=sys.stderr)
        return 2
    try:
        lock = given.cursor.with_name(given.cursor.name + ".lock").open("w")
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("another call is still reading", file=sys.stderr)
        return 3
    except OSError as error:
        print(f"the cursor cannot be kept: {error}", file=sys.stderr)
        return 2
    try:
        seen(given.cursor)
    except ValueError:
        print(f"{given.cursor} holds no number; delete it to read everything again", file=sys.stderr)
        return 2
    status = read(given.project.resolve(), given.cursor, given.options)
    if status:
        print(f"the export ended with status {status}; the next call reads on", file=sys.stderr)
    return min(abs(status), 1)


if __name__ == "__main__":
    sys.exit(main())
