"""Parses a query: NOT binds tightest, then AND (which may be omitted), then OR.

    query  = group { OR group }
    group  = factor { [AND] factor }
    factor = { NOT } ( word | word* | "phrase" | ( query ) ), with `field:` before the last four

Length, terms and nesting are bounded: a hostile query is cheap, and recursion cannot overflow.
"""

from __future__ import annotations

import re

from crawler.portals.errors import nearest, shown
from crawler.portals.provinces import PROVINCES
from crawler.query.document import FIELDS, province_names
from crawler.query.errors import QueryError
from crawler.query.folding import fold, fold_all
from crawler.query.scanner import Token, tokens
from crawler.query.tree import All, AnyOf, Node, Not, Query, Term

MAX_LENGTH = 10_000
"""Upper limit for a query's length in characters."""

MAX_TERMS = 500
MAX_DEPTH = 30

_FOREIGN = re.compile(r"^!|[~^\[\]{}|\\]|\?(?=\w)")
"""Operators of other query languages: ignored as punctuation they would silently change the result."""

NAMES = tuple(name for name in FIELDS if name)


def parse(text: str) -> Query:
    """Parse a query. Raises QueryError, a UsageError, with the position of the error."""
    if len(text) > MAX_LENGTH:
        raise QueryError(text, MAX_LENGTH, f"a query has at most {MAX_LENGTH} characters")
    return Query(text, _Parser(text).whole())


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(tokens(text))
        self._at = 0
        self._terms = 0

    def whole(self) -> Node:
        if self._next().kind == "end":
            raise self._error(self._next(), "the query is empty; write a word, e.g. banjir")
        node = self._query("", 0)
        if self._next().kind != "end":  # the only other token that ends a query
            raise self._error(self._next(), "this bracket was never opened")
        return node

    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._next()
        self._at += 1
        return token

    def _query(self, field: str, depth: int) -> Node:
        parts = [self._group(field, depth)]
        while self._next().kind == "OR":
            self._take()
            parts.append(self._group(field, depth))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _group(self, field: str, depth: int) -> Node:
        parts = [self._factor(field, depth)]
        while self._next().kind not in ("OR", ")", "end"):
            if self._next().kind == "AND":
                self._take()
            parts.append(self._factor(field, depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _factor(self, field: str, depth: int) -> Node:
        negated = False
        while self._next().kind == "NOT":
            self._take()
            negated = not negated
        node = self._primary(field, depth)
        return Not(node) if negated else node

    def _primary(self, field: str, depth: int) -> Node:
        token = self._take()
        if token.kind == "field":
            field, named = self._field(token), token
            token = self._take()
            if token.kind not in ("word", "phrase", "("):
                raise self._error(named, f"{named.text}: needs a word, a phrase or a bracket right after it")
        if token.kind == "(":
            if depth >= MAX_DEPTH:
                raise self._error(token, f"brackets are nested at most {MAX_DEPTH} deep")
            if self._next().kind == ")":
                raise self._error(token, "there is nothing between these brackets")
            node = self._query(field, depth + 1)
            if self._next().kind != ")":
                raise self._error(token, "this bracket is never closed")
            self._take()
            return node
        if token.kind in ("word", "phrase"):
            return self._term(field, token)
        before = self._tokens[self._at - 2] if self._at > 1 else None
        if token.kind in ("end", ")") and before is not None and before.kind in ("AND", "OR", "NOT"):
            raise self._error(before, f"{before.text} needs a term after it; a lower-case word is searched")
        if token.kind == "end" and before is not None:  # the only other token that may precede a term
            raise self._error(before, "this bracket is never closed")
        if token.kind == ")":
            raise self._error(token, "this bracket was never opened")
        raise self._error(token, f"{token.text} needs a term before it; a lower-case word is searched")

    def _field(self, token: Token) -> str:
        name = token.text.lower()
        if name not in NAMES:
            alike = nearest(name, NAMES)
            hint = f"nearest: {', '.join(alike)}" if alike else f"there are {', '.join(NAMES)}"
            raise self._error(
                token, f"no field is called {shown(name)}; {hint}; a text with a colon goes in quotes"
            )
        return name

    def _term(self, field: str, token: Token) -> Term:
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise self._error(token, f"a query has at most {MAX_TERMS} words and phrases")
        text = token.text
        prefix = text.endswith("*")
        text = text.rstrip("*")
        if token.kind == "word" and (foreign := _FOREIGN.search(text)):
            raise self._error(
                token, f"{foreign[0]} means nothing in this language; put the text in quotes to search for it"
            )
        if "*" in text:
            raise self._error(token, "* stands only at the end of a word, for any ending: banjir*")
        needle = fold(text)
        if not needle:
            why = "* alone matches everything; put letters before it" if prefix else "no letter or digit here"
            raise self._error(token, why)
        if prefix and text[-1:].isspace():
            raise self._error(token, "* stands only at the end of a word, for any ending: banjir*")
        term = Term(field, needle.rstrip(" ") if prefix else needle)
        if field == "province" and not any(term.needle in names for names in _PROVINCES):
            names = [province.name for province in PROVINCES]
            alike = nearest(text, names)
            hint = f"; nearest: {', '.join(alike)}" if alike else ""
            raise self._error(token, f"there is no province {shown(text)}{hint}")
        return term

    def _error(self, token: Token, problem: str) -> QueryError:
        return QueryError(self._text, token.position, problem)


_PROVINCES = tuple(fold_all(province_names(province.name)) for province in PROVINCES)
