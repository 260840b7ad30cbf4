"""`python -m bench.localrun`: what a local run costs beyond the commands themselves, for each job and each step.

The time of whole processes that run one job, many jobs one after the other, and many steps; the slopes are the costs.
Budget on bubblewrap: 60 ms a job, 15 ms a step.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.processes import measure, program

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

JOBS = 20
STEPS = 50
JOB_BUDGET, STEP_BUDGET = 60.0, 15.0

_WORDS = {
    "one": "whole run of one job",
    "job": "every further job",
    "step": "every further step",
    "bash": "bash itself",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 2 if the surroundings would falsify the numbers."""
    parser = argparse.ArgumentParser(prog="python -m bench.localrun", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="how often each command runs (default: %(default)s)")
    parser.add_argument("--isolation", default="bubblewrap", help="the backend (default: %(default)s)")
    options = parser.parse_args(arguments)
    wflint = program("wflint")
    if os.environ.get("PYTHONDONTWRITEBYTECODE") or wflint is None:
        print("bench: unset PYTHONDONTWRITEBYTECODE, and install the console script `wflint`", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as directory:
        commands = _commands(Path(directory), str(wflint), options.isolation)
        found = measure(commands, options.rounds)
    print(f"{options.isolation}: medians of {options.rounds} rounds, load {os.getloadavg()[0]:.1f}")
    print(f"{'':22}{'milliseconds':>14}{'of processor':>14}{'budget':>10}")
    for name, budget in (("one", None), ("job", JOB_BUDGET), ("step", STEP_BUDGET), ("bash", None)):
        wall = _cost(name, {each: summary.median for each, summary in found.items()})
        processor = _cost(name, {each: summary.processor for each, summary in found.items()})
        print(f"{_WORDS[name]:22}{wall:14.1f}{processor:14.1f}{'' if budget is None else f'{budget:10.0f}'}")
    return 0


def _cost(name: str, times: Mapping[str, float]) -> float:
    """The milliseconds of a further job or step without the command itself, or of a whole process."""
    step = (times["steps"] - times["one"]) / STEPS - times["bash"]
    if name == "step":
        return step
    return (times["jobs"] - times["one"]) / JOBS - step - times["bash"] if name == "job" else times[name]


def _commands(directory: Path, wflint: str, isolation: str) -> dict[str, list[str]]:
    script = directory / "script.sh"
    script.write_text("true\n")
    commands = {"bash": ["/bin/bash", "-eo", "pipefail", str(script)]}
    for name, jobs, steps in (("one", 1, 1), ("jobs", 1 + JOBS, 1), ("steps", 1, 1 + STEPS)):
        path = directory / f"{name}.yml"
        path.write_text(_config(jobs, steps))
        options = ["-q", "-j", "1", "--isolation", isolation, "--state-dir", str(directory / "state")]
        commands[name] = [wflint, "run", str(path), *options]
    return commands


def _config(jobs: int, steps: int) -> str:
    """Jobs one after the other, each of so many steps that do nothing."""
    lines = ["version: 2.1", "jobs:"]
    lines += [f"  j{job}: {{machine: true, steps: [{', '.join(['run: true'] * steps)}]}}" for job in range(jobs)]
    lines += ["workflows:", "  main:", "    jobs:", "      - j0"]
    lines += [f"      - j{job}: {{requires: [j{job - 1}]}}" for job in range(1, jobs)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
