"""Entities: the names that a text mentions."""

from __future__ import annotations

from searchlib.entities.gazetteer import Gazetteer

__all__ = ["Gazetteer"]
