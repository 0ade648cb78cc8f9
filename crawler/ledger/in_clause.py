"""SQL conditions on many values with a single bound parameter.

`IN (?, ?, ...)` would make SQLAlchemy and the database compile a new statement for each number of values.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Dialect, bindparam, func, select

VALUES = "values"
"""Name of the parameter."""


def in_clause(dialect: str, column: Column[Any]) -> ColumnElement[bool]:
    """Condition that a column equals one of the values bound by `in_subquery`."""
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import ARRAY

        return column == func.any(bindparam(VALUES, type_=ARRAY(column.type)))
    listed = func.json_each(bindparam(VALUES)).table_valued("value")
    return column.in_(select(listed.c.value))


def in_subquery(dialect: Dialect, values: Sequence[str] | Sequence[int]) -> dict[str, Any]:
    """The parameter of a statement with `in_clause`."""
    return {VALUES: list(values) if dialect.name == "postgresql" else json.dumps(values)}
