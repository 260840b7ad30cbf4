"""`python -m bench`: check, graph and start-up against bare Python and peers, in one run.

Whole processes from the installed console scripts, medians of many interleaved rounds.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from bench.inputs import config
from bench.processes import measure, program

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.processes import Summary

BARE = "python -c pass"
SIZES = (300, 2_000, 10_000)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 2 if the surroundings would falsify the numbers."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="how often each command runs (default: %(default)s)")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="lines of the inputs (default: %(default)s)")
    parser.add_argument("--only", default="", help="only commands whose name holds this text")
    options = parser.parse_args(arguments)
    if os.environ.get("PYTHONDONTWRITEBYTECODE"):
        print(
            "bench: PYTHONDONTWRITEBYTECODE is set, so every start would compile all modules; unset it", file=sys.stderr
        )
        return 2
    if program("wflint") is None:
        print("bench: the console script `wflint` is not installed", file=sys.stderr)
        return 2
    sizes = [int(size) for size in options.sizes.split(",")]
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, medians of {options.rounds} rounds")
    with tempfile.TemporaryDirectory() as directory:
        results = _measure(Path(directory), sizes, options.rounds, options.only)
    _print_processes(results, sizes)
    _print_stages(sizes, max(3, options.rounds // 3))
    return 0


def _measure(directory: Path, sizes: Sequence[int], rounds: int, only: str) -> dict[int, dict[str, Summary]]:
    results = {}
    for size in sizes:
        path = directory / str(size) / ".circleci" / "config.yml"
        path.parent.mkdir(parents=True)
        path.write_text(config(size))
        commands = {name: line for name, line in _commands(path).items() if only in name or name == BARE}
        results[size] = measure(commands, rounds)
    return results


def _commands(path: Path) -> dict[str, list[str]]:
    wflint = str(program("wflint"))
    commands = {
        BARE: [sys.executable, "-c", "pass"],
        "wflint --version": [wflint, "--version"],
        "wflint check": [wflint, "check", str(path)],
        "wflint process": [wflint, "process", str(path)],
        "wflint graph": [wflint, "graph", str(path), "-o", str(path.with_suffix(".svg"))],
        "wflint graph (dot)": [wflint, "graph", str(path), "-o", str(path.with_suffix(".dot"))],
    }
    yamllint, check_jsonschema = program("yamllint"), program("check-jsonschema")
    if yamllint is not None:
        commands["yamllint"] = [yamllint, "-d", "default", str(path)]
    if check_jsonschema is not None:
        commands["check-jsonschema"] = [check_jsonschema, "--builtin-schema", "vendor.circle-ci", str(path)]
    return commands


def _print_processes(results: Mapping[int, Mapping[str, Summary]], sizes: Sequence[int]) -> None:
    print("\nWhole process: milliseconds (above bare Python), processor time, megabytes; growth of the time above")
    names = list(next(iter(results.values())))
    print(f"{'':22}" + "".join(f"{f'{size:,} lines':>31}" for size in sizes) + f"{'growth':>16}")
    for name in names:
        line = f"{name:22}"
        above = []
        for size in sizes:
            summary, bare = results[size][name], results[size][BARE]
            above.append(summary.median - bare.median)
            line += f"{summary.median:8.0f} ({above[-1]:+5.0f}) {summary.processor:6.0f} {summary.megabytes:4.0f} MB"
        growth = " ".join(f"{later / earlier:5.1f}x" for earlier, later in pairwise(above) if earlier > 0)
        print(line + f"{growth if name != BARE else '':>16}")


def _print_stages(sizes: Sequence[int], rounds: int) -> None:
    # Imported late: a process that is started is charged with the memory of the one that starts it.
    from bench.stages import STAGES, stage_times

    print("\nInside one process: processor milliseconds of each stage")
    texts = {size: config(size) for size in sizes}
    times = {size: stage_times(text, rounds) for size, text in texts.items()}
    print(f"{'':22}" + "".join(f"{f'{texts[size].count(chr(10)):,} lines':>16}" for size in sizes) + f"{'growth':>16}")
    for stage in (*STAGES, "total"):
        found = [sum(times[size].values()) if stage == "total" else times[size][stage] for size in sizes]
        growth = " ".join(f"{later / earlier:5.1f}x" for earlier, later in pairwise(found) if earlier > 0)
        print(f"{stage:22}" + "".join(f"{milliseconds:16.1f}" for milliseconds in found) + f"{growth:>16}")


if __name__ == "__main__":
    raise SystemExit(main())
