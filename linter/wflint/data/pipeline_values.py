"""Names and types of pipeline values, where they are set, and what replaces the deprecated ones.

Source: https://circleci.com/docs/reference/variables/#pipeline-values.
"""

from __future__ import annotations

from wflint.records import NamedTuple

DATE = "2026-08-01"


class PipelineValue(NamedTuple):
    """A value CircleCI sets.

    `type` is `string`, `integer` or `boolean`. `integrations` are letters: A GitHub App, S GitHub App on a server,
    O GitHub OAuth, B Bitbucket Cloud, D Bitbucket Data Center, L GitLab, W custom webhook; empty where unpublished.
    `on_server`: CircleCI Server has it too. `events` says for what it is set, empty if for all.
    """

    type: str
    integrations: str
    on_server: bool
    events: str
    doc: str


def _table(text: str) -> dict[str, PipelineValue]:
    values = {}
    for line in text.strip().splitlines():
        name, kind, integrations, server, events, doc = (cell.strip() for cell in line.split("|"))
        types = {"s": "string", "i": "integer", "b": "boolean"}
        values[f"pipeline.{name}"] = PipelineValue(types[kind], integrations, server == "y", events, doc)
    return values


VALUES = _table("""
id                                       |s|ASOBDL|y||Unique id of the pipeline.
number                                   |i|ASOBDL|y||Number of the pipeline in its project.
definition.id                            |s|ASOBDL|y||Id of the pipeline's definition.
name                                     |s|ASOBD |n||Name of the pipeline's definition.
project.git_url                          |s|ASOBDL|y||Address of the repository's page.
project.type                             |s|ASOBDL|y||Where the code is hosted, such as `github`.
project.slug                             |s|ASOBDL|y||Slug of the project.
integration_source                       |s|ASOBDL|y||Integration: such as `github_app`, `github` or `gitlab`.
git.tag                                  |s|ASOBDL|y|tag|Tag; empty on a branch.
git.branch                               |s|ASOBDL|y|branch|Branch; empty on a tag.
git.branch.is_default                    |b|ASOBDL|y||Whether the branch is the default one.
git.revision                             |s|ASOBDL|y||Hash of the commit.
git.repo_url                             |s|ASOBD |n||Address of the repository.
git.repo_owner                           |s|ASOB  |n||Owner of the repository.
git.repo_name                            |s|ASOB  |n||Name of the repository.
git.repo_id                              |s|ASOBD |n||Id of the repository.
git.commit.url                           |s|ASOBDL|y||Address of the commit.
git.commit.subject                       |s|ASOBDL|n||First line of the commit message.
git.commit.body                          |s|ASOBDL|n||Rest of the commit message.
git.commit.author_login                  |s|ASODL |n||Login of the commit's author.
git.commit.author_name                   |s|      |n||Name of the commit's author; undocumented.
git.commit.author_email                  |s|      |n||Address of the commit's author; undocumented.
git.commit.author_avatar_url             |s|      |n||Picture of the commit's author; undocumented.
git.base_revision                        |s|OB    |y||Hash of the commit built before on this branch.
config.repository.name                   |s|AS    |n||Name of the repository that holds the config.
config.repository.url                    |s|AS    |n||Address of the repository that holds the config.
config.file_path                         |s|AS    |n||Path of the config.
config.ref                               |s|AS    |n||Full git reference the config was read from.
config.sha                               |s|AS    |n||Commit the config was read from.
trigger.received_at                      |s|ASOBDL|y||When the trigger arrived, ISO 8601.
trigger.id                               |s|ASD   |n||Id of the trigger.
trigger.name                             |s|      |n||Name of the trigger; undocumented.
trigger.type                             |s|ASOBD |n||What triggered: such as `github_app`, `schedule` or `api`.
trigger_source                           |s|ASOBDL|y||Deprecated: what triggered.
schedule.name                            |s|OB    |y|schedule|Name of the schedule.
schedule.id                              |s|OB    |y|schedule|Id of the schedule.
event.name                               |s|ASOB  |n||`custom_webhook`, `api`, `push`, `pull_request` or `schedule`.
event.action                             |s|ASOB  |n||As the name, or what happened to the pull request.
event.github.after                       |s|ASO   |n|push|Commit after the push.
event.github.head_commit.url             |s|ASO   |n|push|Address of the pushed commit.
event.github.ref                         |s|ASO   |n|push|Pushed git reference.
event.context.github.pr_url              |s|AS    |n||Address of the pull request.
event.github.pull_request.base.ref       |s|AS    |n|pull_request|Branch that is merged into.
event.github.pull_request.base.sha       |s|AS    |n|pull_request|Its commit.
event.github.pull_request.head.ref       |s|AS    |n|pull_request|Branch that is merged.
event.github.pull_request.head.sha       |s|AS    |n|pull_request|Its commit.
event.github.pull_request.title          |s|AS    |n|pull_request|Title.
event.github.pull_request.url            |s|AS    |n|pull_request|Address.
event.github.pull_request.draft          |b|AS    |n|pull_request|Whether it is a draft.
event.github.pull_request.merged         |b|AS    |n|pull_request|Whether it is merged.
event.github.pull_request.number         |i|AS    |n|pull_request|Number.
event.github.label                       |s|      |n|pull_request|Label; undocumented.
event.github.label.name                  |s|AS    |n|pull_request|Label that was added.
event.github.comment.body                |s|AS    |n|pull_request|Text of the comment.
event.github.sender.type                 |s|ASO   |n||`User`, `Organization` or `Bot`.
event.github.sender.login                |s|ASO   |n||Login of who caused the event.
event.github.sender.avatar_url           |s|ASO   |n||Picture of who caused the event.
event.github.repository.name             |s|ASO   |n||Name of the repository.
event.github.repository.url              |s|ASO   |n||Address of the repository.
event.github.repository.owner.login      |s|ASO   |n||Owner of the repository.
trigger_parameters.webhook.body          |s|W     |n|custom_webhook|Body of the call.
deploy.component_name                    |s|AS    |n|deployment|Component that is deployed.
deploy.environment_name                  |s|AS    |n|deployment|Environment that is deployed to.
deploy.target_version                    |s|AS    |n|deployment|Version that is deployed.
deploy.current_version                   |s|AS    |n|deployment|Version that is replaced.
deploy.namespace                         |s|AS    |n|deployment|Namespace of the component.
deploy.reason                            |s|AS    |n|deployment|Why it is deployed.
""")
"""Every value by its full name, in the order of the documentation; of the deprecated ones, `trigger_source` only."""

