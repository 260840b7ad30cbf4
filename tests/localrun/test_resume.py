from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.localrun.fake import job, workflow
from tests.localrun.planning import plans, variable

from wflint.localrun.bus import Bus
from wflint.localrun.gating import settled_for_rerun, workflow_status
from wflint.localrun.resume import Earlier, earlier_run, fingerprint, resumption

if TYPE_CHECKING:
    from wflint.localrun.events import Event

ANY = ("success", "failed", "canceled", "unauthorized", "not_run")
CHAIN = workflow(job("a"), job("b", needs=("a",)), job("c", needs=("b",)), job("d"))
TEXT = """\
version: 2.1
jobs:
  a: {machine: true, steps: [run: make, checkout]}
  b: {machine: true, steps: [run: test]}
workflows: {w: {jobs: [a, b: {requires: [a]}]}}
"""


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        ("a=success b=failed c=not_run d=success", "a d"),
        ("a=success b=success c=success d=success", "a b c d"),
        ("a=failed b=not_run c=not_run d=canceled", ""),
        ("a=success d=success", "a d"),
        ("a=success b=blocked c=blocked d=on_hold", "a"),
        ("a=success b=unauthorized c=not_run d=success", "a d"),
    ],
)
def test_what_failed_and_what_is_behind_it_runs_again(before: str, kept: str) -> None:
    statuses = dict(each.split("=") for each in before.split())

    assert " ".join(settled_for_rerun(CHAIN, statuses)) == kept


def test_a_job_that_was_not_run_for_another_reason_stays_so() -> None:
    plan = workflow(job("a"), job("on-failure", needs={"a": ("failed",)}), job("b"))
    statuses = {"a": "success", "on-failure": "not_run", "b": "failed"}

    assert settled_for_rerun(plan, statuses) == {"a": "success", "on-failure": "not_run"}


def test_a_job_behind_one_that_runs_again_runs_again() -> None:
    plan = workflow(job("a"), job("cleanup", needs={"a": ANY}))

    assert settled_for_rerun(plan, {"a": "failed", "cleanup": "success"}) == {}


def test_a_changed_job_runs_again_with_all_behind_it() -> None:
    statuses = dict.fromkeys("abcd", "success")

    assert list(settled_for_rerun(CHAIN, statuses, {"b"})) == ["a", "d"]


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        ("success not_run", "success"),
        ("success failed on_hold", "failed"),
        ("success on_hold blocked", "on_hold"),
        ("success canceled not_run", "canceled"),
        ("unauthorized not_run", "unauthorized"),
        ("not_run", "success"),
    ],
)
def test_the_worst_job_decides_how_a_workflow_ended(statuses: str, status: str) -> None:
    assert workflow_status(statuses.split()) == status


def test_a_change_of_what_a_job_does_changes_its_fingerprint() -> None:
    (plan,) = plans(TEXT)
    (other,) = plans(TEXT.replace("run: make", "run: make all"))

    assert fingerprint(plan.jobs[0]) != fingerprint(other.jobs[0])
    assert fingerprint(plan.jobs[1]) == fingerprint(other.jobs[1])


def test_where_a_job_stands_in_the_config_does_not_matter() -> None:
    (plan,) = plans(TEXT)
    (moved,) = plans(f"# a comment\n\n{TEXT}")

    assert [fingerprint(each) for each in plan.jobs] == [fingerprint(each) for each in moved.jobs]


def test_a_resumed_run_names_the_jobs_that_changed() -> None:
    (plan,) = plans(TEXT)
    (other,) = plans(TEXT.replace("run: test", "run: test all"))
    earlier = Earlier(
        workflow="w",
        statuses={"a": "success", "b": "success"},
        fingerprints={each.name: fingerprint(each) for each in plan.jobs},
        revision="abc",
    )

    assert resumption(plan, earlier, "abc").changed == ()
    assert resumption(plan, earlier, "abc").settled == {"a": "success", "b": "success"}
    assert resumption(other, earlier, "abc").changed == ("b",)
    assert resumption(other, earlier, "abc").settled == {"a": "success"}


@pytest.mark.parametrize(
    ("then", "now", "force", "kept", "outdated"),
    [
        ("abc", "abc", False, "a b c", ""),
        ("abc", "def", False, "c", "a"),
        ("abc", "def", True, "a b c", "a"),
        (None, "def", False, "c", "a"),
        (None, None, False, "c", "a"),
    ],
)
def test_a_job_that_checks_out_other_files_runs_again(
    then: str | None, now: str | None, force: bool, kept: str, outdated: str
) -> None:
    (plan,) = plans(TEXT.replace("jobs: [a,", "jobs: [{b: {name: c}}, a,"))
    earlier = Earlier(
        workflow="w",
        statuses=dict.fromkeys("abc", "success"),
        fingerprints={each.name: fingerprint(each) for each in plan.jobs},
        revision=then,
    )
    found = resumption(plan, earlier, now, reuse_outdated=force)

    assert (" ".join(sorted(found.settled)), " ".join(found.outdated)) == (kept, outdated)


def test_a_secret_that_is_given_anew_does_not_change_a_job() -> None:
    (plan,) = plans(TEXT)
    (other,) = plans(TEXT, project=[variable("TOKEN", "sesame")])

    assert [fingerprint(each) for each in plan.jobs] == [fingerprint(each) for each in other.jobs]


def test_the_events_of_a_killed_run_say_how_far_it_came() -> None:
    events: list[Event] = []
    bus = Bus(clock=lambda: 0.0)
    bus.listen(events.append)
    jobs = [{"name": name, "nodes": 1, "fingerprint": name * 3} for name in "ab"]
    bus.say("run.started", workflow="w", revision="abc", jobs=jobs)
    bus.say("job.started", job="a")
    bus.say("job.started", job="a", node=0)
    bus.say("job.finished", job="a", node=0, status="success")
    bus.say("job.finished", job="a", status="success")
    bus.say("job.started", job="b")
    earlier = earlier_run(events)

    assert (earlier.workflow, earlier.revision) == ("w", "abc")
    assert earlier.statuses == {"a": "success"}
    assert earlier.fingerprints == {"a": "aaa", "b": "bbb"}
