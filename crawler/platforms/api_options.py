"""The options that describe a JSON API in the registry, and their JMESPath expressions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NEEDED = ("endpoint", "items", "address")
EXPRESSIONS = (
    "items", "address", "title", "published", "modified", "body", "author", "section", "tags", "image",
    "caption", "total", "next", "detail_value", "detail_item",
)  # fmt: skip


class OptionsError(ValueError):
    """The registry's description of an API is invalid; the message is the reason."""


def compiled(options: Mapping[str, object]) -> dict[str, Any]:
    """The JMESPath expressions of the options by name. Raises OptionsError."""
    import jmespath  # type: ignore[import-untyped]  # only portals with an API of their own need it
    from jmespath.exceptions import JMESPathError  # type: ignore[import-untyped]

    missing = [name for name in NEEDED if not isinstance(options.get(name), str)]
    if missing:
        raise OptionsError(f"a json_api portal needs the options {', '.join(NEEDED)}; missing: {missing[0]}")
    paths = {}
    for name in EXPRESSIONS:
        expression = options.get(name)
        if isinstance(expression, str):
            try:
                paths[name] = jmespath.compile(expression)
            except JMESPathError as error:
                raise OptionsError(f"option {name}={expression!r} is not a JMESPath expression") from error
    return paths
