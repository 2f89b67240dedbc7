"""Other programs' data as ours: tables of Arrow, pandas and Polars."""

from __future__ import annotations

from searchlib.interop.tables import read_table

__all__ = ["read_table"]
