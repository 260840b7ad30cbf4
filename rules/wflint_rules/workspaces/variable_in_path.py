"""A variable in a path that CircleCI takes letter by letter."""

from __future__ import annotations

from wflint import CompiledMapping, CompiledWorkflow, Problem, Severity, listed_values, regex, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledScalar, CompiledStep, Context

VARIABLE = regex(r"(?<!\[\[ )\$(?:[A-Za-z_]\w*|\{[^}]*\}|\([^)]*\))|`[^`]+`")

PATH_KEYS = {
    "persist_to_workspace": ("root", "paths"),
    "attach_workspace": ("at",),
    "save_cache": ("paths",),
    "store_artifacts": ("path",),
    "store_test_results": ("path",),
}


@rule(
    "variable-in-path",
    summary="A path holds a variable, which is not expanded there",
    on=CompiledWorkflow,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/guides/security/env-vars/",
)
def variable_in_path(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """An error where the step fails for it: a root, or all paths that are persisted."""
    for name, keys in PATH_KEYS.items():
        for step, jobs in workflow.steps(name):
            if isinstance(step.body, CompiledMapping):
                for key in keys:
                    yield from _problems(step, step.body, key) * len(jobs)


def _problems(step: CompiledStep, body: CompiledMapping, key: str) -> list[Problem]:
    values, is_known = listed_values(body, key)
    suspects = [(value, value.text) for value in values if value.text and ("$" in value.text or "`" in value.text)]
    found = [(value, match) for value, text in suspects if (match := VARIABLE.search(text))]
    fails = step.name == "persist_to_workspace" and is_known and len(found) == len(values) and not step.guards
    return [_problem(step, key, value, match.group(), fails=fails) for value, match in found]


def _problem(step: CompiledStep, key: str, value: CompiledScalar, variable: str, *, fails: bool) -> Problem:
    consequence = "so the step fails" if fails else "so the path is taken letter by letter"
    return Problem(
        value.place,
        f"`{variable}` is not expanded in `{key}` of `{step.name}`, {consequence}",
        help="write the path itself, use `~` for the home directory, or a parameter",
        severity=Severity.ERROR if fails else None,
        frame=step.frame,
    )
