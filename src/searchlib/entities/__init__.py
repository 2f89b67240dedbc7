"""Entities: the names that a text mentions."""

from __future__ import annotations

from searchlib.entities.gazetteer import Gazetteer
from searchlib.entities.tagging import tag

__all__ = ["Gazetteer", "tag"]
