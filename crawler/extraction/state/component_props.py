"""Properties of Astro islands and Livewire components: values stored next to their type.

Astro writes `[0, value]` and `[1, [items]]`; Livewire writes `[value, {"s": "arr"}]`.
Sources: astro/packages/astro/src/runtime/server/serialize.ts, Livewire's Synth classes.
"""

from __future__ import annotations

from typing import Any

from crawler.extraction.state.limits import MAX_DEPTH

_LIVEWIRE = ("wire:snapshot", "wire:initial-data")


def read_props(value: Any, tag: str, attribute: str) -> Any:
    """The data in an attribute that holds JSON, without the framework's type markers."""
    if tag == "astro-island" and attribute == "props" and isinstance(value, dict):
        return {key: _astro(inner, 0) for key, inner in value.items()}
    return _livewire(value, 0) if attribute in _LIVEWIRE else value


def _astro(pair: Any, depth: int) -> Any:
    if not (isinstance(pair, list) and len(pair) == 2) or depth > MAX_DEPTH:
        return None
    kind, value = pair
    if kind == 1 and isinstance(value, list):
        return [_astro(one, depth + 1) for one in value]
    if isinstance(value, dict):
        return {key: _astro(inner, depth + 1) for key, inner in value.items()}
    return value


def _livewire(value: Any, depth: int) -> Any:
    if depth > MAX_DEPTH:
        return None
    if isinstance(value, list) and len(value) == 2 and _is_kind(value[1]):
        value = value[0]
    if isinstance(value, dict):
        return {key: _livewire(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [_livewire(one, depth + 1) for one in value]
    return value


def _is_kind(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("s"), str)
