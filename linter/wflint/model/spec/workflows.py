"""Workflows, schedules, job invocations and job groups."""

from __future__ import annotations

from wflint.diagnostic import Severity
from wflint.model.names import STATUSES
from wflint.model.spec.kinds import ANY_SINGLE, Exclusive, Forms, Invocations, Items, Key, Keyed, Named, Single, Steps
from wflint.model.spec.values import ANYTHING, CONDITION, PATTERNS, RERUNS, TEXT, TEXT_OR_TEXTS, TEXTS, WORD

STATUS = Single("a status", values=(*STATUSES, "terminal"), mismatch=Severity.ERROR)

FILTERS = Forms(
    "an expression, or a map with `branches` and `tags`",
    TEXT,
    None,
    Keyed(
        "`filters`",
        {
            "branches": Key(PATTERNS, "Branches on which the job runs.", default="all branches", nullable=True),
            "tags": Key(PATTERNS, "Tags on which the job runs.", default="no tags", nullable=True),
        },
    ),
)
MATRIX_VALUES = Forms(
    "a list of values",
    Single("a list of values", ANY_SINGLE),
    Items("a list of values", ANYTHING),
    Named("a map", ANYTHING),
)
"""No value stands for no job, and a single one for itself."""

MATRIX = Keyed(
    "`matrix`",
    {
        "parameters": Key(
            Named("a map of parameters", MATRIX_VALUES), "Values by parameter; the job runs for each combination.",
            required=True, since="2.1",
        ),
        "exclude": Key(
            Items("a list of maps", Named("a map of parameters", ANYTHING)),
            "Combinations that are left out.",
            since="2.1",
        ),
        "alias": Key(TEXT, "Name that stands for all instances in `requires`.", default="the job's name", since="2.1"),
    },
    unknown=None,
    near=True,
)  # fmt: skip
REQUIREMENT = Forms("the name of a job, or a map of it to statuses", WORD, None, Named("a map", ANYTHING))

INVOCATION_BODY = Keyed(
    "job",
    {
        "name": Key(TEXT, "Name of the job in this workflow.", default="the invoked job's name", since="2.1"),
        "requires": Key(
            Forms("a list of jobs", WORD, Items("a list of jobs", REQUIREMENT)),
            "Jobs that must have finished first, perhaps with a status other than `success`.",
            nullable=True,
        ),
        "filters": Key(FILTERS, "For which branches and tags the job runs.", nullable=True),
        "context": Key(TEXT_OR_TEXTS, "Contexts whose variables and secrets the job gets.", nullable=True),
        "type": Key(Single("`approval`", values=("approval",)), "`approval` makes it wait for a person."),
        "matrix": Key(MATRIX, "Run the job for every combination of parameter values.", since="2.1"),
        "pre-steps": Key(Steps(lenient=True), "Steps before the job's own.", since="2.1"),
        "post-steps": Key(Steps(lenient=True), "Steps after the job's own.", since="2.1"),
        "serial-group": Key(
            Single("the name of a serial group", check="serial-group"),
            "Jobs with the same group, of any pipeline, run one after the other.",
            since="2.1",
        ),
        "override-with": Key(
            Single("`orb/job`", check="override-with"),
            "Job of an orb that replaces this one if it is there.",
            since="2.1",
        ),
    },
    unknown=None,
)
"""An invocation. Its other keys are arguments; which of them are right is the compiler's matter."""

APPROVAL_KEYS = ("requires", "name", "filters", "context", "type", "matrix", "serial-group", "override-with")
"""What CircleCI recognises at an approval; other keys are ignored."""

SCHEDULE = Keyed(
    "`schedule`",
    {
        "cron": Key(TEXT, "When it runs: five fields of POSIX cron, UTC.", required=True),
        "filters": Key(
            Keyed(
                "`filters`",
                {
                    "branches": Key(
                        Keyed("`branches`", PATTERNS.keys, any_of=("only", "ignore")),
                        "Branches that are scheduled.",
                        required=True,
                    )
                },
            ),
            "For which branches it runs.",
            required=True,
        ),
    },
)
TRIGGERS = Items(
    "a list of triggers",
    Keyed("trigger", {"schedule": Key(SCHEDULE, "A schedule that belongs to the workflow.", required=True)}),
)

WORKFLOW = Keyed(
    "workflow",
    {
        "jobs": Key(Invocations(), "Jobs of the workflow and what they wait for.", required=True),
        "when": Key(CONDITION, "Expression or condition without which the workflow is left out.", since="2.1"),
        "unless": Key(CONDITION, "Expression or condition with which the workflow is left out.", since="2.1"),
        "max_auto_reruns": Key(RERUNS, "How often a failed workflow is tried again, 1 to 5 times.", default="0"),
        "triggers": Key(TRIGGERS, "Schedules; a workflow that has them does not run on pushes."),
    },
    unknown=None,
    near=True,
    exclusive=(Exclusive(("when", "unless"), Severity.WARNING, "one of them says it all"),),
)
WORKFLOWS = Named(
    "a map of workflows",
    WORKFLOW,
    "",
    {
        "version": Key(
            WORD,
            "Needed under `workflows` by config version 2 only.",
            nullable=True,
        )
    },
    Severity.ERROR,
)

JOB_GROUP = Keyed(
    "job group",
    {
        "jobs": Key(
            Invocations(in_group=True), "Jobs of the group; they may require each other.", required=True, since="2.1"
        )
    },
)
JOB_GROUPS = Named("a map of job groups", JOB_GROUP, "job-group")

EXPERIMENTAL = Keyed(
    "`experimental`",
    {
        "notify": Key(
            Keyed("`notify`", {"branches": Key(PATTERNS, "Branches that chat notifications are sent for.")}),
            "For which branches chat notifications are sent.",
        )
    },
    unknown=Severity.WARNING,
)

__all__ = [
    "APPROVAL_KEYS", "EXPERIMENTAL", "FILTERS", "INVOCATION_BODY", "JOB_GROUP", "JOB_GROUPS",
    "MATRIX", "STATUS", "TEXTS", "TRIGGERS", "WORKFLOW", "WORKFLOWS",
]  # fmt: skip
