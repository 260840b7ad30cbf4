"""Faults of shape: a text, and every problem with its place, rule, severity and message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wflint.model.build import build
from wflint.model.shape import SEVERITIES
from wflint.source import Source
from wflint.syntax.parsing import parse

if TYPE_CHECKING:
    from wflint.diagnostic import Problem

JOB = "docker: [{image: cimg/base:2024.01}], steps: [checkout]"
CONFIG = "version: 2.1\njobs:\n  build: {" + JOB + "}\nworkflows: {main: {jobs: [build]}}\n"


def problems(text: str, kind: str = "config", path: str = ".circleci/config.yml") -> list[Problem]:
    return list(build(parse(Source(text, path)), kind).problems)


def found(text: str, kind: str = "config", path: str = ".circleci/config.yml") -> list[str]:
    return [line(problem) for problem in problems(text, kind, path)]


def line(problem: Problem) -> str:
    row, column = problem.place.source.line_column(problem.place.span.start)
    severity = problem.severity or SEVERITIES[problem.kind]
    return f"{row}:{column} {severity.word} {problem.kind}: {problem.message}"


def config(body: str) -> str:
    """A config with a job of this body (flow style), on line 3."""
    return f"version: 2.1\njobs:\n  build: {{{body}}}\nworkflows: {{main: {{jobs: [build]}}}}\n"


def with_step(step: str) -> str:
    """A config with one step, whose dash is on line 6."""
    return (
        "version: 2.1\njobs:\n  build:\n    docker: [{image: cimg/base:2024.01}]\n    steps:\n"
        f"      - {step}\nworkflows: {{main: {{jobs: [build]}}}}\n"
    )


def with_invocation(entry: str) -> str:
    """A config with one entry of a workflow's jobs, on line 6."""
    return f"version: 2.1\njobs:\n  build: {{{JOB}}}\nworkflows:\n  main:\n    jobs: [{entry}]\n"


