"""The examples of the document the project began with: as published, repaired by us, and completed by us."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Wflint

FIXTURES = Path(__file__).parents[2] / "fixtures"
EXAMPLES = ("branch-level", "fan-out-fan-in", "parallel", "sequential", "workspace")


class Found(NamedTuple):
    """A diagnostic by its first line and rule."""

    line: int
    rule: str


NBSP = {
    "branch-level": [2],
    "fan-out-fan-in": [2],
    "parallel": [],
    "sequential": [2],
    "workspace": [2, 8, 14, 19, 25, 33, 35],
}

DESERVED = {
    "branch-level": [(1, "missing-key"), (5, "unknown-job"), (9, "unknown-job"), (13, "unknown-job")],
    "fan-out-fan-in": [
        (1, "missing-key"),
        *((line, "unknown-job") for line in (5, 6, 9, 12, 15, 18)),
    ],
    "parallel": [(6, "invalid-image"), (9, "missing-key"), (12, "missing-key"), (15, "missing-key")],
    "sequential": [(1, "missing-key"), *((line, "unknown-job") for line in (5, 6, 9, 12))],
    "workspace": [],
}

WAVES = {
    "fan-out-fan-in": [
        ["build"],
        ["acceptance_test_1", "acceptance_test_2", "acceptance_test_3", "acceptance_test_4"],
        ["deploy"],
    ],
    "parallel": [["build", "test1", "test2", "test3"]],
    "sequential": [["build"], ["test1"], ["test2"], ["deploy"]],
    "workspace": [["flow"], ["downstream"]],
}


def found(output: str) -> list[Found]:
    return [Found(entry["line"], entry["rule"]) for entry in json.loads(output)["diagnostics"]]


def place(repository: Path, directory: str, example: str) -> Path:
    path = repository / ".circleci" / "config.yml"
    path.write_bytes((FIXTURES / directory / f"{example}.yml").read_bytes())
    return path


@pytest.mark.parametrize("example", EXAMPLES)
def test_as_published_only_the_no_break_spaces_are_reported(wflint: Wflint, repository: Path, example: str) -> None:
    place(repository, "seed", example)
    expected = [Found(line, "nbsp-indentation") for line in NBSP[example]] or [
        Found(*pair) for pair in DESERVED[example]
    ]

    assert found(wflint("check", "--format", "json").out) == expected


@pytest.mark.parametrize("example", EXAMPLES)
def test_repaired_by_fix_it_gets_what_it_deserves(wflint: Wflint, repository: Path, example: str) -> None:
    path = place(repository, "seed", example)
    wflint("check", "--fix")

    assert "\u00a0" not in path.read_text()
    assert found(wflint("check", "--format", "json").out) == [Found(*pair) for pair in DESERVED[example]]


@pytest.mark.parametrize("example", EXAMPLES)
def test_completed_it_is_clean_down_to_notes(wflint: Wflint, repository: Path, example: str) -> None:
    place(repository, "seed-completed", example)

    assert wflint("check", "--min-severity", "info") == (0, "No problems in 1 file.\n", "")


@pytest.mark.parametrize("example", WAVES)
def test_completed_its_jobs_start_in_the_documented_order(wflint: Wflint, repository: Path, example: str) -> None:
    place(repository, "seed-completed", example)
    (workflow,) = json.loads(wflint("simulate", "--branch", "main", "--format", "json").out)["workflows"]
    waves: list[list[str]] = [[] for _ in WAVES[example]]
    for job in workflow["jobs"]:
        waves[job["rank"]].append(job["name"])

    assert waves == WAVES[example]


@pytest.mark.parametrize(
    ("branch", "job"), [("dev", "test_dev"), ("stage", "test_stage"), ("pre-prod", "test_pre-prod")]
)
def test_each_branch_runs_its_own_job_only(wflint: Wflint, repository: Path, branch: str, job: str) -> None:
    place(repository, "seed-completed", "branch-level")
    (workflow,) = json.loads(wflint("simulate", "--branch", branch, "--format", "json").out)["workflows"]

    assert [entry["name"] for entry in workflow["jobs"] if entry["runs"] == "yes"] == [job]


def test_after_a_failure_of_test2_only_it_and_deploy_run_again(wflint: Wflint, repository: Path) -> None:
    place(repository, "seed-completed", "sequential")
    outcome = wflint("simulate", "--branch", "main", "--fail", "test2", "--rerun-from-failed", "--format", "json")
    (rerun,) = json.loads(outcome.out)["rerun"]

    assert {job["name"]: job["repeat"] for job in rerun["jobs"]} == {
        "build": "reused",
        "test1": "reused",
        "test2": "again",
        "deploy": "again",
    }


@pytest.mark.parametrize("example", EXAMPLES)
def test_completed_it_is_drawn_with_a_node_a_job(wflint: Wflint, repository: Path, example: str) -> None:
    config = place(repository, "seed-completed", example)
    outcome = wflint("graph", str(config))
    (workflow,) = json.loads(wflint("graph", str(config), "--format", "json").out)["workflows"]

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.count('class="node ') == len(workflow["nodes"])
    assert outcome.out.count('class="edge') == len(workflow["edges"])
