"""Steps of a compiled job as operations: paths resolved, words turned into values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.compiler.compiled import CompiledMapping
from wflint.localrun.environment import variables_of
from wflint.localrun.operations import (
    AttachWorkspace,
    Checkout,
    ConfigPlace,
    PersistToWorkspace,
    RestoreCache,
    Run,
    SaveCache,
    StoreArtifacts,
    StoreTestResults,
    Unsupported,
)
from wflint.localrun.paths import inside
from wflint.localrun.reading import is_true, seconds, text, texts, whole_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from wflint.compiler.compiled import CompiledBody, CompiledStep
    from wflint.localrun.operations import Operation, When
    from wflint.source import Place

NO_OUTPUT_TIMEOUT = 600.0
"""Seconds. Source: https://circleci.com/docs/reference/configuration-reference/#run"""

LOGIN_SHELL = "/bin/bash --login -eo pipefail"
"""The default on macOS. Source: https://circleci.com/docs/reference/configuration-reference/#default-shell-options"""


def operations_of(body: CompiledBody, directory: str, node: int) -> tuple[Operation, ...]:
    """The operations of one node, `directory` being the job's resolved working directory.

    A step of the former kind `deploy` runs on the first node alone.
    Source: https://circleci.com/docs/guides/orchestrate/migrate-from-deploy-to-run/
    """
    shell = text(body.data, "shell")
    if shell is None and body.executor == "macos":
        shell = LOGIN_SHELL
    return tuple(_operation(step, directory, shell) for step in body.steps if step.name != "deploy" or node == 0)


def place_of(place: Place) -> ConfigPlace:
    """A place as people read it."""
    line, column = place.source.line_column(place.span.start)
    return ConfigPlace(path=place.source.path, line=line, column=column)


def _operation(step: CompiledStep, directory: str, shell: str | None) -> Operation:
    if step.name in {"run", "deploy"}:
        return _run(step, directory, shell)
    make = _MAKERS.get(step.name)
    if make is not None:
        return make(step, directory)
    return Unsupported(
        name=text(step.body, "name") or _TITLES.get(step.name, step.name),
        place=place_of(step.place),
        when=_when(step),
        kind=step.name,
        reason=_REASONS.get(step.name, "this kind of step exists on CircleCI only"),
    )


def _run(step: CompiledStep, directory: str, shell: str | None) -> Operation:
    body = step.body
    command = text(body, "command") or ""
    delay = seconds(text(body, "auto_rerun_delay"))
    timeout = seconds(text(body, "no_output_timeout"))
    environment = body.get("environment") if isinstance(body, CompiledMapping) else None
    return Run(
        name=text(body, "name") or command.strip() or "run",
        place=place_of(step.place),
        when=_when(step),
        command=command,
        directory=inside(directory, text(body, "working_directory") or "."),
        shell=text(body, "shell") or shell,
        environment=tuple(variables_of(environment, "step")),
        background=is_true(body, "background"),
        no_output_timeout=NO_OUTPUT_TIMEOUT if timeout is None else timeout,
        reruns=whole_number(body, "max_auto_reruns") or 0,
        rerun_delay=delay or 0.0,
    )


def _checkout(step: CompiledStep, directory: str) -> Operation:
    return Checkout(
        name=text(step.body, "name") or "Checkout code",
        place=place_of(step.place),
        when=_when(step),
        path=inside(directory, text(step.body, "path") or "."),
    )


def _persist(step: CompiledStep, directory: str) -> Operation:
    return PersistToWorkspace(
        name=text(step.body, "name") or "Persisting to workspace",
        place=place_of(step.place),
        when=_when(step),
        root=inside(directory, text(step.body, "root") or "."),
        paths=texts(step.body, "paths") or (),
    )


def _attach(step: CompiledStep, directory: str) -> Operation:
    return AttachWorkspace(
        name=text(step.body, "name") or "Attaching workspace",
        place=place_of(step.place),
        when=_when(step),
        directory=inside(directory, text(step.body, "at") or "."),
    )


def _save_cache(step: CompiledStep, directory: str) -> Operation:
    return SaveCache(
        name=text(step.body, "name") or "Saving cache",
        place=place_of(step.place),
        when=_when(step),
        key=text(step.body, "key") or "",
        paths=tuple(inside(directory, path) for path in texts(step.body, "paths") or ()),
        directory=directory,
    )


def _restore_cache(step: CompiledStep, directory: str) -> Operation:
    # With both, `key` is tried first. Source: https://circleci.com/docs/reference/configuration-reference/#restorecache
    return RestoreCache(
        name=text(step.body, "name") or "Restoring cache",
        place=place_of(step.place),
        when=_when(step),
        keys=(*(texts(step.body, "key") or ()), *(texts(step.body, "keys") or ())),
        directory=directory,
    )


def _store_artifacts(step: CompiledStep, directory: str) -> Operation:
    return StoreArtifacts(
        name=text(step.body, "name") or "Uploading artifacts",
        place=place_of(step.place),
        when=_when(step),
        path=inside(directory, text(step.body, "path") or "."),
        destination=text(step.body, "destination"),
    )


def _store_test_results(step: CompiledStep, directory: str) -> Operation:
    return StoreTestResults(
        name=text(step.body, "name") or "Uploading test results",
        place=place_of(step.place),
        when=_when(step),
        path=inside(directory, text(step.body, "path") or "."),
    )


def _when(step: CompiledStep) -> When:
    """When a step runs: what its `when` says, else after a failure too if it stores what a job leaves behind."""
    match text(step.body, "when"):
        case "always":
            return "always"
        case "on_fail":
            return "on_fail"
        case "on_success":
            return "on_success"
    return "always" if step.name in {"store_artifacts", "store_test_results"} else "on_success"


_MAKERS: dict[str, Callable[[CompiledStep, str], Operation]] = {
    "checkout": _checkout,
    "persist_to_workspace": _persist,
    "attach_workspace": _attach,
    "save_cache": _save_cache,
    "restore_cache": _restore_cache,
    "store_artifacts": _store_artifacts,
    "store_test_results": _store_test_results,
}
_TITLES = {
    "setup_remote_docker": "Setup a remote Docker engine",
    "add_ssh_keys": "Installing additional ssh keys",
    "install_signing_bundle": "Installing the signing bundle",
}
_REASONS = {
    "setup_remote_docker": "there is no remote Docker engine here",
    "add_ssh_keys": "the project's keys are with CircleCI",
    "install_signing_bundle": "signing bundles are with CircleCI",
}
