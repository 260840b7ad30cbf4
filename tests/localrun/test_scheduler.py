from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from tests.localrun.fake import job, run_virtually, script, workflow

from wflint.localrun.scheduler import run_jobs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.localrun.operations import JobPlan, NodePlan, WorkflowPlan

STATUSES = ("success", "failed", "canceled", "unauthorized", "not_run")
TERMINAL = STATUSES


@dataclass
class Fake:
    """Work that only takes time: how each job ends, how long each node takes, who answers approvals how."""

    outcomes: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, int] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    running: list[str] = field(default_factory=list)
    most: int = 0
    expected: list[list[str]] = field(default_factory=list)
    together: list[list[str]] = field(default_factory=list)
    ended: dict[str, str] = field(default_factory=dict)
    begun: dict[str, int] = field(default_factory=dict)
    too_early: list[str] = field(default_factory=list)

    async def run_node(self, job: JobPlan, node: NodePlan) -> str:
        self.begun[f"{job.name}/{node.index}"] = self.begun.get(f"{job.name}/{node.index}", 0) + 1
        self.too_early += [job.name for need in job.needs if self.ended.get(need.job) not in need.statuses]
        self.running.append(job.name)
        self.most = max(self.most, len(self.running))
        self.together.append(list(self.running))
        try:
            await asyncio.sleep(self.seconds.get(job.name, 1))
        finally:
            self.running.remove(job.name)
        return self.outcomes.get(job.name, "success")

    def expect(self, nodes: Iterable[tuple[JobPlan, NodePlan]]) -> None:
        self.expected.append([f"{job.name}/{node.index}" for job, node in nodes])

    async def decide(self, job: JobPlan) -> str:
        await asyncio.sleep(self.seconds.get(job.name, 0))
        return self.outcomes.get(job.name, "success")

    def queued(self, job: JobPlan) -> None:
        self.said.append(f"queue {job.name}")

    def started(self, job: JobPlan) -> None:
        self.said.append(f"start {job.name}")

    def finished(self, job: JobPlan, status: str) -> None:
        assert job.name not in self.ended, "a job ends once"
        self.ended[job.name] = status
        self.said.append(f"end {job.name}")


def schedule(
    plan: WorkflowPlan,
    fake: Fake | None = None,
    *,
    slots: int = 2,
    settled: dict[str, str] | None = None,
    fail_fast: bool = False,
    stop_after: float | None = None,
    apart: tuple[frozenset[str], ...] = (),
) -> dict[str, str]:
    """The statuses of a workflow's jobs."""

    async def run() -> dict[str, str]:
        stop = asyncio.Event()
        if stop_after is not None:
            asyncio.get_running_loop().call_later(stop_after, stop.set)
        return await run_jobs(
            plan, fake or Fake(), slots=slots, stop=stop, settled=settled, apart=apart, fail_fast=fail_fast
        )

    return run_virtually(run())


def build(name: str, needs: object = (), nodes: int = 1) -> JobPlan:
    """A job with one step."""
    return job(name, script("exit 0"), needs=needs, nodes=nodes)  # type: ignore[arg-type] # handed on


def test_a_job_starts_as_soon_as_its_own_needs_have_ended() -> None:
    fake = Fake(seconds={"slow": 10, "quick": 1, "after": 1})
    schedule(workflow(build("slow"), build("quick"), build("after", ("quick",))), fake)

    assert fake.said.index("end after") < fake.said.index("end slow")


def test_one_slot_runs_jobs_in_the_order_of_the_config() -> None:
    fake = Fake()
    schedule(workflow(build("c"), build("a"), build("b", ("c",)), build("d")), fake, slots=1)

    assert [word for word in fake.said if word.startswith("start")] == ["start c", "start a", "start d", "start b"]


def test_nodes_take_one_slot_each() -> None:
    fake = Fake()
    schedule(workflow(build("a", nodes=5), build("b")), fake, slots=3)

    assert fake.most == 3
    assert sorted(fake.begun) == ["a/0", "a/1", "a/2", "a/3", "a/4", "b/0"]