SILENT = {
    "the smallest config": CONFIG,
    "a job that is a reference": "version: 2.1\njobs: {ship: tools/deploy}\n",
    "a command that is a reference": f"{CONFIG}commands: {{a: tools/install}}\n",
    "an executor that is a reference": f"{CONFIG}executors: {{a: tools/default}}\n",
    "an executor without a type": f"{CONFIG}executors: {{a: {{shell: sh}}}}\n",
    "executor and docker": config(f"executor: base, {JOB}"),
    "executor with arguments": config("executor: {name: base, tag: 1.2.3}, steps: []"),
    "templates of unknown type": config(
        "docker: << parameters.a >>, parallelism: << parameters.b >>, circleci_ip_ranges: << parameters.c >>,"
        " environment: << parameters.d >>, steps: << parameters.e >>"
    ),
    "templates inside": config(
        'docker: ["<< parameters.a >>"], steps: [<< parameters.b >>, {run: << parameters.c >>},'
        " {when: {condition: << parameters.d >>, steps: << parameters.e >>}}]"
    ),
    "an expression": with_invocation("{build: {filters: pipeline.git.branch == 'main'}}"),
    "arguments": with_invocation("{build: {version: [1, 2], steps: []}}"),
    "an invocation without a body": with_invocation("{build: }"),
    "requires as text and null": with_invocation("{build: {requires: build}}, {build: {requires: }}"),
    "statuses": with_invocation("{build: {requires: [{a: failed}, {b: [success, failed]}]}}"),
    "a matrix": with_invocation(
        "{build: {matrix: {parameters: {a: [1, 2], b: << pipeline.id >>}, exclude: [{a: 1}]}}}"
    ),
    "an approval": with_invocation("{hold: {type: approval, requires: [build]}}"),
    "the legacy second version": CONFIG.replace("2.1", "2").replace("{main", "{version: 2, main"),
    "environment in every form": config(
        'docker: [{image: "a:1", environment: [A=1, {B: 2}]}], environment: {A: b, C: null, D: 1}, steps: []'
    ),
    "environment as text": config(f"{JOB}, environment: A=1"),
    "every step that is a word": with_step("checkout").replace(
        "- checkout", "- checkout\n      - setup_remote_docker\n      - add_ssh_keys\n      - install_signing_bundle"
    ),
    "an unknown step": with_step("tools/install"),
    "a command with a built-in's name": f"{with_step('run')}commands: {{run: {{steps: [checkout]}}}}\n",
    "a step of a parameter": with_step("steps: << parameters.after >>"),
    "one step under when": with_step("when: {condition: true, steps: {run: make}}"),
    "a condition that is null": with_step("when: {condition: null, steps: [checkout]}"),
    "nested conditions": with_step(
        "when: {condition: {and: [{not: {equal: [a, b]}}, {or: [true]}, {matches: {pattern: a, value: b}}]}, steps: []}"
    ),
    "both key and keys": with_step("restore_cache: {key: a, keys: [b]}"),
    "when on store steps": with_step("store_artifacts: {path: a, when: on_fail}"),
    "the Windows machine": config("machine: {image: 'windows-server-2022-gui:current', resource_class: windows.large},"
                                  " shell: bash.exe, steps: []"),
    "a machine that is a template": config("machine: << parameters.m >>, steps: []"),
    "a runner": config("machine: true, resource_class: my-org/runner, steps: []"),
    "a class that is inherited by a job of another type": (
        config("executor: gpu, docker: [{image: 'a:1'}], steps: []")
        + "executors: {gpu: {machine: {image: 'linux-cuda-12:default'}, resource_class: gpu.nvidia.medium}}\n"
    ),
    "a class of unknown generation": config(f"{JOB}, resource_class: medium.gen3"),
    "Go-like durations": with_step("run: {command: a, no_output_timeout: 1h30m}"),
    "whole texts that YAML types without loss": with_step("run: {command: true, name: 12, working_directory: 1.5}"),
    "anchors under unknown keys": f"x-a: &a {{only: main}}\nreferences: {{b: &b 1, c: nobody}}\n{CONFIG}",
    "a near miss that holds anchors": f"job: &job {{{JOB}}}\n{CONFIG}other: *job\n",
    "a commented-out section": f"//executors: 1\n{CONFIG}",
    "a section in use": f"{CONFIG}experimental: {{notify: {{branches: {{only: main}}}}}}\n",
    "empty sections": f"{CONFIG}orbs:\ncommands:\nexecutors:\nparameters:\n",
    "functions": f"{with_step('tool/sub: {id: a, with: {x: 1}}')}functions: {{tool: host.tld/org/name@v1.2.3}}\n",
    "job types": "version: 2.1\njobs: {a: {type: no-op}, b: {type: release, plan_name: p}, c: {type: lock, key: k}}\n",
    "a type that is a template": "version: 2.1\njobs: {a: {type: << pipeline.parameters.t >>, steps: 1}}\n",
    "job groups": "version: 2.1\njobs: {a: {type: no-op}}\njob-groups: {g: {jobs: [a, {h: {type: approval}}]}}\n"
                  "workflows: {w: {jobs: [{g: {name: x, serial-group: s}}]}}\n",
    "triggers": f"{CONFIG}".replace(
        "{jobs: [build]}",
        "{triggers: [{schedule: {cron: 0 0 * * *, filters: {branches: {only: main}}}}], jobs: [build]}",
    ),
    "a workflow with a description": CONFIG.replace("{jobs", "{description: why, jobs"),
    "an inline orb": f"{CONFIG}orbs: {{o: {{commands: {{run: {{steps: [checkout]}}, b: {{steps: [run]}}}}}}}}\n",
    "an alias that is not defined": config("docker: *nothing, steps: []"),
    "an empty text": "",
    "a docker image with a variable": config("docker: [{image: $REGISTRY/My Image}], steps: []"),
}  # fmt: skip


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in SILENT.items()])
def test_what_circleci_accepts_is_silent(text: str) -> None:
    assert found(text) == []


