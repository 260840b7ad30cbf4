from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from wflint.analysis import Analysis
from wflint.pipeline.slips import is_near
from wflint.pipeline.workspace_conflicts import conflicts_of
from wflint.pipeline.workspaces import jobs_after
from wflint.source import Source

if TYPE_CHECKING:
    from wflint.pipeline.workspaces import WorkflowWorkspaces

JOB = re.compile(r"(?P<name>\w+)(?:\{(?P<paths>[^}]*)\})?(?P<attaches>!)?(?:\((?P<requires>[^)]*)\))?")


def config(graph: str) -> str:
    """A config of one workflow from `a{f} b!(a)`: `{}` are persisted paths, `!` attaches, `()` requires."""
    jobs = [match.groupdict() for match in JOB.finditer(graph)]
    lines = ["version: 2.1", "jobs:"]
    for job in jobs:
        steps = ["run: make"]
        if job["paths"]:
            steps.append(f"persist_to_workspace: {{root: ., paths: [{job['paths']}]}}")
        if job["attaches"]:
            steps.insert(0, "attach_workspace: {at: .}")
        lines.append(
            f"  {job['name']}: {{docker: [{{image: x}}], steps: [{', '.join(f'{{{step}}}' for step in steps)}]}}"
        )
    lines += ["workflows:", "  w:", "    jobs:"]
    lines += [f"      - {job['name']}: {{requires: [{job['requires'] or ''}]}}" for job in jobs]
    return "\n".join(lines)


def workspace(text: str) -> WorkflowWorkspaces:
    return Analysis(Source(text)).workspaces.workflows[0]


def layers(workflow: WorkflowWorkspaces, name: str) -> list[str]:
    """The jobs whose layers a job sees."""
    position = [job.job.name for job in workflow.jobs].index(name)
    return [job.job.name for job in workflow.members(workflow.before[position]) if job.persists]


@pytest.mark.parametrize(
    ("graph", "reader", "expected"),
    [
        ("a{f} b!(a)", "b", ["a"]),
        ("a{f} b!", "b", []),
        ("a{f} b(a) c!(b)", "c", ["a"]),
        ("a{f} b{f}(a) c!(b)", "c", ["a", "b"]),
        ("a{f} b{f} c!(a, b)", "c", ["a", "b"]),
        ("a{f} b{g}!(a)", "b", ["a"]),
        ("a!(b) b{f}", "a", ["b"]),
    ],
)
def test_a_job_sees_the_layers_of_all_jobs_before_it(graph: str, reader: str, expected: list[str]) -> None:
    assert layers(workspace(config(graph)), reader) == expected


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        ("a{f.txt} b{f.txt} c!(a, b)", [("b", "a", "c", True)]),
        ("a{f.txt} b{f.txt} c(a, b) d!(c)", [("b", "a", "d", True)]),
        ("a{d} b{d/x} c!(a, b)", [("b", "a", "c", False)]),
        ("a{d/*} b{d/x.txt} c!(a, b)", [("b", "a", "c", False)]),
        ("a{'*.txt'} b{x.txt} c!(a, b)", [("b", "a", "c", False)]),
        ("a{.} b{x.txt} c!(a, b)", [("b", "a", "c", False)]),
        ("a{f.txt} b{f.txt}(a) c{f.txt}(a) d!(b, c)", [("c", "b", "d", True)]),
        ("a{d/x} b{d/y} c!(a, b)", []),
        ("a{f.txt} b{f.txt}(a) c!(b)", []),
        ("a{f.txt} b{f.txt} c!(a) d!(b)", []),
        ("a{f.txt} b{f.txt} c(a, b)", []),
        ("a{f.txt, f.txt} b!(a)", []),
    ],
)
def test_unordered_jobs_clash_where_somebody_attaches_both(
    graph: str, expected: list[tuple[str, str, str, bool]]
) -> None:
    found = [
        (conflict.writer.job.job.name, conflict.other.job.job.name, conflict.reader.job.name, conflict.is_same_file)
        for conflict in conflicts_of(workspace(config(graph)))
    ]

    assert found == expected


def test_a_path_that_both_scripts_write_is_a_file_whatever_its_name() -> None:
    text = config("a{out} b{out} c!(a, b)").replace("run: make", "run: 'make > out'")

    assert [conflict.is_same_file for conflict in conflicts_of(workspace(text))] == [True]


def test_layers_come_through_approvals() -> None:
    text = config("a{f} b!(hold)") + "\n      - hold: {type: approval, requires: [a]}"

    assert layers(workspace(text), "b") == ["a"]


