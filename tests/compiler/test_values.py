from __future__ import annotations

from tests.compiler.compiling import config_of

from wflint.compiler.compiled import Unknown
from wflint.compiler.values import check_values, event_values, process_values

CONFIG = config_of(
    """
version: 2.1
parameters:
  flag: {type: boolean, default: true}
  kind: {type: enum, enum: [dev, prod], default: prod}
  text: {type: string, default: x}
"""
)


def test_for_a_check_nothing_is_known_but_domains_and_defaults() -> None:
    values = check_values(CONFIG)

    assert values.get("pipeline.parameters.flag") == Unknown(
        "boolean", ("pipeline.parameters.flag",), (False, True), (True,)
    )
    assert values.get("pipeline.parameters.kind") == Unknown(
        "enum", ("pipeline.parameters.kind",), ("dev", "prod"), ("prod",)
    )
    assert values.get("pipeline.number") == Unknown("integer", ("pipeline.number",))
    assert values.get("pipeline.git.branch.is_default") == Unknown(
        "boolean", ("pipeline.git.branch.is_default",), (False, True, None)
    )


def test_an_event_has_defaults_for_parameters_and_nothing_for_other_names() -> None:
    values = event_values(CONFIG, {"pipeline.git.branch": "main"}, {"text": "given"})

    assert values.get("pipeline.parameters.flag") is True
    assert values.get("pipeline.parameters.text") == "given"
    assert values.get("pipeline.git.branch") == "main"
    assert values.get("pipeline.git.tag") is None


def test_outside_of_a_pipeline_values_are_those_of_the_vendors_tool() -> None:
    values = process_values(CONFIG, {}, {"pipeline.number": 5}, branch="dev", revision="abc")

    assert {
        name: values.get(f"pipeline.{name}")
        for name in (
            "id", "number", "git.branch", "git.tag", "git.revision", "git.base_revision", "project.type",
            "trigger_source", "trigger.type", "trigger.received_at", "git.branch.is_default", "project.slug",
            "event.github.pull_request.number",
        )
    } == {
        "id": "00000000-0000-0000-0000-000000000001",
        "number": 5,
        "git.branch": "dev",
        "git.tag": "",
        "git.revision": "abc",
        "git.base_revision": "abc",
        "project.type": "github",
        "trigger_source": "webhook",
        "trigger.type": "",
        "trigger.received_at": "2020-01-01T00:00:00Z",
        "git.branch.is_default": False,
        "project.slug": None,
        "event.github.pull_request.number": 111,
    }  # fmt: skip


def test_values_can_be_given_anew() -> None:
    values = check_values(CONFIG).replace({"pipeline.number": 3})

    assert values.get("pipeline.number") == 3
    assert isinstance(values.get("pipeline.parameters.flag"), Unknown)