def test_of_jobs_that_are_to_be_apart_one_node_runs_at_a_time() -> None:
    fake = Fake()
    plan = workflow(build("a", nodes=2), build("b"), build("c"))
    schedule(plan, fake, slots=4, apart=(frozenset("ab"),))

    assert fake.most == 2
    assert not any({"a", "b"} <= set(names) or names.count("a") > 1 for names in fake.together)
    assert [word for word in fake.said if word.startswith("start")] == ["start a", "start c", "start b"]


def test_nodes_that_come_next_are_expected() -> None:
    fake = Fake()
    hold = job("hold", kind="approval")
    plan = workflow(build("a", nodes=2), build("b"), build("c", ("a",)), build("d", ("b", "c")), hold)
    schedule(workflow(*plan.jobs, build("e", ("hold",)), build("f", {"a": ("failed",)})), fake)

    assert fake.expected[0] == ["b/0", "c/0"]
    assert fake.expected[-1] == []
    assert ["d/0"] in fake.expected


def test_a_failure_refuses_what_needs_success_and_starts_what_needs_failure() -> None:
    plan = workflow(
        build("a"), build("b", ("a",)), build("c", {"a": ("failed",)}), build("d", {"b": TERMINAL}), build("e", ("b",))
    )

    assert schedule(plan, Fake({"a": "failed"})) == {
        "a": "failed", "b": "not_run", "c": "success", "d": "success", "e": "not_run",
    }  # fmt: skip


def test_one_failing_node_fails_the_job_and_leaves_the_other_nodes_alone() -> None:
    fake = Fake({"a": "failed"})

    assert schedule(workflow(build("a", nodes=3)), fake, slots=1) == {"a": "failed"}
    assert len(fake.begun) == 3


def test_no_op_jobs_succeed_at_once() -> None:
    plan = workflow(build("a"), job("join", kind="no-op", needs=("a",)), build("b", ("join",)))

    assert schedule(plan) == {"a": "success", "join": "success", "b": "success"}


def test_an_approval_that_nobody_gives_blocks_only_what_is_behind_it() -> None:
    plan = workflow(build("a"), job("hold", kind="approval"), build("b", ("hold",)), build("c", ("a",)))

    assert schedule(plan, Fake({"hold": "on_hold"})) == {
        "a": "success", "hold": "on_hold", "c": "success", "b": "blocked",
    }  # fmt: skip


def test_what_waits_for_an_approval_and_for_a_failed_job_is_not_run() -> None:
    plan = workflow(build("a"), job("hold", kind="approval"), build("b", ("hold", "a")))

    assert schedule(plan, Fake({"hold": "on_hold", "a": "failed"}))["b"] == "not_run"


def test_a_refused_approval_is_canceled() -> None:
    plan = workflow(job("hold", kind="approval"), build("b", ("hold",)))

    assert schedule(plan, Fake({"hold": "canceled"})) == {"hold": "canceled", "b": "not_run"}


def locks(*names: str) -> tuple[JobPlan, ...]:
    """Jobs of one serial group, each between its lock and unlock."""
    return tuple(
        each
        for name in names
        for each in (
            job(f"{name}-lock", kind="lock", serial_group="g"),
            build(name, (f"{name}-lock",)),
            job(f"{name}-unlock", kind="unlock", serial_group="g", needs={name: TERMINAL}),
        )
    )


def test_jobs_of_a_serial_group_run_one_after_the_other() -> None:
    fake = Fake({"b": "failed"})
    statuses = schedule(workflow(*locks("a", "b", "c")), fake, slots=5)

    assert fake.most == 1
    assert (statuses["a"], statuses["b"], statuses["c"]) == ("success", "failed", "success")


def test_locks_that_wait_for_each_other_end_the_run() -> None:
    inner = (
        job("b-lock", kind="lock", serial_group="g", needs=("a",)),
        build("b", ("b-lock",)),
        job("b-unlock", kind="unlock", serial_group="g", needs={"b": TERMINAL}),
    )
    outer = (
        job("a-lock", kind="lock", serial_group="g"),
        build("a", ("a-lock",)),
        *inner,
        job("a-unlock", kind="unlock", serial_group="g", needs={"b-unlock": TERMINAL}),
    )
    statuses = schedule(workflow(*outer))

    assert (statuses["a"], statuses["b-lock"], statuses["b"]) == ("success", "canceled", "not_run")


