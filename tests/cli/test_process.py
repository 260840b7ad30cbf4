from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Wflint

CONFIG = """\
version: 2.1
parameters:
  deploy: {type: boolean, default: false}
  target: {type: enum, enum: [dev, prod], default: dev}
commands:
  greet:
    parameters: {who: {type: string}}
    steps: [{run: "echo hi << parameters.who >>"}]
jobs:
  build:
    docker: [{image: cimg/base:2024.01}]
    steps: [checkout, {greet: {who: << pipeline.parameters.target >>}}]
  deploy:
    docker: [{image: cimg/base:2024.01}]
    steps: [{run: "ship << pipeline.git.branch >><< pipeline.git.tag >> << pipeline.number >>"}]
workflows:
  main: {jobs: [build]}
  release:
    when: << pipeline.parameters.deploy >>
    jobs: [build, deploy: {requires: [build]}]
"""

BUILD = """\
version: 2
jobs:
  build:
    docker:
    - image: cimg/base:2024.01
    steps:
    - checkout
    - run:
        command: echo hi {who}
workflows:
  main:
    jobs:
    - build
  version: 2
"""


@pytest.fixture
def source(config: Path) -> Path:
    config.write_text(CONFIG)
    return config


EVENT = """\
version: 2.1
jobs:
  show:
    docker: [{image: cimg/base:2024.01}]
    steps: [{run: "echo << pipeline.event.name >> << pipeline.trigger_source >> << pipeline.git.tag >>"}]
workflows:
  main:
    when: << pipeline.schedule.name >>
    jobs: [show]
  other:
    unless: << pipeline.schedule.name >>
    jobs: [show]
"""


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ((), "other: echo  webhook "),
        (("--branch", "dev"), "other: echo  webhook "),
        (("--event", "push", "--tag", "v1"), "other: echo push webhook v1"),
        (("--event", "api", "--branch", "dev"), "other: echo api api "),
        (("--event", "schedule", "--branch", "dev", "--value", "pipeline.schedule.name=nightly"), "main: "),
        (("--event", "api", "--branch", "dev", "--value", "pipeline.trigger_source=x"), "other: echo api x "),
    ],
)
def test_an_event_gives_the_values_it_has(arguments: tuple[str, ...], shown: str, config: Path, wflint: Wflint) -> None:
    config.write_text(EVENT)
    found = wflint("process", "--format", "json", *arguments)
    data = json.loads(found.out)
    (workflow,) = [name for name in data["workflows"] if name != "version"]

    assert f"{workflow}: {data['jobs']['show']['steps'][0]['run']['command']}".startswith(shown)
    assert found.err == ""


def test_an_event_without_a_branch_is_on_the_current_one(config: Path, wflint: Wflint) -> None:
    config.write_text(EVENT)

    assert wflint("process", "--event", "push").err == (
        "event: push to branch `main` (assumed; name another with `--branch`)\n"
    )
    assert wflint("process", "--fork", "--branch", "dev").err == (
        "event: push to branch `dev` (secrets are withheld unless the project passes them to forks)\n"
    )
    assert wflint("process", "--event", "api", "--fork").err == (
        "wflint: an event of kind `api` does not come from a fork\n"
    )


@pytest.mark.usefixtures("source")
def test_a_config_is_printed_as_circleci_compiles_it(wflint: Wflint) -> None:
    assert wflint("process") == (0, BUILD.replace("{who}", "dev"), "")


@pytest.mark.usefixtures("source")
def test_parameters_and_values_come_from_options_and_files(wflint: Wflint, repository: Path) -> None:
    (repository / "values.yml").write_text("deploy: true\ntarget: dev\n")

    result = wflint(
        "process", "--params-file", "values.yml", "--param", "target=prod", "--tag", "v1", "--value",
        "pipeline.number=7", "--format", "json",
    )  # fmt: skip

    jobs = json.loads(result.out)["jobs"]
    assert jobs["build"]["steps"][1] == {"run": {"command": "echo hi prod"}}
    assert jobs["deploy"]["steps"][0] == {"run": {"command": "ship v1 7"}}


@pytest.mark.usefixtures("source")
def test_a_workflow_and_a_job_can_be_chosen(wflint: Wflint) -> None:
    release = wflint("process", "--param", "deploy=true", "--workflow", "release", "--format", "json")
    job = wflint("process", "--job", "build", "--format", "json")

    assert list(json.loads(release.out)["workflows"]) == ["release", "version"]
    assert list(json.loads(job.out)["jobs"]) == ["build"]
    assert "workflows" not in json.loads(job.out)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--job", "biuld"), "there is no compiled job `biuld`; did you mean `build`?"),
        (("--workflow", "mian"), "there is no workflow `mian`; did you mean `main`?"),
        (("--branch", "x", "--tag", "y"), "a pipeline runs on a branch or on a tag, not on both"),
    ],
)
@pytest.mark.usefixtures("source")
def test_what_is_not_there_is_wrong_usage(wflint: Wflint, arguments: tuple[str, ...], message: str) -> None:
    result = wflint("process", *arguments)

    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_the_source_follows_as_comments(wflint: Wflint, source: Path) -> None:
    source.write_text(CONFIG + '# \u00fcber "x"\n')

    result = wflint("process", "--original")

    assert result.out.startswith(BUILD.replace("{who}", "dev") + "\n# Original config.yml file:\n# version: 2.1\n")
    assert result.out.endswith('# # \\u00fcber \\"x\\"\n')


