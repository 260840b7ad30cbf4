"""Every `pipeline.*` value that is documented or supplied by the vendor's tools, with its type.

Sources: https://circleci.com/docs/reference/variables/#pipeline-values and the value table it includes; names that only
the vendor's command line tool supplies are at the end.
"""

from __future__ import annotations

BOOLEANS = frozenset(
    {
        "pipeline.git.branch.is_default",
        "pipeline.event.github.pull_request.draft",
        "pipeline.event.github.pull_request.merged",
        "pipeline.trigger_parameters.gitlab.is_fork_merge_request",
    }
)
INTEGERS = frozenset({"pipeline.number", "pipeline.event.github.pull_request.number"})


def _names(prefix: str, words: str) -> frozenset[str]:
    return frozenset(f"{prefix}.{word}" for word in words.split())


STRINGS = (
    _names(
        "pipeline",
        "id name definition.id project.git_url project.type project.slug integration_source trigger_source"
        " schedule.name schedule.id event.name event.action event.context.github.pr_url"
        " trigger_parameters.webhook.body",
    )
    | _names(
        "pipeline.git",
        "tag branch revision repo_url repo_owner repo_name repo_id commit.url commit.subject commit.body"
        " commit.author_login base_revision commit.author_name commit.author_email commit.author_avatar_url",
    )
    | _names("pipeline.config", "repository.name repository.url file_path ref sha")
    | _names("pipeline.trigger", "received_at id name type")
    | _names(
        "pipeline.event.github",
        "after head_commit.url ref label label.name comment.body sender.type sender.login sender.avatar_url"
        " repository.name repository.url repository.owner.login",
    )
    | _names("pipeline.event.github.pull_request", "base.ref base.sha head.ref head.sha title url")
    | _names("pipeline.trigger_parameters.circleci", "trigger_type event_time event_type")
    | _names(
        "pipeline.trigger_parameters.github_app",
        "ref branch checkout_sha commit_sha commit_title commit_message commit_timestamp commit_author_name"
        " user_name user_username user_avatar user_id repo_name repo_url web_url",
    )
    | _names(
        "pipeline.trigger_parameters.gitlab",
        "type ref checkout_sha user_id user_name user_username user_avatar repo_name repo_url web_url commit_sha"
        " commit_title commit_message commit_timestamp commit_author_name commit_author_email branch default_branch"
        " x_gitlab_event_id",
    )
    | _names(
        "pipeline.deploy",
        "component_name environment_name target_environment_name target_version current_version namespace reason",
    )
)

PIPELINE_NAMES = STRINGS | BOOLEANS | INTEGERS


def pipeline_type(name: str) -> str:
    """`string`, `boolean` or `integer`; `any` for a name that does not exist."""
    if name in STRINGS:
        return "string"
    if name in BOOLEANS:
        return "boolean"
    return "integer" if name in INTEGERS else "any"
