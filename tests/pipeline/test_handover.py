from __future__ import annotations

import pytest

from wflint.analysis import Analysis
from wflint.pipeline.handover import unpersisted_paths, unproduced_paths
from wflint.pipeline.job_scripts import script_place
from wflint.source import Source


def producer(script: str, *, root: str = ".", path: str, first: str = "") -> Analysis:
    """A job of one script that persists a path; `first` is a step before."""
    return Analysis(
        Source(f"""
version: 2.1
jobs:
  a:
    docker: [{{image: x}}]
    steps:
      - run: true
      {first}
      - run: |
          {script}
      - persist_to_workspace: {{root: {root}, paths: ["{path}"]}}
workflows: {{w: {{jobs: [a]}}}}
""")
    )


def unproduced(analysis: Analysis) -> list[tuple[str, bool]]:
    """The path that is written instead, and whether the persisted one surely is not there."""
    job = analysis.workspaces.workflows[0].jobs[0]
    return [(found.written.path, found.is_closed) for found in unproduced_paths(job)]


@pytest.mark.parametrize(
    ("script", "root", "path", "expected"),
    [
        ("echo > echo-output", ".", "echo-ouput", [("~/project/echo-output", True)]),
        ("mkdir -p out && echo > out/report.txt", "out", "reprot.txt", [("~/project/out/report.txt", True)]),
        ("mkdir -p workspace && echo > workspace/x", "workspcae", "x", [("~/project/workspace/x", True)]),
        ("make && mkdir output", ".", "ouptut", []),
        ("make; mkdir output", ".", "ouptut", [("~/project/output", False)]),
        ("cd /tmp && echo > report.txt", "/tmp", "reprot.txt", [("/tmp/report.txt", True)]),
        ("echo > report.txt", ".", "report.txt", []),
        ("echo > report.txt", ".", "other", []),
        ("echo > report1.txt", ".", "report2.txt", []),
        ("echo > report.txt; make reports.txt", ".", "reports.txt", []),
        ("cp -r src workspace; echo > workspace/rport", "workspace", "report", []),
        ("echo > report.txt", ".", "repor?.txt", []),
        ("if x; then echo > report.txt; fi", ".", "reprot.txt", []),
    ],
)
def test_a_persisted_path_that_is_nearly_written(
    script: str, root: str, path: str, expected: list[tuple[str, bool]]
) -> None:
    assert unproduced(producer(script, root=root, path=path)) == expected


@pytest.mark.parametrize("first", ["- checkout", "- restore_cache: {key: x}", "- attach_workspace: {at: .}"])
def test_a_step_that_brings_files_may_bring_the_path(first: str) -> None:
    assert unproduced(producer("echo > output", path="ouput", first=first)) == [("~/project/output", False)]


def test_a_script_that_is_not_known_makes_everything_possible() -> None:
    first = "- run: << pipeline.git.branch >>"

    assert unproduced(producer("echo > output", path="ouput", first=first)) == []


def test_the_written_word_is_shown_where_it_stands() -> None:
    analysis = producer("mkdir d; echo > d/output", root="d", path="ouput")
    (found,) = unproduced_paths(analysis.workspaces.workflows[0].jobs[0])
    start, end = script_place(found.script, found.written).span

    assert analysis.source.text[start:end] == "d/output"


def consumer(script: str, *, root: str = ".", paths: str, at: str = "/tmp/ws", first: str = "run: true") -> Analysis:
    """Two jobs: one persists paths, the other attaches and runs a script."""
    return Analysis(
        Source(f"""
version: 2.1
jobs:
  a: {{docker: [{{image: x}}], steps: [{{run: make}}, {{persist_to_workspace: {{root: {root}, paths: [{paths}]}}}}]}}
  b:
    docker: [{{image: x}}]
    steps:
      - {first}
      - attach_workspace: {{at: {at}}}
      - run: |
          {script}
workflows: {{w: {{jobs: [a, b: {{requires: [a]}}]}}}}
""")
    )


def unpersisted(analysis: Analysis) -> list[tuple[str, str | None]]:
    """The path that is read, and the root that stands before it in vain."""
    return [(found.read.path, found.root) for found in unpersisted_paths(analysis.workspaces.workflows[0], 1)]


@pytest.mark.parametrize(
    ("script", "paths", "expected"),
    [
        ("cat /tmp/ws/echo-outptu", "echo-output", [("/tmp/ws/echo-outptu", None)]),
        ("cd /tmp/ws && ./bin/tol", "bin/tool", [("/tmp/ws/bin/tol", None)]),
        ("cat /tmp/ws/bulid/x/y", "build", [("/tmp/ws/bulid/x/y", None)]),
        ("cat /tmp/ws/echo-output", "echo-output", []),
        ("cat /tmp/ws/build/x", "build", []),
        ("ls /tmp/ws; cat /tmp/ws/outpt", "'*'", []),
        ("cat /tmp/ws/out", "out/x", []),
        ("cat /tmp/other/outptu", "output", []),
        ("echo > /tmp/ws/outptu; cat /tmp/ws/outptu", "output", []),
        ("tool /tmp/ws/outptu; cat /tmp/ws/outptu", "output", []),
        ("cat /tmp/ws/outptu /tmp/ws/output", "output", []),
        ("cat /tmp/ws/report-2.txt", "report-1.txt", []),
    ],
)
def test_a_path_that_is_nearly_what_was_persisted(
    script: str, paths: str, expected: list[tuple[str, str | None]]
) -> None:
    assert unpersisted(consumer(script, paths=paths)) == expected


@pytest.mark.parametrize(
    ("script", "paths", "expected"),
    [
        ("deploy dist/", "'*'", [("~/project/dist", "dist")]),
        ("cat dist/app.js", "app.js", [("~/project/dist/app.js", "dist")]),
        ("cat dist/app.js", "dist", []),
        ("mkdir dist; cp app.js dist/app.js", "app.js", []),
        ("cat dist/other.js", "app.js", []),
    ],
)
def test_the_name_of_the_root_is_no_part_of_the_paths(
    script: str, paths: str, expected: list[tuple[str, str | None]]
) -> None:
    assert unpersisted(consumer(script, root="dist", paths=paths, at=".")) == expected


@pytest.mark.parametrize(
    ("script", "paths", "expected"),
    [
        ("cat reprot.txt", "report.txt", []),
        ("cat build/reprot.txt", "build/report.txt", [("~/project/build/reprot.txt", None)]),
        ("cat dist/report.txt", "report.txt", []),
    ],
)
def test_a_job_with_code_of_its_own_may_read_that(
    script: str, paths: str, expected: list[tuple[str, str | None]]
) -> None:
    assert unpersisted(consumer(script, root="dist", paths=paths, at=".", first="checkout")) == expected
