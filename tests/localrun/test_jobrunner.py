from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.localrun.fake import PLACE, FakeSandbox, Ground, job, run_virtually, script, workflow

from wflint.localrun.jobrunner import run_node
from wflint.localrun.operations import (
    AttachWorkspace,
    Checkout,
    NodePlan,
    PersistToWorkspace,
    RestoreCache,
    SaveCache,
    StoreArtifacts,
    StoreTestResults,
    Unsupported,
    Variable,
)

if TYPE_CHECKING:
    from wflint.localrun.operations import Operation


def run(*operations: Operation, cancel_after: float | None = None, **ground: Any) -> tuple[str, Ground]:
    """Run a job of some steps: how it ended, and what was said."""
    return run_node_of(job("a", *operations).nodes[0], cancel_after=cancel_after, **ground)


def run_node_of(node: NodePlan, cancel_after: float | None = None, **given: Any) -> tuple[str, Ground]:
    """Run one node."""
    plan = workflow(job("before"), job("a"))

    async def work() -> tuple[str, Ground]:
        ground = Ground(plan, **given)
        task = asyncio.create_task(run_node(ground.world, plan.jobs[1], node))
        if cancel_after is not None:
            asyncio.get_running_loop().call_later(cancel_after, task.cancel)
        await asyncio.wait({task})
        return "canceled" if task.cancelled() else task.result(), ground

    status, ground = run_virtually(work())
    assert all(sandbox.stops == 1 for sandbox in ground.sandboxes.values())
    assert all(process.has_ended for sandbox in ground.sandboxes.values() for process in sandbox.processes)
    return status, ground


def ends(ground: Ground) -> list[str]:
    """How each step ended, in order."""
    return [str(status) for *_, status in ground.said("step.finished", "status")]


def notes(ground: Ground) -> list[str]:
    """The texts of all notes."""
    return [str(text) for *_, text in ground.said("note", "text")]


def test_steps_run_in_order_and_a_job_without_failures_succeeds() -> None:
    status, ground = run(script("say one"), script("say two"))

    assert (status, ground.output, ends(ground)) == ("success", "one\ntwo\n", ["success", "success"])


def test_events_can_be_written_as_json() -> None:
    _, ground = run(script("say one"), script("exit 3"))

    assert json.dumps([event.data for event in ground.events])


def test_a_step_is_announced_with_its_place() -> None:
    _, ground = run(script("say one"))

    assert ground.said("step.started", "name", "kind", "path", "line", "column") == [
        ("a", 0, 0, "say one", "run", "config.yml", 1, 1)
    ]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["exit 1", "say x"], "failed skipped"),
        (["say x", "say y|on_fail"], "success skipped"),
        (["exit 1", "say y|on_fail", "say z|always", "say q"], "failed success success skipped"),
        (["say x|always", "say y"], "success success"),
        (["exit 1|always", "say y|on_fail"], "failed success"),
        (["exit 1", "exit 1|on_fail", "say z|on_fail"], "failed failed success"),
    ],
)
def test_when_decides_what_runs_after_a_failure(steps: list[str], expected: str) -> None:
    operations = [script(text, when=when or "on_success") for text, _, when in (each.partition("|") for each in steps)]
    status, ground = run(*operations)

    assert " ".join(ends(ground)) == expected
    assert status == ("failed" if "failed" in expected else "success")


def test_what_a_job_stores_is_stored_after_a_failure() -> None:
    _, ground = run(script("exit 1"), StoreArtifacts(name="s", place=PLACE, when="always", path="/x", destination=None))

    assert ground.stores.asked == [("store_artifacts", "a", 0, "/x")]


def test_stores_are_asked_what_the_steps_say() -> None:
    _, ground = run(
        Checkout(name="c", place=PLACE, path="~/project"),
        PersistToWorkspace(name="p", place=PLACE, root="/w", paths=("x",)),
        AttachWorkspace(name="t", place=PLACE, directory="/at"),
        SaveCache(name="s", place=PLACE, key="k", paths=(), directory="~"),
        RestoreCache(name="r", place=PLACE, keys=("k", "l"), directory="~"),
        StoreTestResults(name="u", place=PLACE, path="/t"),
        Unsupported(name="setup", place=PLACE, kind="setup_remote_docker", reason="not here"),
    )

    assert [(what, about) for what, _, _, about in ground.stores.asked] == [
        ("checkout", "~/project"),
        ("persist", "/w"),
        ("attach", ("/at", ())),
        ("save_cache", ("k", {})),
        ("restore_cache", ("k", "l")),
        ("store_test_results", "/t"),
    ]
    assert ends(ground) == ["success"] * 6 + ["unsupported"]


