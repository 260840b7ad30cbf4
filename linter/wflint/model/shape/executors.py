"""Where a job runs: which resource class goes with which executor, and machines without an image."""

from __future__ import annotations

from wflint.deferred import regex
from wflint.diagnostic import Severity
from wflint.model.executable import is_null
from wflint.model.spec.executors import EXECUTOR_TYPES
from wflint.syntax.nodes import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.model.shape.state import State
    from wflint.syntax.nodes import Value

_RUNNER = regex(r"[\w.-]+/[\w.-]+")
_TRUE = frozenset({"true", "yes", "on"})


def check_job_executor(state: State, body: Mapping) -> None:
    """A job: its own executor, or a local one that it names."""
    base = None
    call = body.get("executor")
    if isinstance(call, Mapping):
        call = call.get("name")
    if isinstance(call, Scalar):
        definition = state.config.executors.get(call.value)
        if definition is None or not isinstance(definition.node, Mapping):
            if _own_type(body) is None:
                return
        else:
            base = definition.node
    _check(state, body, base)


def check_executor(state: State, body: Mapping) -> None:
    """An executor: what its own keys say; a job may still give another class."""
    machine = body.get("machine")
    if isinstance(machine, Scalar) and _is_true(machine) and body.get("resource_class") is None:
        return
    _check(state, body, None)


def _check(state: State, body: Mapping, base: Mapping | None) -> None:
    holder = body if _own_type(body) is not None or base is None else base
    kind = _own_type(holder)
    if kind is None:
        return
    value = holder.get(kind)
    class_ = body.get("resource_class")
    if class_ is None and isinstance(value, Mapping):
        class_ = value.get("resource_class")
    is_inherited = class_ is None and base is not None
    if class_ is None and base is not None:
        class_ = base.get("resource_class")
    if kind == "machine":
        _check_machine(state, holder, value, class_)
    # A job that replaces its executor's type keeps the executor's class; whether CircleCI takes it was not observed.
    is_mixed = is_inherited and holder is body
    if isinstance(class_, Scalar) and not is_mixed and not is_null(class_) and not _is_unknown(state, class_):
        _check_class(state, kind, class_)


def _check_machine(state: State, holder: Mapping, value: Value | None, class_: Value | None) -> None:
    """A machine needs an image, a runner must not have one."""
    entry = holder.entry("machine")
    if entry is None or value is None:
        return
    unknown = class_ is not None and (not isinstance(class_, Scalar) or _is_unknown(state, class_))
    runner = isinstance(class_, Scalar) and "/" in class_.value
    if isinstance(value, Mapping):
        image = value.entry("image")
        if image is not None and runner and not unknown:
            state.report(
                "exclusive-keys", image.key, f"`image` is there for the self-hosted runner `{_text(class_)}`",
                Severity.WARNING, help="the runner's own machine is used; leave the image out",
            )  # fmt: skip
        if image is not None or not all(key.value in {"enabled", "docker_layer_caching"} for key, _ in value.items()):
            return
    elif not (isinstance(value, Scalar) and _is_true(value)):
        return
    if not runner and not unknown:
        state.report(
            "machine-without-image",
            entry.key,
            "the machine has no image, which is deprecated in CircleCI's cloud",
            help=f"write `machine: {{image: {_image_for(_text(class_))}}}`",
        )


def _check_class(state: State, kind: str, class_: Scalar) -> None:
    from wflint.data import resource_classes as table

    name = class_.value
    if name in table.CLASSES[kind] or "$" in name:
        return
    if "/" in name:
        if not _RUNNER.fullmatch(name) or kind == "macos":
            state.report(
                "unavailable-resource-class", class_, f"`{name}` is no resource class for {_executor(kind)}",
                Severity.WARNING,
            )  # fmt: skip
        return
    others = [other for other, classes in table.CLASSES.items() if name in classes]
    if name.startswith(table.RETIRED_PREFIXES):
        state.report(
            "unavailable-resource-class", class_, f"the resource class `{name}` no longer exists",
            help=f"classes for {_executor(kind)}: {_listed(table.CLASSES[kind])}",
        )  # fmt: skip
    elif others:
        state.report(
            "unavailable-resource-class", class_,
            f"`{name}` is a resource class for {_executor(others[0])}, and this runs on {_executor(kind)}",
            help=f"classes for {_executor(kind)}: {_listed(table.CLASSES[kind])}",
        )  # fmt: skip
    else:
        from wflint.spelling import did_you_mean

        help = did_you_mean(name, table.CLASSES[kind])  # noqa: A001
        state.report(
            "unavailable-resource-class", class_, f"`{name}` is not among the resource classes of {table.DATE}",
            Severity.WARNING, help=help or f"classes for {_executor(kind)}: {_listed(table.CLASSES[kind])}",
        )  # fmt: skip


def _own_type(body: Mapping) -> str | None:
    return next((kind for kind in EXECUTOR_TYPES if body.entry(kind) is not None), None)


def _is_true(value: Scalar) -> bool:
    return value.style == "" and value.value.lower() in _TRUE


def _is_unknown(state: State, value: Scalar) -> bool:
    return value.style == "*" or (state.templates and "<<" in value.value)


def _text(value: Value | None) -> str:
    return value.value if isinstance(value, Scalar) else ""


def _image_for(class_: str) -> str:
    if class_.startswith("windows."):
        return "windows-server-2022-gui:current"
    return "linux-cuda-12:default" if class_.startswith("gpu.") else "ubuntu-2404:current"


def _executor(kind: str) -> str:
    return {"docker": "docker", "machine": "a machine", "macos": "macOS"}[kind]


def _listed(classes: frozenset[str]) -> str:
    shown = [f"`{name}`" for name in sorted(classes, key=lambda name: (len(name), name)) if ".gen" not in name]
    return ", ".join(shown[:8]) + (", …" if len(shown) > 8 else "")
