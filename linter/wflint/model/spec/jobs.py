"""What can be defined and called: parameters, commands, and jobs of every type."""

from __future__ import annotations

from wflint.diagnostic import Severity
from wflint.model.spec.executors import EXECUTOR_TYPES, SHARED_KEYS
from wflint.model.spec.kinds import (
    INTEGER,
    STRING,
    ByType,
    Exclusive,
    Forms,
    Items,
    Key,
    Keyed,
    Kind,
    Named,
    Single,
    Steps,
)
from wflint.model.spec.values import ANYTHING, PATTERNS, STRICT_SWITCH, SWITCH, TEXT, WORD

PARAMETER_TYPES = ("string", "boolean", "integer", "enum", "executor", "steps", "env_var_name")
PIPELINE_PARAMETER_TYPES = ("string", "boolean", "integer", "enum")

_ENUM = Key(Items("a list of values", WORD, least=1), "The accepted values; needed with `type: enum`.", since="2.1")

PARAMETER = Keyed(
    "parameter",
    {
        "type": Key(
            Single("a parameter type", values=PARAMETER_TYPES), "Type of the value.", required=True, since="2.1"
        ),
        "default": Key(
            ANYTHING,
            "Value where the caller gives none; without it the parameter is required.",
            since="2.1",
            nullable=True,
        ),
        "enum": _ENUM,
        "description": Key(TEXT, "What the parameter is for.", since="2.1", nullable=True),
    },
    check="parameter",
)
PIPELINE_PARAMETER = Keyed(
    "pipeline parameter",
    {
        "type": Key(
            Single("a pipeline parameter's type", values=PIPELINE_PARAMETER_TYPES),
            "Type of the value.",
            required=True,
            since="2.1",
        ),
        "default": Key(ANYTHING, "Value where the trigger gives none.", required=True, since="2.1", nullable=True),
        "enum": _ENUM,
        "description": Key(TEXT, "What the parameter is for.", since="2.1", nullable=True),
    },
    check="parameter",
)
PARAMETERS = Named("a map of parameters", PARAMETER, "parameter")
PIPELINE_PARAMETERS = Named("a map of parameters", PIPELINE_PARAMETER, "pipeline-parameter")

COMMAND_BODY = Keyed(
    "command",
    {
        "steps": Key(Steps(), "Steps that a call of the command stands for.", required=True, since="2.1"),
        "parameters": Key("parameters", "Values that the caller may give.", since="2.1", nullable=True),
        "description": Key(TEXT, "What the command is for.", since="2.1", nullable=True),
    },
)
COMMAND = Forms("a map with `steps`, or the name of another command", TEXT, None, COMMAND_BODY)

JOB_TYPE = Single("a job type", values=("build", "approval", "no-op", "release", "lock", "unlock"))
_TYPE = Key(JOB_TYPE, "What kind of job it is.", default="build")
_RETENTION = Keyed(
    "`retention`",
    {"caches": Key(Single("a number of days such as `3d`", frozenset({"string", "integer"}), check="retention"),
                   "How long caches of this job are kept, `1d` to `15d`.")},
)  # fmt: skip
_EXECUTOR_CALL = Forms(
    "the name of an executor, or a map with `name`",
    TEXT,
    None,
    Keyed(
        "`executor`",
        {"name": Key(TEXT, "Which executor; the other keys are its arguments.", required=True, since="2.1")},
        unknown=None,
    ),
)

BUILD_JOB = Keyed(
    "job",
    {
        "type": _TYPE,
        "executor": Key(
            _EXECUTOR_CALL, "An executor of `executors` or of an orb, perhaps with arguments.", since="2.1"
        ),
        **SHARED_KEYS,
        "steps": Key(Steps(), "What the job does, in this order.", required=True),
        "parameters": Key("parameters", "Values that an invocation may give.", since="2.1", nullable=True),
        "parallelism": Key(
            Single("a whole number from 1", INTEGER, least=1, mismatch=Severity.ERROR),
            "How many copies of the job run at once.",
            default="1",
        ),
        "circleci_ip_ranges": Key(
            STRICT_SWITCH, "Go out through published IP addresses (docker executor, paid plans).", default="false"
        ),
        "retention": Key(_RETENTION, "How long what the job stores is kept."),
        "description": Key(TEXT, "What the job is for.", nullable=True),
        "branches": Key(PATTERNS, "Config version 2 without workflows: branches to build.", nullable=True),
    },
    exclusive=(Exclusive(EXECUTOR_TYPES, reason="a job runs on one of them"),),
    any_of=(*EXECUTOR_TYPES, "executor"),
    check="job",
)


def _special_job(title: str, keys: dict[str, Key]) -> Keyed:
    """A job that runs no steps: whatever else a build job has is accepted there, and ignored."""
    return Keyed(title, {"type": _TYPE, **keys}, unknown=Severity.WARNING)


_DESCRIPTION = {"description": Key(TEXT, "What the job is for.")}
_PARAMETERS = {"parameters": Key("parameters", "Values that an invocation may give.", since="2.1", nullable=True)}
_LOCK = {"key": Key(TEXT, "Name of the lock.", required=True)}

WEBHOOK = Keyed(
    "webhook",
    {
        "name": Key(TEXT, "Name of the check.", required=True),
        "provider": Key(
            Single("a provider", values=("datadog", "prometheus", "grafana", "alertmanager", "custom")),
            "Who sends the signals.",
            required=True,
        ),
        "data_points": Key(
            Keyed(
                "`data_points`",
                {
                    name: Key(WORD, "Where in the payload this value is found.")
                    for name in (
                        "component_name", "env", "version", "project_id", "namespace", "signal_name", "criteria",
                    )
                },
                unknown=Severity.WARNING,
            ),
            "Where in the provider's payload each value is found.",
        ),
        "fail_when": Key(TEXT, "Expression over the data points that fails the validation."),
        "max_failures": Key(Single("a whole number", INTEGER), "How many failures are tolerated."),
    },
    unknown=Severity.WARNING,
)  # fmt: skip
VALIDATION = Keyed(
    "`validation`",
    {
        "enabled": Key(SWITCH, "Whether the release is watched.", required=True),
        "evaluation_time": Key(
            Single("a duration such as `20m`", frozenset({"string"})), "How long it is watched.", default="20m"
        ),
        "auto_rollback_on_failure": Key(SWITCH, "Roll back if the validation fails.", default="false"),
        "webhooks": Key(Items("a list of checks", WEBHOOK), "Signals to wait for."),
    },
    unknown=Severity.WARNING,
)

JOB_KINDS: dict[str, Kind] = {
    "build": BUILD_JOB,
    "approval": _special_job("approval job", {**_DESCRIPTION}),
    "no-op": _special_job("no-op job", {**_DESCRIPTION, **_PARAMETERS}),
    "release": _special_job(
        "release job",
        {
            "plan_name": Key(TEXT, "Name of the release plan.", required=True),
            "validation": Key(VALIDATION, "Whether and how the release is watched."),
            **_DESCRIPTION,
            **_PARAMETERS,
        },
    ),
    "lock": _special_job("lock job", {**_LOCK, **_DESCRIPTION, **_PARAMETERS}),
    "unlock": _special_job("unlock job", {**_LOCK, **_DESCRIPTION, **_PARAMETERS}),
}
JOB = Forms("a map, or the name of another job", TEXT, None, ByType("a map", "type", "build", JOB_KINDS))

FUNCTION_ARGUMENTS = Named(
    "a map of arguments", Single("a single value", STRING | {"boolean", "integer", "number", "null"})
)
