"""The published JSON Schema and the walk over the specification give the same verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft7Validator

from wflint.diagnostic import Severity
from wflint.engine.packs import load_packs
from wflint.model.build import build
from wflint.model.kinds import file_kind
from wflint.model.shape import SEVERITIES
from wflint.schema import schema_text
from wflint.schema.generate import generated, generated_text
from wflint.source import Source
from wflint.syntax.nodes import Node, Scalar, Sequence, resolve
from wflint.syntax.parsing import parse
from wflint.syntax.scalars import scalar_data
from wflint.testing import page_cases, plain_files

if TYPE_CHECKING:
    from pathlib import Path

    from wflint.syntax.document import Document

VALIDATOR = Draft7Validator(generated())

BEYOND = {"top-level-typo", "unavailable-resource-class"}
"""Rules the schema cannot express: a misspelt section may hold anchors, a class depends on the executor elsewhere."""

DIFFERENCES = {
    "a command replaces a built-in step": (
        "commands: {run: {steps: [checkout]}}\njobs: {a: {docker: [{image: b}], steps: [run]}}",
        (False, True),
    ),
    "a step of a function has its own keys": (
        "functions: {f: a.io/b/c@v1.2.3}\njobs: {a: {docker: [{image: b}], steps: [{f: {x: 1}}]}}",
        (True, False),
    ),
    "what the compiler says of a job group's members, the walk need not say": (
        "job-groups: {a: {jobs: [{b: {serial-group: c}}]}}",
        (False, True),
    ),
    "a misspelt section may hold anchors": ("workflow: {}", (True, False)),
    "a class must suit the executor": (
        "jobs: {a: {macos: {xcode: 26.4.1}, resource_class: small, steps: []}}",
        (True, False),
    ),
}
"""What the schema says otherwise than the walk, and why: whether the walk reports an error, and the schema."""


def data_of(node: Node) -> Any:
    """The data CircleCI reads: YAML 1.1, merge keys resolved."""
    value = resolve(node)
    if isinstance(value, Scalar):
        return scalar_data(value)
    if isinstance(value, Sequence):
        return [data_of(item) for item in value.items]
    return {key.value: data_of(inner) for key, inner in value.items()}


def walk_rejects(document: Document, kind: str, beyond: set[str]) -> bool:
    problems = build(document, kind).problems
    return any(
        problem.kind not in beyond and (problem.severity or SEVERITIES[problem.kind]) is Severity.ERROR
        for problem in problems
    )


def schema_rejects(document: Document) -> bool:
    return document.root is not None and not VALIDATOR.is_valid(data_of(document.root))


def test_the_published_schema_is_made_of_the_specification() -> None:
    Draft7Validator.check_schema(generated())

    assert schema_text() == generated_text()


def test_verdicts_agree_on_the_corpus(shared: Path) -> None:
    different = []
    judged = {True: 0, False: 0}
    for path in sorted([*shared.glob("corpus/*.y*ml"), *shared.glob("gold/*/*.yml")]):
        name = path.name.replace("__", "/") if path.parent.name == "corpus" else ".circleci/config.yml"
        document = parse(Source(path.read_text(encoding="utf-8", errors="replace"), name))
        kind = file_kind(name, document)
        if kind in {"config", "setup", "continuation"} and document.is_complete and document.root is not None:
            verdict = walk_rejects(document, kind, BEYOND)
            judged[verdict] += 1
            if verdict != schema_rejects(document):
                different.append(path.name)

    assert different == []
    assert judged[False] > 200
    assert judged[True] > 0


PAGES = [
    pytest.param(text, id=f"{rule.name}:{case.line}")
    for pack in load_packs()
    for rule in pack.rules
    if rule.name in SEVERITIES
    for case in page_cases(rule)
    for text in plain_files(case).values()
    if "kind=part" not in text and "job-groups" not in text
]


@pytest.mark.parametrize("text", PAGES)
def test_verdicts_agree_on_the_pages_of_the_rules(text: str) -> None:
    document = parse(Source(text, ".circleci/config.yml"))

    assert schema_rejects(document) == walk_rejects(document, file_kind(".circleci/config.yml", document), BEYOND)


FAULTY_BODIES = [
    "a: 1",
    "branches: {only: main}",
    "docker: []",
    "docker: [{}]",
    "docker: {image: a}",
    "docker: [{image: 'a b'}]",
    "docker: [{image: a, auth: {username: b}}]",
    "executor: {tag: a}",
    "machine: {images: a}",
    "macos: {}",
    "parallelism: 0",
    "parallelism: '2'",
    "circleci_ip_ranges: 'yes'",
    "retention: {caches: 31d}",
    "retention: 3d",
    "type: nonsense",
    "environment: {A: [b]}",
    "parameters: {a: {default: 1}}",
    "parameters: {a: {type: enum}}",
    "parameters: {a: {type: list}}",
    "docker: [{image: a}], macos: {xcode: 26.4.1}",
]
SOUND_BODIES = [
    "executor: a",
    "executor: {name: a, b: [c]}",
    "executor: a, docker: [{image: b}]",
    "docker: << a >>",
    "docker: [<< a >>]",
    "docker: [{image: a, environment: [B=1], auth: {username: a, password: b}}]",
    "machine: true",
    "machine: {image: 'ubuntu-2404:current'}",
    "macos: {xcode: 26.4.1}",
    "executor: a, parallelism: << b >>, retention: {caches: 20d}",
    "executor: a, environment: , description: , shell: ",
    "executor: a, parameters: {a: {type: enum, enum: [b]}, c: {type: steps, default: []}}",
]
FAULTY_STEPS = [
    "run",
    "save_cache",
    "[]",
    "null",
    "{}",
    "{checkout: }",
    "{run: }",
    "{run: [a]}",
    "{run: {name: a}}",
    "{run: {command: a, when: sometimes}}",
    "{run: {command: a, no_output_timeout: 10}}",
    "{run: {command: a, max_auto_reruns: 6}}",
    "{run: {command: a, auto_rerun_delay: 1m}}",
    "{run: {command: a, background: true, max_auto_reruns: 1}}",
    "{run: a, name: b}",
    "{restore_cache: {name: a}}",
    "{checkout: {method: sparse}}",
    "{checkout: {method: shallow}}",
    "{checkout: {depth: 1}}",
    "{setup_remote_docker: {docker_layer_caching: 'true'}}",
    "{when: {condition: a}}",
    "{when: {condition: [a], steps: []}}",
    "{when: {condition: {eq: [a]}, steps: []}}",
    "{when: {condition: {and: []}, steps: []}}",
    "{when: {condition: {matches: {pattern: a}}, steps: []}}",
    "{when: {condition: a, steps: [{run: }]}}",
    "{tool/x: }",
    "{tool/x: a}",
]
SOUND_STEPS = [
    "checkout",
    "setup_remote_docker",
    "anything/else",
    "<< a >>",
    "{run: a}",
    "{run: << a >>}",
    "{run: {command: a, unknown: b, environment: {A: null}, when: << c >>, no_output_timeout: 1.5h}}",
    "{run: {command: a, max_auto_reruns: 2, auto_rerun_delay: 90s}}",
    "{restore_cache: {keys: [a]}}",
    "{save_cache: {key: a, paths: [b], when: always}}",
    "{save_cache: {key: a, paths: b}}",
    "{checkout: {method: shallow, depth: 1}}",
    "{checkout: {method: << a >>, depth: 1}}",
    "{when: {condition: << a >>, steps: checkout}}",
    "{unless: {condition: {not: {equal: [a, b]}}, steps: << c >>}}",
    "{tool/x: {a: [b]}}",
    "{steps: << a >>}",
    "{deploy: a}",
]
FAULTY_WORKFLOWS = [
    "",
    "[]",
    "{}",
    "{jobs: }",
    "{jobs: a}",
    "{jobs: [[]]}",
    "{jobs: [a], max_auto_reruns: 0}",
    "{jobs: [a], when: []}",
    "{jobs: [a], when: {condition: a}}",
    "{jobs: [a], triggers: [{}]}",
    "{jobs: [a], triggers: [{schedule: {cron: a, filters: {}}}]}",
    "{jobs: [a], triggers: [{schedule: {cron: a, filters: {branches: {}}}}]}",
    "{jobs: [{a: b}]}",
    "{jobs: [{a: , requires: b}]}",
    "{jobs: [{a: {type: build}}]}",
    "{jobs: [{a: {filters: {branch: a}}}]}",
    "{jobs: [{a: {filters: {branches: main}}}]}",
    "{jobs: [{a: {matrix: {}}}]}",
    "{jobs: [{a: {serial-group: 'a b'}}]}",
    "{jobs: [{a: {override-with: b}}]}",
    "{jobs: [{a: {pre-steps: [run]}}]}",
]
SOUND_WORKFLOWS = [
    "{jobs: []}",
    "{jobs: [a, {b: }, {c: {anything: [1]}}]}",
    "{jobs: [a], when: << b >>, description: c}",
    "{jobs: [a], unless: {or: [a, << b >>]}}",
    "{jobs: [a], triggers: [{schedule: {cron: a, filters: {branches: {only: b}}}}]}",
    "{jobs: [{a: {requires: [b, {c: failed}], context: d, filters: e}}]}",
    "{jobs: [{a: {filters: {branches: {only: [b]}, tags: }}}]}",
    "{jobs: [{a: {matrix: {parameters: {b: [1]}, exclude: [{b: 1}], alias: c}}}]}",
    "{jobs: [{a: {pre-steps: [{checkout: }, {run: , command: b}]}}]}",
    "{jobs: [{a: {type: approval}}]}",
]
BODIES = [
    *((f"jobs: {{x: {{steps: [], {body}}}}}", True) for body in FAULTY_BODIES),
    *((f"jobs: {{x: {{steps: [], {body}}}}}", False) for body in SOUND_BODIES),
    *((f"commands: {{x: {{steps: [{step}, checkout]}}}}", True) for step in FAULTY_STEPS),
    *((f"commands: {{x: {{steps: [{step}]}}}}", False) for step in SOUND_STEPS),
    *((f"workflows: {{w: {workflow}}}", True) for workflow in FAULTY_WORKFLOWS),
    *((f"workflows: {{version: 2, w: {workflow}}}", False) for workflow in SOUND_WORKFLOWS),
    ("jobs: []", True),
    ("jobs: {a: {type: no-op, steps: 1}}", False),
    ("jobs: {a: {type: release}}", True),
    ("jobs: {a: {type: lock, key: b}}", False),
    ("jobs: {a: b/c}", False),
    ("parameters: {a: {type: string}}", True),
    ("parameters: {a: {type: string, default: ''}}", False),
    ("orbs: {a: b}", True),
    ("orbs: {a: b/c@1, d: {jobs: {e: {type: no-op}}, f: 1}, g: 'b/c@<< x >>'}", False),
    ("orbs: {a: {commands: {b: {}}}}", True),
    ("executors: {a: {dockr: []}}", True),
    ("executors: {a: {shell: b}, c: d/e}", False),
    ("job-groups: {a: {jobs: []}}", True),
    ("job-groups: {a: {jobs: [b, {c: {requires: [b]}}]}}", False),
    ("setup: 'true'", True),
    ("functions: {a: b}", True),
    ("x-anything: [1]", False),
]


@pytest.mark.parametrize(("body", "rejected"), BODIES)
def test_verdicts_agree_on_each_fault(body: str, rejected: bool) -> None:
    document = parse(Source(f"version: 2.1\n{body}\n", ".circleci/config.yml"))

    assert (walk_rejects(document, "config", set()), schema_rejects(document)) == (rejected, rejected)


@pytest.mark.parametrize("text", ["jobs: {}", "version: 1", "version: 3\njobs: {}"])
def test_both_reject_a_config_without_a_known_version(text: str) -> None:
    document = parse(Source(text, ".circleci/config.yml"))

    assert walk_rejects(document, "config", set())
    assert schema_rejects(document)


@pytest.mark.parametrize("version", ["2", "2.0", '"2"'])
def test_both_leave_version_2_alone(version: str) -> None:
    document = parse(Source(f"version: {version}\njobs: {{a: {{dockr: 1}}}}\n", ".circleci/config.yml"))

    assert not walk_rejects(document, "config", set())
    assert not schema_rejects(document)


@pytest.mark.parametrize(("body", "verdicts"), [pytest.param(*case, id=name) for name, case in DIFFERENCES.items()])
def test_what_the_schema_cannot_say_is_listed(body: str, verdicts: tuple[bool, bool]) -> None:
    document = parse(Source(f"version: 2.1\n{body}\n", ".circleci/config.yml"))

    assert (walk_rejects(document, "config", set()), schema_rejects(document)) == verdicts
