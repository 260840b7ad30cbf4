from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from wflint.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

JOB = "{docker: [{image: cimg/base:2024.01}], steps: [checkout]}"
CONFIG = f"""\
version: 2.1
parameters:
  deploy: {{type: boolean, default: false}}
jobs: {{build: {JOB}, test: {JOB}, deploy: {JOB}}}
workflows:
  main:
    jobs:
      - build
      - test: {{requires: [build]}}
      - hold: {{type: approval, requires: [test], filters: {{branches: {{only: main}}}}}}
      - deploy: {{requires: [test, hold]}}
  release:
    when: << pipeline.parameters.deploy >>
    jobs:
      - deploy
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / ".circleci" / "config.yml"
    path.parent.mkdir()
    path.write_text(CONFIG)
    return path


def out(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main([*arguments, "--color", "never"]) == code
    return capsys.readouterr().out


def fault(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["simulate", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    return printed.err


@pytest.mark.usefixtures("config")
def test_a_plan_says_the_event_first_then_the_jobs_then_why_others_do_not_run(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert out(capsys, "simulate", "--branch", "dev") == (
        "push to branch `dev`\n"
        "\n"
        "workflow main\n"
        "  1  build\n"
        "  2  test    after build\n"
        "  3  deploy  after test; without hold\n"
        "  does not run:\n"
        "     hold  its filter admits only branch `main` (.circleci/config.yml:10:77)\n"
        "\n"
        "workflow release does not run: its `when` is false: `pipeline.parameters.deploy` is false"
        " (.circleci/config.yml:13:11)\n"
    )


def test_without_an_event_it_is_a_push_to_the_current_branch(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert out(capsys, "simulate").startswith("push to branch `main` (assumed; name another with `--branch`)\n")

    git = config.parents[1] / ".git"
    git.mkdir()
    (git / "HEAD").write_text("ref: refs/heads/feature/x\n")

    assert out(capsys, "simulate").startswith("push to branch `feature/x` (the current branch)\n")


@pytest.mark.usefixtures("config")
def test_json_has_the_documented_shape(capsys: pytest.CaptureFixture[str]) -> None:
    data: dict[str, Any] = json.loads(out(capsys, "simulate", "--branch", "dev", "--format", "json"))
    jobs = {job["name"]: job for job in data["workflows"][0]["jobs"]}

    assert (data["version"], data["event"]) == (1, {"kind": "push", "branch": "dev"})
    assert [workflow["runs"] for workflow in data["workflows"]] == ["yes", "no"]
    assert jobs["deploy"] == {
        "name": "deploy",
        "type": "build",
        "runs": "yes",
        "rank": 2,
        "requires": ["test"],
        "dropped": ["hold"],
        "status": "success",
        "reason": None,
    }
    assert jobs["hold"]["reason"] == {
        "kind": "branch-filter",
        "subject": "hold",
        "message": "its filter admits only branch `main`",
        "path": ".circleci/config.yml",
        "line": 10,
        "column": 77,
        "because": [],
    }


@pytest.mark.usefixtures("config")
def test_a_failure_shows_what_does_not_run_and_what_a_rerun_repeats(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("simulate", "--branch", "main", "--fail", "test", "--rerun-from-failed")
    text = out(capsys, *arguments, "--workflow", "main")
    data = json.loads(out(capsys, *arguments, "--format", "json"))

    assert text.partition("\n\n")[2] == (
        "workflow main (failed)\n"
        "  1  build\n"
        "  2  test   fails; after build\n"
        "  do not run:\n"
        "     hold    it runs only if `test` succeeds, and `test` failed (.circleci/config.yml:10:43)\n"
        "     deploy  it runs only if `test` succeeds, and `test` failed (.circleci/config.yml:11:29)\n"
        "\n"
        "rerun of workflow main from failed\n"
        "  1  test             after build\n"
        "  2  hold (approval)  after test\n"
        "  3  deploy           after test, hold\n"
        "  reused: build\n"
    )
    assert [(job["name"], job.get("repeat")) for job in data["rerun"][0]["jobs"]] == [
        ("test", "again"),
        ("hold", "again"),
        ("deploy", "again"),
        ("build", "reused"),
    ]


@pytest.mark.usefixtures("config")
def test_a_held_approval_blocks_what_waits_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys, "simulate", "--branch", "main", "--hold", "hold", "--workflow", "main")

    assert "workflow main (on_hold)\n" in text
    assert "     deploy  it waits for `hold`, which is on hold (.circleci/config.yml:11:35)\n" in text


@pytest.mark.usefixtures("config")
def test_parameters_decide_conditions(capsys: pytest.CaptureFixture[str]) -> None:
    text = out(
        capsys, "simulate", "--event", "api", "--branch", "main", "--param", "deploy=true", "--workflow", "release"
    )

    assert text == "API call on branch `main`\n\nworkflow release\n  1  deploy\n"


def test_durations_add_times(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    durations = config.parent / "durations.json"
    durations.write_text('{"build": 60, "test": 125, "deploy": 5}')
    arguments = ("simulate", "--branch", "main", "--durations", str(durations), "--workflow", "main")
    text = out(capsys, *arguments, "--concurrency", "1")
    data = json.loads(out(capsys, *arguments, "--format", "json"))

    assert "  2  test                1:00 to    3:05  critical       after build\n" in text
    assert text.endswith("  longest chain: build → test → hold → deploy\n\nfinished after 3:10\n")
    assert data["seconds"] == 190
    assert data["workflows"][0]["critical_path"] == ["build", "test", "hold", "deploy"]
    assert data["workflows"][0]["jobs"][1]["start"] == 60


@pytest.mark.usefixtures("config")
def test_why_explains_one_job_and_its_exit_code_is_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert out(capsys, "why", "hold", "--branch", "dev", code=1) == (
        "push to branch `dev`\n"
        "\n"
        "`hold` of workflow `main` does not run: its filter admits only branch `main` (.circleci/config.yml:10:77)\n"
    )
    assert out(capsys, "simulate", "--why", "deploy", "--workflow", "main", "--branch", "dev") == (
        "push to branch `dev`\n"
        "\n"
        "`deploy` of workflow `main` runs, after `test`\n"
        "  without `hold`:\n"
        "    `hold`: its filter admits only branch `main` (.circleci/config.yml:10:77)\n"
    )


@pytest.mark.usefixtures("config")
def test_why_has_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(out(capsys, "why", "hold", "--branch", "dev", "--format", "json", code=1))

    assert [(job["workflow"], job["name"], job["runs"]) for job in data["jobs"]] == [("main", "hold", "no")]


def test_what_compiles_is_planned_and_errors_are_listed(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config.write_text(CONFIG.replace("requires: [build]", "requires: [biuld]"))

    assert main(["simulate", "--branch", "main"]) == 1
    printed = capsys.readouterr()
    assert "error[unknown-requires]" in printed.err
    assert "may run: it requires `biuld`, which its workflow lacks" in printed.out


@pytest.mark.usefixtures("config")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--branch", "main", "--tag", "v1"], "a pipeline runs on a branch or on a tag, not on both"),
        (["--param", "deplyo=1"], "declares no pipeline parameter `deplyo`; did you mean `deploy`?"),
        (["--param", "deploy"], "`--param` takes NAME=VALUE, not `deploy`"),
        (["--value", "pipeline.x=1"], "there is no pipeline value `pipeline.x`"),
        (["--workflow", "mian"], "has no workflow `mian`; did you mean `main`?"),
        (["--fail", "tset"], "no workflow has a job `tset`; did you mean `test`?"),
        (["--fail", "hold"], "`--fail` does not take `hold`: a job of type `approval` never fails"),
        (["--hold", "test"], "`--hold` takes an approval, and `test` is none"),
        (["--why", "tset"], "no workflow has a job `tset`; did you mean `test`?"),
        (["--rerun-from-failed"], "`--rerun-from-failed` needs a job that failed; name one with `--fail`"),
        (["--concurrency", "2"], "`--concurrency` needs to know how long jobs take"),
        (["--durations", "none.json"], "`none.json` does not exist"),
        (["--durations", ".circleci/config.yml"], "`.circleci/config.yml` is no JSON"),
        (["--event", "schedule", "--fork"], "an event of kind `schedule` does not come from a fork"),
        (["--event", "puhs"], "puhs"),
        (["none.yml"], "`none.yml` does not exist"),
        (["--all", "--branch", "main"], "`--all` looks at all events; leave `--branch` out"),
        (["--all", "--why", "test"], "`--all` looks at all events; leave `--why` out"),
        (["--all", "--workflow", "mian"], "has no workflow `mian`; did you mean `main`?"),
    ],
)
def test_wrong_use_is_one_clear_line(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = fault(capsys, *arguments)

    assert message in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("text", ['{"build": -1}', '{"build": NaN}', '{"build": 1e999}', f'{{"build": 1{"0" * 400}}}'])
def test_a_duration_is_a_number_of_seconds(text: str, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    durations = config.parent / "seconds.json"
    durations.write_text(text)

    assert "the duration of `build` must be a number of seconds" in fault(capsys, "--durations", str(durations))


def test_durations_that_nest_without_end_are_no_json(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    durations = config.parent / "seconds.json"
    durations.write_text('{"build":' * 100_000)

    assert "seconds.json` is no JSON: " in fault(capsys, "--durations", str(durations))


@pytest.mark.usefixtures("config")
def test_all_events_are_a_table_of_classes_and_jobs(capsys: pytest.CaptureFixture[str]) -> None:
    assert out(capsys, "simulate", "--all") == (
        "workflow main\n"
        "            A   B\n"
        "  build     1   1\n"
        "  test      2   2\n"
        "  hold      3   ·\n"
        "  deploy    4  3*\n"
        "  A  branch `main`\n"
        "  B  any other branch\n"
        "  nothing runs: any tag\n"
        "\n"
        "workflow release\n"
        "            A\n"
        "  deploy    1\n"
        "  A  API call on any branch with `deploy` true\n"
        "  nothing runs: all other events\n"
        "\n"
        "*  runs without some of what it requires\n"
        "·  left out by its own filter\n"
        "a number is the wave in which a job starts\n"
    )


@pytest.mark.usefixtures("config")
def test_all_events_have_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(out(capsys, "simulate", "--all", "--workflow", "main", "--format", "json"))
    workflow = data["workflows"][0]
    deploy = next(job for job in workflow["jobs"] if job["name"] == "deploy")

    assert (data["version"], workflow["name"], workflow["complete"]) == (1, "main", True)
    assert workflow["classes"] == [
        {"words": "branch `main`", "runs": "yes", "event": {"kind": "push", "branch": "main"}},
        {"words": "any other branch", "runs": "yes", "event": {"kind": "push", "branch": "master"}},
        {"words": "any tag", "runs": "no", "event": {"kind": "push", "tag": "v1.0.0"}},
    ]
    assert [(each["runs"], each["rank"], each["dropped"]) for each in deploy["outcomes"]] == [
        ("yes", 3, []),
        ("yes", 2, ["hold"]),
        ("no", None, []),
    ]


def test_a_table_says_if_there_may_be_other_events(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config.write_text(CONFIG.replace("only: main", "only: '/(?P<n>x)/'"))
    text = out(capsys, "simulate", "--all", "--workflow", "main")

    assert "  there may be other events: not all of its patterns and conditions are understood\n" in text
    assert "  hold     ?3\n" in text


def test_a_wide_table_is_split_into_blocks(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    jobs = "".join(f"      - build: {{name: b{n}, filters: {{branches: {{only: x{n}}}}}}}\n" for n in range(20))
    config.write_text(f"version: 2.1\njobs: {{build: {JOB}}}\nworkflows:\n  main:\n    jobs:\n{jobs}")
    lines = out(capsys, "simulate", "--all").splitlines()

    assert [line.split()[0] for line in lines if line.startswith("   ")] == ["A", "Q"]
    assert "  P  branch `x15`" in lines
    assert max(map(len, lines)) < 80


def test_a_schedule_says_when_it_starts_next(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trigger = "triggers: [{schedule: {cron: 0 4 1 1 *, filters: {branches: {only: main}}}}]"
    config.write_text(f"version: 2.1\njobs: {{build: {JOB}}}\nworkflows:\n  main:\n    {trigger}\n    jobs: [build]\n")

    assert re.search(
        r"^workflow main\n  next at \d{4}-01-01 04:00 UTC \(0 4 1 1 \*\)\n  1  build$",
        out(capsys, "simulate", "--event", "schedule", "--branch", "main"),
        re.MULTILINE,
    )


def test_a_workflow_that_is_tried_again_says_so(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config.write_text(CONFIG.replace("  main:\n", "  main:\n    max_auto_reruns: 2\n"))
    arguments = ("simulate", "--branch", "main", "--workflow", "main")

    assert "reruns" not in out(capsys, *arguments)
    assert "  reruns from failed by itself, at most 2 times\n" in out(capsys, *arguments, "--fail", "test")


@pytest.mark.usefixtures("config")
def test_a_fork_gets_no_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys, "simulate", "--event", "pull_request", "--branch", "x", "--fork")

    assert text.startswith("pull request from a fork on branch `x` (secrets are withheld unless the project passes")
