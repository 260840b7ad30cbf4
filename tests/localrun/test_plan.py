from __future__ import annotations

import pytest
from tests.localrun.planning import one_job, plans, steps, workflow

from wflint.errors import UsageError
from wflint.localrun.operations import (
    AttachWorkspace,
    Checkout,
    PersistToWorkspace,
    RestoreCache,
    Run,
    SaveCache,
    Service,
    StoreArtifacts,
    StoreTestResults,
    Unsupported,
)
from wflint.pipeline.events import Event

WITH_STEP = """\
version: 2.1
orbs: {{node: circleci/node@5}}
jobs:
  a: {{machine: true, steps: [{step}]}}
  b: {{machine: true, steps: [checkout]}}
workflows: {{w: {{jobs: [a, b]}}}}
"""


def run(text: str, extra: str = "") -> Run:
    """The only operation of a job, which is a `run`."""
    (operation,) = steps(f"[{text}]", extra)
    assert isinstance(operation, Run)
    return operation


def test_a_run_step_has_its_script_directory_and_place() -> None:
    operation = run("run: make all")

    assert (operation.name, operation.command, operation.directory) == ("make all", "make all", "~/project")
    assert (operation.place.path, operation.place.line, operation.place.column) == ("config.yml", 6, 13)


@pytest.mark.parametrize(
    ("body", "field", "value"),
    [
        ("command: x", "shell", None),
        ("command: x, shell: sh", "shell", "sh"),
        ("command: x, name: Test it", "name", "Test it"),
        ("command: x, background: true", "background", True),
        ("command: x, no_output_timeout: 1.5h", "no_output_timeout", 5400.0),
        ("command: x, no_output_timeout: 1m30s", "no_output_timeout", 90.0),
        ("command: x", "no_output_timeout", 600.0),
        ("command: x, max_auto_reruns: 3, auto_rerun_delay: 10m", "reruns", 3),
        ("command: x, max_auto_reruns: 3, auto_rerun_delay: 10m", "rerun_delay", 600.0),
        ("command: x, when: on_fail", "when", "on_fail"),
        ("command: x, working_directory: sub/../lib", "directory", "~/project/lib"),
        ("command: x, working_directory: /srv", "directory", "/srv"),
        ("command: x, working_directory: ~/x", "directory", "~/x"),
        ("command: x, working_directory: $HOME", "directory", "~/project/$HOME"),
    ],
)
def test_a_run_step_has_what_its_keys_say(body: str, field: str, value: object) -> None:
    assert getattr(run(f"run: {{{body}}}"), field) == value


def test_a_step_has_the_shell_of_its_job() -> None:
    assert run("run: x", "shell: bash -e").shell == "bash -e"
    assert run("run: {command: x, shell: sh}", "shell: bash -e").shell == "sh"


def test_a_job_has_the_shell_and_directory_of_its_executor() -> None:
    text = """\
version: 2.1
executors: {e: {machine: true, shell: bash -x, working_directory: /srv}}
jobs: {a: {executor: e, steps: [run: x]}}
workflows: {w: {jobs: [a]}}
"""
    node = plans(text)[0].jobs[0].nodes[0]
    (operation,) = node.operations

    assert isinstance(operation, Run)
    assert (operation.shell, operation.directory, node.working_directory) == ("bash -x", "/srv", "/srv")


def test_macos_has_a_login_shell() -> None:
    job = one_job('    macos: {xcode: "16.0"}\n    steps: [run: x]')

    assert job.image == "Xcode 16.0"
    assert getattr(job.nodes[0].operations[0], "shell", None) == "/bin/bash --login -eo pipefail"


def test_paths_of_steps_count_from_the_working_directory() -> None:
    found = steps(
        "[checkout, {persist_to_workspace: {root: out, paths: [a, b]}}, {attach_workspace: {at: .}},"
        " {save_cache: {key: k, paths: [~/.npm, lib]}}, {restore_cache: {key: k, keys: [l, m]}},"
        " {store_artifacts: {path: shots, destination: d}}, {store_test_results: {path: /r}}]",
        "working_directory: ~/w",
    )
    checkout, persist, attach, save, restore, artifacts, results = found

    assert isinstance(checkout, Checkout)
    assert checkout.path == "~/w"
    assert isinstance(persist, PersistToWorkspace)
    assert (persist.root, persist.paths) == ("~/w/out", ("a", "b"))
    assert isinstance(attach, AttachWorkspace)
    assert attach.directory == "~/w"
    assert isinstance(save, SaveCache)
    assert (save.key, save.paths, save.directory) == ("k", ("~/.npm", "~/w/lib"), "~/w")
    assert isinstance(restore, RestoreCache)
    assert restore.keys == ("k", "l", "m")
    assert isinstance(artifacts, StoreArtifacts)
    assert (artifacts.path, artifacts.destination, artifacts.when) == ("~/w/shots", "d", "always")
    assert isinstance(results, StoreTestResults)
    assert (results.path, results.when) == ("/r", "always")


def test_a_relative_working_directory_counts_from_home() -> None:
    assert one_job("    machine: true\n    working_directory: w\n    steps: []").nodes[0].working_directory == "~/w"


def test_steps_that_only_circleci_can_do_are_named() -> None:
    (operation,) = steps("[setup_remote_docker]")

    assert isinstance(operation, Unsupported)
    assert (operation.kind, operation.reason) == ("setup_remote_docker", "there is no remote Docker engine here")


