"""The analyzers of an index, and whether they are still those that it was made with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchlib import analysis
from searchlib.analysis.multilingual import MultilingualAnalyzer
from searchlib.errors import AnalyzerMismatchError

if TYPE_CHECKING:
    from searchlib.analysis import Analyzer
    from searchlib.storage import Directory, Generation

__all__ = ["checked_analyzers"]


def checked_analyzers(generation: Generation, directory: Directory) -> dict[str, Analyzer]:
    """Return the analyzer of each text field, having seen that it is the one the index was made with.

    Raises
    ------
    AnalyzerError
        If an analyzer is not registered.
    AnalyzerMismatchError
        If one has changed; the message names the command that indexes anew.
    """
    schema = generation.schema
    by_name = {name: analysis.get(name, schema.transliterator) for name in schema.analyzer_names()}
    for analyzer in by_name.values():
        made_with = generation.manifest.analyzers.get(analyzer.name, {})
        now = analyzer.fingerprint()
        if made_with != now:
            parts = ", ".join(sorted(k for k in made_with.keys() | now.keys() if made_with.get(k) != now.get(k)))
            raise AnalyzerMismatchError(
                f"{directory.path}: the index was made with another version of analyzer {analyzer.name!r} "
                f"(different: {parts}); index its documents anew with: "
                f"searchlib reindex --index {directory.path}"
            )
    # Fields that are analysed alike share an analyzer, so that a question's words are analysed once for all of them.
    shared: dict[tuple[str, tuple[str, ...]], Analyzer] = {}
    for field in schema.text_fields:
        kind = schema.analyzer_name(field), schema.languages(field)
        if kind not in shared:
            shared[kind] = by_name[kind[0]]
            if kind[1]:
                shared[kind] = MultilingualAnalyzer(shared[kind], [by_name[name] for name in kind[1]])
    return {field: shared[schema.analyzer_name(field), schema.languages(field)] for field in schema.text_fields}
