from __future__ import annotations

import pytest
from tests.pipeline.planning import JOB, branch, flow, planned, reasons, running, tag, workflow_text

from wflint.pipeline.events import Event

MAIN = "filters: {branches: {only: main}}"
TAGS = "filters: {tags: {only: /.*/}}"
VERSIONS = "filters: {tags: {only: /v.*/}, branches: {ignore: /.*/}}"

# Entries, event, and the jobs that run with what they wait for.
PRUNED = [
    (f"[a, b: {{{MAIN}, requires: [a]}}]", branch("dev"), {"a": ""}),
    (f"[a: {{{MAIN}}}, b: {{requires: [a]}}]", branch("dev"), {}),
    (f"[a: {{{MAIN}}}, c, b: {{requires: [a, c]}}]", branch("dev"), {"c": "", "b": "c"}),
    (f"[a: {{{MAIN}}}, b: {{requires: [a]}}, c: {{requires: [b]}}]", branch("dev"), {}),
    (
        f"[a: {{{MAIN}}}, hold: {{type: approval, {MAIN}, requires: [a]}}, c, d: {{requires: [hold, c]}}]",
        branch("dev"),
        {"c": "", "d": "c"},
    ),
    (f"[a, d: {{{VERSIONS}, requires: [a]}}]", tag("v1"), {}),
    (f"[a: {{{TAGS}}}, d: {{{VERSIONS}, requires: [a]}}]", tag("v1"), {"a": "", "d": "a"}),
    (f"[a: {{{TAGS}}}, d: {{{VERSIONS}, requires: [a]}}]", branch("v1"), {"a": ""}),
    (f"[a, b: {{{MAIN}}}, c: {{requires: [b: not_run, a]}}]", branch("dev"), {"a": "", "c": "a"}),
    (f"[a, b: {{{MAIN}}}, c: {{requires: [b: not_run]}}]", branch("dev"), {"a": ""}),
]


@pytest.mark.parametrize(("entries", "event", "expected"), PRUNED)
def test_requirements_that_filters_leave_out_are_ignored_unless_all_are(
    entries: str, event: Event, expected: dict[str, str]
) -> None:
    assert running(flow(entries, event)) == expected


def test_a_matrix_is_required_instance_by_instance() -> None:
    text = f"""
version: 2.1
jobs:
  m: {{parameters: {{v: {{type: string}}}}, machine: true, steps: [checkout]}}
  d: {JOB}
workflows:
  w:
    jobs:
      - m:
          matrix: {{parameters: {{v: [one, two]}}}}
          filters: {{branches: {{only: /<< matrix.v >>/}}}}
      - d: {{requires: [m]}}
"""
    assert running(planned(text, branch("two")).workflows[0]) == {"m-two": "", "d": "m-two"}


def test_the_branch_level_example_runs_one_job_a_branch() -> None:
    entries = ", ".join(
        f"test_{name}: {{filters: {{branches: {{only: {name}}}}}}}" for name in ("dev", "stage", "pre-prod")
    )
    text = workflow_text(f"[{entries}]", jobs="test_dev test_stage test_pre-prod")

    assert [running(planned(text, branch(name)).workflows[0]) for name in ("dev", "stage", "main")] == [
        {"test_dev": ""},
        {"test_stage": ""},
        {},
    ]


def test_fan_out_and_fan_in_are_three_waves() -> None:
    found = flow("[a, b: {requires: [a]}, c: {requires: [a]}, d: {requires: [b, c]}]", branch("x"))

    assert [(job.name, job.rank) for job in found.jobs] == [("a", 0), ("b", 1), ("c", 1), ("d", 2)]


def test_jobs_are_ordered_by_wave_and_those_that_do_not_run_come_last() -> None:
    found = flow(f"[d: {{requires: [c]}}, b: {{{MAIN}}}, c: {{requires: [a]}}, a]", branch("x"))

    assert [(job.name, job.rank) for job in found.jobs] == [("a", 0), ("c", 1), ("d", 2), ("b", None)]


