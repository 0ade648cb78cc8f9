"""Invented pages as frameworks write them: each function puts objects into a page's state."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import Any

SITE = "Portal Wonoasri"


def page(body: str, title: str = SITE) -> str:
    return (
        f"<!DOCTYPE html><html lang=id><head><meta charset=utf-8><title>{title}</title></head>"
        f"<body>{body}</body></html>"
    )


def script(text: str, attributes: str = "") -> str:
    text = text.replace("</", "<\\/")
    return f"<script {attributes}>{text}</script>"


def js(value: Any) -> str:
    """A JavaScript literal as frameworks print it: bare keys, `void 0`, `<` escaped."""
    if isinstance(value, dict):
        return (
            "{"
            + ",".join(
                f"{key if key.isidentifier() else json.dumps(key)}:{js(v)}" for key, v in value.items()
            )
            + "}"
        )
    if isinstance(value, list):
        return "[" + ",".join(map(js, value)) + "]"
    return "void 0" if value is None else json.dumps(value).replace("<", "\\u003C")


def devalue(value: Any) -> list[Any]:
    flat: list[Any] = []

    def put(one: Any) -> int:
        at = len(flat)
        flat.append(None)
        if isinstance(one, dict):
            flat[at] = {key: put(inner) for key, inner in one.items()}
        elif isinstance(one, list):
            flat[at] = [put(inner) for inner in one]
        else:
            flat[at] = one
        return at

    put(value)
    return flat


def turbo_stream(value: Any) -> list[Any]:
    flat: list[Any] = []

    def put(one: Any) -> int:
        if one is None:
            return -5
        at = len(flat)
        flat.append(None)
        if isinstance(one, dict):
            flat[at] = {f"_{put(key)}": put(inner) for key, inner in one.items()}
        elif isinstance(one, list):
            flat[at] = [put(inner) for inner in one]
        else:
            flat[at] = one
        return at

    put(value)
    return flat


def astro(value: Any) -> Any:
    if isinstance(value, dict):
        return [0, {key: astro(inner) for key, inner in value.items()}]
    return [1, [astro(inner) for inner in value]] if isinstance(value, list) else [0, value]


def livewire(value: Any) -> Any:
    if isinstance(value, dict):
        return [{key: livewire(inner) for key, inner in value.items()}, {"s": "arr"}]
    return [[livewire(inner) for inner in value], {"s": "arr"}] if isinstance(value, list) else value


def next_data(article: Any, others: list[Any]) -> str:
    state = {"props": {"pageProps": {"lain": others, "data": article}}, "page": "/berita/[slug]", "query": {}}
    return page(
        '<div id="__next"></div>' + script(json.dumps(state), 'id="__NEXT_DATA__" type="application/json"')
    )


def flight(article: Any, others: list[Any]) -> str:
    """Long texts in separate rows, and chunks that end inside strings."""
    rows = ['1:"$Sreact.fragment"\n', '2:I[7048,["48","static/chunks/48.js"],""]\n']
    short = dict(article)
    for number, (key, value) in enumerate(article.items()):
        if isinstance(value, str) and len(value) > 100:
            rows.append(f"a{number}:T{len(value.encode()):x},{value}")
            short[key] = f"$a{number}"
    rows.append("5:" + json.dumps(["$", "$L2", None, {"artikel": short, "lain": others}]) + "\n")
    rows.append('0:{"P":null,"f":[["",{"children":["$","div",null,{"className":"rangka"}]}]]}\n')
    text = "".join(rows)
    cut = [text[at : at + 97] for at in range(0, len(text), 97)]
    pushes = [script("(self.__next_f=self.__next_f||[]).push([0])")]
    pushes += [script(f"self.__next_f.push({json.dumps([1, part])})") for part in cut]
    return page("<main></main>" + "".join(pushes))


def nuxt2_object(article: Any, others: list[Any]) -> str:
    return page(
        "<div id=__nuxt></div>" + script(f"window.__NUXT__={js({'data': [{'a': article, 'lain': others}]})};")
    )


def nuxt2_call(article: Any, others: list[Any]) -> str:
    names: list[str] = []
    values: list[str] = []
    short: dict[str, str] = {}
    for key, value in article.items():
        names.append(f"a{len(names)}")
        values.append(js(value))
        short[key] = names[-1]
    inner = "{" + ",".join(f"{key}:{name}" for key, name in short.items()) + "}"
    call = (
        f"(function({','.join(names)},z){{z.baru={js(others)};"
        f'return {{layout:"default",data:[{{artikel:{inner},samping:z}}],error:void 0}}}}'
        f"({','.join(values)},{{}}))"
    )
    return page("<div id=__nuxt></div>" + script(f"window.__NUXT__={call};"))


def nuxt3(article: Any, others: list[Any]) -> str:
    flat = devalue({"data": {"$kunci": {"baru": others, "artikel": article}}, "state": {}})
    return page(
        "<div id=__nuxt></div>" + script(json.dumps(flat), 'type="application/json" id="__NUXT_DATA__"')
    )


def inertia(article: Any, others: list[Any]) -> str:
    state = {"component": "Berita/Tampil", "props": {"terbaru": others, "berita": article}, "url": "/berita"}
    return page(f'<div id="app" data-page="{escape(json.dumps(state))}"></div>')


def inertia_script(article: Any, others: list[Any]) -> str:
    state = {"component": "Berita/Tampil", "props": {"berita": {"data": article}, "terbaru": others}}
    return page("<div id=app></div>" + script(json.dumps(state), 'data-page="app" type="application/json"'))


def sveltekit_fetched(article: Any, others: list[Any]) -> str:
    answer = {"status": 200, "headers": {}, "body": json.dumps({"sukses": True, "data": article})}
    side = {"status": 200, "body": json.dumps(others)}
    attributes = 'type="application/json" data-sveltekit-fetched data-url="/api/berita"'
    return page("<div></div>" + script(json.dumps(side), attributes) + script(json.dumps(answer), attributes))


def sveltekit_start(article: Any, others: list[Any]) -> str:
    data = js(
        [
            {"type": "data", "data": {"lain": others}},
            {"type": "data", "data": {"artikel": article}, "uses": {}},
        ]
    )
    start = (
        "{\n__sveltekit_1x2y = {base: new URL('.', location).pathname.slice(0, -1)};\n"
        "const element = document.currentScript.parentElement;\n"
        "Promise.all([import('./a.js')]).then(([kit, app]) => { kit.start(app, element, { node_ids: [0, 3],\n"
        f"data: {data},\nform: null, error: null }}); }});\n}}"
    )
    return page("<div>" + script(start) + "</div>")


def initial_state(article: Any, others: list[Any]) -> str:
    return page(
        "<div id=root></div>"
        + script(f"window.__INITIAL_STATE__ = {js({'daftar': others, 'pos': article})};")
    )


def initial_state_parsed(article: Any, others: list[Any]) -> str:
    text = json.dumps(json.dumps({"daftar": others, "pos": article}))
    return page("<div id=root></div>" + script(f"window.__PRELOADED_STATE__ = JSON.parse({text});"))


def remix_context(article: Any, others: list[Any]) -> str:
    state = {"state": {"loaderData": {"routes/berita.$slug": {"artikel": article, "lain": others}}}}
    return page("<div></div>" + script(f"window.__remixContext = {json.dumps(state)};"))


def remix_stream(article: Any, others: list[Any]) -> str:
    flat = json.dumps(turbo_stream({"loaderData": {"routes/berita": {"lain": others, "artikel": article}}}))
    call = f"window.__reactRouterContext.streamController.enqueue({json.dumps(flat)});"
    return page("<div></div>" + script("window.__reactRouterContext = {};" + call))


def astro_island(article: Any, others: list[Any]) -> str:
    props = json.dumps({"lain": astro(others), "artikel": astro(article)})
    return page(f'<astro-island component-url="/a.js" props="{escape(props)}"></astro-island>')


def livewire_snapshot(article: Any, others: list[Any]) -> str:
    state = {"data": {"lain": livewire(others), "berita": livewire(article)}, "memo": {"name": "tampil"}}
    return page(f'<div wire:snapshot="{escape(json.dumps(state))}" wire:id="x1"></div>')


def vue_attribute(article: Any, others: list[Any]) -> str:
    props = f':berita="{escape(json.dumps(article))}" :lain="{escape(json.dumps(others))}"'
    return page(f"<div id=app><berita-detail {props}></berita-detail></div>")


def angular(article: Any, others: list[Any]) -> str:
    state = {"3102": {"b": others, "s": 200}, "7781": {"b": {"hasil": article}, "s": 200, "rt": "json"}}
    return page("<app-root></app-root>" + script(json.dumps(state), 'id="ng-state" type="application/json"'))


def angular_escaped(article: Any, others: list[Any]) -> str:
    text = json.dumps({"G.1": {"body": article}, "G.2": {"body": others}})
    for sign, name in (("&", "&a;"), ('"', "&q;"), ("'", "&s;"), ("<", "&l;"), (">", "&g;")):
        text = text.replace(sign, name)
    return page("<app-root></app-root>" + script(text, 'id="portal-state" type="application/json"'))


def own_name(article: Any, others: list[Any]) -> str:
    return page(
        "<div id=app></div>" + script(f"var beritaTerbaru = {js(others)}; const detail = {js(article)};")
    )


FRAMEWORKS: dict[str, Callable[[Any, list[Any]], str]] = {
    one.__name__: one
    for one in (
        next_data,
        flight,
        nuxt2_object,
        nuxt2_call,
        nuxt3,
        inertia,
        inertia_script,
        sveltekit_fetched,
        sveltekit_start,
        initial_state,
        initial_state_parsed,
        remix_context,
        remix_stream,
        astro_island,
        livewire_snapshot,
        vue_attribute,
        angular,
        angular_escaped,
        own_name,
    )
}
