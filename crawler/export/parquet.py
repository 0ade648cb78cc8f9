"""Writes articles as Parquet; needs pyarrow, the extra `parquet`."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Iterable
from itertools import islice
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from crawler import items
from crawler.items import Article

ROWS = 2000
"""Records per row group: bounds the memory of writer and reader."""

TYPES: dict[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
}


def article_type(kind: type = Article) -> pa.StructType:
    """The Arrow type of a record, nested as in JSON Lines."""
    hints = typing.get_type_hints(kind, vars(items))
    return pa.struct([pa.field(field.name, _type(hints[field.name])) for field in dataclasses.fields(kind)])


def _type(hint: Any) -> pa.DataType:
    if hint in TYPES:
        return TYPES[hint]
    arguments = [one for one in typing.get_args(hint) if one is not type(None)]
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        (hint,) = arguments
        return _type(hint)
    if typing.get_origin(hint) is list:
        return pa.list_(_type(arguments[0]))
    return article_type(hint)


def write_parquet(lines: Iterable[bytes], out: BinaryIO) -> None:
    """Write one zstd-compressed file, a row group per `ROWS` records."""
    schema = pa.schema(list(article_type()))
    remaining = iter(lines)
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        while batch := [json.loads(line) for line in islice(remaining, ROWS)]:
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