_GITLAB = (
    "type ref checkout_sha user_id user_name user_username user_avatar repo_name repo_url web_url commit_sha"
    " commit_title commit_message commit_timestamp commit_author_name commit_author_email branch default_branch"
    " x_gitlab_event_id is_fork_merge_request"
)
VALUES.update(
    (f"pipeline.trigger_parameters.gitlab.{name}", PipelineValue("string", "L", False, "", "From GitLab's event."))
    for name in _GITLAB.split()
)

_SENDER = "pipeline.event.github.sender"
_APP = "pipeline.trigger_parameters.github_app"
_CIRCLE = "pipeline.trigger_parameters.circleci"

REPLACEMENTS: dict[str, str | None] = {
    "pipeline.trigger_source": "pipeline.trigger.type",
    f"{_CIRCLE}.trigger_type": "pipeline.trigger.type",
    f"{_CIRCLE}.event_time": "pipeline.trigger.received_at",
    f"{_CIRCLE}.event_type": "pipeline.event.name",
    f"{_APP}.ref": "pipeline.event.github.ref",
    f"{_APP}.branch": "pipeline.event.github.ref",
    f"{_APP}.checkout_sha": "pipeline.git.revision",
    f"{_APP}.commit_sha": "pipeline.event.github.after",
    f"{_APP}.commit_title": "pipeline.git.commit.subject",
    f"{_APP}.commit_message": "pipeline.git.commit.body",
    f"{_APP}.commit_timestamp": "pipeline.trigger.received_at",
    f"{_APP}.commit_author_name": "pipeline.git.commit.author_login",
    f"{_APP}.user_name": f"{_SENDER}.login",
    f"{_APP}.user_username": f"{_SENDER}.login",
    f"{_APP}.user_avatar": f"{_SENDER}.avatar_url",
    f"{_APP}.user_id": None,
    f"{_APP}.repo_name": "pipeline.event.github.repository.name",
    f"{_APP}.repo_url": "pipeline.event.github.repository.url",
    f"{_APP}.web_url": "pipeline.event.github.repository.url",
}
"""Deprecated values and what says the same today (None: nothing does); unsupported since 2026-08-01."""

DEPRECATED_SINCE = "2026-08-01"
"""From this day on the values of `REPLACEMENTS` are unsupported."""