FAULTS = {
    "a misspelt key of run": (
        with_step("run: {comand: x}"),
        ["6:15 error unknown-key: unknown key `comand` of `run`"],
    ),
    "a misspelt key of run that is not needed": (
        with_step("run: {command: x, nmae: y}"),
        ["6:27 warning unknown-key: unknown key `nmae` of `run`"],
    ),
    "a misspelt executor": (
        config("dokcer: [], steps: []"),
        ["3:11 error unknown-key: unknown key `dokcer` of job `build`"],
    ),
    "a misspelt key of a job": (
        config(f"{JOB}, enviroment: {{}}"),
        ["3:68 error unknown-key: unknown key `enviroment` of job `build`"],
    ),
    "a key of an invocation in a job": (
        config(f"{JOB}, context: a"),
        ["3:68 error unknown-key: unknown key `context` of job `build`"],
    ),
    "a key of an image": (
        config("docker: [{image: 'a:1', imagee: b}], steps: []"),
        ["3:35 error unknown-key: unknown key `imagee` of docker entry"],
    ),
    "a key that a job of another type ignores": (
        "version: 2.1\njobs: {a: {type: no-op, steps: []}}\n",
        ["2:25 warning unknown-key: `steps` is ignored in no-op job `a`"],
    ),
    "a job without anything": (
        "version: 2.1\njobs: {a: {}}\n",
        [
            "2:8 error missing-key: job `a` has no `steps`",
            "2:8 error missing-key: job `a` has none of `docker`, `machine`, `macos` and `executor`",
        ],
    ),
    "an image without a name": (
        config("docker: [{user: me}], steps: []"),
        ["3:21 error missing-key: docker entry has no `image`"],
    ),
    "two executors": (
        config("docker: [{image: 'a:1'}], macos: {xcode: 26.4.1}, steps: []"),
        ["3:37 error exclusive-keys: job `build` has both `docker` and `macos`: a job runs on one of them"],
    ),
    "a map for a list": (
        config("docker: {image: a}, steps: {run: a}"),
        [
            "3:11 error wrong-type: `docker` is a map, not a list of images",
            "3:31 error wrong-type: `steps` is a map, not a list of steps",
        ],
    ),
    "a text for a list": (
        config("docker: cimg/base, steps: []"),
        ["3:11 error wrong-type: `docker` is `cimg/base`, not a list of images"],
    ),
    "a text for a list of paths": (
        with_step("save_cache: {key: a, paths: b}"),
        ["6:30 warning wrong-type: `paths` is `b`, not a list of paths"],
    ),
    "a list for a job": (
        "version: 2.1\njobs: {a: []}\n",
        ["2:8 error wrong-type: `a` is a list, not a map, or the name of another job"],
    ),
    "sections of the wrong type": (
        "version: 2.1\njobs: [a]\nworkflows: b\n",
        [
            "2:1 error wrong-type: `jobs` is a list, not a map of jobs",
            "3:1 error wrong-type: `workflows` is `b`, not a map of workflows",
        ],
    ),
    "a list of steps in a list": (
        with_step("[checkout]"),
        ["6:9 error wrong-type: a step is a list, not a name or a map"],
    ),
    "a quoted number": (
        config(f'{JOB}, parallelism: "4"'),
        ["3:81 error wrong-type: `parallelism` is the text `4`, not a whole number from 1"],
    ),
    "a quoted boolean": (
        with_step('setup_remote_docker: {docker_layer_caching: "true"}'),
        ["6:53 error wrong-type: `docker_layer_caching` is the text `true`, not true or false"],
    ),
    "a number out of range": (
        with_step("run: {command: a, max_auto_reruns: 9}"),
        ["6:44 error wrong-value: `max_auto_reruns` is `9`, more than 5"],
    ),
    "a wrong word": (
        with_step("run: {command: a, when: never}"),
        ["6:33 error wrong-value: `when` is `never`, not `on_success`, `on_fail` or `always`"],
    ),
    "a boolean where a word belongs": (
        with_step("run: {command: a, when: on}"),
        ["6:33 warning lossy-scalar: `when` is `on`, which YAML reads as the boolean `true`"],
    ),
    "a boolean variable": (
        with_step("run: {command: a, environment: {A: true}}"),
        ["6:44 info boolean-variable: `A` is the boolean `true`, which commands see as a text"],
    ),
    "a duration without a unit": (
        with_step("run: {command: a, no_output_timeout: 20}"),
        ["6:46 error wrong-value: `no_output_timeout` is `20`, which has no unit"],
    ),
    "an unknown job type": (
        "version: 2.1\njobs: {a: {type: aproval}}\n",
        ["2:18 error wrong-value: `type` is `aproval`, not a job type"],
    ),
    "an inline type": (
        with_invocation("{a: {type: no-op}}"),
        ["6:23 error wrong-value: `type` is `no-op`, not `approval`"],
    ),
    "a delay without reruns": (
        with_step("run: {command: a, auto_rerun_delay: 10s}"),
        ["6:27 error missing-key: `auto_rerun_delay` needs `max_auto_reruns`"],
    ),
    "a shallow checkout": (
        with_step("checkout: {method: shallow}"),
        ["6:9 error missing-key: a shallow checkout has no `depth`"],
    ),
    "a bare word that needs keys": (
        with_step("save_cache"),
        ["6:9 error missing-key: `save_cache` has no `key` and no `paths`"],
    ),
    "restore_cache without a key": (
        with_step("restore_cache: {name: a}"),
        ["6:9 error missing-key: `restore_cache` has neither `key` nor `keys`"],
    ),
    "keys beside run": (
        with_step("run:\n        name: a\n        command: b"),
        ["7:9 error misindented-keys: `name`, `command` stand beside `run`, not under it"],
    ),
    "a key beside run with a command": (
        with_step("run: a\n        name: b"),
        ["7:9 error misindented-keys: `name` stands beside `run`, which has a value of its own"],
    ),
    "two steps in one": (
        with_step("checkout: {path: a}\n        run: {comand: b}"),
        [
            "7:9 error misindented-keys: a step has 2 keys: `checkout`, `run`",
            "7:15 error unknown-key: unknown key `comand` of `run`",
        ],
    ),
    "a custom command's arguments beside it": (
        with_step("tools/install:\n        version: 1"),
        ["7:9 error misindented-keys: `version` stands beside `tools/install`, not under it"],
    ),
    "keys beside a job": (
        "version: 2.1\nworkflows:\n  w:\n    jobs:\n      - a:\n        requires: [b]\n        context: c\n",
        ["6:9 error misindented-keys: `requires`, `context` stand beside the job `a`, not under it"],
    ),
    "a pre-step with siblings is only dropped": (
        with_invocation("{build: {pre-steps: [{run: , command: a}]}}"),
        ["6:41 warning misindented-keys: `command` stands beside `run`, not under it"],
    ),
    "a step without a value": (with_step("checkout:"), ["6:9 error empty-value: `checkout:` has no value"]),
    "an empty step": (with_step(""), ["6:8 error empty-value: a step is empty"]),
    "empty jobs and workflows": (
        "version: 2.1\njobs:\nworkflows:\n  w:\n    jobs: []\n",
        [
            "2:1 warning empty-value: `jobs` has no value; it takes a map of jobs",
            "5:5 warning empty-value: `jobs` is an empty list",
        ],
    ),
    "jobs and workflows without a body": (
        "version: 2.1\njobs: {a: }\nworkflows: {w: }\ncommands: {c: }\n",
        [
            "2:8 error empty-value: `a` has no value; it takes a map, or the name of another job",
            "3:13 error empty-value: `w` has no value; it takes a map",
            "4:12 warning empty-value: `c` has no value; it takes a map with `steps`, or the name of another command",
        ],
    ),
    "no version": (f"jobs: {{build: {{{JOB}}}}}\n", ["1:1 error missing-key: the config has no `version`"]),
    "an unknown version": (
        CONFIG.replace("2.1", "3"),
        ["1:10 error wrong-value: `version` is `3`, which CircleCI does not support"],
    ),
    "a misspelt section": (
        CONFIG.replace("workflows", "workflow"),
        ["4:1 error top-level-typo: CircleCI ignores the section `workflow`"],
    ),
    "a section with an underscore": (
        f"{CONFIG}job_groups: {{}}\n",
        ["5:1 error top-level-typo: CircleCI ignores the section `job_groups`"],
    ),
    "a parameter without its type": (
        "version: 2.1\nparameters: {a: {default: 1, enum: [1]}}\n",
        ["2:14 error missing-key: pipeline parameter `a` has no `type`"],
    ),
    "an element parameter's type at top level": (
        "version: 2.1\nparameters: {a: {type: steps, default: []}}\n",
        ["2:24 error wrong-value: `type` is `steps`, not a pipeline parameter's type"],
    ),
    "an enum without values": (
        "version: 2.1\nparameters: {a: {type: enum, default: b}}\n",
        ["2:14 error missing-key: pipeline parameter `a` of type `enum` has no `enum`"],
    ),
    "an orb reference without a version": (
        f"{CONFIG}orbs: {{node: circleci/node}}\n",
        ["5:14 error invalid-orb-reference: `node` is `circleci/node`, which has no version"],
    ),
    "an inline orb's job": (
        f"{CONFIG}orbs: {{o: {{jobs: {{a: {{docker: [{{image: 'a:1'}}]}}}}}}}}\n",
        ["5:19 error missing-key: job `a` has no `steps`"],
    ),
    "a command of the config is not one of its orb": (
        f"{CONFIG}commands: {{run: {{steps: []}}}}\norbs: {{o: {{commands: {{b: {{steps: [run]}}}}}}}}\n",
        ["6:35 error missing-key: `run` has no `command`"],
    ),
    "an unknown key of an orb": (
        f"{CONFIG}orbs: {{o: {{workflows: {{}}}}}}\n",
        ["5:12 warning unknown-key: unknown key `workflows` of orb `o`"],
    ),
    "a function reference": (
        f"{CONFIG}functions: {{f: host.tld/org/name}}\n",
        ["5:16 error wrong-value: `f` is `host.tld/org/name`, which has no version"],
    ),
    "a function step's keys": (
        f"{with_step('f: {x: 1}')}functions: {{f: host.tld/org/name@v1.2.3}}\n",
        ["6:13 error unknown-key: unknown key `x` of function step `f`"],
    ),
    "an unknown operator": (
        with_step("when: {condition: {eqal: [a, b]}, steps: []}"),
        ["6:28 error unknown-key: unknown key `eqal` of `condition`"],
    ),
    "a list as a condition": (
        with_step("when: {condition: [a], steps: []}"),
        ["6:16 error wrong-type: `condition` is a list, not a condition"],
    ),
    "an empty operator": (
        with_step("when: {condition: {and: []}, steps: []}"),
        ["6:33 error empty-value: `and` is an empty list"],
    ),
    "condition at a workflow": (
        CONFIG.replace("{jobs", "{when: {condition: true}, jobs"),
        ["4:27 error unknown-key: unknown key `condition` of condition `when`"],
    ),
    "a schedule without branches": (
        CONFIG.replace("{jobs", "{triggers: [{schedule: {cron: a, filters: {}}}], jobs"),
        ["4:52 error missing-key: `filters` has no `branches`"],
    ),
    "the image of a runner": (
        config("machine: {image: 'ubuntu-2404:current'}, resource_class: a/b, steps: []"),
        ["3:21 warning exclusive-keys: `image` is there for the self-hosted runner `a/b`"],
    ),
    "a class of the executor it names": (
        config("executor: e, resource_class: arm.large, steps: []") + "executors: {e: {macos: {xcode: 26.4.1}}}\n",
        ["3:40 error unavailable-resource-class: `arm.large` is a resource class for docker, and this runs on macOS"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=name) for name, case in FAULTS.items()])