def test_reasons_lead_back_to_what_decided() -> None:
    found = flow(f"[a: {{{MAIN}}}, b: {{requires: [a]}}, c: {{requires: [b]}}, d]", branch("dev"))
    job = found.job("c")

    assert job is not None
    assert job.reason is not None
    assert job.reason.message == "`b`, which it requires, is left out"
    assert [reason.subject for reason in job.reason.because] == ["b"]
    assert [reason.kind for reason in job.reason.because[0].because] == ["branch-filter"]


def test_a_job_names_the_requirements_it_goes_without() -> None:
    found = flow(f"[a: {{{MAIN}}}, b, c: {{requires: [a, b]}}]", branch("dev"))
    job = found.job("c")

    assert job is not None
    assert (job.requires, job.dropped) == (("b",), ("a",))


def test_a_workflow_none_of_whose_jobs_is_left_does_not_run() -> None:
    found = flow(f"[a: {{{MAIN}}}, b: {{requires: [a]}}]", branch("dev"))

    assert found.reason is not None
    assert (found.runs, found.status) == ("no", "not_run")
    assert (found.reason.kind, found.reason.message) == ("branch-filter", "none of its jobs is left")
    assert [reason.subject for reason in found.reason.because] == ["a", "b"]


@pytest.mark.parametrize(
    ("entries", "runs", "message"),
    [
        ("[a: {requires: [b]}, b: {requires: [a]}, c]", "unknown", "it waits for jobs that wait for each other"),
        ("[a: {requires: [nobody]}, c]", "unknown", "it requires `nobody`, which its workflow lacks"),
    ],
)
def test_what_cannot_start_for_sure_is_undecided(entries: str, runs: str, message: str) -> None:
    found = flow(entries, branch("x"))
    job = found.job("a")

    assert job is not None
    assert (job.runs, reasons(found)["a"]) == (runs, ("undecided", message))
    assert running(found) == {"c": ""}


CONDITIONS = [
    ("when: << pipeline.parameters.deploy >>", "no", "its `when` is false: `pipeline.parameters.deploy` is false"),
    ("unless: << pipeline.parameters.deploy >>", "yes", None),
    ('when: pipeline.git.branch == "dev"', "yes", None),
    ("unless: {equal: [dev, << pipeline.git.branch >>]}", "no", "its `unless` is true: `pipeline.git.branch` is `dev`"),
    ("when: pipeline.number > 3", "unknown", "its `when` depends on `pipeline.number`"),
    ("when: {and: [<< pipeline.parameters.deploy >>, << pipeline.number >>]}", "no", None),
    ('when: pipeline.trigger.type == "schedule"', "no", None),
    ("when: pipeline.event.github.pull_request.draft", "unknown", None),
    ('when: pipeline.event.name == "pull_request" and pipeline.event.github.pull_request.draft', "no", None),
    ("when: pipeline.git.tag", "no", "its `when` is false: `pipeline.git.tag` is not set"),
    (
        "triggers: [{schedule: {cron: 0 0 * * *, filters: {branches: {only: main}}}}]",
        "no",
        "only its schedule `0 0 * * *` starts it",
    ),
]


@pytest.mark.parametrize(("extra", "runs", "message"), CONDITIONS)
def test_conditions_and_schedules_decide_whether_a_workflow_exists(extra: str, runs: str, message: str | None) -> None:
    text = f"""
version: 2.1
parameters: {{deploy: {{type: boolean, default: false}}}}
jobs: {{a: {JOB}}}
workflows:
  w:
    {extra}
    jobs: [a]
"""
    found = planned(text, branch("dev")).workflows[0]

    assert found.runs == runs
    assert [job.runs for job in found.jobs] == [runs]
    if message is not None:
        assert found.reason is not None
        assert found.reason.message == message


