"""The parts of docs/performance.md on building, on indexing with threads, and on opening (benchmarks/indexing)."""

from __future__ import annotations

from typing import Any

__all__ = ["indexed"]

Record = dict[str, Any]

_MEGABYTE = 1_000_000


def indexed(record: Record) -> str:
    """Return the figures of a saved run, and where they come from."""
    lines = {"threads": _threads, "growth": _growth, "opening": _opening}[record["kind"]](record)
    load = ", ".join("not known" if one is None else f"{one:.1f}" for one in record["load"])
    machine = record["machine"]
    where = f"{machine['processor']}, {machine['cores']} cores, {str(record['date'])[:10]}, load {load}"
    return "\n".join([*lines[:-1], f"{lines[-1]}; {where}; `{record['commands'][0]}`"]) + "\n"


def _threads(record: Record) -> list[str]:
    corpus = record["corpus"]
    rows = [
        [way, f"{taken:,.2f}", f"{record['megabytes_per_second'][way]:,.1f}"]
        for way, taken in record["seconds"].items()
    ]
    text = f"{corpus['text_bytes'] / _MEGABYTE:,.0f} MB of text"
    memory = f"{record['memory'] >> 20:,} MiB for each thread"
    return [
        *_table(["", "s", "MB/s of text"], rows),
        "",
        f"Two threads ÷ two processes: {record['ratio']:.2f}.",
        "",
        f"{corpus['name']}: {corpus['documents']:,} documents, {text}, {memory}, the best of {record['rounds']} rounds",
    ]


def _growth(record: Record) -> list[str]:
    rows = [
        [
            row["engine"],
            f"{row['documents']:,}",
            f"{row['seconds']:,.1f}",
            f"{row['seconds'] / row['documents'] * 1e6:,.0f}",
            f"{row['megabytes_per_second']:,.1f}",
            f"{row['peak'] / _MEGABYTE:,.0f}",
            f"{row['index_bytes'] / _MEGABYTE:,.0f}",
        ]
        for row in sorted(record["rows"], key=lambda row: (row["engine"], row["documents"]))
    ]
    risen = {engine: points[-1][1] / points[0][1] for engine, points in record["drawn"].items()}
    sizes = sorted({row["documents"] for row in record["rows"]})
    grown = ", ".join(f"{engine} {ratio:.2f}" for engine, ratio in risen.items())
    memory = f"{record['memory'] >> 20:,} MiB ({record['memory'] / _MEGABYTE:,.0f} MB)"
    head = ["", "documents", "s", "µs a document", "MB/s of text", "peak memory of the process, MB", "index, MB"]
    return [
        "![growth](figures/growth.svg)",
        "",
        *_table(head, rows),
        "",
        f"Time of a document among {sizes[-1]:,} ÷ among {sizes[0]:,}: {grown}.",
        "",
        f"{record['corpus']['name']}: the first lines; {memory} of memory, the best of {record['rounds']} rounds",
    ]


def _opening(record: Record) -> list[str]:
    corpus = record["corpus"]
    rows = [
        [
            kind,
            f"`{one['question']}`",
            f"{one['import']:,.0f}",
            f"{one['open']:,.1f}",
            f"{one['answer']:,.1f}",
            f"{one['open_and_answer']:,.1f}",
            f"{one['again']:,.2f}",
            f"{one['pages']:,.0f}",
            f"{one['read'] / 1000:,.0f}",
        ]
        for kind, one in record["questions"].items()
    ]
    head = ["", "question", "import, ms", "open, ms", "answer, ms", "**open and answer, ms**", "again, ms"]
    size = f"{corpus['segments']} segments, {corpus['bytes'] / _MEGABYTE:,.0f} MB"
    return [
        *_table([*head, "pages met", "read, kB"], rows),
        "",
        f"{corpus['documents']:,} documents, {size}; medians of {record['times']} processes",
    ]


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    right = ["---:" if number else "---" for number in range(len(head))]
    return [f"| {' | '.join(cells)} |" for cells in (head, right, *rows)]
