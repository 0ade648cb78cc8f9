"""Coverage-guided fuzzing of one target: `make fuzz TARGET=sitemap SECONDS=1200`.

A finding is written to the folder `tests/attacks/<target>` and replayed by the suite from then on.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import atheris

ATTACKS = Path(__file__).parents[1] / "attacks"


def main() -> None:
    with atheris.instrument_imports(include=["crawler", "protego", "feedparser"]):
        from tests.fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--seconds", type=int, default=1200)
    given = parser.parse_args()
    findings = ATTACKS / given.target
    findings.mkdir(exist_ok=True)
    corpus = Path("output") / "fuzz" / given.target
    corpus.mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={given.seconds}",
        "-max_len=20000",
        "-timeout=10",  # seconds for one input; more is a finding
        "-rss_limit_mb=2048",
        f"-artifact_prefix={findings}/",
        str(corpus),
        str(findings),
    ]
    atheris.Setup([sys.argv[0], *options], TARGETS[given.target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