def test_a_store_that_fails_fails_the_step_with_its_words() -> None:
    status, ground = run(PersistToWorkspace(name="p", place=PLACE, root="/bad", paths=("x",)))

    assert (status, ground.said("step.finished", "status", "words")) == (
        "failed",
        [("a", 0, 0, "failed", "there is nothing")],
    )


def test_warnings_of_a_store_are_notes() -> None:
    _, ground = run(PersistToWorkspace(name="p", place=PLACE, root="/half", paths=("x",)))

    assert notes(ground) == ["half of it"]


def test_an_error_of_ours_is_a_failed_job_with_the_whole_story() -> None:
    status, ground = run(PersistToWorkspace(name="p", place=PLACE, root="/broken", paths=("x",)), script("say x"))

    assert status == "failed"
    assert "ZeroDivisionError" in str(ground.said("internal", "text"))
    assert ground.said("job.finished", "why") == [("a", 0, None, "internal error: ZeroDivisionError: ")]


def test_a_sandbox_that_does_not_start_is_a_failed_job() -> None:
    status, ground = run(script("say x"), sandbox=lambda: FakeSandbox(fails_to_start=True))

    assert (status, ground.said("job.finished", "status", "why")) == (
        "failed",
        [("a", 0, None, "failed", "no such backend")],
    )


def test_the_working_directory_is_there_before_the_first_step() -> None:
    _, ground = run(script("say x"))
    (sandbox,) = ground.sandboxes.values()

    assert sandbox.directories == ["/home/me/project"]
    assert sandbox.spawned[0][2] == "/home/me/project"


@pytest.mark.parametrize(
    ("shell", "has_bash", "argv"),
    [
        (None, True, ("/bin/bash", "-eo", "pipefail", "/control/000.sh")),
        (None, False, ("/bin/sh", "-eo", "pipefail", "/control/000.sh")),
        ("python3 -u", True, ("python3", "-u", "/control/000.sh")),
        ("sh -c 'exec \"$0\"'", True, ("sh", "-c", 'exec "$0"', "/control/000.sh")),
    ],
)
def test_a_script_is_a_file_given_to_its_shell(shell: str | None, has_bash: bool, argv: tuple[str, ...]) -> None:
    _, ground = run(script("say x", shell=shell), sandbox=lambda: FakeSandbox(has_bash=has_bash))
    (sandbox,) = ground.sandboxes.values()

    assert sandbox.spawned[0][0] == argv
    assert sandbox.files["/control/000.sh"] == b"say x\n"


@pytest.mark.parametrize("shell", ["sh 'x", "  "])
def test_a_shell_that_is_no_command_line_fails_the_step(shell: str) -> None:
    assert run(script("say x", shell=shell))[0] == "failed"


def test_the_environment_has_its_precedence() -> None:
    variables = (
        Variable(name="PATH", value="", origin="sandbox", at_run_time=True),
        Variable(name="TERM", value="dumb", origin="sandbox"),
        Variable(name="A", value="project", origin="project", secret=True),
        Variable(name="A", value="context", origin="context c", secret=True),
        Variable(name="CIRCLE_BUILD_NUM", value="", origin="built-in", at_run_time=True),
        Variable(name="CIRCLE_SHA1", value="old", origin="built-in"),
        Variable(name="BASH_ENV", value="", origin="built-in", at_run_time=True),
        Variable(name="B", value="job", origin="job"),
    )
    own = (Variable(name="B", value="step", origin="step"),)
    save = SaveCache(name="s", place=PLACE, key="k", paths=(), directory="~")
    node = NodePlan(
        index=0,
        total=1,
        environment=variables,
        working_directory="~/project",
        operations=(script("say x", environment=own), save),
    )
    _, ground = run_node_of(node, values={"CIRCLE_BUILD_NUM": "7", "CIRCLE_SHA1": "new"})
    (sandbox,) = ground.sandboxes.values()
    found = sandbox.spawned[0][1]

    assert (found["A"], found["B"], found["TERM"]) == ("context", "step", "dumb")
    assert (found["CIRCLE_BUILD_NUM"], found["CIRCLE_SHA1"]) == ("7", "new")
    assert (found["PATH"], found["HOME"], found["BASH_ENV"]) == ("/control/bin:/bin", "/home/me", "/control/bash_env")
    # Keys of caches see neither the job's own variables nor those of steps.
    assert ground.stores.asked[0][3] == (
        "k", {"A": "context", "BASH_ENV": "/control/bash_env", "CIRCLE_BUILD_NUM": "7", "CIRCLE_SHA1": "new"},
    )  # fmt: skip


