"""Environment variables that CircleCI sets in every job.

Source: https://circleci.com/docs/reference/variables/#built-in-environment-variables.
"""

from __future__ import annotations

DATE = "2026-08-01"

VARIABLES: dict[str, str] = {
    "CI": "`true`.",
    "CIRCLECI": "`true`.",
    "CIRCLE_BRANCH": "The branch; not set on a tag.",
    "CIRCLE_TAG": "The tag; set on tags only.",
    "CIRCLE_SHA1": "Hash of the commit.",
    "CIRCLE_JOB": "Name of the job in its workflow.",
    "CIRCLE_BUILD_NUM": "Number of the job.",
    "CIRCLE_BUILD_URL": "Address of the job's page.",
    "CIRCLE_NODE_INDEX": "Which of the parallel nodes this is, from 0.",
    "CIRCLE_NODE_TOTAL": "How many nodes run in parallel: the job's `parallelism`.",
    "CIRCLE_WORKING_DIRECTORY": "The job's working directory, as configured.",
    "CIRCLE_REPOSITORY_URL": "Address of the repository (GitHub OAuth, Bitbucket Cloud).",
    "CIRCLE_PROJECT_REPONAME": "Name of the repository.",
    "CIRCLE_PROJECT_USERNAME": "Owner of the repository (GitHub, Bitbucket).",
    "CIRCLE_USERNAME": "Who triggered the pipeline (GitHub, Bitbucket).",
    "CIRCLE_PULL_REQUEST": "Address of one pull request of the branch (GitHub, Bitbucket Cloud).",
    "CIRCLE_PULL_REQUESTS": "Addresses of its pull requests, with commas (GitHub OAuth, Bitbucket Cloud).",
    "CIRCLE_PR_NUMBER": "Number of the pull request; of forks only (GitHub OAuth, Bitbucket Cloud).",
    "CIRCLE_PR_REPONAME": "Name of the fork's repository; of forks only (GitHub OAuth, Bitbucket Cloud).",
    "CIRCLE_PR_USERNAME": "Owner of the fork; of forks only (GitHub OAuth, Bitbucket Cloud).",
    "CIRCLE_PIPELINE_ID": "Id of the pipeline.",
    "CIRCLE_WORKFLOW_ID": "Id of the workflow's run.",
    "CIRCLE_WORKFLOW_JOB_ID": "Id of the job's run.",
    "CIRCLE_WORKFLOW_WORKSPACE_ID": "Id of the workspace; reruns keep it.",
    "CIRCLE_PROJECT_ID": "Id of the project.",
    "CIRCLE_ORGANIZATION_ID": "Id of the organization.",
    "CIRCLE_OIDC_TOKEN": "A signed OpenID Connect token; not in pipelines of forks without secrets.",
    "CIRCLE_OIDC_TOKEN_V2": "The same as a newer kind of token.",
    "CIRCLE_PREVIOUS_BUILD_NUM": "Number of the job before; unreliable, and not set on runners.",
    "CIRCLE_CONTINUATION_KEY": "The secret that continues a setup pipeline; in setup configs only.",
    "BASH_ENV": "A file that bash reads before each step: what is exported there lasts for the job.",
}
"""What each says, the usual ones first."""
