"""Building an index from JSON Lines in a process of its own: time, rate, peak memory, size on disk, beside tantivy.

    python benchmarks/indexing/whole.py news.jsonl --documents 10000,100000 --engines searchlib,tantivy

Each build reads the first lines of the file as articles with ``id title body date source entities``, analyses them
with its own Romanian chain, on one thread unless told otherwise, and commits durably. Engines take turns; the best of
the rounds counts. ``--save reference-indexing-growth`` makes the figures those of docs/performance.md, and draws
docs/figures/growth.svg. tantivy may be installed for another Python: ``--tantivy path/to/python``.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path += [str(HERE.parent / "engines"), str(HERE.parent / "shapes")]

FIGURES = HERE.parent.parent / "docs" / "figures"
MEGABYTE = 1_000_000
ENGINES = ("searchlib", "tantivy")


def with_searchlib(source: Path, folder: Path, memory: int, threads: int) -> None:
    import searchlib as sl

    with sl.create(folder, sl.NEWS, memory=memory, threads=threads) as writer:
        writer.add_jsonl(source)


def with_tantivy(source: Path, folder: Path, memory: int, threads: int) -> None:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name in ("title", "body"):
        builder.add_text_field(name, stored=True, tokenizer_name="romanian")
    for name in ("id", "source", "entities", "date"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw")
    folder.mkdir()
    index = tantivy.Index(builder.build(), path=str(folder))
    chain = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    chain = chain.filter(tantivy.Filter.stemmer("romanian")).filter(tantivy.Filter.ascii_fold())
    index.register_tokenizer("romanian", chain.build())
    writer = index.writer(heap_size=memory, num_threads=threads)
    with source.open(encoding="utf-8") as lines:
        for line in lines:
            fields = json.loads(line)
            kept = {
                name: fields[name] for name in ("id", "title", "body", "source", "date", "entities") if fields.get(name)
            }
            writer.add_document(tantivy.Document(**kept))
    writer.commit()
    writer.wait_merging_threads()


def child(engine: str, source: Path, memory: int, threads: int) -> dict[str, Any]:
    """Build once and return the figures."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        build = with_searchlib if engine == "searchlib" else with_tantivy
        started, cpu = time.perf_counter(), time.process_time()
        build(source, Path(folder) / "index", memory, threads)
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"seconds": round(seconds, 3), "cpu": round(cpu, 3), "peak": peak, "index_bytes": size}


def text_bytes(source: Path) -> int:
    """Return the bytes of all titles and bodies."""
    with source.open(encoding="utf-8") as lines:
        records = map(json.loads, lines)
        return sum(len((one.get(name) or "").encode()) for one in records for name in ("title", "body"))


def first_lines(source: Path, count: int | None, to: Path) -> int:
    """Copy the first lines and return how many there were."""
    with source.open("rb") as lines, to.open("wb") as out:
        copied = 0
        for copied, line in enumerate(itertools.islice(lines, count), 1):  # noqa: B007  the last is the number of all
            out.write(line)
    return copied


def measure(source: Path, options: argparse.Namespace) -> list[dict[str, Any]]:
    """Run the rounds and return the best of each engine; with several processes at once, the slowest of a round."""
    size = text_bytes(source)
    memory, threads, processes = options.memory << 20, options.threads, options.processes
    best: dict[str, dict[str, Any]] = {}
    for _, engine in itertools.product(range(options.rounds), options.engines.split(",")):
        python = options.tantivy if engine == "tantivy" else sys.executable
        command = [python, __file__, str(source), "--child", engine, "--memory", str(options.memory)]
        command += ["--threads", str(threads)]
        started = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(processes)]
        outputs = [json.loads(process.communicate()[0].splitlines()[-1]) for process in started]
        slowest = max(outputs, key=lambda figures: figures["seconds"])
        if engine not in best or slowest["seconds"] < best[engine]["seconds"]:
            best[engine] = slowest
    for engine, figures in best.items():
        figures.update(engine=engine, text_bytes=size, memory=memory, threads=threads, processes=processes)
        figures["megabytes_per_second"] = round(processes * size / MEGABYTE / figures["seconds"], 2)
        figures["megabytes_per_cpu_second"] = round(size / MEGABYTE / figures["cpu"], 2)
    return list(best.values())


def save(rows: list[dict[str, Any]], options: argparse.Namespace, before: float) -> Path:
    """Save the figures, and draw the time that a document takes by how many there are."""
    import records
    from drawing import lines

    drawn: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        each = row["seconds"] / row["documents"] * MEGABYTE
        drawn.setdefault(row["engine"], []).append((row["documents"], round(each, 1)))
    command = f"python benchmarks/indexing/whole.py {options.source.name} --documents {options.documents}"
    made: dict[str, Any] = {
        "kind": "growth",
        "corpus": {"name": options.source.name},
        "memory": options.memory << 20,
        "rounds": options.rounds,
        "rows": rows,
        "drawn": drawn,
        "machine": records.machine(),
        "date": records.now(),
        "commands": [f"{command} --engines {options.engines} --rounds {options.rounds}"],
        "load": [before, records.load()],
    }
    title = f"Building, by the number of documents ({options.source.name}, {made['date'][:10]})"
    lines(FIGURES / "growth.svg", title, "documents", "µs a document", drawn)
    return records.write(options.save, made)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="JSON Lines, not compressed")
    parser.add_argument("--engines", default="searchlib", help=f"of {', '.join(ENGINES)}, with commas between them")
    parser.add_argument("--documents", default="all", help="how many lines, several with commas between them")
    parser.add_argument("--memory", type=int, default=256, help="MiB")
    parser.add_argument("--threads", type=int, default=1, help="of each process")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1, help="independent builds at the same time")
    parser.add_argument("--tantivy", default=sys.executable, metavar="PYTHON", help="a Python that has tantivy")
    parser.add_argument("--save", metavar="NAME", help="name of the file of results")
    parser.add_argument("--child", choices=ENGINES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(child(options.child, options.source, options.memory << 20, options.threads)))
        return
    import records

    before = records.load()
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        for documents in options.documents.split(","):
            part = Path(folder) / "part.jsonl"
            count = first_lines(options.source, None if documents == "all" else int(documents), part)
            for row in measure(part, options):
                rows.append({"documents": count, **row})
                print(
                    f"{row['engine']:<10} {count:>9} documents {row['seconds']:>8.2f} s {row['cpu']:>8.2f} s CPU "
                    f"{row['megabytes_per_second']:>7.2f} MB/s {row['megabytes_per_cpu_second']:>7.2f} MB/s CPU "
                    f"peak {row['peak'] / MEGABYTE:>6.0f} MB index {row['index_bytes'] / MEGABYTE:>7.1f} MB",
                    flush=True,
                )
    if options.save:
        print(save(rows, options, before))


if __name__ == "__main__":
    main()