def test_a_lock_without_its_unlock_holds_nobody_up() -> None:
    plan = workflow(*(each for each in locks("a", "b") if not each.name.endswith("unlock")))

    assert set(schedule(plan).values()) == {"success"}


def test_settled_jobs_do_not_run_again() -> None:
    fake = Fake()
    statuses = schedule(workflow(build("a"), build("b", ("a",))), fake, settled={"a": "success"})

    assert statuses == {"a": "success", "b": "success"}
    assert list(fake.begun) == ["b/0"]


def test_fail_fast_cancels_what_runs() -> None:
    fake = Fake({"bad": "failed"}, seconds={"bad": 1, "long": 100})
    plan = workflow(build("bad"), build("long"), build("later"), build("rescue", {"bad": ("failed",)}))

    assert schedule(plan, fake, fail_fast=True) == {
        "bad": "failed", "long": "canceled", "later": "canceled", "rescue": "canceled",
    }  # fmt: skip
    assert fake.running == []


def test_fail_fast_changes_nothing_if_nothing_fails() -> None:
    plan = workflow(job("hold", kind="approval"), build("b", ("hold",)))

    assert schedule(plan, Fake({"hold": "on_hold"}), fail_fast=True) == {"hold": "on_hold", "b": "blocked"}


def test_stopping_cancels_a_job_whose_nodes_have_not_all_begun() -> None:
    assert schedule(workflow(build("a", nodes=3)), slots=1, stop_after=1.5) == {"a": "canceled"}


def reference(plan: WorkflowPlan, outcomes: dict[str, str]) -> dict[str, str]:
    """How every job ends, by the words of the documentation, one job after the other."""
    ends: dict[str, str] = {}
    for each in plan.jobs:
        before = [(ends[need.job], need.statuses) for need in each.needs]
        if any(status in STATUSES and status not in wanted for status, wanted in before):
            ends[each.name] = "not_run"
        elif any(status in {"on_hold", "blocked"} for status, _ in before):
            ends[each.name] = "blocked"
        else:
            ends[each.name] = "success" if each.type == "no-op" else outcomes[each.name]
    return ends


@dataclass
class Case:
    """A random workflow, how its jobs would end, how long they take, and how many slots there are."""

    plan: WorkflowPlan
    outcomes: dict[str, str]
    seconds: dict[str, int]
    slots: int


@st.composite
def cases(draw: st.DrawFn) -> Case:
    jobs: list[JobPlan] = []
    outcomes, seconds = {}, {}
    for number in range(draw(st.integers(1, 9))):
        name = f"j{number}"
        kind = draw(st.sampled_from(["build", "build", "build", "approval", "no-op"]))
        needed = draw(st.lists(st.sampled_from([each.name for each in jobs]), unique=True)) if jobs else []
        needs = {each: draw(st.sampled_from([("success",), ("failed",), ("success", "failed"), TERMINAL, ("not_run",)]))
                 for each in needed}  # fmt: skip
        jobs.append(job(name, script("exit 0"), needs=needs, kind=kind, nodes=draw(st.integers(1, 3))))
        ends = ["success", "on_hold", "canceled"] if kind == "approval" else ["success", "success", "failed"]
        outcomes[name] = draw(st.sampled_from(ends))
        seconds[name] = draw(st.integers(0, 3))
    return Case(workflow(*jobs), outcomes, seconds, draw(st.integers(1, 4)))


@given(cases())
def test_any_workflow_ends_as_the_reference_says(case: Case) -> None:
    fake = Fake(case.outcomes, case.seconds)
    statuses = schedule(case.plan, fake, slots=case.slots)

    assert statuses == reference(case.plan, case.outcomes)
    assert fake.ended == statuses
    assert fake.most <= case.slots
    assert fake.too_early == []
    assert set(fake.begun.values()) <= {1}


@given(cases(), st.floats(0, 8))
def test_a_stop_at_any_time_leaves_nothing_running(case: Case, after: float) -> None:
    fake = Fake(case.outcomes, case.seconds)
    statuses = schedule(case.plan, fake, slots=case.slots, stop_after=after)

    assert fake.running == []
    assert set(statuses) == {each.name for each in case.plan.jobs}
    assert set(fake.begun.values()) <= {1}
