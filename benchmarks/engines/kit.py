"""Run the peers kit with our adapter, and save its figures in our own form.

    SEARCHLIB_PEERS=/path/to/kit PEERS_HOME=/path/to/engines python benchmarks/engines/kit.py --corpus ro20k

SEARCHLIB_PEERS is the folder of the kit's bench.py; PEERS_HOME is where its setup.sh has put the engines and
make_corpus.py the corpora. The steps are build, check, query and save; ``--steps save`` alone turns figures that are
there into benchmarks/results/kit-CORPUS.json. ``--save reference-kit-CORPUS`` makes them those of docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import records
from rows import KIT_CLASSES, peers_home

HERE = Path(__file__).resolve().parent
OURS = "searchlib"
PEERS = "tantivy,lucene,pisa,xapian,fts5,bm25s"
STEPS = ("build", "check", "query", "save")
MEBIBYTE = 1 << 20


class Kit:
    """The kit and the corpus that it is run on."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._arguments = arguments
        self.corpus: str = arguments.corpus
        self.home = peers_home()
        self._runs = self.home / "results" / f"{self.corpus}.runs.json"

    def results(self) -> dict[str, Any]:
        """Return what the kit has saved."""
        return _read(self.home / "results" / f"{self.corpus}.json")

    def meta(self) -> dict[str, Any]:
        """Return what the kit tells of the corpus."""
        return _read(self.home / "data" / self.corpus / "meta.json")

    def runs(self) -> list[dict[str, Any]]:
        """Return when each step was run, how, and under which load."""
        if not self._runs.exists():
            return []
        noted: list[dict[str, Any]] = json.loads(self._runs.read_text(encoding="utf-8"))
        return noted

    def run(self, step: str, *options: str) -> None:
        """Run a step of the kit; note the command and the load before and after."""
        kit = os.environ.get("SEARCHLIB_PEERS")
        if not kit or not (Path(kit) / "bench.py").is_file():
            raise SystemExit("set SEARCHLIB_PEERS to the folder with the kit's bench.py")
        self.meta()
        program = (
            [str(HERE / "rewarmed.py")]
            if step == "query" and self._arguments.rewarm
            else [str(Path(kit) / "bench.py"), step]
        )
        arguments = [*program, "--corpus", self.corpus, "--engines", self._arguments.engines, *options]
        if self._arguments.core is not None:
            arguments += ["--core", str(self._arguments.core)]
        if self._arguments.nice is not None:
            arguments += ["--nice", str(self._arguments.nice)]
        adapter = f"{OURS}:{HERE / 'adapter.py'}:Searchlib:{sys.executable}"
        environment = {**os.environ, "PEERS_HOME": str(self.home), "PEERS_ADAPTER": adapter}
        note: dict[str, Any] = {"step": step, "options": options, "started": records.now(), "load": [records.load()]}
        subprocess.run([sys.executable, *arguments], check=True, env=environment)
        note["command"] = shlex.join(["python", "benchmarks/engines/kit.py", *sys.argv[1:]])
        note["engines"] = self._arguments.engines.split(",")
        note["load"].append(records.load())
        self._runs.write_text(json.dumps([*self.runs(), note], indent=1) + "\n", encoding="utf-8")


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        raise SystemExit(f"there is no {path}: make the corpus with the kit's make_corpus.py, and build first")
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def record(results: dict[str, Any], meta: dict[str, Any], runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Turn the kit's figures into our form.

    A class in which an engine's number of hits differs from the reference engine's, or has not been compared, is left
    out for that engine.
    """
    agreement = {
        name: {engine: _agreed(found) for engine, found in engines.items() if found}
        for name, engines in results.get("check", {}).get("kinds", {}).items()
        if name in KIT_CLASSES
    }
    asked = [run for run in runs if run["step"] == "query"]
    when = asked[-1]["started"] if asked else results.get("when")
    # The kit's file keeps the figures of engines that were not in the last run: no ratio to those means anything.
    together = asked[-1]["engines"] if asked else list(results["query"])
    timed = {engine: classes for engine, classes in results["query"].items() if engine in together}
    return {
        "kind": "kit",
        "corpus": {
            "name": meta["name"],
            "documents": meta["docs"],
            "tokens": meta["tokens"],
            "text_bytes": meta["bytes_a"],
            "raw_bytes": meta["bytes_b"],
            "questions": meta["nq"],
            "seed": meta["seed"],
        },
        "machine": records.machine(),
        "date": when,
        "load": asked[-1]["load"] if asked else None,
        "commands": list(dict.fromkeys(_last_commands(runs))),
        "engines": _versions(results),
        "building": _building(results["build"], meta),
        "agreement": agreement,
        "agrees_with": results.get("check", {}).get("ref"),
        "queries": {name: _timed(timed, name, agreement.get(name, {})) for name in KIT_CLASSES},
        "left_out": {},
    }


def _last_commands(runs: list[dict[str, Any]]) -> Iterable[str]:
    """Return the commands that gave the figures: the last that built with an engine, checked, and asked."""
    last: dict[tuple[str, ...], str] = {}
    for run in runs:
        for engine in run["engines"] if run["step"] == "build" else [""]:
            what = (run["step"], *(run["options"] if engine else ()), engine)
            last.pop(what, None)  # so that the order is that of the last runs
            last[what] = run["command"]
    return last.values()


def _agreed(found: dict[str, Any]) -> dict[str, Any]:
    return {"questions": found["n"], "same": found["same"], "overlap": found["overlap"]}


def _versions(results: dict[str, Any]) -> dict[str, str]:
    versions: dict[str, str] = {}
    for engine, modes in results["build"].items():
        for built in modes.values():
            if "version" in built:
                versions[engine] = str(built["version"])
    return {engine: versions.get(engine, "not recorded") for engine in {**results["build"], **results["query"]}}


def _building(built: dict[str, Any], meta: dict[str, Any]) -> list[dict[str, Any]]:
    figures: list[dict[str, Any]] = []
    for engine, modes in built.items():
        for mode_threads, one in modes.items():
            mode, threads = mode_threads.split(".t")
            if "docs" not in one:
                continue
            seconds = one["build_s"]
            figures.append(
                {
                    "engine": engine,
                    "mode": mode,
                    "threads": int(threads),
                    "documents": one["docs"],
                    "seconds": seconds,
                    "finishing_seconds": one["optimize_s"],
                    "segments": one["segments"],
                    "processor_seconds": one["cpu_s"] + one["cpu_children_s"],
                    "documents_per_second": one["docs"] / seconds,
                    "megabytes_per_second": meta[f"bytes_{mode.lower()}"] / 1e6 / seconds,
                    "index_bytes": round(one["size_mb"] * 1e6),
                    "peak_memory_bytes": one["peak_rss_mb"] * MEBIBYTE,
                    "load": one["loadavg"],
                }
            )
    return figures


def _timed(queries: dict[str, Any], name: str, agreement: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of a class by engine; the ratio is to ours, on the same questions."""
    ours = queries.get(OURS, {}).get(name)
    figures: dict[str, Any] = {}
    for engine, classes in queries.items():
        one = classes.get(name)
        found = agreement.get(engine)
        if not one or found is None or found["same"] < found["questions"]:
            continue
        figures[engine] = {
            "questions": one["n"],
            "passes": one["passes"],
            "median": one["med"],
            "p95": one["p95"],
            "p99": one["p99"],
            "mean": one["mean"],
        }
        if engine == OURS or not ours:
            continue
        if one["n"] == ours["n"]:
            pairs = {"median": "med", "p99": "p99", "mean": "mean"}
            figures[engine].update({f"ratio_{ratio}": round(one[key] / ours[key], 3) for ratio, key in pairs.items()})
        elif ours.get("ratio_mean") == 1:  # the kit has compared with us, over the questions that both were asked
            figures[engine].update(ratio_median=round(one["ratio_med"], 3), ratio_mean=round(one["ratio_mean"], 3))
    return figures


def parsed() -> argparse.Namespace:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", required=True, help="its name, as make_corpus.py was given it")
    parser.add_argument("--steps", default=",".join(STEPS), help="some of build,check,query,save (default: all)")
    parser.add_argument("--modes", default="A,B", help="of building: A tokens, B raw text (default: A,B)")
    parser.add_argument("--engines", default=f"{PEERS},{OURS}", help="with commas")
    parser.add_argument(
        "--check-questions", type=int, default=0, help="of each class, whose hits are counted (default: all)"
    )
    parser.add_argument("--passes", type=int, default=5, help="times that each question is asked; the best counts")
    parser.add_argument(
        "--rewarm", action="store_true", help="ask every engine a hundred questions before its turn, as Lucene is"
    )
    parser.add_argument("--core", type=int, help="the core that the engines are bound to (default: the kit's)")
    parser.add_argument("--nice", type=int, help="niceness of the engines (default: the kit's)")
    parser.add_argument("--save", metavar="NAME", help="name of the file of results (default: kit-CORPUS)")
    arguments = parser.parse_args()
    unknown = set(arguments.steps.split(",")) - set(STEPS)
    if unknown:
        parser.error(f"no step {', '.join(sorted(unknown))}; there are {', '.join(STEPS)}")
    return arguments


def main() -> int:
    arguments = parsed()
    kit = Kit(arguments)
    steps = arguments.steps.split(",")
    kinds = ("--kinds", ",".join(KIT_CLASSES))
    if "build" in steps:
        for mode in arguments.modes.split(","):
            kit.run("build", "--mode", mode)
    if "check" in steps:
        engines = arguments.engines.split(",")
        reference = "lucene" if "lucene" in engines else OURS
        kit.run("check", *kinds, "--ref", reference, "--maxq", str(arguments.check_questions))
    if "query" in steps:
        kit.run("query", *kinds, "--ref", OURS, "--passes", str(arguments.passes))
    if "save" in steps:
        path = records.write(arguments.save or f"kit-{arguments.corpus}", record(kit.results(), kit.meta(), kit.runs()))
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
