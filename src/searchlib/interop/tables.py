"""Rows of tables become documents: anything that speaks Arrow's stream interface, as pandas and Polars do."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from searchlib.documents import Document
from searchlib.documents.normalising import Normaliser
from searchlib.errors import DocumentError, SearchlibError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["read_table"]

_ROWS = 4096
"""Rows that become Python objects at once."""


def read_table(
    table: Any,
    *,
    mapping: Mapping[str, str] | None = None,
    on_error: Callable[[DocumentError], None] | None = None,
) -> Iterator[Document]:
    """Return the rows of a table as documents, for `Writer.add_many`.

    Needs ``searchlib[arrow]``. Columns are named and checked as the fields of files are, see
    `searchlib.documents.read`; empty cells are fields that are not there.

    Parameters
    ----------
    table : object
        A ``pyarrow.Table``, ``RecordBatch`` or ``RecordBatchReader``, a pandas or Polars ``DataFrame``, or any object
        with ``__arrow_c_stream__``. A stream is read batch by batch, never all at once.
    mapping : Mapping[str, str], optional
        Our field ← their column, as in ``{"body": "content"}``.
    on_error : callable, optional
        Hears of each bad row, which is skipped; without it the first one raises.

    Returns
    -------
    iterator of Document
        In order; the ``origin`` of each is its row, from 0.

    Raises
    ------
    SearchlibError
        If pyarrow is not installed, or `table` is no table.
    DocumentError
        While iterating, for bad rows, see `on_error`.
    """
    return _documents(_batches(table), Normaliser(mapping or {}), on_error)


def _batches(table: Any) -> Any:
    """Return a reader of the record batches of a table."""
    try:
        pa: Any = import_module("pyarrow")
    except ImportError as error:
        raise SearchlibError("tables need pyarrow: pip install 'searchlib[arrow]'") from error
    if isinstance(table, pa.RecordBatch):
        table = pa.Table.from_batches([table])
    if not hasattr(table, "__arrow_c_stream__"):
        kind = type(table).__name__
        raise SearchlibError(f"{kind} is no table: give one of Arrow, pandas or Polars, or a stream of Arrow")
    return pa.RecordBatchReader.from_stream(table)


def _documents(
    batches: Any, normaliser: Normaliser, on_error: Callable[[DocumentError], None] | None
) -> Iterator[Document]:
    row = -1
    for batch in batches:
        for begin in range(0, batch.num_rows, _ROWS):
            for fields in batch.slice(begin, _ROWS).to_pylist():
                row += 1
                origin = f"row {row}"
                present = {name: value for name, value in fields.items() if value is not None}
                try:
                    yield Document(normaliser.normalise(present, ""), origin)
                except DocumentError as error:
                    bad = DocumentError(error.reason, origin)
                    if on_error is None:
                        raise bad from error
                    on_error(bad)