def test_instances_of_a_matrix_have_layers_of_their_own() -> None:
    text = """
version: 2.1
jobs:
  a:
    parameters: {n: {type: string}}
    docker: [{image: x}]
    steps: [{persist_to_workspace: {root: ., paths: [f.txt]}}]
  b: {docker: [{image: x}], steps: [{attach_workspace: {at: .}}]}
workflows: {w: {jobs: [{a: {matrix: {parameters: {n: [x, y]}}}}, {b: {requires: [a]}}]}}
"""
    workflow = workspace(text)

    assert layers(workflow, "b") == ["a-x", "a-y"]
    assert [conflict.reader.job.name for conflict in conflicts_of(workflow)] == ["b"]


@pytest.mark.parametrize(
    ("directory", "root", "expected"),
    [
        ("/tmp", "workspace", "/tmp/workspace"),
        ("/tmp", "/tmp/workspace", "/tmp/workspace"),
        ("~/repo", ".", "~/repo"),
        ("~/repo", "~/", "~"),
        ("~/repo", "../other", "~/other"),
        ("~/repo", "$HOME/x", None),
        ("$X", ".", None),
    ],
)
def test_a_root_is_resolved_against_the_working_directory(directory: str, root: str, expected: str | None) -> None:
    text = (
        config("a{f}")
        .replace("docker", f'working_directory: "{directory}", docker')
        .replace("root: .", f"root: {root}")
    )

    assert workspace(text).jobs[0].persists[0].directory == expected


@pytest.mark.parametrize(
    "entries",
    [
        "[a: {serial-group: k}, a-lock, b: {requires: [a]}]",
        "[a: {matrix: {parameters: {n: ['2']}}}, a, a: {filters: {branches: {only: x}}}, b: {requires: [a-2]}]",
    ],
    ids=["added node", "numbered job"],
)
def test_a_job_may_have_the_name_of_another(entries: str) -> None:
    text = (
        "version: 2.1\njobs:\n"
        "  a: &a {parameters: {n: {type: string, default: x}}, machine: true,"
        " steps: [persist_to_workspace: {root: ., paths: [f]}]}\n"
        "  a-lock: *a\n  b: {machine: true, steps: [attach_workspace: {at: .}]}\n"
        f"workflows: {{w: {{jobs: {entries}}}}}\n"
    )

    found = workspace(text)

    assert len(found.before) == len(jobs_after(found)) == len(found.jobs)
    assert len({job.job.name for job in found.jobs}) < len(found.jobs)
    assert "a" in {job.job.job for job in found.members(found.before[-1])}


def test_a_step_of_an_orb_that_is_not_at_hand_makes_the_job_opaque() -> None:
    text = (
        config("a").replace("run: make", "node/install: {}").replace("jobs:", "orbs: {node: circleci/node@5}\njobs:", 1)
    )

    assert workspace(text).jobs[0].is_opaque


def test_a_step_inside_a_command_counts() -> None:
    text = """
version: 2.1
commands:
  keep: {parameters: {path: {type: string}}, steps: [{persist_to_workspace: {root: ., paths: [<< parameters.path >>]}}]}
jobs: {a: {docker: [{image: x}], steps: [{keep: {path: out}}]}}
workflows: {w: {jobs: [a]}}
"""
    (persist,) = workspace(text).jobs[0].persists

    assert [path.pattern for path in persist.paths] == ["out"]


def test_a_step_under_an_undecided_condition_is_not_sure() -> None:
    text = """
version: 2.1
parameters: {keep: {type: boolean, default: true}}
jobs:
  a:
    docker: [{image: x}]
    steps:
      - when:
          condition: << pipeline.parameters.keep >>
          steps: [{persist_to_workspace: {root: ., paths: [out]}}]
workflows: {w: {jobs: [a]}}
"""
    assert [persist.is_sure for persist in workspace(text).jobs[0].persists] == [False]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("echo-output", "echo-ouput", True),
        ("workspace/out.txt", "workspcae/out.txt", True),
        ("report.xml", "reports.xml", True),
        ("out", "put/out", False),
        ("a/b", "b/a", False),
        ("app-1.js", "app-2.js", False),
        ("main.js", "main.ts", False),
        ("out.txt", "out.txt", False),
        ("x", "y", False),
    ],
)
def test_near_names_differ_by_a_slip_in_one_part(one: str, other: str, expected: bool) -> None:
    assert is_near(one, other) is expected
    assert is_near(other, one) is expected
