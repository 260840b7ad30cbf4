"""Which kind of file a path and a text make."""

from __future__ import annotations

import pytest

from wflint.model.kinds import file_kind
from wflint.source import Source
from wflint.syntax.parsing import parse

JOBS = "jobs: {a: {docker: [{image: 'a:1'}], steps: [checkout]}}\n"
CONFIG = f"version: 2.1\n{JOBS}workflows: {{w: {{jobs: [a]}}}}\n"

CASES = [
    (".circleci/config.yml", "", "config"),
    (".circleci/config.yml", "- a\n", "config"),
    (".circleci/config.yml", "services: {}\n", "config"),
    (".circleci/config.yaml", f"setup: true\n{CONFIG}", "setup"),
    (".circleci\\config.yml", f"setup: false\n{CONFIG}", "config"),
    (".circleci/continue.yml", CONFIG, "continuation"),
    (".circleci/setup.yml", f"setup: true\n{CONFIG}", "setup"),
    (".circleci/workflows/a.yml", "workflows: {w: {jobs: [a]}}\n", "part"),
    (".circleci/jobs/a.yml", "steps: [checkout]\n", "part"),
    ("<stdin>", "jobs: {}\n", "config"),
    ("-", "", "config"),
    ("configs/main.yml", CONFIG, "config"),
    ("configs/forgot-version.yml", JOBS, "config"),
    ("configs/forgot-version.yml", f"workflows: {{w: {{jobs: [a]}}}}\n{JOBS}", "config"),
    ("configs/workflows.yml", "workflows: {w: {jobs: [a]}}\n", "part"),
    ("configs/workflows.yml", "version: 2.1\nworkflows: {w: {jobs: [a]}}\n", "part"),
    ("configs/orbs-only.yml", "version: 2.1\norbs: {n: a/n@1}\nworkflows: {w: {jobs: [n/test]}}\n", "config"),
    ("notes.yml", "workflows: {review: {steps: [read]}}\n", "other"),
    (".circleci/workflows.yml", "version: 2.1\nworkflows: {w: {jobs: [a]}}\n", "part"),
    (".circleci/config.yml", "version: 2.1\nworkflows: {w: {jobs: [a]}}\n", "config"),
    (".circleci/config.yaml", "workflows: {w: {jobs: [a]}}\n", "config"),
    ("<stdin>", "workflows: {w: {jobs: [a]}}\n", "config"),
    ("src/@orb.yml", "version: 2.1\ndescription: a\n", "part"),
    ("src/jobs/a.yml", "docker: [{image: 'a:1'}]\nsteps: []\n", "part"),
    ("src/commands/a.yml", "steps: []\n", "part"),
    ("src/jobs/whole.yml", CONFIG, "config"),
    ("orb.yml", f"version: 2.1\n{JOBS}", "orb"),
    ("orb.yml", "description: a\n", "orb"),
    ("hello.yml", "version: 2.1\ncommands: {a: {steps: []}}\n", "orb"),
    ("hello.yml", f"version: 2.1\ndescription: a\n{JOBS}", "orb"),
    (".circleci/packed.yml", f"version: 2.1\ndisplay: {{}}\n{JOBS}", "orb"),
    ("docker-compose.yml", "version: '2.1'\nservices: {db: {image: a}}\n", "other"),
    (".github/workflows/ci.yml", "on: push\njobs: {a: {runs-on: x, steps: []}}\n", "other"),
    ("pod.yml", "apiVersion: v1\nkind: Pod\n", "other"),
    ("azure.yml", "jobs: [{job: a, steps: []}]\n", "other"),
    ("notes.yml", "a: 1\n", "other"),
    ("list.yml", "- a\n", "other"),
    ("empty.yml", "", "other"),
    ("notes.yml", "# wflint: kind=config\na: 1\n", "config"),
    (".circleci/config.yml", f"# wflint: kind=part\n{JOBS}", "part"),
    ("notes.yml", "# wflint: kind=nothing\na: 1\n", "other"),
]


@pytest.mark.parametrize(("path", "text", "kind"), CASES)
def test_a_path_and_a_text_make_a_kind(path: str, text: str, kind: str) -> None:
    assert file_kind(path, parse(Source(text, path))) == kind
