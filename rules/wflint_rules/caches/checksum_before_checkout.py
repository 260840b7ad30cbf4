"""A cache key with the checksum of a file that cannot be there yet."""

from __future__ import annotations

from wflint import CompiledJob, Problem, Related, Severity, cache_step, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledBody, CompiledStep, Context

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
    on=CompiledJob,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/guides/optimize/caching/#using-checksum",
)
def checksum_before_checkout(job: CompiledJob, _: Context) -> Iterator[Problem]:
    """Silent where the directory may come filled: one of the image, or of a runner of one's own."""
    body = job.body
    if body is None or not _starts_empty(body):
        return
    first = next((step for step in body.steps if step.is_opaque or step.name not in HARMLESS), None)
    later = next((step for step in body.steps if step.name == "checkout"), None)
    if first is None or first.name != "restore_cache" or first.guards or first.is_opaque:
        return
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