def test_secondary_containers_are_services() -> None:
    job = one_job(
        "    docker:\n      - image: cimg/base:1\n"
        "      - {image: redis, name: cache, command: [redis, -x], user: me, environment: {A: 1}}\n    steps: []"
    )

    assert (job.executor, job.image) == ("docker", "cimg/base:1")
    assert [(each.image, each.name, each.command, each.entrypoint, each.user) for each in job.services] == [
        ("redis", "cache", ("redis", "-x"), None, "me")
    ]
    assert isinstance(job.services[0], Service)
    assert [(each.name, each.value) for each in job.services[0].environment] == [("A", "1")]


def test_every_node_of_a_parallel_job_is_planned() -> None:
    job = one_job("    machine: true\n    parallelism: 3\n    steps: [run: x]")

    assert [(node.index, node.total, len(node.operations)) for node in job.nodes] == [(0, 3, 1), (1, 3, 1), (2, 3, 1)]


def test_a_deploy_step_runs_on_the_first_node_only() -> None:
    job = one_job("    machine: true\n    parallelism: 2\n    steps: [{run: x}, {deploy: {command: y}}]")

    assert [len(node.operations) for node in job.nodes] == [2, 1]


def test_a_slip_does_not_start_thousands_of_nodes() -> None:
    with pytest.raises(UsageError, match=r"job `build` has 9999 nodes \(config.yml:7:24\); here are at most 256"):
        one_job("    machine: true\n    parallelism: 9999\n    steps: [run: x]")


def test_jobs_need_others_with_statuses() -> None:
    plan = workflow("[a, b: {requires: [a]}, c: {requires: [{a: failed}, {b: terminal}]}]")

    assert [(need.job, len(need.statuses)) for job in plan.jobs for need in job.needs] == [("a", 1), ("a", 1), ("b", 5)]


def test_a_job_that_waits_for_a_failure_is_planned() -> None:
    assert [job.name for job in workflow("[a, b: {requires: [a: failed]}]").jobs] == ["a", "b"]


def test_jobs_that_filters_leave_out_are_not_planned_and_not_needed() -> None:
    plan = workflow(
        "[a: {filters: {branches: {only: x}}}, b, c: {requires: [a, b]}, d: {requires: [a]}]", jobs="a b c d"
    )

    assert {job.name: [need.job for need in job.needs] for job in plan.jobs} == {"b": [], "c": ["b"]}


def test_approvals_and_locks_run_no_steps() -> None:
    plan = workflow("[hold: {type: approval}, a: {requires: [hold], serial-group: acme/a}]")

    assert [(job.name, job.type, len(job.nodes), job.serial_group) for job in plan.jobs] == [
        ("hold", "approval", 0, None),
        ("a-lock", "lock", 0, "acme/a"),
        ("a", "build", 1, "acme/a"),
        ("a-unlock", "unlock", 0, "acme/a"),
    ]


def test_automatic_reruns_of_a_workflow_are_planned() -> None:
    text = "version: 2.1\njobs: {a: {machine: true, steps: []}}\nworkflows: {w: {max_auto_reruns: 2, jobs: [a]}}"

    assert plans(text)[0].max_auto_reruns == 2


def test_a_job_of_an_orb_that_is_not_at_hand_is_refused() -> None:
    message = r"job `a` needs `circleci/node@5`, which is not at hand; `wflint orb pull circleci/node@5`"
    with pytest.raises(UsageError, match=message):
        plans(WITH_STEP.format(step="node/install"))


def test_an_orb_that_only_other_jobs_need_does_not_matter() -> None:
    assert [job.name for job in plans(WITH_STEP.format(step="node/install"), jobs=["b"])[0].jobs] == ["b"]


def test_an_unknown_pipeline_value_is_refused_by_name() -> None:
    message = (
        r"job `a` depends on `pipeline.git.commit.subject`, which is not known here \(config.yml:4:35\);"
        r" give it with `--value pipeline.git.commit.subject=…`"
    )
    with pytest.raises(UsageError, match=message):
        plans(WITH_STEP.format(step='run: "echo << pipeline.git.commit.subject >>"'))


def test_a_step_whose_condition_is_unknown_is_refused() -> None:
    step = "when: {condition: << pipeline.git.branch.is_default >>, steps: [run: x]}"
    with pytest.raises(UsageError, match=r"job `a` depends on `pipeline.git.branch.is_default`"):
        plans(WITH_STEP.format(step=step))


def test_a_workflow_whose_condition_is_unknown_is_refused() -> None:
    text = WITH_STEP.format(step="checkout").replace(
        "jobs: [a, b]", "when: << pipeline.git.branch.is_default >>, jobs: [a]"
    )
    with pytest.raises(UsageError, match="whether workflow `w` runs is not known here: its `when` depends on"):
        plans(text)


def test_values_of_the_repository_are_known() -> None:
    operation = plans(WITH_STEP.format(step='run: "<< pipeline.git.revision >> << pipeline.number >>"'))[0]

    assert getattr(operation.jobs[0].nodes[0].operations[0], "command", None) == "c0ffee 1"


def test_a_tag_starts_only_jobs_with_tag_filters() -> None:
    plan = workflow("[a, b: {filters: {tags: {only: /v.*/}}}]", event=Event("push", tag="v1"))

    assert [job.name for job in plan.jobs] == ["b"]


def test_planning_twice_gives_the_same() -> None:
    assert workflow("[a, b: {requires: [a]}]") == workflow("[a, b: {requires: [a]}]")
