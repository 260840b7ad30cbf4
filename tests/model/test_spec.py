"""The specification knows every key of the language, and something to say of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wflint.diagnostic import Severity
from wflint.model.build import build
from wflint.model.names import BUILT_IN_STEPS, INVOCATION_KEYS, JOB_TYPES, SECTIONS
from wflint.model.shape.maps import MAP_CHECKS
from wflint.model.shape.texts import CHECKS, NAMES
from wflint.model.spec import CONFIG, KINDS, ORB
from wflint.model.spec.executors import DOCKER_ITEM, EXECUTOR_BODY, MACHINE_BODY, MACOS
from wflint.model.spec.jobs import (
    BUILD_JOB,
    COMMAND_BODY,
    JOB_KINDS,
    PARAMETER,
    PIPELINE_PARAMETER,
    VALIDATION,
    WEBHOOK,
)
from wflint.model.spec.kinds import ByType, Forms, Items, Key, Keyed, Named, Single
from wflint.model.spec.steps import BUILT_INS, FUNCTION_STEP, RUN_BODY
from wflint.model.spec.values import LOGIC, PATTERNS
from wflint.model.spec.workflows import INVOCATION_BODY, JOB_GROUP, MATRIX, SCHEDULE, WORKFLOW
from wflint.source import Source
from wflint.syntax.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.model.spec.kinds import Kind

DOCUMENTED: dict[str, tuple[Kind, str]] = {
    "top level": (
        CONFIG,
        """version setup orbs functions parameters commands executors jobs job-groups workflows experimental build_agent
        description display examples name""",
    ),
    "orb": (ORB, "version description display orbs commands jobs executors examples"),
    "pipeline parameter": (PIPELINE_PARAMETER, "type default enum description"),
    "parameter": (PARAMETER, "type default enum description"),
    "command": (COMMAND_BODY, "steps parameters description"),
    "executor": (
        EXECUTOR_BODY,
        "docker machine macos resource_class shell working_directory environment parameters description",
    ),
    "build job": (
        BUILD_JOB,
        """description parallelism macos resource_class docker steps retention working_directory circleci_ip_ranges
        machine environment executor shell parameters type branches""",
    ),
    "release job": (JOB_KINDS["release"], "type plan_name validation"),
    "lock job": (JOB_KINDS["lock"], "type key"),
    "validation": (VALIDATION, "enabled evaluation_time auto_rollback_on_failure webhooks"),
    "webhook": (WEBHOOK, "name provider data_points fail_when max_failures"),
    "docker item": (DOCKER_ITEM, "gcp_auth name command auth entrypoint image environment aws_auth user"),
    "machine": (MACHINE_BODY, "image docker_layer_caching resource_class shell enabled"),
    "macos": (MACOS, "xcode code_signing resource_class shell"),
    "run": (
        RUN_BODY,
        """command name shell environment background working_directory no_output_timeout when max_auto_reruns
        auto_rerun_delay""",
    ),
    "function step": (FUNCTION_STEP, "id with"),
    "condition": (LOGIC, "and or not equal matches"),
    "workflow": (WORKFLOW, "jobs when unless max_auto_reruns triggers"),
    "schedule": (SCHEDULE, "cron filters"),
    "invocation": (
        INVOCATION_BODY,
        "name requires filters context type matrix pre-steps post-steps serial-group override-with",
    ),
    "patterns": (PATTERNS, "only ignore"),
    "matrix": (MATRIX, "parameters exclude alias"),
    "job group": (JOB_GROUP, "jobs"),
}
"""The keys of the configuration reference and of the compiler's own messages, by the map they belong to."""

STEP_KEYS = {
    "checkout": "path method depth",
    "setup_remote_docker": "docker_layer_caching version prefer_same_region reusable exclusive",
    "save_cache": "key paths name when",
    "restore_cache": "key keys name",
    "store_artifacts": "path destination name when",
    "store_test_results": "path name when",
    "persist_to_workspace": "root paths name when",
    "attach_workspace": "at name when",
    "add_ssh_keys": "fingerprints",
    "when": "condition steps",
    "unless": "condition steps",
}


@pytest.mark.parametrize(("kind", "keys"), [pytest.param(*case, id=name) for name, case in DOCUMENTED.items()])
def test_the_documented_keys_are_known(kind: Kind, keys: str) -> None:
    assert isinstance(kind, Keyed)
    assert set(keys.split()) - set(kind.keys) == set()


@pytest.mark.parametrize(("step", "keys"), STEP_KEYS.items())
def test_the_documented_keys_of_a_step_are_known(step: str, keys: str) -> None:
    kind = BUILT_INS[step].kind

    assert isinstance(kind, Keyed)
    assert set(keys.split()) - set(kind.keys) == set()


def test_the_names_of_the_language_are_those_of_the_specification() -> None:
    assert set(BUILT_INS) == BUILT_IN_STEPS
    assert set(INVOCATION_BODY.keys) == INVOCATION_KEYS
    assert set(JOB_KINDS) == set(JOB_TYPES)
    assert set(SECTIONS) <= set(CONFIG.keys)