def test_a_step_that_says_nothing_for_too_long_is_ended() -> None:
    status, ground = run(script("sleep 50; say x; sleep 100; say never", no_output_timeout=60.0))

    assert (status, ground.output) == ("failed", "x\n")
    assert ground.said("step.finished", "words", "seconds") == [
        ("a", 0, 0, "Too long with no output (exceeded 1m0s): context deadline exceeded", 110.0)
    ]


def test_a_step_that_does_not_end_when_asked_is_killed() -> None:
    _, ground = run(script("deaf; sleep 1000", no_output_timeout=10.0))
    (sandbox,) = ground.sandboxes.values()

    assert sandbox.processes[0].signals == [15, 9]
    assert ground.said("step.finished", "seconds") == [("a", 0, 0, 15.0)]


def test_a_step_is_tried_again_after_its_delay() -> None:
    status, ground = run(script("sleep 1; exit 1", reruns=2, rerun_delay=10.0))

    assert (status, len(ground.said("note"))) == ("failed", 2)
    assert ground.said("step.finished", "seconds") == [("a", 0, 0, 23.0)]
    assert notes(ground) == ["attempt 1 of 3 failed with exit code 1", "attempt 2 of 3 failed with exit code 1"]


def test_a_background_step_does_not_hold_up_the_job_and_ends_with_it() -> None:
    status, ground = run(script("say up; sleep 1000; say never", background=True), script("sleep 5"))

    assert (status, ends(ground), ground.output) == ("success", ["background", "success"], "up\n")


def test_a_background_step_that_fails_does_not_fail_the_job() -> None:
    status, ground = run(script("exit 3", background=True), script("sleep 5"))

    assert (status, notes(ground)) == ("success", ["the background step ended with exit code 3"])


def test_a_child_that_keeps_the_output_open_holds_nobody_up() -> None:
    status, ground = run(script("forget; say x"), script("say y"))

    assert (status, ground.output) == ("success", "x\ny\n")
    assert ground.said("step.finished", "seconds")[0][-1] == 0.3


def test_halt_ends_the_job_after_the_step_with_success() -> None:
    status, ground = run(script("halt; say rest"), script("say x"), script("say y", when="always"))

    assert (status, ground.output, ends(ground)) == ("success", "rest\n", ["success", "skipped", "skipped"])


def test_halt_after_a_failure_leaves_the_job_failed() -> None:
    status, _ = run(script("exit 1"), script("halt", when="always"), script("say y", when="always"))

    assert status == "failed"


def test_a_job_that_takes_too_long_fails_and_nothing_more_runs() -> None:
    status, ground = run(script("sleep 100"), script("say x", when="always"), limit=30.0)

    assert (status, ends(ground)) == ("failed", ["canceled"])
    assert ground.said("job.finished", "why") == [("a", 0, None, "it took longer than 30s")]


def test_a_canceled_job_ends_its_step_and_runs_no_other() -> None:
    status, ground = run(script("sleep 100"), script("say x", when="always"), cancel_after=3.0)

    assert (status, ends(ground), ground.output) == ("canceled", ["canceled"], "")
    assert ground.said("job.finished", "status") == [("a", 0, None, "canceled")]


def test_output_is_decoded_piece_by_piece_and_masked() -> None:
    _, ground = run(script("say hunter2 ä"), secret="hunter2")

    assert ground.output == "**** ä\n"


def test_the_environment_of_a_failed_job_is_kept_on_request() -> None:
    _, failed = run(script("exit 1"), keep=True)
    _, good = run(script("exit 0"), keep=True)

    assert [sandbox.is_kept for ground in (failed, good) for sandbox in ground.sandboxes.values()] == [True, False]
