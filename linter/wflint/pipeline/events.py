"""Events that start pipelines, and the pipeline values each of them brings.

Sources: https://circleci.com/docs/reference/variables/#pipeline-values,
https://circleci.com/docs/guides/orchestrate/github-trigger-event-options/
"""

from __future__ import annotations

from functools import cache

from wflint.compiler.compiled import Unknown
from wflint.compiler.values import Values, event_values
from wflint.data.pipeline_values import REPLACEMENTS, VALUES
from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal, TypeAlias

    from wflint.model.config import Config
    from wflint.syntax.scalars import Data

    EventKind: TypeAlias = Literal["push", "pull_request", "schedule", "api", "webhook"]

EVENT_KINDS: tuple[EventKind, ...] = ("push", "pull_request", "schedule", "api", "webhook")
_INTEGRATIONS = ("github_app", "github_server", "github_oauth", "bitbucket_cloud", "bitbucket_dc")
_PULL_REQUEST_INTEGRATIONS = ("github_app", "github_server", "bitbucket_cloud")
_PULL_REQUEST_ACTIONS = (
    "opened", "synchronize", "reopened", "closed", "ready_for_review", "labeled", "created", "updated", "fulfilled",
    "rejected",
)  # fmt: skip
_SENDERS = ("User", "Organization", "Bot")
_PULL_REQUEST_VALUES = "pipeline.event.github.pull_request."


class Event(NamedTuple):
    """What starts a pipeline: on a branch or on a tag, never both.

    `parameters` are the pipeline parameters it passes, `values` pipeline values known besides those of its kind, by
    full name. `is_legacy_schedule`: a workflow's own `triggers` start it, not a schedule of the project.
    """

    kind: EventKind
    branch: str | None = None
    tag: str | None = None
    is_fork: bool = False
    parameters: tuple[tuple[str, Data], ...] = ()
    values: tuple[tuple[str, Data], ...] = ()
    is_legacy_schedule: bool = False

    @property
    def words(self) -> str:
        """The event as a noun: push to branch `main`, pull request from a fork on branch `x`, tag `v1` by API call."""
        place = f"branch `{self.branch}`" if self.tag is None else f"tag `{self.tag}`"
        if self.kind == "push":
            return f"push of {place}" if self.tag is not None else f"push to {place}"
        fork = " from a fork" if self.is_fork else ""
        return f"{_NOUNS[self.kind]}{fork} on {place}"


_NOUNS = {"pull_request": "pull request", "schedule": "schedule", "api": "API call", "webhook": "custom webhook"}


def values_of(config: Config, event: Event) -> Values:
    """Every pipeline value and parameter of a config for an event: known, not there (None), or unknown.

    A parameter that the event does not pass has its default. A value of pull requests is unknown for other events:
    what CircleCI makes of it there is disputed (its documentation says both that it is empty and that no pipeline
    comes about).
    """
    facts = event_facts(event)
    facts.update(event.values)
    return event_values(config, facts, dict(event.parameters))


def event_facts(event: Event) -> dict[str, Data | Unknown]:
    """The documented pipeline values of an event by full name, without those given by hand."""
    facts = dict(_kind_values(event.kind, event.tag is None))
    if event.is_legacy_schedule:
        facts |= {
            "pipeline.schedule.name": None,
            "pipeline.schedule.id": None,
            "pipeline.trigger_source": Unknown("string", ("pipeline.trigger_source",)),
        }
    facts["pipeline.git.branch"] = event.branch
    facts["pipeline.git.tag"] = event.tag
    if event.branch is None:
        facts["pipeline.git.branch.is_default"] = None
    if event.kind == "push":
        facts["pipeline.event.github.ref"] = (
            f"refs/heads/{event.branch}" if event.tag is None else f"refs/tags/{event.tag}"
        )
    if event.kind == "pull_request":
        facts["pipeline.event.github.pull_request.head.ref"] = event.branch
    return facts


@cache
def _kind_values(kind: EventKind, is_branch: bool) -> dict[str, Data | Unknown]:
    """What is known of the documented values from the kind of an event and where it runs."""
    occasions = {"custom_webhook" if kind == "webhook" else kind, "branch" if is_branch else "tag"}
    facts: dict[str, Data | Unknown] = {}
    for name, value in VALUES.items():
        if not value.events or value.events in occasions:
            facts[name] = Unknown(value.type, (name,), (False, True) if value.type == "boolean" else None)
        else:
            facts[name] = Unknown(value.type, (name,)) if name.startswith(_PULL_REQUEST_VALUES) else None
    for name in REPLACEMENTS:
        facts.setdefault(name, Unknown("string", (name,)))
    facts.update(_KINDS[kind])
    return facts


def _choice(name: str, words: tuple[str, ...]) -> Unknown:
    return Unknown("string", (name,), words)


def _kind_facts(
    name: str, types: tuple[str, ...], source: str | None, actions: tuple[str, ...] = ()
) -> Mapping[str, Data | Unknown]:
    trigger = "pipeline.trigger.type"
    action = "pipeline.event.action"
    old = "pipeline.trigger_source"
    sender = "pipeline.event.github.sender.type"
    return {
        "pipeline.event.name": name,
        action: _choice(action, actions) if actions else name,
        trigger: types[0] if len(types) == 1 else _choice(trigger, types),
        old: Unknown("string", (old,)) if source is None else source,
        sender: Unknown("string", (sender,), (*_SENDERS, None)),
    }


_KINDS: dict[EventKind, Mapping[str, Data | Unknown]] = {
    "push": _kind_facts("push", _INTEGRATIONS, "webhook"),
    "pull_request": _kind_facts("pull_request", _PULL_REQUEST_INTEGRATIONS, "webhook", _PULL_REQUEST_ACTIONS),
    "schedule": _kind_facts("schedule", ("schedule",), "scheduled_pipeline"),
    "api": _kind_facts("api", ("api",), "api"),
    "webhook": _kind_facts("custom_webhook", ("webhook",), None),
}