def test_a_fault_is_reported_at_its_place(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_version_2_gets_warnings_at_most() -> None:
    text = "version: 2\njobs:\n  build: {steps: [run, {save_cache: {}}], dockr: 1}\nworkflow: {}\n"

    assert {word.split()[1] for word in found(text)} == {"warning"}


def test_what_version_2_lacks_is_named() -> None:
    text = f"version: 2.0\norbs: {{}}\njobs: {{build: {{{JOB}}}}}\n"

    assert found(text) == [
        "2:1 warning unknown-key: `orbs` exists since config version 2.1, and this config's version is 2.0"
    ]


def test_template_marks_are_text_in_version_2() -> None:
    text = "version: 2\njobs: {build: {docker: << a >>, steps: []}}\n"

    assert found(text) == ["2:16 warning wrong-type: `docker` is `<< a >>`, not a list of images"]


def test_an_anchored_map_is_judged_once_where_it_is_written() -> None:
    text = (
        "version: 2.1\nx: &base {docker: [{image: 'a:1'}], stepz: []}\n"
        "jobs:\n  a: {<<: *base, steps: []}\n  b: {<<: *base, steps: []}\n"
    )

    assert found(text) == ["2:37 error unknown-key: unknown key `stepz` of job `a`"]


def test_an_alias_used_twice_is_judged_once() -> None:
    text = "version: 2.1\nx: &step {run: {comand: a}}\njobs: {a: {docker: [{image: 'a:1'}], steps: [*step, *step]}}\n"

    assert found(text) == ["2:17 error unknown-key: unknown key `comand` of `run`"]


def test_suggestions_and_fixes_name_the_key_that_is_meant() -> None:
    problem = next(p for p in problems(config(f"{JOB}, paralelism: 2")) if p.kind == "unknown-key")

    assert problem.help == "did you mean `parallelism`?"
    assert problem.fix is not None
    assert problem.fix.safe
    assert [edit.text for edit in problem.fix.edits] == ["parallelism"]


def test_another_tools_file_has_no_faults_of_shape() -> None:
    assert found("services: {db: {image: a b}}\nversion: 2.1\n", "other") == []


def test_an_orb_of_version_2_gets_warnings_at_most_and_has_everything_of_2_1() -> None:
    text = "version: 2\ncommands: {b: {parameters: {c: {default: 1}}, steps: [<< parameters.c >>]}}\n"

    assert found(text, "orb") == ["2:29 warning missing-key: parameter `c` has no `type`"]


def test_an_orbs_source_may_lack_what_a_config_needs() -> None:
    assert found("description: a\ncommands: {b: {steps: [checkout]}}\n", "orb") == []


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("src/jobs/build.yml", "docker: [{image: 'a:1'}]\n", ["1:1 error missing-key: job has no `steps`"]),
        ("src/commands/hi.yml", "steps: [run]\n", ["1:9 error missing-key: `run` has no `command`"]),
        ("src/@orb.yml", "display: {home: b}\n", ["1:11 warning unknown-key: unknown key `home` of `display`"]),
        (".circleci/workflows/a.yml", "workflows: {w: {jobs: [a]}}\n", []),
    ],
)  # fmt: skip
def test_a_part_is_held_against_what_its_directory_says(path: str, text: str, expected: list[str]) -> None:
    assert found(text, "part", path) == expected


def test_beside_a_syntax_error_nothing_is_claimed_missing() -> None:
    text = "version: 2.1\njobs:\n  build:\n    docker: [{image: 'a:1'}]\n    steps: ]\n    shell: a\n"
    document = parse(Source(text))

    assert document.holes
    assert [problem for problem in build(document).problems if problem.kind == "missing-key"] == []


def test_orbs_in_orbs_are_checked_at_any_depth() -> None:
    text = "{jobs: 1}"
    for _ in range(120):
        text = f"{{orbs: {{o: {text}}}}}"

    assert [problem.kind for problem in problems(f"version: 2.1\norbs: {{o: {text}}}\n")] == ["wrong-type"]