def test_an_error_leaves_no_output_and_shows_the_chain_of_calls(wflint: Wflint, source: Path) -> None:
    source.write_text(CONFIG.replace("echo hi << parameters.who >>", "echo hi << parameters.whom >>"))

    assert wflint("process") == (
        1,
        "",
        """\
.circleci/config.yml:8:31: error[unknown-parameter]: `parameters.whom` is not declared in command `greet`
   |
 6 |   greet:
 7 |     parameters: {who: {type: string}}
 8 |     steps: [{run: "echo hi << parameters.whom >>"}]
   |                               ^^^^^^^^^^^^^^^
   |
12 |     steps: [checkout, {greet: {who: << pipeline.parameters.target >>}}]
   |                        ----- command `greet` is called here
   |
17 |   main: {jobs: [build]}
   |                 ----- job `build` is invoked here
   = help: did you mean `parameters.who`?
""",
    )


@pytest.mark.parametrize(
    ("jobs", "rule"),
    [
        ("[build, deploy: {requires: [biuld]}]", "unknown-requires"),
        ("[build: {requires: [deploy]}, deploy: {requires: [build]}]", "requires-cycle"),
    ],
)
def test_a_graph_that_cannot_run_is_refused(wflint: Wflint, source: Path, jobs: str, rule: str) -> None:
    source.write_text(CONFIG.replace("main: {jobs: [build]}", f"main: {{jobs: {jobs}}}"))

    result = wflint("process")

    assert (result.code, result.out) == (1, "")
    assert f"error[{rule}]" in result.err


def test_what_is_never_used_is_no_reason_to_refuse(wflint: Wflint, source: Path) -> None:
    source.write_text(CONFIG.replace("workflows:", "  unused: {machine: true, steps: [ghost]}\nworkflows:"))

    assert wflint("process").code == 0


def test_an_orb_that_is_not_at_hand_is_named_with_the_command_that_gets_it(
    wflint: Wflint, repository: Path, config: Path
) -> None:
    config.write_text("version: 2.1\norbs: {tools: acme/tools@1.2}\nworkflows: {w: {jobs: [tools/lint]}}\n")
    missing = wflint("process")
    orbs = repository / ".wflint" / "orbs" / "acme"
    orbs.mkdir(parents=True)
    for version in ("1.2.9", "1.2.10", "1.3.0"):
        (orbs / f"tools@{version}.yml").write_text(
            f"version: 2.1\njobs: {{lint: {{machine: true, steps: [{{run: {version}}}]}}}}\n"
        )

    found = wflint("process")

    assert missing.code == 1
    assert "orb `acme/tools@1.2` is not at hand" in missing.err
    assert "`wflint orb pull acme/tools@1.2`" in missing.err
    assert found.out.startswith("# Orb 'acme/tools@1.2' resolved to 'acme/tools@1.2.10'\nversion: 2\n")
    assert "command: 1.2.10\n" in found.out


def test_nothing_to_run_is_refused(wflint: Wflint, config: Path) -> None:
    config.write_text("version: 2.1\njobs: {x: {machine: true, steps: [checkout]}}\n")

    result = wflint("process")

    assert result.code == 1
    assert "there are no workflows or build jobs in the config" in result.err


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("x-steps: *shared", "undefined-alias"),
        ("x-steps: &shared [*shared]", "alias-cycle"),
        ("x-map: {<<: 1}", "merge-of-non-map"),
        ("x-number: !!int one", "unknown-tag"),
        ("x-deep: " + "[" * 300 + "]" * 300, "excessive-yaml"),
    ],
)
def test_a_text_that_circleci_cannot_read_is_refused(wflint: Wflint, config: Path, text: str, rule: str) -> None:
    config.write_text(f"{CONFIG}{text}\n")

    result = wflint("process")

    assert (result.code, result.out) == (1, "")
    assert f"error[{rule}]" in result.err


@pytest.mark.parametrize(("text", "rule"), [("a: " + "[" * 300, "excessive-yaml"), ("\0" * 80, "yaml-syntax")])
def test_nothing_is_said_to_be_missing_from_a_text_that_is_lost(
    wflint: Wflint, config: Path, text: str, rule: str
) -> None:
    config.write_text(text)

    result = wflint("process")

    assert f"error[{rule}]" in result.err
    assert "nothing-to-run" not in result.err
