"""Coverage-guided fuzzing of one target: `make fuzz TARGET=sitemap SECONDS=1200`.

A finding is written to the folder `tests/attacks/<target>`, and the suite replays it from then on.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from pathlib import Path

import atheris

ATTACKS = Path(__file__).parents[1] / "attacks"
WORDS = Path(__file__).parent / "words"
"""What coverage does not lead to: the words of each format, https://llvm.org/docs/LibFuzzer.html#dictionaries"""
LONGEST = 20_000
"""Bytes of an input; the attacks that live from their size are replayed by the suite."""


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
    seed(corpus, findings)
    options = [
        f"-max_total_time={given.seconds}",
        f"-max_len={LONGEST}",
        f"-dict={WORDS / given.target}.dict",
        "-timeout=10",  # seconds for one input; more is a finding
        "-rss_limit_mb=2048",
        f"-artifact_prefix={findings}/",
        str(corpus),
    ]
    atheris.Setup([sys.argv[0], *options], TARGETS[given.target])
    atheris.Fuzz()


def seed(corpus: Path, attacks: Path) -> None:
    """Start from the small known attacks; bombs (`.packed`) take a second each."""
    for file in attacks.iterdir():
        data = file.read_bytes()
        if file.suffix == ".gz":
            data = gzip.decompress(data)
        if file.suffix != ".packed" and len(data) <= LONGEST:
            (corpus / file.name).write_bytes(data)


if __name__ == "__main__":
    main()
