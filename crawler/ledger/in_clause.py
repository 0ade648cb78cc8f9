"""Conditions on many values at once, each with one parameter however many values there are.

`IN (?, ?, ...)` makes SQLAlchemy write, and the database read, another statement for each number of values.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Dialect, bindparam, func, select

VALUES = "values"
"""The parameter's name."""


def in_clause(dialect: str, column: Column[Any]) -> ColumnElement[bool]:
    """That a column has one of the values of the parameter that `in_subquery` makes."""
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import ARRAY

        return column == func.any(bindparam(VALUES, type_=ARRAY(column.type)))
    listed = func.json_each(bindparam(VALUES)).table_valued("value")
    return column.in_(select(listed.c.value))


def in_subquery(dialect: Dialect, values: Sequence[str] | Sequence[int]) -> dict[str, Any]:
    """The values as a parameter of a statement with `among`."""
    return {VALUES: list(values) if dialect.name == "postgresql" else json.dumps(values)}
