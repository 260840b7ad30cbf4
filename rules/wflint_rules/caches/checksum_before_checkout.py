"""A cache key with the checksum of a file that cannot be there yet."""

from __future__ import annotations

from wflint import CompiledWorkflow, Problem, Related, Severity, cache_step, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledBody, CompiledJob, CompiledStep, Context

HARMLESS = frozenset(
    {
        "add_ssh_keys",
        "persist_to_workspace",
        "save_cache",
        "setup_remote_docker",
        "store_artifacts",
        "store_test_results",
    }
)
"""Steps that bring no files."""


@rule(
    "checksum-before-checkout",
    summary="A cache key needs the checksum of a file before any step brings files",
    on=CompiledWorkflow,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/guides/optimize/caching/#using-checksum",
)
def checksum_before_checkout(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """Silent where the directory may come filled: one of the image, or of a runner of one's own."""
    for first, jobs in workflow.steps("restore_cache"):
        for job in jobs if not first.guards and not first.is_opaque else ():
            if job.body is not None and _is_first(first, job.body) and _starts_empty(job.body):
                yield from _problems(job, job.body, first)


def _is_first(step: CompiledStep, body: CompiledBody) -> bool:
    """Whether a step stands before all others that may bring files."""
    return next(each for each in body.steps if each is step or each.is_opaque or each.name not in HARMLESS) is step


def _problems(job: CompiledJob, body: CompiledBody, first: CompiledStep) -> Iterator[Problem]:
    later = next((step for step in body.steps if step.name == "checkout"), None)
    for key in cache_step(job, first).keys:
        file = next((token.text for token in key.tokens if token.kind == "checksum"), None)
        if file is not None and not file.startswith(("/", "~")):
            yield Problem(
                key.value.place,
                f"the checksum of `{file}` is needed before any step brings files, so the step fails",
                related=_places(later),
                help="put `checkout` before this step",
                frame=first.frame,
            )


def _starts_empty(body: CompiledBody) -> bool:
    """Whether the job begins in an empty directory of its own."""
    directory = body.data.get("working_directory")
    resource_class = body.data.text("resource_class") or ""
    is_home = directory is None or (body.data.text("working_directory") or "").startswith("~/")
    return is_home and "/" not in resource_class and body.executor in {"docker", "machine", "macos"}


def _places(checkout: CompiledStep | None) -> tuple[Related, ...]:
    return () if checkout is None else (Related(checkout.place, "the code is checked out here"),)