def every_kind() -> list[Kind]:
    """Every kind that a config, an orb or a step leads to, each once."""
    roots: list[Kind] = [CONFIG, ORB, *KINDS.values(), FUNCTION_STEP, INVOCATION_BODY]
    roots += [step.kind for step in BUILT_INS.values() if step.kind is not None]
    seen: dict[int, Kind] = {}
    pending = roots
    while pending:
        kind = pending.pop()
        if id(kind) not in seen and not isinstance(kind, str):
            seen[id(kind)] = kind
            pending.extend(inner_kinds(kind))
    return list(seen.values())


def inner_kinds(kind: Kind) -> Iterator[Kind]:
    if isinstance(kind, Keyed):
        yield from (key.kind for key in kind.keys.values())
    elif isinstance(kind, Named):
        yield kind.value
        yield from (key.kind for key in kind.reserved.values())
    elif isinstance(kind, Items):
        yield kind.item
    elif isinstance(kind, Forms):
        yield from (inner for inner in (kind.single, kind.items, kind.mapping) if inner is not None)
    elif isinstance(kind, ByType):
        yield from kind.kinds.values()


def every_key() -> list[tuple[str, Key]]:
    keyed = [(kind.title, kind.keys) for kind in every_kind() if isinstance(kind, Keyed)]
    keyed += [("reserved", kind.reserved) for kind in every_kind() if isinstance(kind, Named)]
    return [(f"{title}.{name}", key) for title, keys in keyed for name, key in keys.items()]


def test_every_key_and_step_has_one_line_for_people() -> None:
    lines = {name: key.doc for name, key in every_key()} | {name: step.doc for name, step in BUILT_INS.items()}

    assert {name: doc for name, doc in lines.items() if not doc[:1] or doc[-1] != "." or "\n" in doc} == {}


def test_every_check_that_is_named_exists_and_is_used() -> None:
    singles = {kind.check for kind in every_kind() if isinstance(kind, Single)} - {"", "environment"}
    names = {kind.names for kind in every_kind() if isinstance(kind, Named)} - {""}
    maps = {kind.check for kind in every_kind() if isinstance(kind, Keyed)} - {""}

    assert singles == set(CHECKS)
    assert names == set(NAMES)
    assert maps == set(MAP_CHECKS)


@pytest.mark.parametrize(
    ("kind", "template"),
    [
        (BUILD_JOB, "jobs: {a: {%s: 1}}"),
        (COMMAND_BODY, "commands: {a: {%s: 1}}"),
        (EXECUTOR_BODY, "executors: {a: {%s: 1}}"),
        (PIPELINE_PARAMETER, "parameters: {a: {%s: 1}}"),
        (DOCKER_ITEM, "executors: {a: {docker: [{%s: 1}]}}"),
        (MACHINE_BODY, "executors: {a: {machine: {%s: 1}}}"),
        (MACOS, "executors: {a: {macos: {%s: 1}}}"),
        (RUN_BODY, "commands: {a: {steps: [{run: {%s: 1}}]}}"),
        (WORKFLOW, "workflows: {a: {%s: 1}}"),
        (SCHEDULE, "workflows: {a: {triggers: [{schedule: {%s: 1}}]}}"),
        (MATRIX, "workflows: {a: {jobs: [{b: {matrix: {%s: 1}}}]}}"),
        *(
            (step.kind, f"commands: {{a: {{steps: [{{{name}: {{%s: 1}}}}]}}}}")
            for name, step in BUILT_INS.items()
            if isinstance(step.kind, Keyed)
        ),
    ],
)
def test_a_key_that_is_nearly_right_is_suggested(kind: Keyed, template: str) -> None:
    wanted = {name for name in kind.keys if len(name) > 3}
    suggested = set()
    for name in wanted:
        text = f"version: 2.1\n{template % (name[0] + name[2:])}\n"
        helps = [problem.help or "" for problem in build(parse(Source(text))).problems if problem.kind == "unknown-key"]
        suggested |= {name for help_text in helps if f"did you mean `{name}`?" in help_text}

    assert wanted - suggested == set()


def test_severities_of_unknown_keys_follow_the_compiler() -> None:
    strict = [BUILD_JOB, EXECUTOR_BODY, COMMAND_BODY, PARAMETER, PIPELINE_PARAMETER, DOCKER_ITEM, MACHINE_BODY, MACOS]
    tolerant = [RUN_BODY, *(step.kind for step in BUILT_INS.values() if isinstance(step.kind, Keyed)), ORB]

    assert {kind.unknown for kind in strict} == {Severity.ERROR}
    assert {kind.unknown for kind in tolerant} == {Severity.WARNING}
    assert {kind.unknown for kind in (WORKFLOW, MATRIX, CONFIG, INVOCATION_BODY)} == {None}
