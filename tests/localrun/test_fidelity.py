from __future__ import annotations

from dataclasses import replace

from tests.localrun.fake import FIDELITY
from tests.localrun.planning import plans

from wflint.localrun.fidelity import differences

TEXT = """\
version: 2.1
jobs:
  a:
    docker: [{image: cimg/node:20}, {image: postgres}]
    resource_class: large
    steps: [setup_remote_docker]
  b: {docker: [{image: cimg/go:1}], steps: [run: x]}
workflows: {w: {jobs: [a: {context: [aws, npm]}, b]}}
"""


def test_a_container_that_is_like_circleci_differs_in_what_was_skipped_only() -> None:
    (plan,) = plans(TEXT)

    assert differences(plan, {"a": FIDELITY}, {"aws"}) == (
        "`setup_remote_docker` is skipped in `a`: there is no remote Docker engine here",
        "context `npm` is empty: give its variables with `--context NAME=FILE`",
        "resource classes do not count: jobs have all of this machine",
    )


def test_everything_a_backend_cannot_do_is_named() -> None:
    (plan,) = plans(TEXT)
    host = replace(
        FIDELITY, exact_paths=False, own_processes=False, own_network=False, uses_image=False, writable_system=False,
        notes=("more",),
    )  # fmt: skip

    assert differences(plan, {"a": host, "b": host}, {"aws", "npm"})[:7] == (
        "images `cimg/node:20`, `cimg/go:1` are not used: jobs run with this machine's programs",
        "image `postgres` is not started: only containers have services",
        "absolute paths are those of this machine",
        "processes that a job leaves behind may survive it",
        "all jobs share this machine's network, so two that listen on one port get in each other's way",
        "the system's directories are read-only: nothing can be installed into them",
        "more",
    )


def test_jobs_that_did_not_run_do_not_count() -> None:
    (plan,) = plans(TEXT)

    assert differences(plan, {"b": FIDELITY}, ()) == ()
