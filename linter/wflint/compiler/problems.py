"""The kinds of problems that compiling finds; thin rules of the same names relay them.

Unless said otherwise a kind is an error: CircleCI refuses the config. A problem carries a severity of its own where
it is less than that: in a definition that no workflow uses, in a workflow or step that is off by default, or that
exists for some events only, it is a warning, and its message says when it counts.
"""

from __future__ import annotations

from wflint.diagnostic import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.compiler.compilation import Compilation
    from wflint.compiler.library import Library
    from wflint.diagnostic import Frame
    from wflint.syntax.nodes import Scalar

KINDS: dict[str, str] = {
    # References
    "unknown-job": "A workflow invokes a job that is not defined",
    "unknown-command": "A step is neither built in nor a command that is defined",
    "unknown-executor": "A job uses an executor that is not defined",
    "unknown-orb-element": "An orb that is at hand has no job, command or executor of that name",
    "unknown-orb": "A name `alias/element` whose alias no orb is imported under",
    "recursion": "Commands, or references between definitions, that lead back to themselves",
    "override-without-job": "`override-with` names something that is no orb's job; an orb or job that is missing: info",
    # Parameters and arguments
    "unknown-parameter": "A template reads a parameter, matrix value or name that is not declared where it stands",
    "unknown-pipeline-value": "A template reads a `pipeline.` name that does not exist: it is empty (warning)",
    "deprecated-pipeline-value": "A `pipeline.` name is read that is no longer supported (warning)",
    "missing-argument": "A call leaves out a parameter that has no default",
    "unexpected-argument": "A call gives an argument that is not declared",
    "argument-type": "An argument's value has another type than its parameter",
    "enum-value": "An argument is none of the values its parameter allows",
    "parameter-default": "A default does not fit its parameter's type or values",
    "reserved-parameter-name": "A job's parameter has the name of an invocation key (merely shadowed: warning)",
    # Matrices
    "matrix-too-large": "A matrix expands to more than 10,000 jobs",
    "matrix-empty": "A matrix produces no job: a list is null or empty, or all combinations are excluded (warning)",
    "matrix-single": "A matrix always produces exactly one job (info)",
    "matrix-exclude": "An entry of `exclude` matches no combination (warning)",
    "matrix-collision": "Two instances of a matrix have the same name and are told apart by numbers only (warning)",
    # Templates, expressions, conditions
    "template-syntax": "A `<<` tag or section is not closed or holds no expression",
    "expression-type": "An operand of an expression certainly has a type that its operator rejects",
    "condition-syntax": "A condition is no expression or logic statement",
    "mixed-condition": "An operator outside of `<< >>` makes a condition a text, always true; in a step: warning",
    "bare-word-condition": "A step's condition is a bare word, always true (warning)",
    # Jobs, steps
    "executor-missing": "A job has no `docker`, `machine` or `macos`, nor does its executor",
    "executor-type": "An executor invocation is neither a name nor a map with a name",
    "remote-docker-twice": "A job has more than one `setup_remote_docker`",
    # Job groups
    "group-nested": "A job group invokes another job group",
    "group-argument": "An invocation of a job group has a key that groups do not support",
    "group-duplicate": "A job group is invoked twice under one name, or holds two members of one name",
    "group-serial": "A member of a job group has a `serial-group`",
    # Contexts
    "duplicate-context": "A job gets a context twice (info)",
    "too-many-contexts": "The jobs of a config use more than 100 contexts",
    # Limits
    "too-large": "The compiled config exceeds what CircleCI, or wflint, handles",
}
"""Each kind with what it says; the order is that of the documentation."""

SEVERITIES: dict[str, Severity] = {
    kind: Severity.INFO if "(info)" in text else Severity.WARNING if "(warning)" in text else Severity.ERROR
    for kind, text in KINDS.items()
}
"""How severe each kind is where it counts for every event."""

ABSENT = frozenset(
    {
        "unknown-job", "unknown-command", "unknown-executor", "unknown-orb-element", "unknown-orb", "unknown-parameter",
        "missing-argument", "unexpected-argument", "executor-missing", "override-without-job",
    }
)  # fmt: skip
"""Kinds that argue from something not being there: silent for parts of a config and for texts with holes."""


def offered(word: str, known: Iterable[str]) -> str | None:
    """The help text that names the nearest of the known names, or None."""
    from wflint.spelling import did_you_mean

    return did_you_mean(word, known)


def report_unknown_element(
    section: str, written: Scalar, library: Library, frame: Frame | None, compilation: Compilation
) -> None:
    """Report a name `alias/element` that leads nowhere; `section` is `job`, `command` or `executor`."""
    from wflint.compiler.library import Library as Loaded

    alias, _, name = written.value.partition("/")
    orb = library.orb(alias)
    if not isinstance(orb, Loaded):
        message = f"cannot find a definition for {section} named `{written.value}`: there is no orb `{alias}`"
        advice = offered(alias, library.names("orb"))
        compilation.report("unknown-orb", written.place, message, frame, help=advice)
        return
    message = f"cannot find a definition for {section} named `{written.value}`: orb `{alias}` has no {section} `{name}`"
    advice = offered(name, orb.names(section))
    compilation.report("unknown-orb-element", written.place, message, frame, help=advice)
