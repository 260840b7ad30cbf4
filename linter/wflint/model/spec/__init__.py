"""The configuration language, declared: every key with its kind of value, and a line for people.

The walk (`wflint.model.shape`) checks a config against it, the published JSON Schema is made of it, and an editor
takes completions and hover texts from it.
Source: https://circleci.com/docs/reference/configuration-reference/ and the compiler's own messages.
"""

from __future__ import annotations

from wflint.diagnostic import Severity
from wflint.model.spec.executors import EXECUTOR
from wflint.model.spec.jobs import COMMAND, FUNCTION_ARGUMENTS, JOB, PARAMETERS, PIPELINE_PARAMETERS
from wflint.model.spec.kinds import BOOLEAN, Forms, Key, Keyed, Kind, Named, Single, Steps
from wflint.model.spec.values import ANYTHING, CONDITION, STRICT_SWITCH, TEXT, WORD
from wflint.model.spec.workflows import EXPERIMENTAL, JOB_GROUPS, WORKFLOWS

VERSION = Single("`2.1`", frozenset({"string", "integer", "number"}), values=("2", "2.0", "2.1"))

_VERSION = Key(VERSION, "Version of the configuration language; `2.1` has everything.", required=True)
_METADATA = {
    "description": Key(TEXT, "What the orb is for.", since="2.1", nullable=True),
    "display": Key(
        Keyed(
            "`display`",
            {
                "home_url": Key(TEXT, "Home page that the orb registry links to.", nullable=True),
                "source_url": Key(TEXT, "Repository that the orb registry links to.", nullable=True),
            },
            unknown=Severity.WARNING,
        ),
        "Links that the orb registry shows.",
        since="2.1",
        nullable=True,
    ),
    "examples": Key(ANYTHING, "Examples that the orb registry shows.", since="2.1", nullable=True),
}
_ORB = Forms("a reference such as `circleci/node@5`, or a map", Single("an orb reference", check="orb"), None, "orb")
_REUSABLE = {
    "orbs": Key(
        Named("a map of orbs", _ORB, "orb"),
        "Orbs by the name they have here: `namespace/orb@version`, a URL, or the orb itself.",
        since="2.1",
        nullable=True,
    ),
    "commands": Key(
        Named("a map of commands", COMMAND, "command"),
        "Sequences of steps to be called by name.",
        since="2.1",
        nullable=True,
    ),
    "executors": Key(
        Named("a map of executors", EXECUTOR, "executor"),
        "Environments to run jobs in, by name.",
        since="2.1",
        nullable=True,
    ),
    "jobs": Key(
        Named("a map of jobs", JOB, "job", {}, Severity.ERROR),
        "Jobs by name: where they run, and their steps.",
    ),
}  # fmt: skip

CONFIG = Keyed(
    "config",
    {
        "version": _VERSION,
        "setup": Key(
            STRICT_SWITCH, "Makes this a setup config, which computes the real one.", default="false", since="2.1"
        ),
        "parameters": Key(
            PIPELINE_PARAMETERS, "Values that a trigger may give to the pipeline.", since="2.1", nullable=True
        ),
        **_REUSABLE,
        "functions": Key(
            Named("a map of functions", Single("a function reference", check="function")),
            "Functions by the name they have here, `host.tld/org/name@v1.2.3`.",
            since="2.1",
            nullable=True,
        ),
        "job-groups": Key(JOB_GROUPS, "Groups of jobs that workflows use as one.", since="2.1"),
        "workflows": Key(WORKFLOWS, "Which jobs run, after which, and for which branches."),
        "experimental": Key(EXPERIMENTAL, "For which branches chat notifications are sent.", nullable=True),
        "build_agent": Key(TEXT, "Internal: which build agent runs the jobs."),
        **_METADATA,
        "name": Key(WORD, "Accepted and ignored.", nullable=True),
    },
    unknown=None,
    check="config",
)
"""A config, setup config or continuation. Other keys are ignored by CircleCI and hold anchors."""

ORB = Keyed(
    "orb",
    {
        "version": Key(VERSION, "Version of the configuration language.", default="2.1", since="2.1"),
        **_REUSABLE,
        **_METADATA,
        "name": Key(WORD, "Accepted and ignored.", nullable=True),
    },
    unknown=Severity.WARNING,
    holders=True,
)
"""The source of an orb, in a file of its own or inline."""

KINDS: dict[str, Kind] = {
    "condition": CONDITION,
    "function-arguments": FUNCTION_ARGUMENTS,
    "nested-steps": Steps(single=True),
    "orb": ORB,
    "parameters": PARAMETERS,
}
"""Kinds that others refer to by name, because they contain each other."""

__all__ = ["BOOLEAN", "CONFIG", "KINDS", "ORB", "VERSION"]
