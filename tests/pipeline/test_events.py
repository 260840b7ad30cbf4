from __future__ import annotations

import pytest
from tests.pipeline.planning import config_of

from wflint.compiler.compiled import Unknown
from wflint.data.pipeline_values import VALUES
from wflint.errors import UsageError
from wflint.pipeline.arguments import typed_parameters, typed_values
from wflint.pipeline.events import Event, event_facts, values_of

PUSH = Event("push", "dev")
TAG = Event("push", tag="v1")
PULL_REQUEST = Event("pull_request", "dev")
SCHEDULE = Event("schedule", "main")

# Event, value, what it is: a text or None for what is known, `?` for what is not.
FACTS = [
    (PUSH, "git.branch", "dev"),
    (PUSH, "git.tag", None),
    (PUSH, "git.revision", "?"),
    (PUSH, "git.branch.is_default", "?"),
    (PUSH, "event.name", "push"),
    (PUSH, "event.github.ref", "refs/heads/dev"),
    (PUSH, "trigger_source", "webhook"),
    (PUSH, "schedule.name", None),
    (PUSH, "event.github.pull_request.draft", "?"),
    (PUSH, "trigger_parameters.webhook.body", None),
    (TAG, "git.branch", None),
    (TAG, "git.tag", "v1"),
    (TAG, "git.branch.is_default", None),
    (TAG, "event.github.ref", "refs/tags/v1"),
    (PULL_REQUEST, "event.name", "pull_request"),
    (PULL_REQUEST, "event.action", "?"),
    (PULL_REQUEST, "event.github.pull_request.head.ref", "dev"),
    (PULL_REQUEST, "event.github.pull_request.base.ref", "?"),
    (PULL_REQUEST, "event.github.after", None),
    (SCHEDULE, "trigger.type", "schedule"),
    (SCHEDULE, "trigger_source", "scheduled_pipeline"),
    (SCHEDULE, "schedule.name", "?"),
    (SCHEDULE._replace(is_legacy_schedule=True), "schedule.name", None),
    (Event("api", "main"), "trigger.type", "api"),
    (Event("api", "main"), "trigger_source", "api"),
    (Event("webhook", "main"), "event.name", "custom_webhook"),
    (Event("webhook", "main"), "trigger_parameters.webhook.body", "?"),
    (PUSH, "trigger_parameters.github_app.branch", "?"),
]


@pytest.mark.parametrize(("event", "name", "expected"), FACTS)
def test_an_event_has_the_documented_values(event: Event, name: str, expected: str | None) -> None:
    value = event_facts(event)[f"pipeline.{name}"]

    assert ("?" if isinstance(value, Unknown) else value) == expected


@pytest.mark.parametrize("event", [PUSH, TAG, PULL_REQUEST, SCHEDULE, Event("api", "x"), Event("webhook", "x")])
def test_every_documented_value_is_known_unknown_or_not_there(event: Event) -> None:
    assert set(VALUES) <= set(event_facts(event))


def test_values_given_by_hand_go_before_those_of_the_kind() -> None:
    config = config_of(
        "version: 2.1\nparameters: {deploy: {type: boolean, default: false}, n: {type: integer, default: 3}}"
    )
    event = Event("push", "main", parameters=(("deploy", True),), values=(("pipeline.git.branch.is_default", True),))
    values = values_of(config, event)

    assert values.get("pipeline.git.branch.is_default") is True
    assert values.get("pipeline.parameters.deploy") is True
    assert values.get("pipeline.parameters.n") == 3
    assert values.get("pipeline.no.such.name") is None


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (PUSH, "push to branch `dev`"),
        (TAG, "push of tag `v1`"),
        (Event("pull_request", "x", is_fork=True), "pull request from a fork on branch `x`"),
        (SCHEDULE, "schedule on branch `main`"),
        (Event("api", tag="v1"), "API call on tag `v1`"),
        (Event("webhook", "main"), "custom webhook on branch `main`"),
    ],
)
def test_an_event_is_a_noun(event: Event, words: str) -> None:
    assert event.words == words


DECLARED = """
version: 2.1
parameters:
  deploy: {type: boolean, default: false}
  count: {type: integer, default: 1}
  name: {type: string, default: ""}
  size: {type: enum, enum: [small, large], default: small}
"""


def test_parameters_are_read_as_their_declared_type() -> None:
    given = {"deploy": "true", "count": "7", "name": "7", "size": "large"}

    assert typed_parameters(config_of(DECLARED), given) == (
        ("deploy", True),
        ("count", 7),
        ("name", "7"),
        ("size", "large"),
    )
    assert typed_parameters(config_of(DECLARED), {"deploy": True, "name": True}) == (("deploy", True), ("name", "true"))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"deplyo": "true"}, "`config.yml` declares no pipeline parameter `deplyo`; did you mean `deploy`?"),
        ({"deploy": "maybe"}, "pipeline parameter `deploy` is a boolean, not `maybe`"),
        ({"count": "true"}, "pipeline parameter `count` is an integer, not `true`"),
        ({"size": "huge"}, "pipeline parameter `size` is one of `small`, `large`, not `huge`"),
    ],
)
def test_parameters_that_the_config_does_not_allow_are_refused(given: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError) as error:
        typed_parameters(config_of(DECLARED), dict(given))

    assert str(error.value) == message


def test_pipeline_values_are_read_as_their_documented_type() -> None:
    given = {"pipeline.number": "7", "pipeline.git.branch.is_default": "true", "pipeline.id": "7"}

    assert dict(typed_values(given)) == {
        "pipeline.number": 7,
        "pipeline.git.branch.is_default": True,
        "pipeline.id": "7",
    }


def test_a_pipeline_value_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match=r"there is no pipeline value `pipeline\.git\.brunch`; did you mean"):
        typed_values({"pipeline.git.brunch": "x"})