def test_a_parameter_of_the_event_decides_a_condition() -> None:
    text = workflow_text("[a]", extra="when: << pipeline.parameters.deploy >>")
    text += "parameters: {deploy: {type: boolean, default: false}}\n"

    assert planned(text, Event("api", "main", parameters=(("deploy", True),))).workflows[0].runs == "yes"


def test_configs_of_version_2_have_no_conditions() -> None:
    text = workflow_text("[a]", extra="when: pipeline.git.tag").replace("version: 2.1", "version: 2")

    assert planned(text, branch("dev")).workflows[0].runs == "yes"


SCHEDULED = "triggers: [{schedule: {cron: 0 0 * * *, filters: {branches: {%s}}}}]"


@pytest.mark.parametrize(
    ("filters", "event", "kind"),
    [
        ("only: main", Event("schedule", "main"), None),
        ("only: main", Event("schedule", "dev"), "branch-filter"),
        ("only: [main, /d.*/]", Event("schedule", "dev"), None),
        ("ignore: main", Event("schedule", "dev"), None),
        ("ignore: /m.*/", Event("schedule", "main"), "branch-filter"),
        ("only: main, ignore: main", Event("schedule", "main"), None),
        ("", Event("schedule", "dev"), None),
        ("only: main", Event("api", "main"), "schedule-only"),
        ("only: main", Event("schedule", tag="v1"), "schedule-only"),
        ("only: /(?<=a*)b/", Event("schedule", "main"), "undecided"),
    ],
)
def test_a_schedule_of_the_config_runs_on_branches_that_have_it(filters: str, event: Event, kind: str | None) -> None:
    found = flow("[a]", event, extra=SCHEDULED % filters)

    assert (found.reason.kind if found.reason else None) == kind


def test_a_group_without_filters_does_not_run_on_tags() -> None:
    text = f"""
version: 2.1
jobs: {{a: {JOB}, b: {JOB}, c: {JOB}}}
job-groups:
  g:
    jobs: [a, b: {{requires: [a]}}]
workflows:
  w:
    jobs:
      - g: {{FILTERS}}
      - c: {{requires: [g], filters: {{tags: {{only: /.*/}}}}}}
"""
    plain = planned(text.replace("FILTERS", ""), tag("v1")).workflows[0]
    tagged = planned(text.replace("FILTERS", "filters: {tags: {only: /.*/}}"), tag("v1")).workflows[0]

    assert running(plain) == {}
    assert [job.name for job in tagged.jobs if job.runs == "yes" and job.type == "build"] == ["g-a", "g-b", "c"]


def test_a_group_whose_member_fails_does_not_fail_but_holds_back_what_follows() -> None:
    text = f"""
version: 2.1
jobs: {{a: {JOB}, c: {JOB}, d: {JOB}, e: {JOB}}}
job-groups: {{g: {{jobs: [a]}}}}
workflows:
  w:
    jobs: [g, c: {{requires: [g]}}, d: {{requires: [g: failed]}}, e: {{requires: [g: not_run]}}]
"""
    found = planned(text, branch("x"), **{"g-a": "failed"}).workflows[0]

    assert {name: found.job(name).status for name in "cde"} == {  # type: ignore[union-attr] # they are there
        "c": "not_run",
        "d": "not_run",
        "e": "success",
    }


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [
        ({}, "success"),
        ({"a": "failed"}, "failed"),
        ({"a": "canceled"}, "canceled"),
        ({"a": "unauthorized"}, "unauthorized"),
        ({"a": "failed", "b": "unauthorized"}, "failed"),
        ({"hold": "on_hold"}, "on_hold"),
        ({"hold": "on_hold", "a": "failed"}, "failing"),
        ({"hold": "canceled"}, "canceled"),
    ],
)
def test_a_workflow_has_the_status_that_its_jobs_give_it(outcomes: dict[str, str], status: str) -> None:
    found = flow(
        "[a, b, hold: {type: approval}, c: {requires: [hold]}, d: {requires: [a: failed]}]", branch("x"), outcomes
    )

    assert found.status == status
