"""``searchlib search``: answer a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Unpack

import click

from searchlib.cli.counts import CountOptions, asked_counts, count_options, counts_as_json, write_counts
from searchlib.cli.exits import Exit
from searchlib.cli.options import color_option, format_option, index_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchlib.index import Index
    from searchlib.query import Query
    from searchlib.results import Hit, Hits
    from searchlib.schema import Schema
    from searchlib.search.ranking import Ranking

_FEW = 3
"""Hits below which it is said what was probably meant."""
_EPILOG = """\b
Examples:
  searchlib search '"muzeul memorial" date:2025-10'
  searchlib search 'soldati entity:"Kim Jong Un"' --sort newest
  searchlib search --format jsonl -n 100 'source:zf.ro +leu'
  searchlib search guvern --facet source:5 --histogram month

A query that starts with - goes after --, and the options before it: searchlib search -n 5 -- -sport fotbal

Exit codes: 0 found, 1 nothing found, 2 wrong use or error."""


class _Options(CountOptions):
    """What the options of the command give."""

    index_path: str
    limit: int
    offset: int
    sort: str
    after: str | None
    all_words: bool
    strict: bool
    romanian: bool
    half_life: float | None
    explain: bool
    synonyms: str | None
    field: str | None
    snippet_length: int
    only_count: bool
    output_format: str
    color: bool | None


class _Page(NamedTuple):
    """What is written: the hits, what was asked, and of which field to show snippets, how long (0 for none)."""

    hits: Hits
    question: str
    field: str
    length: int


@click.command(epilog=_EPILOG)
@click.argument("query", nargs=-1, required=True)
@index_option
@click.option("-n", "--limit", type=click.IntRange(1, 1_000_000), default=10, show_default=True, help="Hits to show.")
@click.option("--offset", type=click.IntRange(0, 1_000_000_000), default=0, help="Hits to pass over first.")
@click.option("--after", metavar="CURSOR", help="Go on behind the hits that a page in JSON gave this cursor with.")
@click.option(
    "--sort",
    default="relevance",
    show_default=True,
    metavar="ORDER",
    help="relevance, newest, oldest, or a field, with - before it (--sort=-price) for the greatest first.",
)
@click.option("--and", "all_words", is_flag=True, help="Every word must match; without it, one of them is enough.")
@click.option("--strict", is_flag=True, help="Refuse what is not in the query language; without it, do one's best.")
@click.option("--romanian", is_flag=True, help="ŞI, SAU and NU, in capitals, mean AND, OR and NOT too.")
@click.option(
    "--half-life",
    type=click.FloatRange(0, 1_000_000, min_open=True),
    metavar="DAYS",
    help="Rank newer articles higher: a score halves in so many days.",
)
@click.option("--explain", is_flag=True, help="Show where each score comes from (text format).")
@click.option(
    "--synonyms",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="Rules such as 'guvern, executiv' or 'BNR => Banca Națională a României', one a line.",
)
@click.option("--field", metavar="NAME", help="The field that snippets show; body, if there is one, if not given.")
@click.option(
    "--snippet-length",
    type=click.IntRange(0, 1_000_000),
    default=240,
    show_default=True,
    help="Characters of a snippet, at most; 0 for no snippets.",
)
@count_options
@click.option("--count", "only_count", is_flag=True, help="Write only how many documents match.")
@format_option("text", "json", "jsonl")
@color_option
def command(query: tuple[str, ...], **options: Unpack[_Options]) -> int:
    """Answer QUERY: the best documents, with the places where they match.

    Several arguments make one query: words, "phrases", field:words, AND OR NOT + - ( ), minist*, ministu~1, "a b"~3,
    a NEAR/5 b, /minist(ru|rul)/, =fața, date:2025-10, date:ieri, date:[2025-10-01 TO 2025-10-24], entity:"Kim Jong Un",
    source:(zf.ro digi24). What is wrong with a query is noted, and the rest answered. The total goes to standard error.
    """
    from searchlib.index import open as open_index

    question = _checked(" ".join(query))
    more = asked_counts(options)
    counted = bool(more)
    more["after"] = options["after"]
    if counted and (options["only_count"] or options["output_format"] == "jsonl"):
        raise click.UsageError(
            "--group-by, --collapse, --facet, --histogram, --range go with text and json, not with --count"
        )
    with open_index(options["index_path"], synonyms=options["synonyms"]) as index:
        tree = _understood(index, question, options)
        ranking = _ranking(options)
        hits = index.search(
            tree,
            limit=1 if options["only_count"] else options["limit"],
            offset=options["offset"],
            sort=options["sort"],
            ranking=ranking,
            **more,
        )
        if not hits.complete:
            click.echo("not all that matches was looked at: ask more precisely", err=True)
        if options["only_count"]:
            return _write_count(hits, options["output_format"])
        if len(hits) < _FEW and not options["offset"] and not options["after"]:
            from searchlib.cli.meant import tell_meant

            tell_meant(index, question, all_words=options["all_words"])
        page = _Page(hits, question, *_snippets(index.schema, options))
        if options["output_format"] == "text":
            _write_text(page, color=options["color"])
            if options["explain"]:
                _write_explanations(index, tree, page, ranking)
            write_counts(hits)
        elif options["output_format"] == "json":
            _write_json(page)
        else:
            _write_json_lines(page)
        return Exit.OK if len(hits) else Exit.NOTHING


def _understood(index: Index, question: str, options: _Options) -> Query:
    """Return the tree of a question; what was wrong with it, and what it was taken for, goes to standard error."""
    operator: Literal["or", "and"] = "and" if options["all_words"] else "or"
    if options["strict"]:
        return index.parse(question, default_operator=operator, romanian=options["romanian"])
    understood = index.understand(question, default_operator=operator, romanian=options["romanian"])
    for note in understood.notes:
        click.echo(f"note: {note.message} (at position {note.position})", err=True)
    if understood.notes:
        click.echo(f"understood: {understood}", err=True)
    return understood.query


def _ranking(options: _Options) -> Ranking | None:
    if options["half_life"] is None:
        return None
    from searchlib.search.ranking import Ranking

    return Ranking(half_life=options["half_life"])


def _checked(question: str) -> str:
    """Return the question if it is Unicode; the shell passes any bytes."""
    try:
        question.encode()
    except UnicodeEncodeError as error:
        raise click.UsageError("the query is not valid text in the encoding of this terminal") from error
    return question


def _snippets(schema: Schema, options: _Options) -> tuple[str, int]:
    """Return which field to show snippets of and how long; 0 characters if the schema has no text."""
    if options["field"] is not None:
        return schema.resolve(options["field"]), options["snippet_length"]
    if "body" in schema.text_fields:
        return "body", options["snippet_length"]
    return (schema.text_fields[0], options["snippet_length"]) if schema.text_fields else ("", 0)


def _write_count(hits: Hits, output_format: str) -> int:
    from searchlib.cli.output import echo_json

    if output_format == "text":
        click.echo(hits.total)
    else:
        echo_json({"total": hits.total})
    return Exit.OK if hits.total else Exit.NOTHING


def _write_json(page: _Page) -> None:
    from searchlib.cli.output import echo_json

    hits = list(_entries(page))
    about = {"query": page.question, "total": page.hits.total, "offset": page.hits.before}
    echo_json({**about, "hits": hits, "after": page.hits.after, **counts_as_json(page.hits)}, indent=2)


def _write_json_lines(page: _Page) -> None:
    from searchlib.cli.output import echo_json

    for entry in _entries(page):
        echo_json(entry)


def _entries(page: _Page) -> Iterator[dict[str, Any]]:
    """Yield each hit as JSON values."""
    for rank, hit in enumerate(page.hits, start=page.hits.before + 1):
        entry: dict[str, Any] = {"rank": rank, "score": hit.score, "key": hit.key, "fields": dict(hit)}
        if page.length:
            snippet = hit.snippet(page.field, length=page.length)
            entry["snippet"] = {
                "text": snippet.text,
                "highlights": snippet.highlights,
                "before": snippet.before,
                "after": snippet.after,
            }
        yield entry


def _write_text(page: _Page, *, color: bool | None) -> None:
    """Write the numbered list for people, and the total beside it."""
    from searchlib.cli.output import terminal_width, wants_color
    from searchlib.cli.wrapping import snippet_lines

    color, width = wants_color(choice=color), terminal_width()
    # Hits sorted by date have no scores, nor have those of filters alone; zeros would only look like some.
    with_scores = any(hit.score for hit in page.hits)
    for rank, hit in enumerate(page.hits, start=page.hits.before + 1):
        click.echo(_head(hit, rank, with_score=with_scores, color=color), color=color)
        if page.length:
            snippet = hit.snippet(page.field, length=page.length)
            lines = snippet_lines(snippet, indent="   ", width=width, color=color)
            if lines:
                click.echo(lines, color=color)
    shown, total = len(page.hits), page.hits.total
    if shown:
        click.echo(f"{page.hits.before + 1}-{page.hits.before + shown} of {total} found", err=True)
    else:
        click.echo(f"nothing shown: {total} found" if total else "nothing found", err=True)


def _write_explanations(index: Index, tree: Query, page: _Page, ranking: Ranking | None) -> None:
    for rank, doc in enumerate(page.hits.ids.tolist(), start=page.hits.before + 1):
        explanation = index.explain(tree, doc, ranking=ranking)
        click.echo(f"\n{rank}.\n{explanation}")


def _head(hit: Hit, rank: int, *, with_score: bool, color: bool) -> str:
    """Return the lines above a snippet: the title, then date, source and, if it has one, the score."""
    from searchlib.cli.output import one_line

    title = one_line(str(hit.get("title") or "")) or one_line(hit.key)
    day = hit.date
    source = one_line(str(hit.get("source") or ""))
    score = f"{hit.score:.3f}" if with_score else ""
    about = "  ".join(part for part in (day.isoformat() if day else "undated", source, score) if part)
    if color:
        title, about = click.style(title, bold=True), click.style(about, dim=True)
    return f"{rank}. {title}\n   {about}"
