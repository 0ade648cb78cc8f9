"""A digest as one self-contained HTML page for phones, A4 paper and mail: no script, no external file."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from functools import partial
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined

from crawler.digest.groups import Digest, Topic
from crawler.digest.wording import Language, count_of, time_text, word


def html_page(digest: Digest, *, language: Language, now: datetime) -> str:
    """The page as text; all texts are escaped. `now` (aware) is its creation time."""
    style = resources.files("crawler.digest").joinpath("digest.css").read_text(encoding="utf-8")
    digested = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        _environment(language)
        .get_template("digest.html")
        .render(
            digest=digest,
            language=language,
            style=style,
            policy=f"default-src 'none'; style-src 'sha256-{digested}'; base-uri 'none'; form-action 'none'",
            made=time_text(now.isoformat(timespec="seconds"), language),
        )
    )


def topic_name(topic: Topic, language: Language) -> str:
    """The heading of a topic."""
    return topic.name or word("other", language)


def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=PackageLoader("crawler.digest"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "word": partial(word, language=language),
        "time": partial(time_text, language=language),
        "topic_name": partial(topic_name, language=language),
        "count": partial(count_of, language=language),
    }
    return environment
